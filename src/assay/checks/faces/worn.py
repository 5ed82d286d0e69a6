"""Is the face in the selfie free: no dark glasses, no glare on clear ones, no hat over it, nothing before mouth and nose?

Clear glasses pass, and so does a scarf, turban or cap that leaves the oval of the face free. The measure can err; whoever
thinks it did sends the picture again or asks a person, who may pass it with a reason.
"""

from collections.abc import Callable
from functools import partial

from assay.checks.faces.face_regions import Box, eye_band, forehead, lower_half
from assay.checks.faces.selfie import about_the_face, asked_again
from assay.checks.readings import Case, Face, Worn
from assay.checks.result import CheckResult, Mark, Outcome, Piece, result_of
from assay.policy.schema import Book, CheckName


@about_the_face(CheckName.SELFIE_UNCOVERED)
def selfie_uncovered(face: Face, case: Case, book: Book) -> CheckResult:
    """The face is not hidden: not the eyes by dark glasses or reflections, not the forehead by a hat, not mouth and nose.

    Clear glasses and head covers that leave the oval of the face free are allowed. The scores say how surely something is there,
    0 to 1; they come from a small network that has only seen drawn glasses, hats, masks and hands.
    """
    if face.worn is None:
        return result_of(CheckName.SELFIE_UNCOVERED, {"selfie.worn.not_measured": Outcome.REFER})
    parts = _covered(face, face.worn, partial(_limit, case, book))
    return result_of(
        CheckName.SELFIE_UNCOVERED,
        asked_again(*((reason, covered) for reason, covered, _, _ in parts)),
        seen=_described(face.worn),
        marks=tuple(
            Mark(piece=Piece.SELFIE, label=label, points=box, good=False)
            for _, covered, label, box in parts
            if covered
        ),
    )


def _limit(case: Case, book: Book, name: str) -> float:
    return book.threshold(CheckName.SELFIE_UNCOVERED, name, case.on)


def _covered(face: Face, worn: Worn, limit: Callable[[str], float]) -> tuple[tuple[str, bool, str, Box], ...]:
    """Return reason, whether it holds, the words for the mark, and where it lies."""
    hides_forehead = worn.hat > limit("hat_most") and worn.bare_forehead < limit("bare_forehead_least")
    return (
        (
            "selfie.worn.dark_glasses",
            worn.eyes_hidden > limit("eyes_hidden_most"),
            "Eyes hidden",
            eye_band(face),
        ),
        ("selfie.worn.glare", worn.glare > limit("glare_most"), "Glare", eye_band(face)),
        ("selfie.worn.hat", hides_forehead, "Hat", forehead(face)),
        ("selfie.worn.mouth", worn.mouth_covered > limit("mouth_covered_most"), "Covered", lower_half(face)),
    )


def _described(worn: Worn) -> dict[str, str]:
    scores = {
        "glasses": worn.glasses,
        "eyes hidden": worn.eyes_hidden,
        "glare on glasses": worn.glare,
        "head cover": worn.hat,
        "mouth or nose covered": worn.mouth_covered,
    }
    return {
        **{name: f"{score:.2f} of 1" for name, score in scores.items()},
        "bare forehead": f"{worn.bare_forehead:.2f} distances between the eyes",
    }


@about_the_face(CheckName.SELFIE_UNFILTERED)
def selfie_unfiltered(face: Face, case: Case, book: Book) -> CheckResult:
    """The face looks as a camera takes it, and not drawn.

    A camera leaves grain on the skin; a cartoon filter or a drawing leaves areas without any. Beauty filters are not told from
    the smoothing that cameras do themselves. So this can only send the picture to a person.
    """
    if face.flat_skin is None:
        return result_of(CheckName.SELFIE_UNFILTERED, {}, seen={"skin": "too few pixels to tell"})
    most = book.threshold(CheckName.SELFIE_UNFILTERED, "flat_most", case.on)
    return result_of(
        CheckName.SELFIE_UNFILTERED,
        {"selfie.face.filtered": Outcome.REFER} if face.flat_skin > most else {},
        score=face.flat_skin,
        threshold=most,
        seen={"skin": f"{face.flat_skin:.0%} of it without grain"},
    )
