"""What a customer can do to their verification, and what they cannot."""

from dataclasses import replace
from datetime import timedelta

import pytest

from assay.accounts import actions as accounts
from assay.checks.readings import Capture, Flash, SelfieReading
from assay.core.actor import machine
from assay.core.refusal import IllegalMove, NotPermitted, Refusal
from assay.decisions import actions as decisions
from assay.decisions.case import build_case
from assay.decisions.replay import replay
from assay.encryption import actions as encryption
from assay.encryption.rules import KeyDestroyed
from assay.evidence.models import Evidence
from assay.policy.load import current
from assay.policy.schema import EvidenceKind
from assay.reviews.models import Review
from assay.sandbox.people import person
from assay.verifications import actions as verifications
from assay.verifications import progress
from assay.verifications.models import CameraReport, PersonalDetails, Verification
from assay.verifications.rules import Status, Step, Wishes, next_step
from made_cases import GOOD, face
from made_files import clip
from made_verifications import NOW, details_of, give, give_all, passing, send, start


def open_for(account):
    return verifications.open_verification(account, level_id="verified", by=account.actor(), at=NOW)


def test_there_is_one_open_verification_at_a_time(customer):
    account = customer()
    assert open_for(account).pk == open_for(account).pk
    assert Verification.objects.count() == 1


def test_a_level_that_is_held_is_not_verified_again(customer):
    account = customer()
    accounts.raise_level(account, tier=1, by=machine("test"), at=NOW)
    with pytest.raises(Refusal, match="held"):
        open_for(account)


@pytest.mark.row("IDW-07", "IDA-04", "X-04")
def test_confirmed_details_are_locked(customer):
    verification = start(customer())
    by = verification.account.actor()
    with pytest.raises(Refusal, match="locked"):
        verifications.save_details(verification, details=details_of(person(1)), by=by, at=NOW)
    with pytest.raises(Refusal, match="locked"):
        verifications.choose_residence(verification, country="FR", by=by, at=NOW)


def test_details_survive_as_typed_and_are_sealed_in_the_table(customer):
    verification = start(customer())
    details, confirmed_at = progress.details_of(verification.account)
    assert replace(details, residence="") == details_of(person(0))
    assert confirmed_at == NOW
    stored = bytes(PersonalDetails.objects.get().sealed)
    assert person(0).surname.encode() not in stored


def test_a_real_installation_takes_no_specimens(customer, settings):
    settings.DEMO = False
    account = customer()
    verification, by = open_for(account), account.actor()
    with pytest.raises(Refusal, match="specimen"):
        verifications.choose_residence(verification, country="UT", by=by, at=NOW)
    verifications.choose_residence(verification, country="FR", by=by, at=NOW)
    with pytest.raises(Refusal, match="specimen"):
        verifications.save_details(verification, details=details_of(person(0)), by=by, at=NOW)
    french = replace(details_of(person(0)), nationality="FR")
    verifications.save_details(verification, details=french, by=by, at=NOW)
    with pytest.raises(Refusal, match="specimen"):
        verifications.choose_document(verification, kind="passport", issuing_country="UT", by=by, at=NOW)


def test_nobody_else_touches_a_verification(customer):
    verification = start(customer())
    other = customer("other@utopia.example").actor()
    with pytest.raises(NotPermitted):
        verifications.confirm_details(verification, by=other, at=NOW)
    with pytest.raises(NotPermitted):
        verifications.withdraw(verification, by=other, at=NOW)
    with pytest.raises(NotPermitted):
        verifications.submit(verification, by=other, at=NOW)


def test_another_document_makes_the_pictures_of_the_first_obsolete(customer):
    verification = start(customer())
    give(verification, EvidenceKind.DOCUMENT_FRONT, passing())
    by = verification.account.actor()
    verifications.choose_document(verification, kind="id_card", issuing_country="UT", by=by, at=NOW)
    assert not Evidence.objects.current(verification.pk).exists()


def test_every_drawing_of_the_challenge_needs_a_new_recording(customer):
    verification = start(customer())
    give_all(verification, passing())
    verifications.draw_challenge(verification, by=verification.account.actor(), at=NOW)
    verification.refresh_from_db()
    assert next_step(current(), progress.facts_of(verification)) is Step.CHALLENGE


def test_challenges_differ_between_attempts(customer):
    verification = start(customer())
    by = verification.account.actor()
    orders = {
        tuple(prompt.gesture for prompt in verifications.draw_challenge(verification, by=by, at=NOW).prompts)
        for _ in range(40)
    }
    assert len(orders) > 3


def test_a_challenge_that_is_drawn_is_kept_with_its_light_and_its_wishes(customer):
    verification = start(customer())
    by = verification.account.actor()
    drawn = verifications.draw_challenge(verification, by=by, at=NOW)
    verification.refresh_from_db()
    assert [Flash.model_validate(flash) for flash in verification.flashes] == list(drawn.flashes)
    assert drawn.flashes
    verifications.draw_challenge(verification, wishes=Wishes(movements=False, light=False), by=by, at=NOW)
    verification.refresh_from_db()
    assert (verification.prompts, verification.flashes, verification.cannot_move) == ([], [], True)
    verifications.draw_challenge(verification, wishes=Wishes(on_screen=False), by=by, at=NOW)
    verification.refresh_from_db()
    assert (verification.flashes, verification.cannot_move) == ([], False)


def give_recording(verification, **changes):
    sent = {"data": clip(2.0), "camera": b'{"camera": "A camera"}', "made_for": "", "at": NOW}
    return verifications.give_recording(verification, by=verification.account.actor(), **(sent | changes))


def test_what_the_camera_said_is_sealed_and_judged_with_the_recording(customer):
    verification = start(customer())
    verifications.draw_challenge(verification, by=verification.account.actor(), at=NOW)
    verification.refresh_from_db()
    recording = give_recording(verification, made_for=NOW.isoformat())
    assert b"A camera" not in bytes(CameraReport.objects.get(evidence=recording).sealed)
    assert progress.capture_of(recording) == Capture(camera="A camera")
    give(verification, EvidenceKind.DOCUMENT_FRONT, passing())
    assert build_case(verification, NOW.date()).capture == Capture(camera="A camera")
    encryption.destroy_key(verification.account_id, by=machine("test"), at=NOW)
    with pytest.raises(KeyDestroyed):
        progress.capture_of(recording)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"camera": b"[" * 2000}, "liveness.capture.unreadable"),
        ({"made_for": "2026-06-01T11:59:00+00:00"}, "liveness.challenge.expired"),
        ({"at": NOW + timedelta(minutes=11)}, "liveness.challenge.expired"),
    ],
)
def test_a_recording_that_cannot_be_taken_costs_nothing_that_was_given_before(customer, changes, reason):
    verification = start(customer())
    verifications.draw_challenge(verification, by=verification.account.actor(), at=NOW)
    verification.refresh_from_db()
    before = give_recording(verification)
    with pytest.raises(Refusal, match=reason):
        give_recording(verification, **changes)
    assert list(Evidence.objects.current(verification.pk)) == [before]


def test_who_cannot_make_the_movements_meets_a_person_and_is_told_so(customer):
    verification = start(customer())
    give_all(verification, passing(prompts=(), cannot_move=True))
    send(verification)
    decision = decisions.settle(verification.pk, 1, by=machine("test"), at=NOW)
    assert (decision.outcome, decision.reasons) == ("refer", ["liveness.challenge.cannot_move"])
    assert current().reasons["liveness.challenge.cannot_move"].told
    assert replay(decision, current()).same_outcome


def test_a_new_piece_replaces_the_one_before(customer):
    verification = start(customer())
    give(verification, EvidenceKind.SELFIE, passing())
    give(verification, EvidenceKind.SELFIE, passing(), NOW + timedelta(minutes=1))
    assert Evidence.objects.filter(kind="selfie").count() == 2
    assert Evidence.objects.current(verification.pk).count() == 1


def test_submitting_twice_is_refused(submitted):
    verification = submitted()
    with pytest.raises(Refusal, match="not_open"):
        verifications.submit(verification, by=verification.account.actor(), at=NOW)


def test_withdrawing_takes_the_case_out_of_the_queue_and_a_new_start_is_free(submitted):
    stranger = SelfieReading(quality=GOOD, faces=(face(template=tuple([0.0] * 127 + [1.0])),))
    verification = submitted(passing(selfie=stranger))
    decisions.settle(verification.pk, verification.run, by=machine("test"), at=NOW)
    verification.refresh_from_db()
    verifications.withdraw(verification, by=verification.account.actor(), at=NOW)
    assert not Review.objects.waiting().exists()
    assert open_for(verification.account).pk != verification.pk


def test_what_is_being_checked_cannot_be_withdrawn(submitted):
    verification = submitted()
    with pytest.raises(IllegalMove):
        verifications.withdraw(verification, by=verification.account.actor(), at=NOW)
    verification.refresh_from_db()
    assert verification.status == Status.CHECKING


@pytest.mark.row("X-19", "IDW-21", "IDA-18")
def test_the_next_step_is_known_from_the_server_alone(customer):
    verification = start(customer())
    give(verification, EvidenceKind.DOCUMENT_FRONT, passing())
    again = Verification.objects.get(pk=verification.pk)
    assert next_step(current(), progress.facts_of(again)) is Step.SELFIE
