"""A person decides: once, not on their own account, with reasons, and the decision is carried out."""

from datetime import timedelta

import pytest

from assay.accounts import actions as accounts
from assay.audit.models import Entry
from assay.checks.readings import SelfieReading
from assay.core.actor import OPERATOR, Role, machine
from assay.core.refusal import NotPermitted, Refusal
from assay.deadlines import actions as deadlines
from assay.decisions import actions as decisions
from assay.decisions.models import Decision, FaceTemplate
from assay.notify.models import QueuedMessage
from assay.reviews import actions as reviews
from assay.reviews.models import Review
from assay.reviews.rules import Outcome
from assay.verifications import actions as verifications
from assay.verifications.rules import Status
from made_cases import GOOD, face
from made_verifications import NOW, passing

JOB = machine("test")
STRANGER = SelfieReading(quality=GOOD, faces=(face(template=tuple([0.0] * 127 + [1.0])),))


@pytest.fixture
def referred(submitted):
    """A verification a person has to decide, and its review."""
    verification = submitted(passing(selfie=STRANGER))
    decisions.settle(verification.pk, verification.run, by=JOB, at=NOW)
    verification.refresh_from_db()
    return verification, Review.objects.get(matter_id=verification.pk)


def decide(review, by, outcome, *reasons):
    reviews.take(review, by=by, at=NOW)
    return reviews.decide(review, outcome=outcome, reasons=reasons, by=by, at=NOW)


@pytest.mark.row("REV-06")
def test_a_reviewer_approves_and_the_level_is_granted(referred, staff):
    verification, review = referred
    decide(review, staff().actor(), Outcome.APPROVE)
    verification.refresh_from_db()
    assert verification.status == Status.APPROVED
    verification.account.refresh_from_db()
    assert verification.account.tier == 1
    assert FaceTemplate.objects.filter(account=verification.account).exists()
    last = QueuedMessage.objects.order_by("-queued_at", "-id").first()
    assert last is not None
    assert last.name in {"verification_approved", "verification_under_review"}


@pytest.mark.row("APL-19")
def test_the_record_tells_machine_and_person_apart(referred, staff):
    verification, review = referred
    member = staff()
    decide(review, member.actor(), Outcome.APPROVE)
    rows = Decision.objects.filter(verification=verification).values_list(
        "automated", "decided_by", "outcome"
    )
    assert sorted(rows) == [(False, member.pk, "approve"), (True, "test", "refer")]


def test_a_rejection_needs_a_reason_and_reaches_the_customer(referred, staff):
    verification, review = referred
    by = staff().actor()
    reviews.take(review, by=by, at=NOW)
    with pytest.raises(Refusal, match=r"reasons\.missing"):
        reviews.decide(review, outcome=Outcome.REJECT, reasons=(), by=by, at=NOW)
    reviews.decide(review, outcome=Outcome.REJECT, reasons=("selfie.match.mismatch",), by=by, at=NOW)
    verification.refresh_from_db()
    assert verification.status == Status.REJECTED
    assert QueuedMessage.objects.filter(name="verification_rejected").count() == 1


def test_after_a_rejection_a_new_attempt_is_open(referred, staff):
    verification, review = referred
    decide(review, staff().actor(), Outcome.REJECT, "selfie.match.mismatch")
    account = verification.account
    again = verifications.open_verification(account, level_id="verified", by=account.actor(), at=NOW)
    assert again.pk != verification.pk
    assert again.denials == 1


@pytest.mark.row("REV-07")
def test_asking_again_names_exactly_the_pieces(referred, staff):
    verification, review = referred
    decide(review, staff().actor(), Outcome.ASK_AGAIN, "selfie.image.dark")
    verification.refresh_from_db()
    assert verification.status == Status.ACTION_REQUIRED
    assert verification.asked_again == ["selfie"]


def test_nobody_decides_on_their_own_account(referred, staff):
    verification, review = referred
    member = accounts.add_staff_member(
        verification.account.user, name="both", roles=frozenset({Role.REVIEWER}), by=OPERATOR, at=NOW
    )
    with pytest.raises(Refusal, match="own_account"):
        reviews.take(review, by=member.actor(), at=NOW)


def test_a_review_belongs_to_who_took_it(referred, staff):
    _, review = referred
    first, second = staff(), staff(email="second@utopia.example")
    reviews.take(review, by=first.actor(), at=NOW)
    with pytest.raises(Refusal, match="taken"):
        reviews.take(review, by=second.actor(), at=NOW)
    reviews.release(review, by=first.actor(), at=NOW)
    assert reviews.take(review, by=second.actor(), at=NOW).taken_by == second


def test_it_is_decided_once(referred, staff):
    _, review = referred
    by = staff().actor()
    decide(review, by, Outcome.APPROVE)
    with pytest.raises(Refusal, match="not_open"):
        reviews.decide(review, outcome=Outcome.REJECT, reasons=("selfie.match.mismatch",), by=by, at=NOW)


@pytest.mark.row("REV-11")
@pytest.mark.parametrize("role", [Role.SUPPORT_AGENT, Role.AUDITOR, Role.DPO, Role.ADMINISTRATOR])
def test_only_reviewers_decide(referred, staff, role):
    _, review = referred
    with pytest.raises(NotPermitted):
        reviews.take(review, by=staff(role).actor(), at=NOW)


@pytest.mark.row("REV-08", "REV-04")
def test_a_review_nobody_decided_in_48_hours_is_marked_once(referred):
    _, review = referred
    assert deadlines.sweep(by=JOB, at=NOW + timedelta(hours=47, minutes=59)) == 0
    assert deadlines.sweep(by=JOB, at=NOW + timedelta(hours=48)) == 1
    assert deadlines.sweep(by=JOB, at=NOW + timedelta(hours=49)) == 0
    review.refresh_from_db()
    assert review.overdue_at == NOW + timedelta(hours=48)
    assert Entry.objects.filter(event="review.overdue").count() == 1


def test_a_decision_in_time_cancels_the_alarm(referred, staff):
    _, review = referred
    decide(review, staff().actor(), Outcome.APPROVE)
    assert deadlines.sweep(by=JOB, at=NOW + timedelta(hours=72)) == 0
