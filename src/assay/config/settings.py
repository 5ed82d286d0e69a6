"""Django's settings, from the environment. Business rules are not here but in policy/data."""

import hashlib
import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from psycopg.conninfo import conninfo_to_dict

from assay.config import catalogs, environment, static_files
from assay.config.postgres_files import socket_folder
from assay.core.keyring import Keyring

ENVIRONMENT = environment.read()
HERE = Path(__file__).resolve().parent
HOME = ENVIRONMENT.home.absolute()
# One thread for each numerical library: work is spread over processes. Read when they load, which is after this.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("ASSAY_MODELS_DIR", str(ENVIRONMENT.models_folder.absolute()))

if not ENVIRONMENT.key_path.exists():
    Keyring.generate().write(ENVIRONMENT.key_path)
KEYRING = Keyring.read(ENVIRONMENT.key_path)
SECRET_KEY = ENVIRONMENT.secret_key or hashlib.sha256(b"cookies" + KEYRING.signing).hexdigest()
EVIDENCE_URL = ENVIRONMENT.evidence_store

DEBUG = ENVIRONMENT.debug
DEMO = ENVIRONMENT.demo
BASE_URL = ENVIRONMENT.address
_base = urlsplit(BASE_URL)
SECURE = _base.scheme == "https"
ALLOWED_HOSTS = [_base.hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

BRAND = {
    "name": ENVIRONMENT.brand_name,
    "colour": ENVIRONMENT.brand_colour,
    "logo": ENVIRONMENT.brand_logo,
    "logo_url": f"{BASE_URL}/brand/logo" if ENVIRONMENT.brand_logo else "",
    "support_address": ENVIRONMENT.support_address,
    "dpo_address": ENVIRONMENT.dpo_address,
}

if BRAND["logo"] and not Path(BRAND["logo"]).is_file():
    raise environment.SettingsError("ASSAY_BRAND_LOGO has to name a file that is there")

PLATFORM_URL = ENVIRONMENT.platform_url
if PLATFORM_URL and urlsplit(PLATFORM_URL).scheme not in {"http", "https"}:
    raise environment.SettingsError("ASSAY_PLATFORM_URL has to start with https:// or http://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
    "assay.audit",
    "assay.encryption",
    "assay.deadlines",
    "assay.notify",
    "assay.accounts",
    "assay.evidence",
    "assay.uploads",
    "assay.reviews",
    "assay.verifications",
    "assay.decisions",
    "assay.handoffs",
    "assay.web",
    "assay.config.apps.AssayConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "assay.web.middleware.PagesCompressed",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "assay.web.elsewhere.embed.EmbeddingMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "assay.web.middleware.RefusalMiddleware",
    "assay.web.elsewhere.limited.LimitedSessionMiddleware",
    "assay.web.account.arrival.ArrivalMiddleware",
]

ROOT_URLCONF = "assay.config.urls"
WSGI_APPLICATION = "assay.config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE.parent / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "assay.web.context.shell",
            ],
        },
    },
]


def _database() -> dict[str, object]:
    """Return Django's connection settings for DATABASE_URL, or for the embedded database's socket."""
    url = ENVIRONMENT.database_url or f"postgresql://assay_app@/assay?host={socket_folder(HOME)}"
    parts = conninfo_to_dict(url)
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    options = {key: value for key, value in parts.items() if key not in names}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
        **{names[key]: value for key, value in parts.items() if key in names},
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Rate limits have to count across processes, so the cache is a table.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

# ---- sign-in: django-allauth does it; we choose
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["assay.web.sign_in.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "assay.web.sign_in.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
# Not ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE: allauth offers the change for new addresses only, so the page would tell
# which addresses have an account. Who has mistyped theirs signs up again.
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
# Three guesses a code, three codes a minute: at eight digits a guesser needs ten years for an even chance.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
# Mail takes a while to arrive; three minutes, allauth's own choice, are too few.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
# One address an account: a new one replaces the old one when its code was entered.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _base.scheme
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_ADAPTER = "assay.web.sign_in.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = ENVIRONMENT.brand_name
# The code before and after counts too: typing takes time and phones' clocks differ.
MFA_TOTP_TOLERANCE = 1
# Browsers allow passkeys on localhost without https.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
USERSESSIONS_TRACK_ACTIVITY = True

# ---- cookies, headers
if ENVIRONMENT.trusted_proxies:
    ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.trusted_proxies
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "media-src": ["'self'", "blob:"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}

# ---- static files, languages, time
STATIC_URL = "static/"
# The web server lays them ready before it starts; tests and commands read them where they are.
_COLLECTED = static_files.is_ready(HOME)
STATIC_ROOT = static_files.folder(HOME) if _COLLECTED else None
_PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {"staticfiles": {"BACKEND": "assay.config.collect.Storage" if _COLLECTED else _PLAIN}}
WHITENOISE_USE_FINDERS = not _COLLECTED
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("ar", "العربية"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("fr", "Français"),
    ("id", "Bahasa Indonesia"),
    ("ja", "日本語"),
    ("pt-br", "Português"),
    ("ru", "Русский"),
    ("tr", "Türkçe"),
    ("vi", "Tiếng Việt"),
    ("zh-hans", "简体中文"),
]
LOCALE_PATHS = [catalogs.compiled(HOME)]
FORMAT_MODULE_PATH = ["assay.config.formats"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SECURE = SECURE
USE_TZ = True
TIME_ZONE = "UTC"

# ---- e-mail


def _email() -> dict[str, object]:
    if not ENVIRONMENT.email_url:
        return {"EMAIL_BACKEND": "assay.notify.outbox.OutboxBackend"}
    url = urlsplit(ENVIRONMENT.email_url)
    if url.scheme not in {"smtp", "smtps", "smtp+plain"} or not url.hostname:
        raise environment.SettingsError(
            "ASSAY_EMAIL_URL has to start with smtp://, smtps:// or smtp+plain:// and name a host"
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": url.port or (465 if url.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_SSL": url.scheme == "smtps",
        "EMAIL_USE_TLS": url.scheme == "smtp",
        "EMAIL_TIMEOUT": 20,
    }


globals().update(_email())
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.email_from

# ---- uploads: pictures are read into memory once, then sealed; Django's own temporary files are never used
DATA_UPLOAD_MAX_MEMORY_SIZE = 60_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 60_000_000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# ---- jobs
PROCRASTINATE_IMPORT_PATHS = ["assay.jobs"]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "INFO" if DEBUG else "WARNING"},
    "loggers": {"assay": {"level": "INFO"}},
}
