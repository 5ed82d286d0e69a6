"""Is this recording one that was given before?"""

from collections.abc import Sequence
from statistics import fmean
from typing import NamedTuple

from assay.checks.readings import Case
from assay.checks.readings.fingerprint import WORDS_A_SECOND, Word, unpacked
from assay.checks.result import CheckResult, Outcome, Signal, result_of
from assay.policy.schema import Book, CheckName

# So much may be cut off at either end, and so much must be left to compare.
_MOST_SHIFT = round(3.0 * WORDS_A_SECOND)
_LEAST_OVERLAP = round(4.0 * WORDS_A_SECOND)
# Each movement counts by its own spread, so that a turn made as asked, which is alike in all, does not hide the small ones, which
# are nobody's choice. Below these (degrees, eye distances) a spread is mostly error of measurement.
_LEAST_SPREADS = (1.0, 1.0, 0.04, 0.04)
_LEAST_MOVEMENT = 1.0


class _Pair(NamedTuple):
    one: Word
    other: Word


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """Return 0 to 1: how alike two recordings are by their fingerprints, at the best of all shifts of up to three seconds.

    Counted is the lesser of two: how the head moved (the concordance of Lin 1989, which asks for the same extent and not
    only the same shape), and the share of the picture's bits that agree. The first stays when a recording is encoded again,
    made smaller or brighter; the second tells two people apart who happen to move alike. 0 where too little overlaps.
    """
    first, second = [unpacked(word) for word in one], [unpacked(word) for word in other]
    shifts = range(-_MOST_SHIFT, _MOST_SHIFT + 1)
    return max((_alike(_overlapping(first, second, shift)) for shift in shifts), default=0.0)


def _overlapping(one: Sequence[Word], other: Sequence[Word], shift: int) -> list[_Pair]:
    return [
        _Pair(word, other[number + shift])
        for number, word in enumerate(one)
        if 0 <= number + shift < len(other)
    ]


def _alike(pairs: Sequence[_Pair]) -> float:
    if len(pairs) < _LEAST_OVERLAP:
        return 0.0
    differing = sum((pair.one.picture ^ pair.other.picture).bit_count() for pair in pairs)
    picture = 1.0 - differing / (32 * len(pairs))
    return max(0.0, min(_movement(pairs), picture))


def _movement(pairs: Sequence[_Pair]) -> float:
    """Return the concordance of the movements, each against its own mean: where the camera stood does not count."""
    known = [
        (pair.one.movement, pair.other.movement)
        for pair in pairs
        if pair.one.movement and pair.other.movement
    ]
    if len(known) < _LEAST_OVERLAP:
        return 0.0
    common = total = 0.0
    for number, least in enumerate(_LEAST_SPREADS):
        one = _from_mean([here[number] for here, _ in known])
        other = _from_mean([there[number] for _, there in known])
        spread = (fmean(a * a for a in one) + fmean(b * b for b in other)) / 2
        weight = 1.0 / max(spread, least**2)
        common += weight * fmean(a * b for a, b in zip(one, other, strict=True))
        total += weight * spread
    # Where nothing moved, two recordings cannot be told apart.
    return common / total if total >= _LEAST_MOVEMENT else 0.0


def _from_mean(values: Sequence[float]) -> list[float]:
    middle = fmean(values)
    return [value - middle for value in values]


def clip_fresh(case: Case, book: Book) -> CheckResult:
    """The recording was made for this attempt, and is none that was given before.

    Each recording is compared with earlier ones of the same account and of accounts with a close face, by how the head moved
    and by a coarse look at the picture. Nobody moves the same way twice, so one that agrees this closely is a copy; a person
    looks at both.
    """
    least = book.threshold(CheckName.CLIP_FRESH, "same_clip", case.on)
    matches = case.duplicates.clips if case.duplicates else ()
    nearest = max((match.likeness for match in matches), default=0.0)
    said = (
        f"nearest earlier recording {nearest:.2f} of 1 alike (a copy from {least:.2f})"
        if matches
        else "no earlier recording"
    )
    return result_of(
        CheckName.CLIP_FRESH,
        {"liveness.clip.replayed": Outcome.REFER} if nearest >= least else {},
        score=nearest,
        threshold=least,
        seen={"earlier recordings": said},
        signals=(Signal(name="new recording", strength=1.0 - nearest, threshold=1.0 - least, said=said),),
    )
