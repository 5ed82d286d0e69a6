"""Judges one item as the server would: the checks of liveness, on what a still alone or a clip can tell."""

import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assay.checks import examine, pipeline
from assay.checks.readings import NOTHING_READ, Case, ClipMatch, ClipReading, Duplicates, SelfieReading
from assay.checks.recordings import replay
from assay.checks.result import CheckResult, Outcome, Signal, worst
from assay.cli import files, screen
from assay.cli.benching.liveness.items import Item
from assay.policy.schema import Book, CheckName

# What a still alone allows, and what a clip adds.
_OF_STILLS = (CheckName.PRESENTATION_ATTACK,)
_OF_CLIPS = (
    CheckName.CHALLENGE_FOLLOWED, CheckName.ONE_LIVE_FACE, CheckName.PRESENTATION_ATTACK, CheckName.LIGHT_RESPONSE,
    CheckName.CLIP_FRESH, CheckName.CLIP_GENUINE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of one item. `error` says why nothing could be judged; `cpu_ms` of measuring, `seconds` of the clip."""

    item: Item
    results: tuple[CheckResult, ...] = ()
    error: str = ""
    cpu_ms: float = 0.0
    seconds: float = 0.0

    @property
    def outcome(self) -> Outcome:
        """The worst of all checks; what could not be judged is not accepted."""
        return Outcome.ASK_AGAIN if self.error else worst(result.outcome for result in self.results)

    @property
    def is_accepted(self) -> bool:
        return self.outcome is Outcome.PASS

    @property
    def is_wrong(self) -> bool:
        return self.is_accepted is not self.item.is_live

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(reason for result in self.results for reason in result.reasons)

    @property
    def signals(self) -> tuple[Signal, ...]:
        """Every signal that could be measured and is held against the item when it is weak."""
        return tuple(
            signal
            for result in self.results
            for signal in result.signals
            if signal.strength is not None and signal.threshold is not None
        )

    @property
    def margin(self) -> float:
        """How far the weakest signal is above its threshold, below 0 where it is under it; -1 with nothing to judge by."""
        return -1.0 if self.error else min(map(margin, self.signals), default=-1.0)


def margin(signal: Signal) -> float:
    """Return how far a signal that was measured is above its threshold."""
    return (signal.strength or 0.0) - (signal.threshold or 0.0)


def judge(item: Item, book: Book, on: date) -> Judged:
    """Return what the checks say. A file that cannot be read, or shows no face, is an error and never accepted."""
    started = time.process_time()
    try:
        case = _clip_case(item, book, on) if item.is_clip else _still_case(item, book, on)
    except screen.Stop as stop:
        return Judged(item, error=stop.message)
    spent = (time.process_time() - started) * 1000
    if not _has_face(case):
        return Judged(item, error="no face was found", cpu_ms=spent)
    names = [name for name in (_OF_CLIPS if item.is_clip else _OF_STILLS) if _applies(name, case)]
    results = tuple(pipeline.CHECKS[name](case, book) for name in names)
    return Judged(item, results, cpu_ms=spent, seconds=case.clip.seconds if case.clip else 0.0)


def _applies(name: CheckName, case: Case) -> bool:
    return name is not CheckName.CHALLENGE_FOLLOWED or bool(case.prompts)


def _has_face(case: Case) -> bool:
    if case.clip is not None:
        return any(frame.faces for frame in case.clip.frames)
    return case.selfie is not None and bool(case.selfie.faces)


def _still_case(item: Item, book: Book, on: date) -> Case:
    return Case(claim=None, front=NOTHING_READ, selfie=_selfie(item.path, book), on=on)


def _clip_case(item: Item, book: Book, on: date) -> Case:
    told = item.told
    clip = _clip(item.path, book)
    return Case(
        claim=None,
        front=NOTHING_READ,
        selfie=_selfie(item.beside(told.selfie), book) if told.selfie else None,
        clip=clip,
        prompts=told.prompts,
        flashes=told.flashes,
        capture=told.capture,
        duplicates=Duplicates(clips=_match(clip, _clip(item.beside(told.earlier), book)))
        if told.earlier
        else None,
        on=on,
    )


def _selfie(path: Path, book: Book) -> SelfieReading:
    return examine.examine_selfie(files.open_picture(path, book).pixels)


def _clip(path: Path, book: Book) -> ClipReading:
    return examine.examine_clip(files.open_clip(path, book).frames)


def _match(clip: ClipReading, earlier: ClipReading) -> tuple[ClipMatch, ...]:
    likeness = replay.likeness(clip.fingerprint, earlier.fingerprint)
    return (ClipMatch(account_id="earlier", evidence_id="earlier", likeness=likeness),)
