"""How long does each stage of reading a document take?

The engines know nothing of this: for the time of a measurement their functions are wrapped, wherever a module has
imported them. Time is counted where it is spent, so the stages add up to the whole.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from assay.checks.engines import barcodes, faces, signs
from assay.checks.engines.image import light, orientation, outline, quality, sheet
from assay.checks.engines.mrz import reader
from assay.checks.engines.mrz import recogniser as mrz_recogniser
from assay.checks.engines.text import detector, printed_lines
from assay.checks.engines.text import recogniser as text_recogniser

FIRST_LOOK, FURTHER_LOOKS, PRINT, SECOND_READER = "first look", "further looks", "print", "second reader"
_ZONE = "decoding"
_REST = "rest"
_LOOK = "look"
STAGES = (
    FIRST_LOOK, FURTHER_LOOKS, "first reader", SECOND_READER, _ZONE, "outline", "orientation", PRINT, "barcodes",
    "quality", "faces", "signs of a copy", _REST,
)  # fmt: skip
# What is timed, and as what; what a look at the picture is for depends on when it happens.
_TIMED: tuple[tuple[Callable[..., Any], str], ...] = (
    (light.brightened, _LOOK),
    (detector.find_text, _LOOK),
    (reader.find_zone, _ZONE),
    (mrz_recogniser.read_fast, "first reader"),
    (mrz_recogniser.read_second, SECOND_READER),
    (outline.find_outlines, "outline"),
    (outline.straightened, "outline"),
    (sheet.find, "outline"),
    (orientation.by_print, "orientation"),
    (printed_lines.read, PRINT),
    (text_recogniser.read, PRINT),
    (barcodes.read, "barcodes"),
    (quality.measure, "quality"),
    (faces.find_faces, "faces"),
    (signs.measure, "signs of a copy"),
)


@dataclass(frozen=True, slots=True)
class Spent:
    """Milliseconds: of the processor (all threads of this process) and on the wall."""

    cpu: float = 0.0
    wall: float = 0.0

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(self.cpu + other.cpu, self.wall + other.wall)

    def __sub__(self, other: "Spent") -> "Spent":
        return Spent(self.cpu - other.cpu, self.wall - other.wall)


@dataclass
class Stopwatch:
    """`stages` is the time spent in each of STAGES; `zone` all of it until the machine readable zone was known."""

    stages: dict[str, Spent] = field(default_factory=dict)
    zone: Spent = Spent()
    whole: Spent = Spent()
    _open: list[str] = field(default_factory=list)
    _since: Spent = Spent()

    def enter(self, stage: str) -> None:
        self._count()
        self._open.append(self._meant(stage))

    def leave(self) -> None:
        self._count()
        if self._open.pop() == _ZONE:
            self.zone = sum(self.stages.values(), Spent()) - self.stages.get(_REST, Spent())

    def _count(self) -> None:
        """Give the time since the last change to the stage that was at work."""
        at = _now()
        stage = self._open[-1] if self._open else _REST
        self.stages[stage] = self.stages.get(stage, Spent()) + (at - self._since)
        self._since = at

    def _meant(self, stage: str) -> str:
        if stage != _LOOK:
            return stage
        if _ZONE in self._open:
            return FURTHER_LOOKS
        return PRINT if _ZONE in self.stages else FIRST_LOOK

    def begin(self) -> None:
        self._since = _now()

    def end(self) -> None:
        self._count()
        self.whole = sum(self.stages.values(), Spent())


@contextmanager
def running() -> Iterator[Stopwatch]:
    """Time the stages of what is read inside, on this thread. For measurements only: not for a worker."""
    watch = Stopwatch()
    put_back = [place for function, stage in _TIMED for place in _wrap(function, stage, watch)]
    watch.begin()
    try:
        yield watch
    finally:
        watch.end()
        for module, name, function in put_back:
            setattr(module, name, function)


def _now() -> Spent:
    return Spent(time.process_time() * 1000, time.perf_counter() * 1000)


def _wrap(
    function: Callable[..., Any], stage: str, watch: Stopwatch
) -> Iterator[tuple[object, str, Callable[..., Any]]]:
    """Put a timed function in place of another in every module that knows it; yield what to put back."""

    @wraps(function)
    def timed(*args: object, **options: object) -> object:
        watch.enter(stage)
        try:
            return function(*args, **options)
        finally:
            watch.leave()

    for module in [module for name, module in sys.modules.items() if name.startswith("assay.checks")]:
        for name in [name for name, value in vars(module).items() if value is function]:
            setattr(module, name, timed)
            yield module, name, function
