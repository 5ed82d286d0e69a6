"""The spoken statement: every answer is pass, ask again or refer, by scores."""

from datetime import date

import pytest

from assay.checks import pipeline
from assay.checks.readings import NOTHING_READ, Case, ClipMatch, ClipReading, Duplicates, Frame, Stream
from assay.checks.readings.statement import (
    Expected,
    PieceScore,
    Sound,
    SpokenStatement,
    StatementPiece,
    StatementReading,
)
from assay.checks.result import Outcome
from assay.checks.statements.statement import is_heard
from assay.policy.load import current

BOOK = current()
ON = date(2026, 11, 22)
EXPECTED = Expected(phrase=BOOK.statement.phrase, on=ON, email="linda@example.org", code="471903")
ONE, OTHER = (1.0, 0.0), (0.0, 1.0)


def piece(name, total=-3.0, tokens=6, rival_total=-9.0):
    return PieceScore(
        piece=name, total=total, tokens=tokens, heard_as="x", rival="y", rival_total=rival_total
    )


PIECES = {
    StatementPiece.DATE: piece(StatementPiece.DATE),
    StatementPiece.SENTENCE: piece(StatementPiece.SENTENCE, rival_total=None),
    StatementPiece.EMAIL: piece(StatementPiece.EMAIL, rival_total=None),
    StatementPiece.CODE: piece(StatementPiece.CODE),
}


def clip(templates=(ONE,) * 12, faces=1, frozen=0.0):
    frames = tuple(Frame(at=at, faces=faces, template=template) for at, template in enumerate(templates))
    return ClipReading(seconds=12.0, width=640, height=480, frames=frames, stream=Stream(frozen=frozen))


def results(*, pieces=PIECES, sound=None, attempt=1, clip_reading=None, sounds=(), no_sound=False, **reading):
    measured = {
        "starts_at": 0.0,
        "seconds": 12.0,
        "speech_seconds": 9.0,
        "spoken_for_seconds": 11.0,
        **(sound or {}),
    }
    seen = StatementReading(
        clip=clip_reading or clip(),
        sound=None if no_sound else Sound(**measured),
        pieces=tuple(pieces.values()),
        **{"document_share": 0.5, "recogniser": "speech" if pieces else "", **reading},
    )
    case = Case(
        claim=None,
        front=NOTHING_READ,
        statement=SpokenStatement(reading=seen, expected=EXPECTED, attempt=attempt),
        duplicates=Duplicates(sounds=sounds),
        on=ON,
    )
    return {result.check.value: result for result in pipeline.assess_statement(case, BOOK)}


def test_each_recogniser_has_limits_of_its_own():
    unlike = {
        **PIECES,
        StatementPiece.SENTENCE: piece(StatementPiece.SENTENCE, total=-18.0, rival_total=None),
    }
    small, larger = (
        results(pieces=unlike, recogniser=name)["statement_said"] for name in ("speech", "speech_base")
    )
    assert small.reasons == ("statement.sentence.not_heard",)
    assert larger.outcome is Outcome.PASS


@pytest.mark.parametrize(("total", "heard"), [(-3.0, True), (-20.0, False)])
def test_a_reading_with_one_piece_unsure_is_not_heard(total, heard):
    pieces = {**PIECES, StatementPiece.CODE: piece(StatementPiece.CODE, total=total, rival_total=-30.0)}
    reading = StatementReading(clip=clip(), sound=None, recogniser="speech", pieces=tuple(pieces.values()))
    assert is_heard(reading, BOOK, ON) is heard


def test_a_statement_that_fits_passes_every_check():
    assert {result.outcome for result in results().values()} == {Outcome.PASS}


@pytest.mark.parametrize(
    ("name", "changed", "reason"),
    [
        ("date", {"total": -20.0, "rival_total": -30.0}, "statement.date.not_heard"),
        ("date", {"total": -3.0, "rival_total": -2.9}, "statement.date.not_heard"),
        ("date", {"total": -3.0, "rival_total": -3.0}, "statement.date.not_heard"),
        ("sentence", {"total": -12.0}, "statement.sentence.not_heard"),
        ("email", {"total": -40.0}, "statement.email.not_heard"),
        ("code", {"total": -15.0, "rival_total": -30.0}, "statement.code.not_heard"),
        ("code", {"total": -4.0, "rival_total": -3.5}, "statement.code.not_heard"),
    ],
)
def test_a_piece_below_its_limit_or_behind_a_rival_is_asked_for_again(name, changed, reason):
    which = StatementPiece(name)
    said = results(pieces={**PIECES, which: PIECES[which].model_copy(update=changed)})["statement_said"]
    assert (said.outcome, said.reasons) == (Outcome.ASK_AGAIN, (reason,))
    assert said.score < 0


@pytest.mark.parametrize(
    ("changed", "outcome", "reason"),
    [
        ({"no_sound": True}, Outcome.ASK_AGAIN, "statement.sound.missing"),
        ({"sound": {"speech_seconds": 1.0}}, Outcome.ASK_AGAIN, "statement.speech.none"),
        ({"sound": {"spoken_for_seconds": 29.0}}, Outcome.ASK_AGAIN, "statement.speech.too_long"),
        ({"sound": {"speech_seconds": None}}, Outcome.REFER, "statement.speech.not_measured"),
        ({"sound": {"seconds": 20.0}}, Outcome.REFER, "statement.sound.lengths_differ"),
        ({"sound": {"starts_at": -2.0, "seconds": 14.0}}, Outcome.REFER, "statement.sound.lengths_differ"),
    ],
)
def test_sound_that_cannot_be_judged_is_asked_for_again_or_shown_to_a_person(changed, outcome, reason):
    found = results(**changed)["statement_sound"]
    assert (found.outcome, found.reasons) == (outcome, (reason,))


@pytest.mark.parametrize(
    ("changed", "outcome", "reason"),
    [
        ({"clip_reading": clip(faces=0)}, Outcome.ASK_AGAIN, "statement.face.lost"),
        ({"clip_reading": clip((None,) * 12)}, Outcome.ASK_AGAIN, "statement.face.lost"),
        ({"clip_reading": clip((*(ONE,) * 9, *(OTHER,) * 3))}, Outcome.REFER, "statement.face.changed"),
        ({"clip_reading": clip(frozen=0.9)}, Outcome.REFER, "statement.picture.frozen"),
        ({"document_share": 0.0}, Outcome.REFER, "statement.document.not_seen"),
        ({"document_share": None}, Outcome.REFER, "statement.document.not_seen"),
    ],
)
def test_the_person_is_judged_by_what_the_picture_shows(changed, outcome, reason):
    found = results(**changed)["statement_person"]
    assert found.outcome is outcome
    assert reason in found.reasons


def test_the_portrait_on_the_document_beside_the_face_is_no_company():
    assert results(clip_reading=clip(faces=2))["statement_person"].outcome is Outcome.PASS


def test_without_a_recogniser_a_person_listens():
    found = results(pieces={})["statement_said"]
    assert (found.outcome, found.reasons) == (Outcome.REFER, ("statement.speech.not_measured",))


def test_silence_is_asked_for_again_once_and_not_told_twice():
    found = results(pieces={}, sound={"speech_seconds": 0.0, "spoken_for_seconds": 0.0})
    assert found["statement_said"].reasons == ("statement.speech.none",)
    assert found["statement_said"].outcome is Outcome.ASK_AGAIN


def test_after_the_policys_attempts_a_person_looks():
    pieces = {**PIECES, StatementPiece.CODE: piece(StatementPiece.CODE, -40.0)}
    assert (
        results(pieces=pieces, attempt=BOOK.statement.attempts - 1)["statement_said"].outcome
        is Outcome.ASK_AGAIN
    )
    last = results(pieces=pieces, attempt=BOOK.statement.attempts)["statement_said"]
    assert last.outcome is Outcome.REFER
    assert "statement.attempts.used" in last.reasons


def test_sound_like_an_earlier_recordings_is_shown_to_a_person():
    earlier = (ClipMatch(account_id="a", evidence_id="e", likeness=0.6),)
    found = results(sounds=earlier)["statement_fresh"]
    assert (found.outcome, found.reasons) == (Outcome.REFER, ("statement.sound.repeated",))


@pytest.mark.parametrize("lips", [None, -0.2, 0.9])
def test_lips_are_shown_and_never_judged(lips):
    found = results(lips=lips)["statement_person"]
    assert found.outcome is Outcome.PASS
    assert [signal.name for signal in found.signals] == ["lips move with the voice"]


def test_no_statement_whatsoever_is_rejected_by_the_machine():
    bad = {name: piece(name, -900.0, rival_total=-1.0) for name in StatementPiece}
    found = results(pieces=bad, sound={"starts_at": 9.0}, clip_reading=clip(faces=0, frozen=1.0), attempt=9)
    assert {result.outcome for result in found.values()} <= {Outcome.PASS, Outcome.REFER}
    assert all(code in BOOK.reasons for result in found.values() for code in result.reasons)
