"""Is there a face on the document that can be compared, and is it the face of the selfie?"""

from assay.checks.faces import face_odds
from assay.checks.readings import Case, Face, SelfieReading
from assay.checks.result import CheckResult, Mark, Outcome, Piece
from assay.policy.schema import Book, CheckName


def box_mark(face: Face, piece: Piece, label: str, *, good: bool = True) -> Mark:
    """Return the mark of a face's box, kept inside the picture."""
    points = tuple((min(1.0, max(0.0, x)), min(1.0, max(0.0, y))) for x, y in face.box)
    return Mark(piece=piece, label=label, points=points, good=good)


def cosine(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Return the cosine of two unit templates; one number of a person's likeness, -1 to 1."""
    return sum(a * b for a, b in zip(one, other, strict=True))


def likeness(one: Face, other: Face) -> float:
    """Return how alike two faces are, -1 to 1: what every comparison of one face with another goes by."""
    return cosine(one.template, other.template)


def document_face(case: Case, book: Book) -> CheckResult:
    """The document shows a portrait that is large enough to compare faces reliably.

    Measured is the distance between the pupils of the largest face on the front, in pixels of the picture.
    With too few pixels the comparison errs more often, for everybody; then the picture is asked for again.
    """
    least = book.threshold(CheckName.DOCUMENT_FACE, "eye_distance", case.on)
    if not case.front.faces:
        return CheckResult(
            check=CheckName.DOCUMENT_FACE,
            outcome=Outcome.ASK_AGAIN,
            reasons=("document.portrait.missing",),
            seen={"portrait": "No face was found on the front of the document."},
        )
    portrait = case.front.faces[0]
    large = portrait.eye_distance >= least
    return CheckResult(
        check=CheckName.DOCUMENT_FACE,
        outcome=Outcome.PASS if large else Outcome.ASK_AGAIN,
        score=portrait.eye_distance,
        threshold=least,
        reasons=() if large else ("document.portrait.too_small",),
        seen={"portrait": f"{portrait.eye_distance:.0f} pixels between the eyes"},
        marks=(box_mark(portrait, Piece.FRONT, "Portrait", good=large),),
    )


def face_match(case: Case, book: Book) -> CheckResult:
    """The face in the selfie is the face on the document.

    Both faces are turned into 128 numbers by the SFace network; compared is the cosine, 1 for equal. At
    `accept` and above the machine accepts. Below, a person compares: between the two thresholds as uncertain,
    under the lower one as a probable mismatch. The machine never rejects anybody for their face. How many strangers
    are as alike is told beside it; it was counted on press photographs, and portraits of one studio are more alike.
    """
    selfie, portraits = case.selfie or SelfieReading(quality=case.front.quality, faces=()), case.front.faces
    if not portraits or not selfie.faces:
        missing = "document.portrait.missing" if not portraits else "selfie.face.missing"
        return CheckResult(
            check=CheckName.FACE_MATCH,
            outcome=Outcome.ASK_AGAIN,
            reasons=(missing,),
            seen={"faces": "There are not two faces to compare."},
        )
    portrait, face = portraits[0], selfie.faces[0]
    accept = book.threshold(CheckName.FACE_MATCH, "accept", case.on)
    uncertain = book.threshold(CheckName.FACE_MATCH, "uncertain", case.on)
    score = likeness(portrait, face)
    same = score >= accept
    reason = "selfie.match.uncertain" if score >= uncertain else "selfie.match.mismatch"
    return CheckResult(
        check=CheckName.FACE_MATCH,
        outcome=Outcome.PASS if same else Outcome.REFER,
        score=score,
        threshold=accept,
        reasons=() if same else (reason,),
        seen={
            "likeness": f"{score:.2f}; accepted from {accept:.2f}, uncertain from {uncertain:.2f}",
            "strangers": f"In press photographs {face_odds.words(score)}.",
        },
        marks=(
            box_mark(portrait, Piece.FRONT, "Portrait", good=same),
            box_mark(face, Piece.SELFIE, "Face", good=same),
        ),
    )
