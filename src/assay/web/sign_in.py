"""What we add to django-allauth: an account for every sign-up, secrets of second factors sealed, closed looks like unknown."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import make_password
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext, gettext_lazy

from assay.accounts import actions as accounts
from assay.accounts.models import Account, User
from assay.core import keyring
from assay.core.actor import VISITOR
from assay.web import clock, language
from assay.web.account import arrival

_CONTEXT = "mfa"


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Answers a closed account exactly like an unknown one (row X-08)."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> AbstractBaseUser | None:  # noqa: ANN401 - Django's signature
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        # allauth keeps an inactive person aside to show them a page of their own; that page would tell that the
        # account exists and that the password was right.
        self.unstash_authenticated_user()
        return user


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    error_messages = DefaultAccountAdapter.error_messages | {
        # One text for an unknown address, a wrong password and a closed account (row XCT-11).
        "email_password_mismatch": gettext_lazy("The e-mail address or the password is wrong."),
        "incorrect_code": gettext_lazy("This code is wrong or too old."),
        "incorrect_password": gettext_lazy("This password is wrong."),
        "too_many_login_attempts": gettext_lazy("Too many attempts. Try again in five minutes."),
    }

    def save_user(self, request: HttpRequest, user: User, form: Form, commit: bool = True) -> User:  # noqa: FBT001, FBT002
        user = super().save_user(request, user, form, commit=commit)
        accounts.open_account(
            user,
            language=get_language() or "en",
            arrival=arrival.taken(request),
            by=VISITOR,
            at=clock.now(),
        )
        return user

    def post_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse:  # noqa: ANN401 - allauth's signature
        response: HttpResponse = super().post_login(request, user, **details)
        account = Account.objects.filter(user=user).first()
        # Who chose a language on another device reads it here too, unless this one was told something else.
        if account is None or settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
            return response
        return language.remember(response, account.language)

    def send_account_already_exists_mail(self, email: str) -> None:
        # A new address costs a run of the password hash; without one here the clock would tell that this one is taken.
        make_password(email)
        super().send_account_already_exists_mail(email)


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """allauth stores TOTP secrets and recovery seeds as they are; here they are sealed."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This code is wrong or too old."),
    }

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's name
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}

    def encrypt(self, text: str) -> str:
        return base64.b64encode(keyring.seal(settings.KEYRING.encryption, text.encode(), _CONTEXT)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return keyring.unseal(
            settings.KEYRING.encryption, base64.b64decode(encrypted_text), _CONTEXT
        ).decode()
