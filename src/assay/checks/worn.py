"""Is the face in the selfie free: no dark glasses, no glare on clear ones, no hat over it, nothing before mouth and nose?

Clear glasses pass, and so does a scarf, turban or cap that leaves the oval of the face free. The measure can err; whoever
thinks it did sends the picture again or asks a person, who may pass it with a reason.
"""

from assay.checks.face_regions import Box, eye_band, forehead, lower_half
from assay.checks.readings import Case, Face, Worn
from assay.checks.result import CheckResult, Mark, Outcome, Piece, result_of
from assay.checks.selfie import about_the_face, asked_again
from assay.policy.schema import Book, CheckName


@about_the_face(CheckName.SELFIE_UNCOVERED)
def selfie_uncovered(face: Face, case: Case, book: Book) -> CheckResult:
    """The face is not hidden: not the eyes by dark glasses or reflections, not the forehead by a hat, not mouth and nose.

    Clear glasses and head covers that leave the oval of the face free are allowed. The scores say how surely something covers
    a part of the face, 0 to 1. They come from a small network that has only seen drawn glasses, hats, masks and hands.
    """
    worn = face.worn
    if worn is None:
        return result_of(CheckName.SELFIE_UNCOVERED, {})
    parts = _parts(face, worn)
    wrong = [
        score > book.threshold(CheckName.SELFIE_UNCOVERED, f"{name}_most", case.on)
        for name, _, score, _ in parts
    ]
    return result_of(
        CheckName.SELFIE_UNCOVERED,
        asked_again(*((reason, is_wrong) for (_, reason, _, _), is_wrong in zip(parts, wrong, strict=True))),
        seen={
            "glasses": f"{worn.glasses:.2f} of 1",
            **{name.replace("_", " "): f"{score:.2f} of 1" for name, _, score, _ in parts},
        },
        marks=tuple(
            Mark(piece=Piece.SELFIE, label=name.replace("_", " ").capitalize(), points=box, good=False)
            for (name, _, _, box), is_wrong in zip(parts, wrong, strict=True)
            if is_wrong
        ),
    )


def _parts(face: Face, worn: Worn) -> tuple[tuple[str, str, float, Box], ...]:
    """Return what may be covered: its name, the reason, how surely it is, and where it lies."""
    return (
        ("eyes_hidden", "selfie.worn.dark_glasses", worn.eyes_hidden, eye_band(face)),
        ("glare", "selfie.worn.glare", worn.glare, eye_band(face)),
        ("forehead_covered", "selfie.worn.hat", worn.forehead_covered, forehead(face)),
        ("mouth_covered", "selfie.worn.mouth", worn.mouth_covered, lower_half(face)),
    )


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
