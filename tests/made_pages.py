"""Customers at their browser, for tests of pages: signed in, with real pictures of synthetic people to give."""

import json
import re
from functools import cache

from allauth.mfa.totp.internal.auth import TOTP
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from assay.accounts import actions as accounts
from assay.accounts.models import Account
from assay.accounts.rules import Arrival
from assay.core.actor import OPERATOR, VISITOR
from assay.sandbox import documents, photos, portraits
from assay.sandbox.people import person
from assay.verifications import progress
from assay.verifications.models import Verification
from assay.web import clock
from made_files import clip

NOWHERE = Arrival()
BEARER = person(0)
HTML = {"Accept": "text/html,application/xhtml+xml"}
SCRIPT = {"Accept": "application/json"}


class Customer:
    """Somebody with an account and one or more browsers."""

    def __init__(self, email: str = "customer@utopia.example", arrival: Arrival = NOWHERE) -> None:
        at = clock.now()
        self.user = accounts.add_sign_in(email=email, password="a long password", by=OPERATOR, at=at)
        self.account: Account = accounts.open_account(self.user, arrival=arrival, by=VISITOR, at=at)
        self.browser = self.another_browser()

    def another_browser(self) -> Client:
        browser = Client(headers=HTML)
        browser.force_login(self.user)
        return browser

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.browser.get(path, headers=headers or None)

    def post(self, path: str, data: dict[str, object] | None = None, **headers: str) -> HttpResponse:
        return self.browser.post(path, data or {}, headers=headers or None)

    def give(self, path: str, data: bytes, **headers: str) -> HttpResponse:
        return self.post(path, {"file": SimpleUploadedFile("given", data)}, **headers)

    def where(self) -> str:
        """The page on which the customer continues."""
        return self.get("/verification")["Location"]

    def send(self) -> HttpResponse:
        """Let every point stand as it is, and send."""
        verification = Verification.objects.latest_of(self.account)
        points = progress.points_of(verification, clock.now())
        self.post("/verification/review/accept", {"point": [point.key for point in points]})
        return self.post("/verification/submit")

    def protect(self) -> None:
        """Add a second factor."""
        TOTP.activate(self.user, "A" * 32)

    # ---- the steps, each done as it should be
    def begin(self) -> None:
        self.post("/account/registration")
        self.post("/identification/start")

    def live_in(self, country: str = "UT") -> None:
        self.post("/verification/residence", {"country": country})

    def type_details(self, **changes: str) -> HttpResponse:
        born_on = BEARER.born_on
        typed = {
            "given_names": BEARER.given_names,
            "surname": BEARER.surname,
            "day": str(born_on.day),
            "month": str(born_on.month),
            "year": str(born_on.year),
            "nationality": "UT",
        }
        return self.post("/verification/details", typed | changes)

    def confirm(self) -> HttpResponse:
        return self.post("/verification/details/confirm")

    def choose(self, kind: str = "passport", country: str = "UT") -> HttpResponse:
        return self.post("/verification/document", {"kind": kind, "issuing_country": country})

    def until_document(self) -> None:
        self.begin()
        self.live_in()
        self.type_details()
        self.confirm()

    def until_selfie(self) -> None:
        self.until_document()
        self.choose()
        self.give("/verification/front", passport_photo())

    def until_challenge(self) -> None:
        self.until_selfie()
        self.give("/verification/selfie", selfie())

    def until_review(self) -> None:
        self.until_challenge()
        self.post("/verification/challenge/draw")
        self.give("/verification/challenge", recording())


@cache
def passport_photo() -> bytes:
    return photos.take(documents.draw("passport", BEARER)[0])


@cache
def id_card_photos() -> tuple[bytes, bytes]:
    front, back = documents.draw("id_card", BEARER)
    return photos.take(front), photos.take(back)


@cache
def selfie() -> bytes:
    return portraits.find(BEARER.portrait_id).smiling.read_bytes()


@cache
def recording() -> bytes:
    """A clip nobody would approve; it only has to be one."""
    return clip(2.0)


def text_of(response: HttpResponse) -> str:
    """What a person reads on a page, without tags, in one line."""
    body = re.sub(r"(?s)<(script|style|svg)\b.*?</\1>", " ", response.content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def content_of(response: HttpResponse) -> dict[str, object]:
    return json.loads(response.content)
