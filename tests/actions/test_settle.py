"""One submission, one decision: approve, ask again, refer; level, receipt, queue, e-mail, audit entries."""

from datetime import timedelta

import pytest
from django.conf import settings

from assay.audit.models import Entry
from assay.checks.readings import SelfieReading
from assay.core.actor import machine
from assay.core.keyring import signature_holds
from assay.core.refusal import NotPermitted, Refusal
from assay.deadlines import actions as deadlines
from assay.deadlines.rules import DeadlineKind
from assay.decisions import actions as decisions
from assay.decisions.models import Decision, FaceTemplate
from assay.decisions.receipt import canonical
from assay.decisions.replay import replay
from assay.notify.models import QueuedMessage
from assay.policy.load import current
from assay.policy.schema import EvidenceKind
from assay.reviews.models import Review
from assay.sandbox.people import person
from assay.verifications import actions as verifications
from assay.verifications.rules import Status
from made_cases import GOOD, face, front
from made_verifications import NOW, give, give_all, passing, send, start

JOB = machine("test")
STRANGER = SelfieReading(quality=GOOD, faces=(face(template=tuple([0.0] * 127 + [1.0])),))
DARK = front(face()).model_copy(update={"quality": GOOD.model_copy(update={"brightness": 20.0})})


def settle(verification, at=NOW):
    decision = decisions.settle(verification.pk, verification.run, by=JOB, at=at)
    verification.refresh_from_db()
    return decision


def messages(account):
    return list(
        QueuedMessage.objects.filter(subject_id=account.pk)
        .order_by("queued_at", "id")
        .values_list("name", flat=True)
    )


@pytest.mark.row("VER-03")
def test_all_checks_passed_approves_and_raises_the_level(submitted):
    verification = submitted()
    decision = settle(verification)
    assert (decision.outcome, decision.reasons) == ("approve", [])
    assert verification.status == Status.APPROVED
    verification.account.refresh_from_db()
    assert verification.account.tier == 1
    assert FaceTemplate.objects.filter(account=verification.account).exists()


@pytest.mark.row("IDW-20", "IDA-17")
def test_an_approval_sends_an_e_mail(submitted):
    verification = submitted()
    settle(verification)
    assert messages(verification.account) == ["verification_received", "verification_approved"]


@pytest.mark.row("APL-19")
def test_the_receipt_is_signed_and_names_policy_models_and_evidence(submitted):
    decision = settle(submitted())
    receipt = decision.receipt
    assert signature_holds(settings.KEYRING.public_key, bytes(decision.signature), canonical(receipt))
    assert receipt["policy_sha256"] == current().digest
    assert receipt["automated"] is True
    assert set(receipt["evidence_sha256"]) == {"document_front", "selfie", "challenge_clip"}
    assert {check["check"] for check in receipt["checks"]} == set(current().level("verified").checks)


def test_the_receipt_holds_nothing_personal(submitted):
    bearer = person(0)
    text = canonical(settle(submitted()).receipt).decode()
    for personal in (bearer.surname, bearer.given_names, bearer.passport_number, bearer.born_on.isoformat()):
        assert personal not in text


@pytest.mark.row("IDW-25", "REV-01", "REV-06")
def test_another_face_goes_to_a_person_and_is_not_refused(submitted):
    verification = submitted(passing(selfie=STRANGER))
    decision = settle(verification)
    assert decision.outcome == "refer"
    assert "selfie.match.mismatch" in decision.reasons
    assert verification.status == Status.UNDER_REVIEW
    review = Review.objects.get(matter_id=verification.pk)
    assert review.due_at == NOW + timedelta(hours=48)
    assert messages(verification.account)[-1] == "verification_under_review"


def test_a_dark_photo_is_asked_for_again_and_only_that(submitted):
    verification = submitted(passing().model_copy(update={"front": DARK}))
    decision = settle(verification)
    assert decision.outcome == "ask_again"
    assert verification.status == Status.ACTION_REQUIRED
    assert verification.asked_again == ["document_front"]


def test_a_second_run_of_the_job_decides_nothing_more(submitted):
    verification = submitted()
    settle(verification)
    with pytest.raises(Refusal, match="not_open"):
        settle(verification)
    assert Decision.objects.filter(verification=verification).count() == 1


def test_only_a_job_settles(submitted):
    verification = submitted()
    with pytest.raises(NotPermitted):
        decisions.settle(verification.pk, verification.run, by=verification.account.actor(), at=NOW)


@pytest.mark.row("IDW-22", "IDW-23", "IDA-19")
def test_three_denials_pause_for_a_day_and_then_it_goes_on(submitted):
    verification = submitted(passing().model_copy(update={"front": DARK}))
    at = NOW
    for denial in range(1, 4):
        settle(verification, at)
        assert verification.denials == denial
        if denial < 3:
            at += timedelta(minutes=5)
            give(verification, EvidenceKind.DOCUMENT_FRONT, passing().model_copy(update={"front": DARK}), at)
            send(verification, at)
            verification.refresh_from_db()
    until = deadlines.due_at(DeadlineKind.RETRY_PAUSE, verification.account_id)
    assert until == at + timedelta(hours=24)
    assert messages(verification.account)[-1] == "verification_paused"
    give_all(verification, passing(), at + timedelta(hours=1))
    with pytest.raises(Refusal, match="paused"):
        verifications.submit(verification, by=verification.account.actor(), at=until - timedelta(seconds=1))
    assert deadlines.sweep(by=JOB, at=until) == 1
    assert messages(verification.account)[-1] == "verification_pause_ended"
    send(verification, until)
    verification.refresh_from_db()
    assert settle(verification, until).outcome == "approve"


@pytest.mark.row("REV-10", "XCT-10")
def test_the_face_of_another_account_refers_and_refuses_nobody(submitted):
    settle(submitted(email="first@utopia.example"))
    second = submitted(passing(person(8)), email="second@utopia.example", bearer=person(8))
    decision = settle(second)
    assert decision.outcome == "refer"
    assert decision.reasons == ["identity.duplicate.face"]
    assert Review.objects.filter(matter_id=second.pk).count() == 1


def test_the_document_of_another_account_refers(submitted):
    settle(submitted(email="first@utopia.example"))
    other = tuple([0.0] * 126 + [1.0, 0.0])
    case = passing(selfie=SelfieReading(quality=GOOD, faces=(face(template=other),)))
    second = submitted(case, email="second@utopia.example")
    assert "identity.duplicate.document" in settle(second).reasons


@pytest.mark.row("APL-19")
def test_a_replay_gives_the_same_outcome(submitted):
    decision = settle(submitted(passing(selfie=STRANGER)))
    answer = replay(Decision.objects.get(pk=decision.pk), current())
    assert answer.same_outcome
    assert answer.same_policy
    assert answer.signature_holds


def test_a_replay_under_another_policy_tells_what_would_change(submitted):
    decision = settle(submitted(passing(selfie=STRANGER)))
    lenient = {"source": "test", "values": {"2020-01-01": -1.0}}
    book = current()
    face_match = {
        name: type(dated).model_validate(lenient) for name, dated in book.thresholds["face_match"].items()
    }
    changed = book.model_copy(
        update={"thresholds": {**book.thresholds, "face_match": face_match}, "digest": "other"}
    )
    answer = replay(Decision.objects.get(pk=decision.pk), changed)
    assert not answer.same_policy
    assert "selfie.match.mismatch" not in answer.replayed_reasons


def test_a_receipt_that_was_changed_no_longer_holds(submitted):
    decision = settle(submitted(passing(selfie=STRANGER)))
    decision.receipt["outcome"] = "approve"
    assert not replay(decision, current()).signature_holds


def test_a_case_the_machine_cannot_finish_goes_to_a_person(submitted):
    verification = submitted()
    assert deadlines.sweep(by=JOB, at=NOW + timedelta(minutes=29)) == 0
    assert deadlines.sweep(by=JOB, at=NOW + timedelta(minutes=30)) == 1
    verification.refresh_from_db()
    assert verification.status == Status.UNDER_REVIEW
    assert verification.reasons == ["verification.check.failed"]
    assert Review.objects.filter(matter_id=verification.pk).count() == 1


def test_a_case_settled_in_time_needs_nobody(submitted):
    settle(submitted())
    assert deadlines.sweep(by=JOB, at=NOW + timedelta(days=1)) == 0


@pytest.mark.row("XCT-12")
def test_every_step_has_its_audit_entry(submitted):
    verification = submitted()
    settle(verification)
    events = list(
        Entry.objects.filter(account_id=verification.account_id)
        .order_by("id")
        .values_list("event", flat=True)
    )
    for event in (
        "account.opened",
        "verification.opened",
        "verification.details_confirmed",
        "evidence.stored",
        "verification.submitted",
        "verification.approved",
        "account.level_raised",
        "message.queued",
    ):
        assert event in events


def test_a_failure_in_the_middle_leaves_nothing_behind(submitted, monkeypatch):
    verification = submitted()

    def broken(*args, **kwargs):
        raise RuntimeError("the power went")

    monkeypatch.setattr(decisions.accounts, "tell", broken)
    with pytest.raises(RuntimeError):
        settle(verification)
    verification.refresh_from_db()
    assert verification.status == Status.CHECKING
    assert not Decision.objects.filter(verification=verification).exists()
    monkeypatch.undo()
    assert settle(verification).outcome == "approve"


def test_a_verification_judged_without_a_clip_is_asked_for_one(customer):
    verification = start(customer())
    case = passing()
    for kind in (EvidenceKind.DOCUMENT_FRONT, EvidenceKind.SELFIE):
        give(verification, kind, case)
    with pytest.raises(Refusal, match="incomplete"):
        verifications.submit(verification, by=verification.account.actor(), at=NOW)
