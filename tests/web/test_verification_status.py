"""From the last look to the answer: review, submission, each status with its next step; home and identification."""

from datetime import timedelta

import pytest

from assay.accounts import actions as accounts
from assay.checks.readings import SelfieReading
from assay.core.actor import OPERATOR, Role, machine
from assay.deadlines import actions as deadlines
from assay.decisions import actions as decisions
from assay.evidence.models import Evidence
from assay.policy.schema import EvidenceKind
from assay.reviews import actions as reviews
from assay.reviews.models import Review
from assay.reviews.rules import Outcome
from assay.verifications.models import Verification
from assay.verifications.rules import Status
from assay.web import clock
from made_cases import GOOD, face, front
from made_pages import BEARER, Customer, text_of
from made_verifications import give_all, passing, start, store_reading

pytestmark = pytest.mark.django_db
JOB = machine("test")
DARK = front(face()).model_copy(update={"quality": GOOD.model_copy(update={"brightness": 20.0})})
STRANGER = SelfieReading(quality=GOOD, faces=(face(template=tuple([0.0] * 127 + [1.0])),))
PART = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.DEMO = True


@pytest.fixture
def customer(db) -> Customer:
    return Customer()


def prepare(customer: Customer, **changes: object) -> Verification:
    """Give everything, with readings in place of what the engines would read."""
    verification = start(customer.account, BEARER, at=clock.now())
    give_all(verification, passing(BEARER).model_copy(update=changes), at=clock.now())
    return verification


def answer(customer: Customer, **changes: object) -> Verification:
    """Submit, and let the checks answer."""
    verification = Verification.objects.latest_of(customer.account)
    if verification is None or verification.status != Status.ACTION_REQUIRED:
        verification = prepare(customer, **changes)
    elif changes:
        give_all(verification, passing(BEARER).model_copy(update=changes), at=clock.now())
    customer.send()
    verification.refresh_from_db()
    decisions.settle(verification.pk, verification.run, by=JOB, at=clock.now())
    verification.refresh_from_db()
    return verification


def reject(verification: Verification) -> None:
    user = accounts.add_sign_in(
        email="reviewer@utopia.example", password="a long password", by=OPERATOR, at=clock.now()
    )
    reviewer = accounts.add_staff_member(
        user, name="Reviewer", roles=frozenset({Role.REVIEWER}), by=OPERATOR, at=clock.now()
    )
    review = Review.objects.get(matter_id=verification.pk)
    reviews.take(review, by=reviewer.actor(), at=clock.now())
    reviews.decide(
        review,
        outcome=Outcome.REJECT,
        reasons=("selfie.match.mismatch",),
        note="",
        by=reviewer.actor(),
        at=clock.now(),
    )


@pytest.mark.row("ORD-08")
def test_before_it_is_sent_everything_is_shown_once_more(customer):
    prepare(customer)
    words = text_of(customer.get("/verification/review"))
    assert BEARER.surname in words
    assert BEARER.surname.upper() in words, "what was read stands there too"
    assert "Passport, Utopia" in words
    assert "Utopia exists only in specimens." in words
    assert "Send for verification" in words


def test_the_corners_that_were_found_are_drawn_on_the_document(customer):
    customer.until_review()
    corners = ((0.1, 0.2), (0.9, 0.2), (0.9, 0.8), (0.1, 0.8))
    quality = GOOD.model_copy(update={"width": 1000, "height": 700})
    seen = front(face()).model_copy(update={"outline": corners, "quality": quality, "turned": 90})
    store_reading(given(EvidenceKind.DOCUMENT_FRONT), seen, clock.now())
    for kind, reading in ((EvidenceKind.SELFIE, "selfie"), (EvidenceKind.CHALLENGE_CLIP, "clip")):
        store_reading(given(kind), getattr(passing(BEARER), reading), clock.now())
    page = customer.get("/verification/review").content.decode()
    assert 'points="100,140 900,140 900,560 100,560"' in page
    assert "translate(1000 0) rotate(90)" in page
    assert "we found the document and its corners" in page


def given(kind: EvidenceKind) -> Evidence:
    return Evidence.objects.get(kind=kind, superseded_at__isnull=True)


def test_the_review_shows_the_pictures_that_were_given(customer):
    customer.until_review()
    page = customer.get("/verification/review").content.decode()
    assert page.count("/evidence/evd_") == 3
    assert "We are reading your pictures." in page
    assert customer.get("/verification/review", **PART).status_code == 204


@pytest.mark.row("ORD-12")
def test_nothing_incomplete_can_be_sent(customer):
    customer.until_selfie()
    assert customer.get("/verification/review")["Location"] == "/verification/selfie"
    response = customer.post("/verification/submit")
    assert response.status_code == 409
    assert "Something is still missing before you can submit." in text_of(response)
    assert Verification.objects.get().status == Status.DRAFT


@pytest.mark.row("IDW-19")
def test_after_sending_the_page_waits_and_asks_for_news(customer):
    prepare(customer)
    assert customer.send()["Location"] == "/verification/status"
    page = customer.get("/verification/status").content.decode()
    assert "We are checking" in page
    assert 'hx-trigger="every 2s"' in page
    assert customer.get("/verification/status?seen=checking", **PART).status_code == 204
    assert customer.get("/verification/review")["Location"] == "/verification/status"


def test_news_come_without_a_reload(customer):
    prepare(customer)
    customer.send()
    verification = Verification.objects.get()
    decisions.settle(verification.pk, verification.run, by=JOB, at=clock.now())
    part = customer.get("/verification/status?seen=checking", **PART)
    assert "You are verified" in text_of(part)
    assert "<html" not in part.content.decode()
    assert "hx-get" not in part.content.decode()
    assert '<a id="status-label" hx-swap-oob="innerHTML">' in part.content.decode(), "the label follows"


def test_sending_twice_sends_once(customer):
    prepare(customer)
    customer.send()
    assert customer.send().status_code == 409
    assert Verification.objects.get().run == 1


@pytest.mark.row("VER-02", "ORD-10")
def test_approved_says_what_is_open_now_and_home_asks_for_the_security_layer(customer):
    answer(customer)
    words = text_of(customer.get("/verification/status"))
    assert "You are verified" in words
    for unlocked in ("Deposits", "Trading", "Withdrawals"):
        assert unlocked in words
    assert "Protect your account" in text_of(customer.get("/"))


@pytest.mark.row("REV-02", "REV-04", "REV-05")
def test_under_review_says_why_and_until_when(customer):
    answer(customer, selfie=STRANGER)
    page = customer.get("/verification/status")
    words = text_of(page)
    assert "A person is looking at it" in words
    assert "Usually within 48 hours. In particular cases it may take several days." in words
    assert "Your photo does not seem to match the photo on your document." in words
    assert Review.objects.get().due_at.strftime("%Y-%m-%dT%H:%M") in page.content.decode()


@pytest.mark.row("REV-05")
def test_a_late_review_says_so(customer):
    answer(customer, selfie=STRANGER)
    Review.objects.update(due_at=clock.now() - timedelta(hours=1))
    assert "It takes longer than we said" in text_of(customer.get("/verification/status"))


@pytest.mark.row("ORD-09")
def test_status_what_is_asked_and_the_answer_stand_on_one_and_the_same_page(customer):
    answer(customer, front=DARK)
    assert customer.where() != "/verification/status"
    asked = customer.get("/verification/status")
    assert asked.status_code == 200
    assert "What to give again" in text_of(asked)
    assert 'href="/verification/front"' in asked.content.decode()
    answer(customer, front=passing(BEARER).front)
    assert customer.where() == "/verification/status"
    assert "You are verified" in text_of(customer.get("/verification/status"))


@pytest.mark.row("REV-03", "REV-07")
def test_action_required_names_exactly_the_piece_why_and_how(customer):
    verification = answer(customer, front=DARK)
    assert verification.asked_again == ["document_front"]
    words = text_of(customer.get("/verification/status"))
    assert (
        "Front of your document The picture of your document is too dark. Move to a brighter place" in words
    )
    assert "Short video" not in words
    assert customer.where() == "/verification/front"
    assert "Why we ask again" in text_of(customer.get("/verification/front"))


def test_what_was_asked_for_is_given_and_sent_again(customer):
    answer(customer, front=DARK)
    assert "Tries that were not accepted: 1. You have 2 more" in text_of(customer.get("/verification/status"))
    answer(customer, front=passing(BEARER).front)
    assert "You are verified" in text_of(customer.get("/verification/status"))


@pytest.mark.row("IDW-23", "IDW-24", "IDA-19")
def test_after_several_denials_the_pause_and_its_end_are_shown_and_nothing_can_be_sent(customer):
    for _ in range(3):
        verification = answer(customer, front=DARK)
    until = deadlines.due_at("retry_pause", customer.account.pk)
    assert until - verification.decided_at == timedelta(hours=24)
    page = customer.get("/verification/status").content.decode()
    assert f'<time class="strong" datetime="{until:%Y-%m-%dT%H:%M}' in page
    assert "Tries that were not accepted: 3." in page
    give_all(verification, passing(BEARER), at=clock.now())
    assert "disabled" in customer.get("/verification/review").content.decode()
    refused = customer.send()
    assert refused.status_code == 409
    assert "Please wait until the pause is over" in text_of(refused)


@pytest.mark.row("IDW-22", "X-20")
def test_rejected_says_why_how_to_contest_and_how_to_try_again(customer, settings):
    verification = answer(customer, selfie=STRANGER)
    reject(verification)
    words = text_of(customer.get("/verification/status"))
    assert "Your photo does not seem to match the photo on your document." in words
    assert settings.BRAND["support_address"] in words
    assert settings.BRAND["dpo_address"] in words
    customer.begin()
    assert customer.where() == "/verification/document"
    assert Verification.objects.filter(account=customer.account).count() == 2


def test_giving_up_ends_the_attempt_and_another_may_begin(customer):
    customer.until_document()
    assert customer.post("/verification/withdraw")["Location"] == "/identification"
    assert Verification.objects.get().status == Status.WITHDRAWN
    customer.begin()
    assert customer.where() == "/verification/document"


def test_what_is_being_checked_cannot_be_given_up(customer):
    prepare(customer)
    customer.send()
    assert customer.post("/verification/withdraw").status_code == 409


# ---- home and identification


def test_a_visitor_is_told_what_this_is(client):
    words = text_of(client.get("/"))
    assert "How it works" in words
    assert "Get verified" in words


@pytest.mark.row("ENT-02", "ENT-14", "VER-01", "IDA-01")
def test_verify_now_stands_on_the_first_page_only_while_it_is_open(customer):
    assert "Verify now" in text_of(customer.get("/"))
    customer.begin()
    assert "Go on where you stopped" in text_of(customer.get("/"))
    answer(customer)
    words = text_of(customer.get("/"))
    assert "Verify now" not in words
    assert "Go on where you stopped" not in words


@pytest.mark.row("ENT-09", "ENT-14")
def test_action_required_stands_on_the_first_page_only_while_it_is_open(customer):
    answer(customer, front=DARK)
    assert "Action Required" in text_of(customer.get("/"))
    answer(customer, front=passing(BEARER).front)
    assert "Action Required" not in text_of(customer.get("/"))


@pytest.mark.row("ENT-07")
def test_the_status_label_is_a_link(customer):
    page = customer.get("/").content.decode()
    label = page[page.index("<dt>Identification</dt>") :]
    assert '<a href="/identification"><span class="badge neutral">' in label


@pytest.mark.row("ENT-13")
def test_each_status_has_its_label(customer):
    def label() -> str:
        return text_of(customer.get("/identification")).split("Your level decides")[0]

    assert "Unverified" in label()
    customer.begin()
    assert "In progress" in label()
    answer(customer, front=DARK)
    assert "Action Required" in label()
    answer(customer, front=passing(BEARER).front, selfie=STRANGER)
    assert "Under Review" in label()
    reject(Verification.objects.get())
    assert "Not verified" in label()


@pytest.mark.row("ENT-13")
def test_the_label_of_a_verified_account_is_its_level(customer):
    answer(customer)
    assert "Your level: Verified Verified" in text_of(customer.get("/identification"))


@pytest.mark.row("ENT-04", "ENT-05", "ENT-06", "VER-02")
def test_identification_shows_the_level_held_and_what_each_level_opens_and_needs(customer):
    words = text_of(customer.get("/identification"))
    assert "Your level: Unverified" in words
    assert "Your level decides what you may do with your account and how much." in words
    assert "Deposits Trading Withdrawals" in words
    assert words.count("Get Verified") == 1


def test_identification_keeps_every_attempt_with_its_reasons(customer):
    reject(answer(customer, selfie=STRANGER))
    customer.begin()
    words = text_of(customer.get("/identification"))
    history = words[words.index("Your attempts") :]
    assert history.index("In progress") < history.index("Not verified")
    assert "Your photo does not seem to match the photo on your document." in history


def test_a_reason_that_is_not_told_is_replaced_by_neutral_words(customer):
    other = Customer("other@utopia.example")
    answer(other)
    answer(customer)
    words = text_of(customer.get("/verification/status"))
    assert "We could not confirm your verification automatically." in words
    assert "account" not in words[words.index("Why a person looks") :].split("Give this attempt up")[0]


def test_pages_about_a_person_are_kept_by_no_cache(customer):
    prepare(customer)
    for page in ("/", "/identification", "/verification/review"):
        assert "no-store" in customer.get(page)["Cache-Control"]
