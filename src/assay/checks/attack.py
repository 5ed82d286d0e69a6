"""Is there a sign of a print, a screen or a mask before the camera?"""

from statistics import median

from assay.checks.liveness import no_clip
from assay.checks.readings import Case
from assay.checks.result import CheckResult, Outcome, Signal, result_of
from assay.policy.schema import Book, CheckName


def presentation_attack(case: Case, book: Book) -> CheckResult:
    """No sign of a print, a screen or a mask before the camera.

    A network judges the selfie and several frames of the recording with their surroundings; the lower of the
    selfie and the middle frame counts. It errs in both directions and its training data is not documented, so
    it can send a case to a person and nothing else. Where it is not installed nothing was measured, and a
    person looks.
    """
    if case.selfie is None and case.clip is None:
        return no_clip(CheckName.PRESENTATION_ATTACK)
    least = book.threshold(CheckName.PRESENTATION_ATTACK, "live_least", case.on)
    frames = [frame.live for frame in case.clip.frames if frame.live is not None] if case.clip else []
    selfie = case.selfie.faces[0].live if case.selfie and case.selfie.faces else None
    scores = {
        **({"selfie": selfie} if selfie is not None else {}),
        **({"recording": median(frames)} if frames else {}),
    }
    if not scores:
        return result_of(
            CheckName.PRESENTATION_ATTACK,
            {"liveness.attack.not_measured": Outcome.REFER},
            seen={"live": "Nothing could be measured."},
        )
    score = min(scores.values())
    return result_of(
        CheckName.PRESENTATION_ATTACK,
        {} if score >= least else {"liveness.attack.suspected": Outcome.REFER},
        score=score,
        threshold=least,
        seen={piece: f"live {value:.2f} of 1" for piece, value in scores.items()},
        signals=tuple(
            Signal(
                name=f"look of the {piece}", strength=value, threshold=least, said=f"live {value:.2f} of 1"
            )
            for piece, value in scores.items()
        ),
    )
