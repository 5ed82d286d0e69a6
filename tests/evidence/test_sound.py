"""The sound of an untrusted clip: samples by time stamps, or a refusal."""

import random

import numpy as np
import pytest

import made_files
import made_sounds as made
from assay.core.refusal import Refusal
from assay.evidence.decoding import decoder
from assay.policy import load

LIMITS = load.current().uploads


def sound(data, limits=LIMITS):
    return decoder.decode_sound(data, limits)


def refused(data, limits=LIMITS):
    with pytest.raises(Refusal) as refusal:
        sound(data, limits)
    return refusal.value.reason.removeprefix("evidence.file.")


@pytest.mark.parametrize(("codec", "kind", "rate"), [("libopus", "webm", 48_000), ("aac", "mp4", 44_100)])
def test_sound_comes_at_sixteen_kilohertz_with_its_pitch(codec, kind, rate):
    heard = sound(made.clip(made.tone(2.0, 440), codec=codec, kind=kind, rate=rate))
    assert heard.seconds == pytest.approx(2.0, abs=0.1)
    spectrum = np.abs(np.fft.rfft(heard.samples[8000:24000]))
    assert np.argmax(spectrum) == pytest.approx(440, abs=2)
    assert 0.1 < np.abs(heard.samples).max() < 0.6


def test_sound_that_begins_late_says_so():
    assert sound(made.clip(made.tone(), late=0.7)).starts_at == pytest.approx(0.7, abs=0.05)


def test_what_the_recorder_left_out_is_silence_of_that_length():
    heard = sound(made.clip(made.tone(2.0), gap=1.5))
    assert heard.seconds == pytest.approx(3.5, abs=0.1)
    middle = heard.samples[round(1.3 * 16000) : round(2.2 * 16000)]
    assert np.abs(middle).max() < 0.01


def test_clip_without_sound_has_none():
    assert sound(made_files.clip(1)) is None


def test_sound_of_a_picture_file_is_refused():
    assert refused(made_files.saved(made_files.gradient())) == "unknown_type"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        pytest.param(lambda: made.clip(made.tone(), streams=2), "unknown_type", id="two sounds"),
        pytest.param(
            lambda: made.clip(made.tone(), codec="mp2", kind="matroska"), "unknown_type", id="MPEG layer 2"
        ),
        pytest.param(
            lambda: made.clip(made.tone(), codec="pcm_s16le", kind="matroska"),
            "unknown_type",
            id="bare samples",
        ),
        pytest.param(
            lambda: made.clip(made.tone(1.0), gap=50_000.0), "too_long", id="a gap of fourteen hours"
        ),
        pytest.param(lambda: made.STATEMENT.read_bytes()[:300], "damaged", id="only the head of a file"),
    ],
)
def test_sound_nobody_records_is_refused(data, problem):
    assert refused(data()) == problem


def test_sound_longer_than_the_policy_allows_is_refused():
    short = LIMITS.model_copy(update={"clip_seconds": 5.0})
    assert refused(made.STATEMENT.read_bytes(), short) == "too_long"


def test_damaged_files_give_sound_or_a_refusal_and_the_next_file_is_read():
    whole = made.STATEMENT.read_bytes()
    draw = random.Random(7)
    for _ in range(12):
        data = bytearray(whole)
        for _ in range(60):
            data[draw.randrange(40, len(data))] = draw.randrange(256)
        try:
            heard = sound(bytes(data))
        except Refusal:
            continue
        assert heard is None or heard.seconds <= LIMITS.clip_seconds
    assert sound(whole).seconds == pytest.approx(13.7, abs=0.2)
