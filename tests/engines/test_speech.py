"""Speech, with the real weights: what was said is told from what was not, silence from speech, one recording from another."""

import socket
from datetime import date, timedelta

import numpy as np
import pytest

import made_sounds as made
import made_weights
from assay.checks import examine, pipeline
from assay.checks.engines import models
from assay.checks.engines.speech import features, phrases, recognisers, scoring, voice
from assay.checks.engines.speech.fingerprint import fingerprint
from assay.checks.engines.speech.tokens import Tokens
from assay.checks.engines.speech.whisper import Whisper
from assay.checks.readings import NOTHING_READ, Case
from assay.checks.readings.statement import Expected, SpokenStatement, StatementPiece
from assay.checks.result import Outcome
from assay.checks.statements.sound_likeness import likeness
from assay.checks.statements.statement import is_heard
from assay.evidence.decoding import decoder
from assay.policy import load
from assay.sandbox import people, selfies

BOOK = load.current()
ON = date(2026, 11, 22)
RIGHT = {"on": ON, "email": "linda@example.org", "code": "471903"}
pytestmark = pytest.mark.skipif(
    not made_weights.are_in_place("speech", "speech_vocabulary", "voice_activity"),
    reason="the weights for speech are not fetched: run `assay models fetch`",
)


def expected(**changed):
    return Expected(phrase=BOOK.statement.phrase, **{**RIGHT, **changed})


def is_enough(reading):
    return is_heard(reading, BOOK, ON)


@pytest.fixture(scope="module")
def sound():
    return decoder.decode_sound(made.STATEMENT.read_bytes(), BOOK.uploads)


@pytest.fixture(scope="module")
def reading(sound):
    """The whole reading of the committed statement, made while no socket can be opened."""
    clip = decoder.decode_clip(made.STATEMENT.read_bytes(), BOOK.uploads, 2.0, 320)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "socket", _no_socket)
        return examine.examine_statement(clip.frames, sound.samples, sound.starts_at, expected(), is_enough)


def _no_socket(*_, **__):
    raise OSError("an engine tried to open a socket")


@pytest.fixture(scope="module")
def ears(sound):
    """The recogniser, and what it heard."""
    whisper = Whisper([models.locate("speech")], models.locate("speech_vocabulary"))
    return whisper, whisper.hear(features.log_mel(sound.samples))


def judged(reading, asked, selfie=None):
    case = Case(
        claim=None,
        front=NOTHING_READ,
        selfie=selfie,
        statement=SpokenStatement(reading=reading, expected=asked),
        on=ON,
    )
    return {result.check.value: result for result in pipeline.assess_statement(case, BOOK)}


def test_the_statement_that_was_said_passes(reading):
    found = judged(reading, expected())
    assert {name: result.outcome for name, result in found.items() if name != "statement_person"} == {
        "statement_sound": Outcome.PASS,
        "statement_said": Outcome.PASS,
        "statement_fresh": Outcome.PASS,
    }


@pytest.mark.parametrize(
    ("changed", "reasons"),
    [
        (
            {"on": date(2026, 11, 23), "email": "peter.jones@example.com"},
            {"statement.date.not_heard", "statement.email.not_heard"},
        ),
        (
            {"on": date(2025, 11, 22), "code": "471908"},
            {"statement.date.not_heard", "statement.code.not_heard"},
        ),
    ],
)
def test_what_was_not_said_is_asked_for_again_and_only_that(reading, ears, changed, reasons):
    pieces = scoring.score(*ears, expected(**changed))
    said = judged(reading.model_copy(update={"pieces": pieces}), expected(**changed))["statement_said"]
    assert said.outcome is Outcome.ASK_AGAIN
    assert set(said.reasons) == reasons


def test_where_the_small_recogniser_is_unsure_the_larger_one_listens_and_decides(sound, monkeypatch):
    if not made_weights.are_in_place(*recognisers.LARGER.parts, recognisers.LARGER.vocabulary):
        pytest.skip("the larger weights for speech are not fetched: run `assay models fetch`")
    # Whether they tell rivals apart is tested with the small one; here it would only take time.
    monkeypatch.setattr(phrases, "rival_dates", a_day_later)
    monkeypatch.setattr(phrases, "rival_codes", lambda code: (("471908", phrases.code_forms("471908")),))
    found = examine.examine_statement([], sound.samples, 0.0, expected(), lambda _: False)
    assert found.recogniser == "speech_base"
    assert found.words
    assert judged(found, expected())["statement_said"].outcome is Outcome.PASS
    assert {piece.lead > 1.0 for piece in found.pieces if piece.lead is not None} == {True}


def a_day_later(on):
    later = on + timedelta(days=1)
    return ((str(later), phrases.date_forms(later)),)


def test_the_transcript_holds_the_words_in_order_with_their_seconds(reading):
    text = " ".join(word.text for word in reading.words).lower()
    assert "requesting the reactivation of my account" in text
    starts = [word.from_second for word in reading.words]
    assert starts == sorted(starts)
    assert 0.0 < starts[0] < 2.0
    assert 10.0 < reading.words[-1].to_second <= reading.sound.seconds + 0.5


def test_the_face_is_the_selfies_and_no_one_elses(reading):
    ours, theirs = (
        examine.examine_selfie(
            decoder.decode_picture(selfies.take(people.person(number), seed=number), BOOK.uploads).pixels
        )
        for number in (1, 2)
    )
    assert "statement.face.other" not in judged(reading, expected(), ours)["statement_person"].reasons
    other = judged(reading, expected(), theirs)["statement_person"]
    assert other.outcome is Outcome.REFER
    assert "statement.face.other" in other.reasons


def test_silence_noise_and_a_tone_are_nobody_speaking():
    draw = np.random.default_rng(1)
    for quiet in (
        np.zeros(80_000, np.float32),
        draw.normal(scale=0.05, size=80_000).astype(np.float32),
        made.tone(5.0),
    ):
        assert voice.speech(quiet).mean() < 0.05


def test_a_recording_without_a_voice_has_no_pieces():
    found = examine.examine_statement([], made.tone(5.0), 0.0, expected(), is_enough)
    assert (found.pieces, found.words, found.recogniser) == ((), (), "")
    assert judged(found, expected())["statement_said"].outcome is Outcome.ASK_AGAIN


def test_without_its_weights_nothing_is_recognised_and_a_person_listens(sound, monkeypatch):
    def missing(model_id):
        raise models.ModelMissing(model_id, "not fetched")

    monkeypatch.setattr(models, "locate", missing)
    found = examine.examine_statement([], sound.samples, 0.0, expected(), is_enough)
    assert found.pieces == ()
    assert judged(found, expected())["statement_said"].outcome is Outcome.REFER


def test_the_same_sound_is_known_again_through_another_codec_and_noise(sound):
    def words(samples):
        return fingerprint(samples.astype(np.float32)).astype(">u4").tobytes().hex()

    noisy = sound.samples[16_000:] + np.random.default_rng(2).normal(
        scale=0.01, size=len(sound.samples) - 16_000
    )
    again = decoder.decode_sound(made.clip(noisy.astype(np.float32), codec="aac", kind="mp4"), BOOK.uploads)
    backwards = words(sound.samples[::-1])
    least = BOOK.threshold("statement_fresh", "same_recording", ON)
    assert likeness(words(sound.samples), words(again.samples)) > least
    assert likeness(words(sound.samples), backwards) < least
    assert likeness(words(sound.samples), "") == 0.0


def test_the_sentence_is_scored_by_its_words_and_the_rest_by_rivals(reading):
    scored = {piece.piece: piece for piece in reading.pieces}
    assert set(scored) == set(StatementPiece)
    assert scored[StatementPiece.DATE].lead > 0
    assert scored[StatementPiece.CODE].lead > 0
    assert scored[StatementPiece.EMAIL].lead is None
    assert scored[StatementPiece.SENTENCE].mean > -0.5


def test_tokens_are_cut_and_joined_again():
    tokens = Tokens(models.locate("speech_vocabulary"))
    for text in (" Today is November 22nd, 2026.", " kx7qz@mail.com", " 4, 7, 1", " don't_x"):
        assert tokens.decode(tokens.encode(text)) == text
    # As the published tokenizer cuts it.
    assert tokens.encode(" November 22nd, 2026,") == [3389, 2534, 358, 11, 1160, 2075, 11]
