"""Every e-mail: it renders, says nothing it does not know, uses all it is told, and really leaves by SMTP."""

import re
import socket
from dataclasses import fields, replace
from email import message_from_bytes, policy
from pathlib import Path

import allauth
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler
from django.conf import settings
from django.core import mail
from django.template.loader import get_template, render_to_string
from django.test import Client

from assay import notify
from assay.config import settings as settings_module
from assay.core.actor import OPERATOR
from assay.encryption import actions as encryption
from assay.notify import actions, messages
from assay.policy.load import current
from assay.web import clock
from made_sign_in import PASSWORD, authenticator_code, made_person, signed_in

TEMPLATES = Path(next(iter(notify.__path__))) / "templates"
PARTS = ("subject.txt", "body.txt", "body.html")
EXAMPLES = {
    "level": "Verified",
    "unlocks": ("Deposits", "Trading"),
    "reasons": ("document.image.not_found", "document.image.cut_off"),
    "attempts_left": 2,
    "due_within_hours": 48,
    "may_retry": True,
    "until": "2026-11-23T13:00:00+00:00",
    "link": f"{settings.BASE_URL}/go/abc",
    "minutes": 10,
}
GIVEN_TO_ALL = {"brand", "base_url"}
every_message = pytest.mark.parametrize("message", messages.ALL, ids=lambda message: message.name())
REFUSALS = (messages.VerificationAskedAgain, messages.VerificationRejected, messages.VerificationPaused)


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["made_sign_in.QuickHasher"]


def example(message: type[messages.Message]) -> messages.Message:
    return message(**{field.name: EXAMPLES[field.name] for field in fields(message)})


def source(name: str) -> str:
    """The text of a template with those it includes and extends."""
    text = get_template(name).template.source
    parts = re.findall(r'{% (?:include|extends) "([^"]+)"', text)
    return text + "".join(source(part) for part in parts)


def variables(text: str) -> set[str]:
    """The names a template takes from outside: not those it makes itself in loops, counts and `with`."""
    used = re.findall(r"{{\s*(\w+)", text)
    used += re.findall(r"{%\s*(?:el)?if (?:not )?(\w+)", text)
    used += re.findall(r"{%\s*for \w+ in (\w+)", text)
    used += re.findall(r"(?:count|with|and| )\s*\w+=(\w+)", text)
    made = re.findall(r"{%\s*for (\w+) in", text) + re.findall(r"(\w+)=[\w\"']", text)
    made += re.findall(r" as (\w+) %}", text)
    return {name for name in used if not name.isdigit()} - set(made)


# ---- messages of the product


def test_every_message_has_templates_and_every_template_folder_a_message():
    folders = {path.name for path in TEMPLATES.iterdir() if path.is_dir()}
    assert folders == set(messages.BY_NAME)
    for name in folders:
        assert {path.name for path in (TEMPLATES / name).iterdir()} == set(PARTS)


@every_message
@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_every_message_renders_in_every_language(message, language):
    subject, text, html = actions.render(message.name(), example(message).context(), language)
    assert subject
    assert "\n" not in subject
    for body in (text, html):
        assert settings.BASE_URL in body, "what to do next"
        assert settings.BRAND["dpo_address"] in body
        assert settings.BRAND["support_address"] in body
        assert "{{" not in body
        assert "{%" not in body
    assert "&" not in text, "escaped for HTML, but this is text"


@every_message
@pytest.mark.parametrize("part", ["body.txt", "body.html"])
def test_a_message_uses_exactly_what_it_is_told(message, part):
    told = {field.name for field in fields(message)}
    used = variables(source(f"{message.name()}/{part}"))
    # A template that all messages share may offer room for more than one of them fills.
    assert told <= used
    assert used - GIVEN_TO_ALL - {"LANGUAGE_CODE", "button_text", "text", "url"} <= told


@pytest.mark.parametrize("message", REFUSALS, ids=lambda message: message.name())
def test_a_refusal_says_why_what_helps_and_how_to_contest_it(message):
    _, text, html = actions.render(message.name(), example(message).context(), "en")
    for code in EXAMPLES["reasons"]:
        reason = current().reasons[code]
        for words in (reason.customer, reason.fix):
            assert words in text
            assert words in html
    assert "data protection officer" in text
    assert "another person" in text or "A person answers" in text


def test_what_a_customer_could_have_written_is_harmless_in_html():
    context = example(messages.VerificationApproved).context() | {"level": "<script>x</script>"}
    _, text, html = actions.render("verification_approved", context, "en")
    assert "<script>" not in html
    assert "<script>" in text


# ---- messages of sign-in


def sign_in_mails() -> list[str]:
    web = Path(settings.TEMPLATES[0]["DIRS"][0])
    found = [*web.glob("account/email/*_subject.txt"), *web.glob("mfa/email/*_subject.txt")]
    return sorted(str(path.relative_to(web)).removesuffix("_subject.txt") for path in found)


@pytest.mark.parametrize("name", sign_in_mails())
def test_every_sign_in_mail_has_text_and_html_with_our_layout(name, rf):
    context = {
        "code": "1234-5678",
        "email": "ada@example.com",
        "ip": "203.0.113.7",
        "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0",
        "timestamp": clock.now(),
        "password_reset_url": "https://localhost/reset",
        "signup_url": "https://localhost/signup",
        "from_email": "a@example.com",
        "to_email": "b@example.com",
        "deleted_email": "c@example.com",
    }
    request = rf.get("/")
    text = render_to_string(f"{name}_message.txt", context, request)
    html = render_to_string(f"{name}_message.html", context, request)
    assert render_to_string(f"{name}_subject.txt", context).strip()
    for body in (text, html):
        assert settings.BRAND["dpo_address"] in body
        assert "{{" not in body
    assert "<!DOCTYPE html>" in html
    used = {word for word in context if context[word] and str(context[word]) in text}
    assert used <= {word for word in context if str(context[word]) in html}


def test_every_mail_of_the_sign_in_library_is_rewritten():
    theirs = Path(get_template("account/email/base_message.txt").origin.name).parents[2]
    assert theirs.parts[-2:] == ("web", "templates")
    packaged = Path(next(iter(allauth.__path__))) / "templates"
    names = [
        str(path.relative_to(packaged)).removesuffix("_subject.txt")
        for path in [*packaged.glob("account/email/*_subject.txt"), *packaged.glob("mfa/email/*_subject.txt")]
    ]
    assert sorted(names) == sign_in_mails()


@pytest.mark.django_db(transaction=True)
def test_who_changes_the_second_step_is_told_with_device_and_address():
    browser = signed_in(made_person())
    secret = browser.get("/account/2fa/totp/activate/").context["form"].secret
    browser.post(
        "/account/2fa/totp/activate/",
        {"code": authenticator_code(secret)},
        headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"},
    )
    told = next(message for message in mail.outbox if message.subject == "The authenticator app is on")
    assert "Firefox on Linux, address 127.0.0.1" in str(told.body)


# ---- delivery


class Received(MessageHandler):
    def __init__(self) -> None:
        super().__init__()
        self.messages = []

    def prepare_message(self, session, envelope):
        return message_from_bytes(envelope.content, policy=policy.default)

    def handle_message(self, message) -> None:
        self.messages.append(message)


@pytest.fixture
def smtp_server(settings, monkeypatch):
    """A real SMTP server, and the product set to it as an operator would."""
    handler = Received()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    environment = replace(settings_module.ENVIRONMENT, email_url=f"smtp+plain://127.0.0.1:{port}")
    monkeypatch.setattr(settings_module, "ENVIRONMENT", environment)
    for name, value in settings_module._email().items():
        setattr(settings, name, value)
    yield handler
    controller.stop()


@pytest.mark.django_db
def test_a_message_really_leaves_by_smtp_once(smtp_server):
    encryption.create_key("acc_1", by=OPERATOR, at=clock.now())
    row = actions.queue(
        example(messages.VerificationAskedAgain),
        to="ada@example.com",
        subject_id="acc_1",
        by=OPERATOR,
        at=clock.now(),
    )
    assert actions.send(row.pk, by=OPERATOR, at=clock.now())
    assert not actions.send(row.pk, by=OPERATOR, at=clock.now())
    (received,) = smtp_server.messages
    assert received["To"] == "ada@example.com"
    assert received["From"] == settings.DEFAULT_FROM_EMAIL
    assert received["Subject"] == "We need something from you again"
    assert received.get_content_type() == "multipart/alternative"
    assert "all four corners" in received.get_body(("plain",)).get_content()
    assert "<strong>Part of your document" in received.get_body(("html",)).get_content()


@pytest.mark.django_db
def test_a_sign_in_code_really_leaves_by_smtp(smtp_server):
    made_person()
    Client().post("/account/login/code/", {"email": "ada@example.com"})
    (received,) = smtp_server.messages
    code = received["Subject"].removeprefix("Your code: ")
    assert re.fullmatch(r"\d{4}-\d{4}", code)
    assert code in received.get_body(("plain",)).get_content()
    assert code in received.get_body(("html",)).get_content()


@pytest.mark.django_db
def test_without_a_mail_server_messages_lie_in_the_outbox(settings, client):
    settings.EMAIL_BACKEND = "assay.notify.outbox.OutboxBackend"
    settings.DEMO = True
    client.post("/account/signup/", {"email": "new@example.com", "password1": PASSWORD})
    listed = client.get("/outbox/").content.decode()
    assert "new@example.com" in listed
    number = re.search(r"/outbox/(\d+)/", listed)
    assert number
    shown = client.get(f"/outbox/{number[1]}/").content.decode()
    code = re.search(r"\d{4}-\d{4}", shown)
    assert code
    client.post("/account/confirm-email/", {"code": code.group()})
    assert client.get("/security/").status_code == 200
