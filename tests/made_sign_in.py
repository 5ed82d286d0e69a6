"""People at sign-in, for tests: their mailbox, their authenticator app, a session that has just proved who it is."""

import base64
import hmac
import re
import struct
import time

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from assay.accounts import actions as accounts
from assay.accounts.models import User
from assay.core.actor import OPERATOR, VISITOR
from assay.web import clock

PASSWORD = "three brown horses"
CODE = re.compile(r"\b\d{4}-\d{4}\b")


class QuickHasher(Argon2PasswordHasher):
    """The product's hasher with the smallest cost: what is slow on purpose would only slow the tests."""

    time_cost, memory_cost, parallelism = 1, 8, 1


def made_person(email: str = "ada@example.com") -> User:
    """Somebody with an account, a password and a confirmed address."""
    user = accounts.add_sign_in(email=email, password=PASSWORD, by=OPERATOR, at=clock.now())
    accounts.open_account(user, by=VISITOR, at=clock.now())
    return user


def newest_code() -> str:
    found = CODE.search(str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found.group()


def authenticator_code(secret: str, *, step: int = 0) -> str:
    """What an authenticator app shows (RFC 6238, SHA-1, six digits), `step` periods of 30 s from now."""
    counter = struct.pack(">Q", int(time.time()) // 30 + step)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def signed_in(user: User) -> Client:
    """A browser in which the password was entered a moment ago."""
    client = Client(headers={"Accept": "text/html"})
    client.force_login(user)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def enter_password(client: Client, email: str = "ada@example.com", password: str = PASSWORD):
    return client.post("/account/login/", {"login": email, "password": password})


def is_signed_in(client: Client) -> bool:
    return (
        "_auth_user_id" in client.session and Session.objects.filter(pk=client.session.session_key).exists()
    )
