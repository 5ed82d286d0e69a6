"""What a recorded statement says and shows: the voice, each piece of what was asked for, the face, the document beside it."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from assay.checks.engines import clips
from assay.checks.engines.face.detector import Detection, Pixels, detect, shrink
from assay.checks.engines.image import outline
from assay.checks.engines.models import ModelMissing
from assay.checks.engines.speech import features, lips, recognisers, scoring, transcript, voice
from assay.checks.engines.speech.fingerprint import fingerprint
from assay.checks.readings.statement import Expected, Sound, StatementReading

Tensor = NDArray[np.float32]

_RATE = 16_000
_STEP_SECONDS = 0.032
# Room before the first word, because the beginning of a word is quieter than what makes it one.
_LEAD_SECONDS = 0.5
# Of a recording that shows a document for most of its length, so many looks see it.
_LOOKS_FOR_DOCUMENT, _LOOK_EVERY_SECONDS = 6, 1.5
_DETECTOR_SIDE, _SIDE = 320, 640
# Cards are 1.59 times as wide as high, pages of passports 1.42 (ISO/IEC 7810); held at an angle a little less or more.
_PROPORTIONS = (1.25, 1.8)
_OUTLINE_CONFIDENCE = 0.45
# A card is 86 mm wide, a face 150: held beside the face it is some 0.4 to 1.2 of its width.
_WIDTHS = (0.35, 1.6)


def read_statement(
    frames: Iterable[tuple[float, Pixels]],
    sound: Tensor | None,
    starts_at: float,
    expected: Expected,
    will_do: Callable[[StatementReading], bool],
) -> StatementReading:
    """Return the reading of a recording: frames as (seconds, upright picture) in order, and its sound, 16 kHz, None where it has
    none; `starts_at` is when the sound begins, in seconds of the picture. Where the small recogniser's reading will not do, the
    larger one listens, too, if it is installed. Raises ModelMissing for the models of the face.
    """
    watch = _DocumentWatch()
    clip = clips.read_clip(watch.looking(frames))
    reading = StatementReading(
        clip=clip,
        sound=None,
        document_share=watch.share(),
    )
    if sound is None:
        return reading
    try:
        speaking = voice.speech(sound)
    except ModelMissing:
        speaking = None
    reading = reading.model_copy(
        update={
            "sound": _measured(sound, starts_at, speaking),
            "lips": lips.correlation(sound, starts_at, clip.frames),
        }
    )
    if speaking is None or not speaking.any():
        return reading
    begins, part = _spoken(sound, speaking)
    try:
        return _listened(reading, part, starts_at + begins, expected, will_do)
    finally:
        recognisers.give_back_memory()


def _spoken(sound: Tensor, speaking: NDArray[np.bool_]) -> tuple[float, Tensor]:
    """Return the second at which speech begins, and the sound from there to its end."""
    begins = max(0.0, float(np.flatnonzero(speaking)[0]) * _STEP_SECONDS - _LEAD_SECONDS)
    ends = float(np.flatnonzero(speaking)[-1] + 1) * _STEP_SECONDS + _LEAD_SECONDS
    return begins, sound[round(begins * _RATE) : round(ends * _RATE)]


def _listened(
    reading: StatementReading,
    part: Tensor,
    begins: float,
    expected: Expected,
    will_do: Callable[[StatementReading], bool],
) -> StatementReading:
    """Return the reading with its pieces and words, or as it was where no recogniser is installed."""
    mel = features.log_mel(part)
    try:
        with recognisers.loaded(recognisers.SMALL) as whisper:
            heard = whisper.hear(mel)
            words = transcript.dictate(whisper, heard, len(part) / _RATE)
            pieces = scoring.score(whisper, heard, expected)
        reading = reading.model_copy(
            update={
                "recogniser": recognisers.SMALL.id,
                "pieces": pieces,
                "words": tuple(word.later(begins) for word in words),
            }
        )
        if will_do(reading):
            return reading
        with recognisers.loaded(recognisers.LARGER) as whisper:
            pieces = scoring.score(whisper, whisper.hear(mel), expected)
        return reading.model_copy(update={"recogniser": recognisers.LARGER.id, "pieces": pieces})
    except ModelMissing:
        return reading


def _measured(sound: Tensor, starts_at: float, speaking: NDArray[np.bool_] | None) -> Sound:
    seconds = len(sound) / _RATE
    where = np.flatnonzero(speaking) if speaking is not None else np.zeros(0)
    return Sound(
        starts_at=round(starts_at, 3),
        seconds=round(seconds, 3),
        speech_seconds=None if speaking is None else round(float(speaking.sum()) * _STEP_SECONDS, 2),
        spoken_for_seconds=round(float(where[-1] + 1 - where[0]) * _STEP_SECONDS, 2) if len(where) else 0.0,
        fingerprint=fingerprint(sound).astype(">u4").tobytes().hex(),
    )


class _DocumentWatch:
    """Looks at a few frames on their way, for a card or a page beside the face."""

    def __init__(self) -> None:
        self._seen: list[bool] = []

    def looking(self, frames: Iterable[tuple[float, Pixels]]) -> Iterator[tuple[float, Pixels]]:
        for at, pixels in frames:
            due = _LOOK_EVERY_SECONDS * (len(self._seen) + 1)
            if at >= due and len(self._seen) < _LOOKS_FOR_DOCUMENT:
                self._seen.append(_shows_document(pixels))
            yield at, pixels

    def share(self) -> float | None:
        return sum(self._seen) / len(self._seen) if self._seen else None


def _shows_document(pixels: Pixels) -> bool:
    small, _ = shrink(pixels, _SIDE)
    found = detect(small, _DETECTOR_SIDE)
    if not found:
        return False
    return any(_lies_beside(one.corners, found[0]) for one in outline.find_outlines(small) if _is_clear(one))


def _is_clear(one: outline.Outline) -> bool:
    return one.confidence >= _OUTLINE_CONFIDENCE and (
        _PROPORTIONS[0] <= outline.proportion(one.corners) <= _PROPORTIONS[1]
    )


def _lies_beside(corners: NDArray[np.float32], face: Detection) -> bool:
    """Whether an outline has the size of a document and does not hold the face, as a window or a poster behind it does."""
    sides: Sequence[float] = [float(np.linalg.norm(corners[at] - corners[at - 1])) for at in range(4)]
    x, y = face.centre
    left, top = corners.min(axis=0)
    right, bottom = corners.max(axis=0)
    around = left < x < right and top < y < bottom
    return not around and _WIDTHS[0] <= max(sides) / face.width <= _WIDTHS[1]
