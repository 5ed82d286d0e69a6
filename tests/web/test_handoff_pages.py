"""The pages of a hand-off through the client: a limited session opens one verification and nothing else."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from assay.core.actor import OPERATOR
from assay.evidence.models import Evidence
from assay.handoffs import actions as handoffs
from assay.handoffs.models import Handoff
from assay.handoffs.rules import Ending, Status
from assay.notify.models import QueuedMessage
from assay.policy.schema import EvidenceKind
from assay.verifications import actions as verifications
from assay.verifications.models import Verification
from assay.web import clock
from assay.web.elsewhere import limited
from made_pages import BEARER, HTML, SCRIPT, Customer, passport_photo, text_of
from made_verifications import give_all, passing, send, start

SHOP = "https://shop.example"


@pytest.fixture
def customer(db, settings) -> Customer:
    settings.DEMO = True
    cache.clear()
    made = Customer()
    start(made.account, at=clock.now())
    return made


def verification_of(customer: Customer) -> Verification:
    return Verification.objects.get(account=customer.account)


def all_given(customer: Customer) -> None:
    give_all(verification_of(customer), passing(BEARER), at=clock.now())


def offered(customer: Customer) -> tuple[Handoff, str]:
    return handoffs.offer_phone(verification_of(customer), by=customer.account.actor(), at=clock.now())


def on_phone(customer: Customer) -> Client:
    """A phone that has taken over."""
    phone = Client(headers=HTML)
    assert phone.post(f"/go/{offered(customer)[1]}")["Location"] == "/verification"
    return phone


def in_frame(customer: Customer, origin: str = SHOP) -> tuple[Client, Handoff]:
    handoff, token = handoffs.offer_embedded(
        verification_of(customer), origin=origin, by=OPERATOR, at=clock.now()
    )
    frame = Client(headers=HTML)
    assert frame.post("/embed/frame/take", {"token": token})["Location"] == "/embed/verification"
    return frame, handoff


# ---- the link


def test_looking_at_a_link_does_not_use_it_up_and_shows_whose_it_is(customer):
    handoff, token = offered(customer)
    phone = Client(headers=HTML)
    for _ in range(3):
        page = phone.get(f"/go/{token}")
        assert page.status_code == 200
        assert phone.head(f"/go/{token}").status_code == 200
    assert "cu••••••@utopia.example" in text_of(page)
    assert customer.user.email not in page.content.decode()
    assert settings.SESSION_COOKIE_NAME not in phone.cookies
    handoff.refresh_from_db()
    assert handoff.status == Status.OFFERED


@pytest.mark.row("X-39")
def test_the_phone_goes_on_with_the_same_verification(customer):
    phone = on_phone(customer)
    assert phone.get("/verification")["Location"] == "/verification/front"
    file = SimpleUploadedFile("passport.jpg", passport_photo())
    assert phone.post("/verification/front", {"file": file})["Location"] == "/verification/selfie"
    assert Evidence.objects.get().matter_id == verification_of(customer).pk
    assert customer.where() == "/verification/selfie"


def test_a_link_that_does_not_count_has_words_and_a_next_step(customer):
    used = offered(customer)[1]
    Client().post(f"/go/{used}")
    replaced, fresh = offered(customer)[1], offered(customer)[1]
    for token, status, words in (
        ("x" * 43, 404, "This link does not work."),
        (used, 409, "This link has been used already."),
        (replaced, 409, "This link no longer counts."),
    ):
        for answer in (Client(headers=HTML).get(f"/go/{token}"), Client(headers=HTML).post(f"/go/{token}")):
            assert answer.status_code == status
            assert words in text_of(answer)
            assert "Sign in on this device" in text_of(answer)
    Handoff.objects.filter(status=Status.OFFERED).update(until=clock.now() - timedelta(seconds=1))
    assert "This link is too old." in text_of(Client(headers=HTML).post(f"/go/{fresh}"))
    verifications.withdraw(verification_of(customer), by=customer.account.actor(), at=clock.now())
    assert "There is nothing left to do" in text_of(Client(headers=HTML).get(f"/go/{fresh}"))


def test_who_opens_links_at_random_has_to_wait(customer):
    guesser = Client(headers=HTML)
    answers = [guesser.get(f"/go/{number}").status_code for number in range(21)]
    assert answers == [404] * 20 + [429]
    assert guesser.get(f"/go/{offered(customer)[1]}").status_code == 429


def test_a_browser_that_is_signed_in_as_the_same_account_just_goes_on(customer):
    token = offered(customer)[1]
    assert customer.post(f"/go/{token}")["Location"] == "/verification"
    assert customer.get("/security/").status_code == 200


def test_a_browser_that_is_signed_in_as_another_account_is_asked(customer):
    other = Customer("other@utopia.example")
    token = offered(customer)[1]
    assert "This browser is signed in as ot•••@utopia.example" in text_of(other.get(f"/go/{token}"))
    other.post(f"/go/{token}")
    assert other.get("/verification")["Location"] == "/verification/front"
    assert other.get("/security/").status_code == 403


# ---- the limited session


def addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, str]]:
    """Every name of an address with an example of it."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        else:
            example = re.sub(
                r"<(\w+):\w+>", lambda found: {"int": "1", "path": "a"}.get(found[1], "x-1"), route
            )
            example = re.sub(r"\(\?P<\w+>[^)]*\)", "1-abc", example)
            yield pattern.name or "", "/" + re.sub(r"[\^$\\]|\\Z", "", example).replace("?", "")


ADDRESSES = sorted(set(addresses(get_resolver().url_patterns)))
# What a limited session may open: everything else in this project, now and later, is closed to it.
FOR_ALL = {"help", "why", "theme", "language", "brand_css", "guidance_weights"}
WAY = {
    "verification", "verification_residence", "verification_checklist", "verification_details", "verification_confirm",
    "verification_document", "verification_document_kinds", "verification_front", "verification_back",
    "verification_selfie", "verification_challenge", "verification_draw", "verification_review", "verification_submit",
    "verification_status",
    "uploads", "upload", "upload_part", "upload_finish", "verification_residence_notice", "verification_intro",
    "verification_accept",
}  # fmt: skip
LEADS_BACK = {"home", "identification"}


def is_closed(answer) -> bool:
    return answer.status_code == 403 and "handoff/elsewhere.html" in {part.name for part in answer.templates}


@pytest.mark.parametrize("place", ["phone", "frame"])
def test_a_limited_session_opens_nothing_that_is_not_listed(customer, place):
    browser, prefix = (on_phone(customer), "") if place == "phone" else (in_frame(customer)[0], "/embed")
    own = {"go", "go_leave", "go_done"} if place == "phone" else {"frame", "frame_take"}
    computer = {"handoff", "handoff_progress", "handoff_mail", "handoff_take_back"}
    may = FOR_ALL | WAY | LEADS_BACK | own | (computer if place == "frame" else set())
    assert len(ADDRESSES) > 60
    opened = set()
    for name, address in ADDRESSES:
        # These end the stay, or say that they are about another one.
        if name in {"go_leave", "verification_submit", "go", "frame", "frame_take", "go_done"}:
            continue
        answers = [browser.get(prefix + address), browser.post(prefix + address)]
        if not all(map(is_closed, answers)):
            opened.add(name)
    assert {name for name in opened - may if not name.startswith("help_")} == set()
    assert opened >= (WAY | LEADS_BACK) - {"verification_submit"}


def test_home_and_levels_lead_back_to_the_way(customer):
    phone = on_phone(customer)
    for address in ("/", "/identification"):
        assert phone.get(address)["Location"] == "/verification"


def test_pictures_of_another_verification_stay_closed(customer):
    first = verification_of(customer)
    by, at = customer.account.actor(), clock.now()
    old = verifications.give_evidence(
        first, kind=EvidenceKind.DOCUMENT_FRONT, data=passport_photo(), by=by, at=at
    )
    verifications.withdraw(first, by=by, at=at)
    second = verifications.open_verification(customer.account, level_id="verified", by=by, at=clock.now())
    token = handoffs.offer_phone(second, by=by, at=clock.now())[1]
    phone = Client(headers=HTML)
    phone.post(f"/go/{token}")
    assert phone.get(f"/evidence/{old.pk}/0").status_code == 403
    assert customer.get(f"/evidence/{old.pk}/0").status_code == 200


@pytest.mark.parametrize("ending", ["taken back", "out of time", "given up"])
def test_each_request_asks_whether_the_hand_off_still_holds(customer, ending):
    phone = on_phone(customer)
    handoff = Handoff.objects.get()
    if ending == "taken back":
        assert customer.post("/verification/handoff/back")["Location"] == "/verification/front"
    elif ending == "out of time":
        Handoff.objects.update(until=clock.now())
    else:
        verifications.withdraw(handoff.verification, by=customer.account.actor(), at=clock.now())
    part = phone.get("/verification/front", headers={"HX-Request": "true"})
    assert part["HX-Redirect"] == "/verification"
    script = phone.post("/verification/front", headers=SCRIPT)
    assert script.status_code == 409
    assert script.json()["code"] == "handoff.session.ended"
    page = phone.get("/verification/front")
    assert page.status_code == 409
    words = "You go on on your computer" if ending == "taken back" else "no longer takes part"
    assert words in text_of(page)
    # The session went with it.
    assert phone.get("/verification")["Location"].startswith("/account/login/")
    assert Evidence.objects.count() == 0


def test_a_new_password_ends_the_stay_too(customer):
    phone = on_phone(customer)
    customer.user.set_password("another long password")
    customer.user.save()
    assert phone.get("/verification/front")["Location"].startswith("/account/login/")


def test_after_sending_the_phone_is_done_and_shows_how_it_stands(customer):
    all_given(customer)
    phone = on_phone(customer)
    send(verification_of(customer), at=clock.now())
    assert Handoff.objects.get().ending == Ending.SUBMITTED
    assert phone.get("/verification/front")["Location"] == "/go/done"
    page = phone.get("/go/done")
    assert "Done here" in text_of(page)
    assert "Checking" in text_of(page)
    again = phone.get("/go/done?seen=checking", headers={"HX-Request": "true"})
    assert again.status_code == 204
    assert phone.get("/security/")["Location"] == "/go/done"


def test_points_are_dealt_with_and_everything_is_sent_on_the_phone(customer):
    phone = on_phone(customer)
    all_given(customer)
    customer.browser = phone
    assert phone.post("/verification/submit").status_code == 409
    assert customer.send()["Location"] in {"/verification/status", "/go/done"}
    assert verification_of(customer).status == "checking"


def test_the_phone_leaves_by_itself(customer):
    phone = on_phone(customer)
    assert "Stopped on this device" in text_of(phone.post("/go/leave"))
    assert phone.get("/verification")["Location"].startswith("/account/login/")
    assert "Your phone no longer takes part" in text_of(customer.get("/verification/handoff/progress"))


# ---- the computer


def test_the_computer_follows_the_phone_and_hears_nothing_while_nothing_changes(customer):
    page = customer.post("/verification/handoff")
    token = re.search(r"/go/([\w-]{43})", page.content.decode())[1]
    seen = re.search(r"seen=([^\"]+)", page.content.decode())[1]
    part = {"HX-Request": "true", **HTML}
    same = customer.get(f"/verification/handoff/progress?seen={seen}", **part)
    assert same.status_code == 204
    Client().post(f"/go/{token}")
    news = customer.get(f"/verification/handoff/progress?seen={seen}", **part)
    assert "Your phone has taken over" in text_of(news)
    assert token not in news.content.decode()


def test_a_code_that_ran_out_can_be_made_anew(customer):
    customer.post("/verification/handoff")
    Handoff.objects.update(until=clock.now())
    assert "The code ran out" in text_of(customer.get("/verification/handoff/progress"))


def test_the_link_goes_to_the_own_address_once(customer):
    page = customer.post("/verification/handoff").content.decode()
    token = re.search(r"name=\"token\" value=\"([\w-]{43})\"", page)[1]
    part = {"HX-Request": "true", **HTML}
    assert "Sent." in text_of(customer.post("/verification/handoff/mail", {"token": token}, **part))
    again = customer.post("/verification/handoff/mail", {"token": token}, **part)
    assert "We have sent you this link already." in text_of(again)
    assert QueuedMessage.objects.filter(name="handoff_link").count() == 1
    other = Customer("other@utopia.example")
    assert other.post("/verification/handoff/mail", {"token": token}, **part).status_code == 403


# ---- the frame


@pytest.mark.row("ENT-15")
def test_a_frame_is_shown_on_its_own_origin_only_and_its_cookies_are_its_own(customer):
    frame, handoff = in_frame(customer)
    start_page = Client(headers=HTML).get(f"/embed/frame/{handoff.pk}")
    page = frame.get("/embed/verification/front")
    for answer in (start_page, page):
        assert answer.status_code == 200
        assert f"frame-ancestors {SHOP};" in answer["Content-Security-Policy"] + ";"
        assert "X-Frame-Options" not in answer
        assert "site-footer" not in answer.content.decode()
    assert 'action="/embed/verification/front"' in page.content.decode()
    cookie = frame.cookies["embedded_sessionid"].OutputString()
    for word in ("Secure", "HttpOnly", "Path=/embed/", "SameSite=None; Partitioned"):
        assert word in cookie
    assert set(frame.cookies) <= {"embedded_sessionid", "embedded_csrftoken"}
    assert "Location" in frame.get("/verification"), "outside the frame nobody is signed in"
    ordinary = customer.get("/verification/front")
    assert "frame-ancestors 'none'" in ordinary["Content-Security-Policy"]
    assert ordinary["X-Frame-Options"] == "DENY"
    assert "embedded" not in str(ordinary.cookies)


def test_an_ordinary_sign_in_does_not_count_in_a_frame(customer):
    customer.browser.cookies["embedded_sessionid"] = customer.browser.cookies["sessionid"].value
    assert customer.get("/embed/verification/front").status_code == 409
    phone = on_phone(customer)
    phone.cookies["embedded_sessionid"] = phone.cookies["sessionid"].value
    assert phone.get("/embed/verification/front").status_code == 409


def test_a_frame_says_which_step_and_status_and_nothing_else(customer):
    all_given(customer)
    frame, _ = in_frame(customer)
    assert (
        '<meta name="assay-state" content="review draft">'
        in frame.get("/embed/verification/review").content.decode()
    )
    send(verification_of(customer), at=clock.now())
    part = frame.get("/embed/verification/status", headers={"HX-Request": "true"})
    assert part["X-Assay-State"] == "wait checking"


def test_a_client_token_counts_once_and_only_in_a_frame(customer):
    handoff, token = handoffs.offer_embedded(
        verification_of(customer), origin=SHOP, by=OPERATOR, at=clock.now()
    )
    assert Client(headers=HTML).get(f"/go/{token.partition('.')[2]}").status_code == 404
    assert Client().get(f"/frame/{handoff.pk}").status_code == 404
    assert Client().post("/frame/take", {"token": token}).status_code == 404
    assert Client().post("/embed/frame/take", {"token": token}).status_code == 302
    again = Client(headers=HTML).post("/embed/frame/take", {"token": token})
    assert "This link has been used already." in text_of(again)
    assert f"frame-ancestors {SHOP}" in again["Content-Security-Policy"]
    unknown = Client(headers=HTML).post("/embed/frame/take", {"token": "x"})
    assert "frame-ancestors 'none'" in unknown["Content-Security-Policy"]


def test_the_names_of_the_limited_pages_exist():
    names = {name for name, _ in ADDRESSES}
    assert names >= limited.PAGES | limited.OPEN_TO_ALL


def test_there_is_no_shop_outside_a_demo(client, settings):
    settings.DEMO = False
    assert client.get("/demo/host").status_code == 404
