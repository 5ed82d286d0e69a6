"""Who listens, and in which order? The small model hears every statement; the larger one those of which the small one is unsure.

A model is loaded for one statement and given back: it takes more memory than everything else a worker holds.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from assay.checks.engines import models
from assay.checks.engines.speech.whisper import Whisper


@dataclass(frozen=True, slots=True)
class Recogniser:
    """A Whisper model. `id` is what readings and `thresholds.toml` call it; `parts` and `vocabulary` are ids of models.toml."""

    id: str
    parts: tuple[str, ...]
    vocabulary: str


SMALL = Recogniser("speech", ("speech",), "speech_vocabulary")
LARGER = Recogniser("speech_base", ("speech_base_part1", "speech_base_part2"), "speech_base_vocabulary")


@contextmanager
def loaded(recogniser: Recogniser) -> Iterator[Whisper]:
    """Give the model as long as the block runs. Raises ModelMissing."""
    whisper = Whisper(
        [models.locate(part) for part in recogniser.parts], models.locate(recogniser.vocabulary)
    )
    try:
        yield whisper
    finally:
        whisper.close()


def give_back_memory() -> None:
    """Return freed memory to the system: glibc keeps up to 240 MB of a statement for later ones. Elsewhere it does nothing."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
