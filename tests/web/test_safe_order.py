"""The safe order at the pages (rows ORD): settled at sign-up, verified, protected, looked at, and only then the platform."""

import pytest

from assay.accounts.models import Account
from assay.accounts.rules import Arrival
from assay.audit.models import Entry
from assay.core.actor import machine
from assay.decisions import actions as decisions
from assay.verifications.models import Verification
from assay.web import clock
from made_pages import BEARER, Customer, text_of
from made_verifications import give_all, passing, start

pytestmark = pytest.mark.django_db
START, CONFIRM = "/identification/start", "/account/registration"
TWO_CODES = Arrival(codes=("FRIEND7", "OTHER88"))


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.DEMO = True
    settings.PLATFORM_URL = ""


def approved() -> Customer:
    customer = Customer()
    verification = start(customer.account, BEARER, at=clock.now())
    give_all(verification, passing(BEARER), at=clock.now())
    customer.send()
    decisions.settle(verification.pk, 1, by=machine("test"), at=clock.now())
    return customer


def sign_up(client, link: str) -> Account:
    client.get(link)
    data = {"email": "new@utopia.example", "password1": "a few words in a row"}
    client.post("/account/signup/", data)
    return Account.objects.get(user__email="new@utopia.example")


@pytest.mark.row("ORD-01", "ORD-03")
def test_what_a_link_said_is_kept_with_the_account(client):
    account = sign_up(client, "/?route=direct&ref=friend7")
    assert (account.route, account.referral, account.referral_code) == ("direct", "by_link", "FRIEND7")
    assert account.route_settled_at is not None


@pytest.mark.row("ORD-04", "ORD-06", "ORD-11", "ORD-19")
def test_nothing_begins_before_the_route_is_settled(client):
    account = sign_up(client, "/account/signup/?route=gone")
    assert account.route == ""
    client.force_login(account.user)
    assert client.post(START)["Location"] == "/account/route"
    assert client.post(CONFIRM)["Location"] == "/account/route"
    assert "How you opened your account" in text_of(client.get("/account/route"))
    assert client.post("/account/route", {"route": "other"}).status_code == 409
    assert client.post("/account/route", {"route": "direct"})["Location"] == CONFIRM
    assert client.post(CONFIRM)["Location"] == "/verification/residence"
    assert Verification.objects.count() == 1


@pytest.mark.row("ORD-05", "ORD-19")
@pytest.mark.parametrize(
    ("answer", "referral", "code"),
    [
        ({"invitation": "OTHER88"}, "confirmed", "OTHER88"),
        ({"invitation": "other", "code": "third99"}, "confirmed", "THIRD99"),
        ({"invitation": ""}, "declined", ""),
    ],
)
def test_an_uncertain_invitation_is_settled_first_and_then_stays(answer, referral, code):
    customer = Customer(arrival=TWO_CODES)
    assert customer.post(START)["Location"] == "/account/invitation"
    words = text_of(customer.get("/account/invitation"))
    assert "FRIEND7" in words
    assert "It cannot be changed after your verification" in words
    assert customer.post("/account/invitation", {"invitation": "other"}).status_code == 409
    assert customer.post("/account/invitation", answer)["Location"] == CONFIRM
    account = Account.objects.get(pk=customer.account.pk)
    assert (account.referral, account.referral_code, account.codes_seen) == (referral, code, [])
    assert customer.post("/account/invitation", {"invitation": "FRIEND7"})["Location"] == CONFIRM
    assert Account.objects.get(pk=account.pk).referral_code == code
    assert Entry.objects.filter(event="account.referral_settled").count() == 1


@pytest.mark.row("ORD-07")
def test_the_customer_confirms_account_and_route_before_the_first_verification(settings):
    customer = Customer()
    assert customer.post(START)["Location"] == CONFIRM
    words = text_of(customer.get(CONFIRM))
    for said in (
        customer.account.pk,
        "cu••••••@utopia.example",
        "Opened on this site",
        settings.BRAND["name"],
        "No, it is another one",
    ):
        assert said in words
    assert customer.user.email not in words.split("Is this the account", 2)[-1].split("Yes, this is", 1)[0]
    assert customer.post(CONFIRM)["Location"] == "/verification/residence"
    assert customer.post(CONFIRM)["Location"] == "/verification/residence", "once is enough"
    assert Entry.objects.filter(event="account.registration_confirmed").count() == 1


@pytest.mark.row("ORD-02", "ORD-03", "ORD-17", "ORD-18", "ORD-20", "IDA-02")
def test_the_checklist_has_three_parts_and_the_rules_it_is_written_from():
    customer = Customer()
    customer.begin()
    customer.live_in("DE")
    words = text_of(customer.get("/verification/checklist"))
    parts = ["1. Identity details", "2. Document and photos", "3. What counts in Germany", "Rules in force:"]
    assert sorted(parts, key=words.index) == parts
    assert "A German driver&#x27;s licence is not an identity document" in words
    assert "last changed on" in words
    assert not any(offer in words for offer in ("Deposits", "Invitation", "bonus"))


@pytest.mark.row("IDW-08", "IDW-10")
def test_before_the_photos_a_page_says_what_comes_and_offers_the_phone():
    customer = Customer()
    customer.until_document()
    assert customer.choose()["Location"] == "/verification/photos"
    page = customer.get("/verification/photos")
    words = text_of(page)
    assert "What happens next" in words
    assert "Go on with your phone" in words
    assert 'href="/verification/front"' in page.content.decode()


@pytest.mark.row("ORD-10", "ORD-13", "ORD-14", "ORD-15", "ORD-16", "ORD-19", "ORD-21")
def test_after_approval_come_security_and_a_look_at_the_state_and_only_then_the_platform(settings):
    settings.PLATFORM_URL = "https://platform.example/start"
    customer = approved()
    assert customer.get("/continue")["Location"] == "/security/"
    assert customer.post("/account/state").status_code == 409
    customer.protect()
    assert customer.get("/continue")["Location"] == "/account/state"
    assert "Look at the state of your account before you use it." in text_of(customer.get("/account/state"))
    words = text_of(customer.get("/account/state"))
    for said in (
        "Your account",
        "Opened on this site",
        "Second step On",
        "Not yet: it needs the level Verified Plus.",
    ):
        assert said in words
    assert customer.post("/account/state")["Location"] == "/"
    assert "Continue to the platform" in text_of(customer.get("/"))
    assert customer.get("/continue")["Location"] == "https://platform.example/start"
    assert words.count("Open to you now.") == 0
    assert text_of(customer.get("/account/state")).count("Open to you now.") == 3


@pytest.mark.row("ORD-16")
def test_after_the_level_changed_the_state_is_looked_at_again():
    customer = approved()
    customer.protect()
    customer.post("/account/state")
    assert "Your account is ready" in text_of(customer.get("/"))
    Account.objects.filter(pk=customer.account.pk).update(tier=2)
    assert "One look before you go on" in text_of(customer.get("/"))


@pytest.mark.row("ORD-13")
def test_before_the_level_the_door_to_the_platform_leads_to_the_verification():
    customer = Customer()
    assert customer.get("/continue")["Location"] == "/verification"


@pytest.mark.row("ORD-08", "ORD-12", "ORD-19", "IDW-06")
def test_nothing_is_sent_before_every_point_was_dealt_with():
    customer = Customer()
    verification = start(customer.account, BEARER, at=clock.now())
    other = passing(BEARER).front
    other = other.model_copy(update={"mrz": other.mrz.model_copy(update={"surname": "SOMEBODY"})})
    give_all(verification, passing(BEARER).model_copy(update={"front": other}), at=clock.now())
    page = customer.get("/verification/review")
    words = text_of(page)
    assert "Different" in words
    assert "The name you entered is not" in words
    assert "That is right, a person will look" in words
    assert "Utopia exists only in specimens." in words
    assert 'class="button" disabled' in page.content.decode()
    refused = customer.post("/verification/submit")
    assert refused.status_code == 409
    assert "still needs a look before you can send" in text_of(refused)
    assert customer.send()["Location"] == "/verification/status"
    assert Entry.objects.filter(event="verification.points_accepted").count() == 1


def test_a_new_picture_makes_a_new_point_and_an_old_key_counts_for_nothing():
    customer = Customer()
    verification = start(customer.account, BEARER, at=clock.now())
    give_all(verification, passing(BEARER), at=clock.now())
    customer.post("/verification/review/accept", {"point": ["region:UT", "document.image.dark:evd_gone"]})
    verification.refresh_from_db()
    assert verification.accepted_points == ["region:UT"]


@pytest.mark.row("ORD-12")
def test_while_pictures_are_read_the_button_waits_and_then_lets_send_anyway():
    customer = Customer()
    customer.until_review()
    page = customer.get("/verification/review").content.decode()
    assert "We are reading your pictures." in page
    assert 'class="button" disabled' in page
    assert customer.post("/verification/submit").status_code == 409
    customer.post("/verification/review/accept", {"point": ["region:UT"]})
    assert customer.post("/verification/submit", {"unread": "1"})["Location"] == "/verification/status"
