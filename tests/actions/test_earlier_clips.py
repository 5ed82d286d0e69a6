"""A recording that was given before is found: by its bytes wherever it was given, by its movement where the face is close."""

from datetime import timedelta

import pytest

from assay.checks.readings import ClipMatch
from assay.checks.readings.fingerprint import Word
from assay.core.actor import machine
from assay.decisions import actions as decisions
from assay.decisions.case import build_case
from assay.decisions.earlier_clips import earlier_clips
from assay.decisions.models import Decision
from assay.encryption import actions as encryption
from assay.evidence import actions as evidence
from assay.evidence.models import Evidence
from assay.policy.schema import EvidenceKind
from assay.sandbox.people import person
from assay.verifications import actions as verifications
from made_cases import clip
from made_verifications import NOW, give, give_all, passing, send, start, store_reading

LATER = NOW + timedelta(minutes=5)


def moving(step: int = 7):
    """A fingerprint of twelve seconds; those of other steps move otherwise."""
    words = [
        Word((15.0 * ((n * step) % 11 - 5) / 5, 4.0 * ((n * step) % 5 - 2), 0.0, 0.0), 0x55AA55AA + n * step)
        for n in range(60)
    ]
    return clip().model_copy(update={"fingerprint": tuple(word.packed() for word in words)})


def given(account, reading, data=b"", at=NOW, bearer=None):
    """A verification whose recording has these bytes and this reading."""
    verification = start(account, bearer, at)
    verifications.draw_challenge(verification, by=account.actor(), at=at)
    return record(verification, reading, data, at + timedelta(seconds=30))


def record(verification, reading, data=b"", at=NOW):
    by, matter = verification.account.actor(), verification.pk
    data = data or f"{matter}{at}".encode()
    piece = evidence._store(verification.account, matter, EvidenceKind.CHALLENGE_CLIP, data, [], by=by, at=at)
    store_reading(piece, reading, at)
    verification.refresh_from_db()
    return verification


def clips_of(verification):
    give(verification, EvidenceKind.DOCUMENT_FRONT, passing())
    duplicates = build_case(verification, NOW.date()).duplicates
    assert duplicates is not None
    return duplicates.clips


def the_clip(verification):
    return Evidence.objects.current(verification.pk).get(kind="challenge_clip")


def test_the_very_same_file_is_found_in_any_account(customer):
    first = given(customer("first@utopia.example"), moving(3), b"the same bytes")
    second = given(customer("second@utopia.example"), moving(5), b"the same bytes", LATER)
    match = ClipMatch(account_id=first.account_id, evidence_id=the_clip(first).pk, likeness=1.0)
    assert clips_of(second) == (match,)


def test_an_earlier_recording_of_the_same_account_is_compared_by_its_movement(customer):
    verification = given(customer(), moving())
    before = the_clip(verification)
    verifications.draw_challenge(verification, by=verification.account.actor(), at=LATER)
    record(verification, moving(), at=LATER + timedelta(seconds=30))
    (match,) = clips_of(verification)
    assert match.evidence_id == before.pk
    assert match.likeness == pytest.approx(1.0)


def test_a_new_recording_of_the_same_account_is_not_alike(customer):
    verification = given(customer(), moving(7))
    verifications.draw_challenge(verification, by=verification.account.actor(), at=LATER)
    record(verification, moving(4), at=LATER + timedelta(seconds=30))
    assert all(match.likeness < 0.6 for match in clips_of(verification))


def test_what_a_browser_sends_twice_for_one_draw_is_no_repetition(customer):
    verification = given(customer(), moving(), b"sent in doubt")
    record(verification, moving(), b"sent in doubt", NOW + timedelta(minutes=1))
    assert clips_of(verification) == ()


def test_a_stranger_who_moved_alike_is_not_even_compared(customer):
    given(customer("first@utopia.example"), moving())
    assert clips_of(given(customer("second@utopia.example"), moving(), at=LATER)) == ()


def test_an_account_with_a_close_face_is_compared_until_its_key_is_destroyed(customer):
    first = given(customer("first@utopia.example"), moving())
    second = given(customer("second@utopia.example"), moving(), at=LATER)
    close = {second.account_id, first.account_id}
    assert [match.account_id for match in earlier_clips(second, moving(), close)] == [first.account_id]
    encryption.destroy_key(first.account_id, by=machine("test"), at=LATER)
    assert earlier_clips(second, moving(), close) == ()


def test_a_repeated_recording_goes_to_a_person_and_nobody_is_told_why(customer):
    given(customer("first@utopia.example"), moving(3), b"the same bytes", bearer=person(1))
    account = customer("second@utopia.example")
    second = start(account, person(0), LATER)
    verifications.draw_challenge(second, by=account.actor(), at=LATER)
    give_all(second, passing(), LATER)
    record(second, passing().clip, b"the same bytes", LATER + timedelta(seconds=30))
    send(second, LATER)
    decisions.settle(second.pk, 1, by=machine("test"), at=LATER)
    decision = Decision.objects.get()
    assert (decision.outcome, decision.reasons) == ("refer", ["liveness.clip.replayed"])
