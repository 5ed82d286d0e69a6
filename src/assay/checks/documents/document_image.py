"""Is each picture of the document good enough to be read, and of the side that was asked for?

Pure: from a case and the rule book to one result.
"""

import math

from assay.checks.documents.holder import kind_of, sides
from assay.checks.readings import Case, DocumentReading
from assay.checks.result import CheckResult, Mark, Outcome, Piece, result_of
from assay.policy.documents import Side
from assay.policy.schema import Book, CheckName

# A portrait on the back this much of the size of the front's is the front's; the ghost image on some backs is far smaller.
_FULL_PORTRAIT = 0.7


def document_image(case: Case, book: Book) -> CheckResult:
    """The picture of the document is sharp, bright enough, free of reflections, large enough to be read, nothing covers the
    document, and each picture shows the side that was asked for.

    Everything is measured on the document and not on what it lies on. The score is the sharpness of the less sharp side.
    """
    problems: dict[str, Outcome] = {}
    seen: dict[str, str] = {}
    marks: list[Mark] = []
    for piece, side in sides(case):
        problems |= dict.fromkeys(_reasons(side, case, book), Outcome.ASK_AGAIN)
        seen[piece.value] = _described(side)
        marks += _marks(piece, side, case, book)
    if swapped := _wrong_sides(case, book):
        problems["document.side.wrong"] = Outcome.ASK_AGAIN
        seen["sides"] = swapped
    return result_of(
        CheckName.DOCUMENT_IMAGE,
        problems,
        score=min(side.quality.sharpness for _, side in sides(case)),
        threshold=_limit(book, "sharpness_least", case),
        seen=seen,
        marks=tuple(marks),
    )


def _limit(book: Book, name: str, case: Case) -> float:
    return book.threshold(CheckName.DOCUMENT_IMAGE, name, case.on)


def _reasons(side: DocumentReading, case: Case, book: Book) -> list[str]:
    quality = side.quality
    found = {
        "document.image.blurred": quality.sharpness < _limit(book, "sharpness_least", case),
        "document.image.dark": quality.brightness < _limit(book, "brightness_least", case),
        "document.image.glare": quality.glare > _limit(book, "glare_most", case),
        "document.image.too_small": long_side_of(side) < _limit(book, "long_side_least", case),
        "document.image.covered": covered_share(side) > _limit(book, "covered_most", case),
    }
    return [reason for reason, wrong in found.items() if wrong]


def covered_share(side: DocumentReading) -> float:
    """Return the share of the document that things lying across its border hide."""
    return sum(patch.strength for patch in side.signs.covered) if side.signs else 0.0


def _described(side: DocumentReading) -> str:
    quality = side.quality
    words = (
        f"sharpness {quality.sharpness:.2f}, brightness {quality.brightness:.0f}, "
        f"reflections {quality.glare:.1%}, {long_side_of(side):.0f} pixels long"
    )
    return f"{words}, {covered_share(side):.1%} covered" if side.signs else words


def _marks(piece: Piece, side: DocumentReading, case: Case, book: Book) -> list[Mark]:
    bright = side.quality.glare <= _limit(book, "glare_most", case)
    clear = covered_share(side) <= _limit(book, "covered_most", case)
    covered = side.signs.covered if side.signs else ()
    return [
        *(Mark(piece=piece, label="Reflection", points=box, good=bright) for box in side.quality.glare_boxes),
        *(Mark(piece=piece, label="Covered", points=patch.corners, good=clear) for patch in covered),
    ]


def long_side_of(side: DocumentReading) -> float:
    """Return the length of the document's longer side in pixels; that of the picture where no outline was found."""
    width, height = side.quality.width, side.quality.height
    if side.outline is None:
        return float(max(width, height))
    points = [(x * width, y * height) for x, y in side.outline]
    return max(math.dist(a, b) for a, b in zip(points, points[1:] + points[:1], strict=True))


def _wrong_sides(case: Case, book: Book) -> str:
    """Say which side was shown in place of the other; empty where nothing tells so.

    The back of a card tells itself by its zone or barcode together with the missing portrait, the front by its portrait.
    """
    kind = case.claim.document_kind if case.claim else kind_of(case)
    front, back = case.front, case.back
    if kind is None or kind == "visa" or Side.BACK not in book.document(kind).sides:
        return ""
    if not front.faces and (_has_code(front) or (back is not None and back.faces)):
        return "The front was asked for, and a back is shown."
    if back is None or not front.faces or not back.faces or _has_code(back):
        return ""
    sizes = [side.faces[0].eye_distance / max(1.0, long_side_of(side)) for side in (front, back)]
    return "The front is shown twice." if sizes[1] >= _FULL_PORTRAIT * sizes[0] else ""


def _has_code(side: DocumentReading) -> bool:
    return side.mrz is not None or any(code.fields for code in side.barcodes)
