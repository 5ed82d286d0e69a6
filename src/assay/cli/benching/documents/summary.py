"""The figures of one reader on a set of images, and of parts of the set."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from assay.checks.stopwatch import SECOND_READER, STAGES
from assay.cli.benching.documents.expected import FLAT, Item
from assay.cli.benching.documents.scores import FOUND, Score
from assay.cli.benching.figures import Share, median, p90, share

_FORMATS = {
    "td1": "TD1", "td2": "TD2", "td3": "TD3", "mrv_a": "MRV-A", "mrv_b": "MRV-B", "french_id": "French ID",
    "none": "without a zone",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the images, and how they were read."""

    name: str
    exact: Share
    fields_right: Share
    accepted: Share
    wrong_accepted: int


@dataclass(frozen=True, slots=True)
class Time:
    """Milliseconds of a stage: processor at the middle and at nine of ten, wall at the middle."""

    stage: str
    cpu: float
    cpu_p90: float
    wall: float


def headline(scores: Sequence[Score]) -> dict[str, float]:
    """Return the seven numbers of `--json`: four counts, the zone's median times, the most memory."""
    answers = [one.answer for one in scores]
    return {
        "images": len(scores),
        "exact": sum(one.exact for one in scores),
        "fields_right": sum(one.fields_right for one in scores),
        "wrong_accepted": sum(one.wrong_accepted for one in scores),
        "cpu_ms_median": round(median(one.cpu_ms for one in answers if not one.error), 1),
        "wall_ms_median": round(median(one.wall_ms for one in answers if not one.error), 1),
        "peak_mb": round(max((one.peak_mb for one in answers), default=0.0), 1),
    }


def part(name: str, scores: Iterable[Score]) -> Part:
    chosen = list(scores)
    return Part(
        name,
        share(one.exact for one in chosen),
        share(one.fields_right for one in chosen),
        share(bool(one.answer.accepted) for one in chosen),
        sum(one.wrong_accepted for one in chosen),
    )


def parts(scores: Sequence[Score]) -> list[Part]:
    """Return all images, the fair ones, and then by format and by kind of photo where there are several."""
    found = [
        part("all", scores),
        part("TD1-3 valid", (one for one in scores if one.item.is_fair)),
    ]
    found += _by(scores, lambda item: _FORMATS.get(item.format, item.format))
    if {one.item.kind for one in scores} != {FLAT}:
        found += _by(scores, lambda item: f"photo {item.kind}")
    return found


def _by(scores: Sequence[Score], key: Callable[[Item], str]) -> Iterator[Part]:
    names = sorted({key(one.item) for one in scores})
    for name in names if len(names) > 1 else ():
        yield part(name, (one for one in scores if key(one.item) == name))


def found_shares(scores: Sequence[Score]) -> list[tuple[str, Share]]:
    """Return what else can be counted: wrong check digits flagged, outlines found, photos turned upright."""
    spoiled = [one for one in scores if one.item.lines and not one.item.valid]
    outlines = [one.overlap for one in scores if one.overlap is not None]
    turns = [one.upright for one in scores if one.upright is not None]
    counted = [
        ("wrong printed check digits, flagged", share(one.flagged for one in spoiled)),
        (f"outline overlaps the true one by {FOUND} and more", share(value >= FOUND for value in outlines)),
        ("turned upright", share(turns)),
    ]
    return [(name, one) for name, one in counted if one.of]


def mean_overlap(scores: Sequence[Score]) -> float | None:
    outlines = [one.overlap for one in scores if one.overlap is not None]
    return sum(outlines) / len(outlines) if outlines else None


def times(scores: Sequence[Score]) -> list[Time]:
    """Return the time of each stage, then of the zone with one reader, with both, and of the whole reading."""
    seen = [(one.answer, one.answer.seen) for one in scores if one.answer.seen]
    found = [_time("opening the file", [one.decode for _, one in seen])]
    found += [_time(stage, [one.stages.get(stage, (0.0, 0.0)) for _, one in seen]) for stage in STAGES]
    zone = [(answer.cpu_ms, answer.wall_ms) for answer, _ in seen]
    second = [one.stages.get(SECOND_READER, (0.0, 0.0)) for _, one in seen]
    first = [(a - c, b - d) for (a, b), (c, d) in zip(zone, second, strict=True)]
    found.append(_time("= zone, first reader", first))
    found.append(_time("= zone, both readers", zone))
    found.append(_time("= whole reading", [one.whole for _, one in seen]))
    return [one for one in found if one.cpu_p90 or one.wall]


def _time(stage: str, spent: Sequence[tuple[float, float]]) -> Time:
    cpu, wall = [one for one, _ in spent], [one for _, one in spent]
    return Time(stage, median(cpu), p90(cpu), median(wall))


def failures(scores: Iterable[Score]) -> list[Score]:
    """Return the images with a fault, worst first: wrong and accepted, then lines, then the rest."""
    failed = [one for one in scores if one.faults]
    return sorted(failed, key=lambda one: (not one.wrong_accepted, one.exact, one.item.name))
