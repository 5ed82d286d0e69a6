"""The checks in words: worst first, with what they measured, why, and what each of them asks."""

import inspect
from dataclasses import dataclass

from assay.checks.pipeline import CHECKS
from assay.checks.result import CheckResult, Outcome
from assay.policy.load import current
from assay.policy.schema import CheckName

WORDS = {Outcome.PASS: "Passed", Outcome.ASK_AGAIN: "Ask again", Outcome.REFER: "A person has to look"}
_WORST_FIRST = (Outcome.REFER, Outcome.ASK_AGAIN, Outcome.PASS)
# These say what was measured, never what is written on a document; everything else stays masked until revealed.
_IMPERSONAL = frozenset(
    {
        CheckName.DOCUMENT_FOUND, CheckName.DOCUMENT_IMAGE, CheckName.DOCUMENT_ORIGINAL, CheckName.DOCUMENT_FACE,
        CheckName.SELFIE_FACE, CheckName.SELFIE_FRAME, CheckName.SELFIE_EYES, CheckName.SELFIE_IMAGE, CheckName.SELFIE_UNCOVERED,
        CheckName.SELFIE_UNFILTERED, CheckName.FACE_MATCH, CheckName.CHALLENGE_FOLLOWED, CheckName.ONE_LIVE_FACE,
        CheckName.PRESENTATION_ATTACK, CheckName.LIGHT_RESPONSE, CheckName.CLIP_FRESH, CheckName.DUPLICATE_FACE,
        CheckName.DUPLICATE_DOCUMENT,
    }
)  # fmt: skip
_TITLES = {
    CheckName.DOCUMENT_CHECK_DIGITS: "Check digits hold",
    CheckName.ONE_LIVE_FACE: "One and the same live face",
    CheckName.LIGHT_RESPONSE: "Light of the screen on the face",
    CheckName.CLIP_FRESH: "Recording not given before",
    CheckName.CLIP_GENUINE: "Recording from a camera",
}


@dataclass(frozen=True)
class Explained:
    """`bar` and `mark` are score and threshold as shares of the bar's length, 0 to 100; None without a score."""

    check: CheckName
    title: str
    outcome: Outcome
    word: str
    score: str
    threshold: str
    bar: int | None
    mark: int | None
    reasons: tuple[str, ...]
    seen: tuple[tuple[str, str], ...]
    masked: bool
    explanation: tuple[str, ...]


def title_of(check: CheckName) -> str:
    return _TITLES.get(check, check.value.replace("_", " ").capitalize())


def explanation_of(check: CheckName) -> tuple[str, ...]:
    """Return the check's own docstring, one text a paragraph: what it asks and what follows."""
    # The marks of code are for programmers; these words are read by customers and auditors, too.
    paragraphs = (inspect.getdoc(CHECKS[check]) or "").replace("`", "").split("\n\n")
    return tuple(" ".join(paragraph.split()) for paragraph in paragraphs)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.0f}" if abs(value) >= 10 else f"{value:.2f}"


def _bar(score: float | None, threshold: float | None) -> tuple[int | None, int | None]:
    """Return where score and threshold lie on a bar whose end is a quarter beyond the larger of them."""
    if score is None or threshold is None:
        return None, None
    end = max(score, threshold) * 1.25 or 1.0
    return round(100 * max(0.0, score) / end), round(100 * max(0.0, threshold) / end)


def explain(result: CheckResult, *, revealed: bool) -> Explained:
    bar, mark = _bar(result.score, result.threshold)
    masked = bool(result.seen) and not revealed and result.check not in _IMPERSONAL
    reasons = current().reasons
    return Explained(
        check=result.check,
        title=title_of(result.check),
        outcome=result.outcome,
        word=WORDS[result.outcome],
        score=_number(result.score),
        threshold=_number(result.threshold),
        bar=bar,
        mark=mark,
        reasons=tuple(reasons[code].staff if code in reasons else code for code in result.reasons),
        seen=() if masked else tuple(result.seen.items()),
        masked=masked,
        explanation=explanation_of(result.check),
    )


@dataclass(frozen=True)
class Explanations:
    """Apart: what needs a look, and what passed."""

    to_look_at: tuple[Explained, ...]
    passed: tuple[Explained, ...]


def explain_all(results: tuple[CheckResult, ...], *, revealed: bool) -> Explanations:
    """Return every result in words, worst first."""
    ranked = sorted(results, key=lambda result: _WORST_FIRST.index(result.outcome))
    checks = [explain(result, revealed=revealed) for result in ranked]
    return Explanations(
        tuple(check for check in checks if check.outcome is not Outcome.PASS),
        tuple(check for check in checks if check.outcome is Outcome.PASS),
    )
