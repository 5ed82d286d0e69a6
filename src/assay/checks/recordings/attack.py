"""Is there a sign of a print, a screen or a mask before the camera?"""

from statistics import median

from assay.checks.readings import Case
from assay.checks.recordings.liveness import no_clip
from assay.checks.result import CheckResult, Outcome, Signal, result_of
from assay.policy.schema import Book, CheckName

_NAME = CheckName.PRESENTATION_ATTACK
# The spectrum of skin, which noise alone fills, reaches this; strengths fall from there.
_NOISE = 1.4
_HALF = 0.5


def presentation_attack(case: Case, book: Book) -> CheckResult:
    """No sign of a print, a screen or a mask before the camera.

    A network judges the selfie and several frames of the recording with their surroundings; the lower of the
    selfie and the middle frame counts. It errs in both directions and its training data is not documented, so
    it can send a case to a person and nothing else. Where it is not installed nothing was measured, and a
    person looks. Beside it, both are searched for an even pattern on the skin, as screens and prints have, and for the edges
    of a sheet or a device around the face.
    """
    if case.selfie is None and case.clip is None:
        return no_clip(_NAME)
    least = book.threshold(_NAME, "live_least", case.on)
    looks = _looks(case, least)
    signals = (*looks, *_surfaces(case, book))
    problems = {
        reason: Outcome.REFER
        for name, reason in _REASONS.items()
        if any(name in signal.name and _against(signal) for signal in signals)
    }
    if not looks:
        problems["liveness.attack.not_measured"] = Outcome.REFER
    return result_of(
        _NAME,
        problems,
        score=min((one.strength for one in looks if one.strength is not None), default=None),
        threshold=least if looks else None,
        seen={one.name: one.said for one in signals} or {"live": "Nothing could be measured."},
        signals=signals,
    )


_REASONS = {
    "look of": "liveness.attack.suspected",
    "pattern": "liveness.attack.raster",
    "edges": "liveness.attack.framed",
}


def _against(signal: Signal) -> bool:
    return signal.strength is not None and signal.threshold is not None and signal.strength < signal.threshold


def _looks(case: Case, least: float) -> list[Signal]:
    frames = [frame.live for frame in case.clip.frames if frame.live is not None] if case.clip else []
    selfie = case.selfie.faces[0].live if case.selfie and case.selfie.faces else None
    scores = {
        **({"selfie": selfie} if selfie is not None else {}),
        **({"recording": median(frames)} if frames else {}),
    }
    return [
        Signal(name=f"look of the {piece}", strength=value, threshold=least, said=f"live {value:.2f} of 1")
        for piece, value in scores.items()
    ]


def _surfaces(case: Case, book: Book) -> list[Signal]:
    raster_most = book.threshold(_NAME, "raster_most", case.on)
    framed_most = book.threshold(_NAME, "framed_most", case.on)
    face = case.selfie.faces[0] if case.selfie and case.selfie.faces else None
    signals = []
    for piece, on in (("selfie", face), ("recording", case.clip)):
        if on is not None and on.raster is not None:
            strength = 1.0 - _HALF * max(0.0, on.raster - _NOISE) / (raster_most - _NOISE)
            said = f"peaks of {on.raster:.1f} (up to {raster_most:.1f}; noise reaches {_NOISE:.1f})"
            signals.append(
                Signal(
                    name=f"pattern on the {piece}", strength=max(0.0, strength), threshold=_HALF, said=said
                )
            )
        if on is not None and on.framed is not None:
            said = f"{on.framed:.0%} of an outline around the face lies on edges (up to {framed_most:.0%})"
            signals.append(
                Signal(
                    name=f"edges in the {piece}",
                    strength=1.0 - on.framed,
                    threshold=round(1.0 - framed_most, 6),
                    said=said,
                )
            )
    return signals
