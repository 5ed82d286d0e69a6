"""What one recogniser makes of a set of pictures: its errors where strangers match at agreed rates, and its time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assay.cli.benching.faces import curve
from assay.cli.benching.faces.curve import AllPairs, Point
from assay.cli.benching.faces.own import Answer
from assay.cli.benching.faces.people import Pairs, Portrait
from assay.cli.benching.figures import Share, median

RATES = (1e-2, 1e-3, 1e-4, 1e-5)


@dataclass(frozen=True, slots=True)
class Result:
    """`faceless` are places of pictures without a face; `accuracy` is of the pairs given, None without them."""

    name: str
    version: str
    licence: str
    every: AllPairs
    points: tuple[Point, ...]
    faceless: tuple[int, ...]
    accuracy: Share | None
    given: int
    cpu_ms_picture: float
    cpu_ms_match: float = 0.0
    problem: str = ""


def of(  # noqa: PLR0913  all of them named where it is called
    name: str, portraits: Sequence[Portrait], answers: Sequence[Answer], pairs: Pairs | None, *,
    measure: str = "cosine", version: str = "", licence: str = "", cpu_ms_match: float = 0.0, problem: str = "",
) -> Result:  # fmt: skip
    """Return the figures; `measure` as in curve.all_pairs."""
    every = curve.all_pairs([one.template for one in answers], [one.person for one in portraits], measure)
    rates = [rate for rate in RATES if rate * len(every.impostor) >= 1] if len(every.genuine) else []
    return Result(
        name, version, licence, every,
        points=tuple(curve.point(every, rate) for rate in rates),
        faceless=tuple(place for place, one in enumerate(answers) if one.template is None),
        accuracy=_accuracy(every, pairs) if pairs else None,
        given=len(pairs.pairs) if pairs else 0,
        cpu_ms_picture=median(one.cpu_ms for one in answers if one.template is not None),
        cpu_ms_match=cpu_ms_match,
        problem=problem,
    )  # fmt: skip


def _accuracy(every: AllPairs, pairs: Pairs) -> Share:
    places = {(int(a), int(b)): at for at, (a, b) in enumerate(zip(every.first, every.second, strict=True))}
    chosen = np.array([places[min(pair), max(pair)] for pair in pairs.pairs if pair[0] != pair[1]])
    return curve.accuracy(every.scores[chosen], every.same[chosen], pairs.folds)


def headline(result: Result) -> dict[str, float | None]:
    """Return the five numbers of `--json`; a rate that the pictures are too few for is null."""
    by_rate = {one.fmr: round(one.fnmr.value, 6) for one in result.points}
    return {
        "pairs": result.given,
        "accuracy": round(result.accuracy.value, 6) if result.accuracy else None,
        "fnmr_at_fmr_1e-3": by_rate.get(1e-3),
        "fnmr_at_fmr_1e-4": by_rate.get(1e-4),
        "cpu_ms_match": round(result.cpu_ms_match, 1),
    }


def worst(every: AllPairs, *, genuine: bool, count: int) -> list[tuple[int, int, float]]:
    """Return the least alike pairs of one person, or the most alike of two: places and likeness."""
    places = np.flatnonzero(every.same == genuine)
    order = np.argsort(every.scores[places] if genuine else -every.scores[places], kind="stable")[:count]
    return [(int(every.first[at]), int(every.second[at]), float(every.scores[at])) for at in places[order]]
