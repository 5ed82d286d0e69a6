"""What a check answers, and how answers become one decision.

A machine may pass, ask again or refer to a person. There is deliberately no outcome that rejects.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from assay.policy.schema import CheckName


class Outcome(StrEnum):
    """From best to worst. ASK_AGAIN: the customer can mend it. REFER: a person must look."""

    PASS = "pass"  # noqa: S105  an outcome, not a password
    ASK_AGAIN = "ask_again"
    REFER = "refer"


_SEVERITY = {Outcome.PASS: 0, Outcome.ASK_AGAIN: 1, Outcome.REFER: 2}


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Piece(StrEnum):
    """The pieces of evidence a check can point at."""

    FRONT = "front"
    BACK = "back"
    SELFIE = "selfie"
    CLIP = "clip"
    NOTE = "note"


class Mark(Frozen):
    """Something seen on a picture, drawn for the reviewer.

    `points` are (x, y) as shares of the width and height of the upright display picture, 0 to 1: two points
    are the opposite corners of a box, four or more a polygon, one a dot.
    """

    piece: Piece
    label: str
    points: tuple[tuple[float, float], ...]
    good: bool = True


class Signal(Frozen):
    """One thing measured that speaks for or against a living person recorded now.

    `strength` is 0 (against) to 1 (for), None where it could not be measured; under `threshold` it is held against the
    recording, where there is one. `said` is what was measured, in words.
    """

    name: str
    strength: float | None = None
    threshold: float | None = None
    said: str = ""


class CheckResult(Frozen):
    """One question and its answer.

    `score` and `threshold` are None where the question is not a matter of degree. `reasons` are keys of
    reasons.toml and are empty exactly when the outcome is PASS. `seen` is a sentence or value per key, for people.
    """

    check: CheckName
    outcome: Outcome
    score: float | None = None
    threshold: float | None = None
    reasons: tuple[str, ...] = ()
    seen: dict[str, str] = {}
    marks: tuple[Mark, ...] = ()
    signals: tuple[Signal, ...] = ()


class Verdict(Frozen):
    """The decision the machine proposes: the worst outcome, with all reasons, worst first, each once."""

    outcome: Outcome
    reasons: tuple[str, ...]


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    return max(outcomes, key=_SEVERITY.__getitem__, default=Outcome.PASS)


def result_of(
    check: CheckName,
    problems: Mapping[str, Outcome],
    *,
    score: float | None = None,
    threshold: float | None = None,
    seen: dict[str, str] | None = None,
    marks: tuple[Mark, ...] = (),
    signals: tuple[Signal, ...] = (),
) -> CheckResult:
    """Return the result of a check from its reasons and how bad each is; none at all is a pass."""
    return CheckResult(
        check=check,
        outcome=worst(problems.values()),
        score=score,
        threshold=threshold,
        reasons=tuple(problems),
        seen=seen or {},
        marks=marks,
        signals=signals,
    )


def combine(results: Iterable[CheckResult]) -> Verdict:
    """Return the worst outcome and every reason. The order of results does not matter.

    No results at all are nothing to approve on, so they are referred.
    """
    ranked = sorted(results, key=lambda result: (-_SEVERITY[result.outcome], result.check))
    if not ranked:
        return Verdict(outcome=Outcome.REFER, reasons=("verification.checks.missing",))
    reasons = dict.fromkeys(reason for result in ranked for reason in result.reasons)
    return Verdict(outcome=worst(result.outcome for result in ranked), reasons=tuple(reasons))
