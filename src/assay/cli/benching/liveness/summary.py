"""The figures of a set: who was accepted, by kind, and how well each signal alone tells the two apart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assay.checks.result import Outcome
from assay.cli.benching.figures import Share, median, p90, share
from assay.cli.benching.liveness.judging import Judged


@dataclass(frozen=True, slots=True)
class Kind:
    """Attacks of one kind: how many were accepted, referred, asked again, and which reasons were given most."""

    name: str
    accepted: Share
    referred: Share
    asked_again: Share
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Strength:
    """One signal alone. `area` under its curve, None where one side is missing; `flagged` and `blamed`: attacks and people
    below the threshold, of those on whom it could be measured.
    """

    name: str
    area: float | None
    flagged: Share
    blamed: Share


def headline(judged: Sequence[Judged]) -> dict[str, object]:
    """Return what `--json` prints."""
    live, attacks = people_of(judged), attacks_of(judged)
    return {
        "live": len(live),
        "attacks": len(attacks),
        "apcer": round(accepted(attacks).value, 4),
        "bpcer": round(refused(live).value, 4),
        "by_kind": {
            kind.name: {"attacks": kind.accepted.of, "apcer": round(kind.accepted.value, 4)}
            for kind in kinds(judged)
        },
    }


def people_of(judged: Sequence[Judged]) -> list[Judged]:
    return [one for one in judged if one.item.is_live]


def attacks_of(judged: Sequence[Judged]) -> list[Judged]:
    return [one for one in judged if not one.item.is_live]


def accepted(judged: Sequence[Judged]) -> Share:
    return share(one.is_accepted for one in judged)


def refused(judged: Sequence[Judged]) -> Share:
    return share(not one.is_accepted for one in judged)


def with_outcome(judged: Sequence[Judged], outcome: Outcome) -> Share:
    return share(one.outcome is outcome for one in judged)


def kinds(judged: Sequence[Judged], *, live: bool = False) -> list[Kind]:
    """Return attacks, or people, by kind in the order of the list."""
    chosen = people_of(judged) if live else attacks_of(judged)
    return [
        _kind(name, [one for one in chosen if one.item.kind == name])
        for name in dict.fromkeys(one.item.kind for one in chosen)
    ]


def _kind(name: str, judged: Sequence[Judged]) -> Kind:
    counted: dict[str, int] = {}
    for one in judged:
        for reason in dict.fromkeys(one.reasons or ((one.error,) if one.error else ())):
            counted[reason] = counted.get(reason, 0) + 1
    return Kind(
        name,
        accepted(judged),
        with_outcome(judged, Outcome.REFER),
        with_outcome(judged, Outcome.ASK_AGAIN),
        tuple(sorted(counted.items(), key=lambda entry: -entry[1])),
    )


def strengths(judged: Sequence[Judged]) -> list[Strength]:
    """Return each signal by name; gestures are counted together whatever their place in the challenge."""
    values: dict[str, list[tuple[bool, float, float]]] = {}
    for one in judged:
        for signal in one.signals:
            if signal.strength is not None and signal.threshold is not None:
                name = re.sub(r"\s*\d+\b", "", signal.name)
                values.setdefault(name, []).append((one.item.is_live, signal.strength, signal.threshold))
    return [_strength(name, seen) for name, seen in values.items()]


def _strength(name: str, seen: Sequence[tuple[bool, float, float]]) -> Strength:
    return Strength(
        name,
        area([value for live, value, _ in seen if live], [value for live, value, _ in seen if not live]),
        share(value < least for live, value, least in seen if not live),
        share(value < least for live, value, least in seen if live),
    )


def area(live: Sequence[float], attacks: Sequence[float]) -> float | None:
    """Return the share of pairs in which the person has more than the attack, ties half (Mann and Whitney 1947)."""
    if not live or not attacks:
        return None
    won = sum((one > other) + 0.5 * (one == other) for one in live for other in attacks)
    return won / (len(live) * len(attacks))


def curve(judged: Sequence[Judged]) -> list[tuple[float, float]]:
    """Return (people refused, attacks accepted) at each cut of the weakest margin, from accepting all to accepting none."""
    live = [one.margin for one in people_of(judged)]
    attacks = [one.margin for one in attacks_of(judged)]
    if not live or not attacks:
        return []
    cuts = sorted({*live, *attacks})
    return [
        (
            sum(value < cut for value in live) / len(live),
            sum(value >= cut for value in attacks) / len(attacks),
        )
        for cut in (*cuts, cuts[-1] + 1)
    ]


def total_area(judged: Sequence[Judged]) -> float | None:
    return area([one.margin for one in people_of(judged)], [one.margin for one in attacks_of(judged)])


def times(judged: Sequence[Judged]) -> tuple[float, float, float]:
    """Return processor milliseconds of an item at the middle and at nine of ten, and for a second of a clip."""
    seen = [one for one in judged if not one.error]
    clips = [one.cpu_ms / one.seconds for one in seen if one.seconds > 0]
    return median(one.cpu_ms for one in seen), p90(one.cpu_ms for one in seen), median(clips)


def wrong(judged: Sequence[Judged]) -> list[Judged]:
    """Return accepted attacks, then people who were not, then what could not be read."""
    failed = [one for one in judged if one.is_wrong or one.error]
    return sorted(failed, key=lambda one: (bool(one.error), one.item.is_live, one.item.path.name))
