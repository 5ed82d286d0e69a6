"""Was the document itself photographed, or a copy of it: in black and white, on a screen, in print? Pure."""

from assay.checks.documents.document import outline_mark
from assay.checks.documents.holder import sides
from assay.checks.readings import Case, DocumentReading, Signs, Traces
from assay.checks.result import CheckResult, Mark, Outcome, result_of
from assay.policy.schema import Book, CheckName

# What the customer can mend with a photo of the document is asked for again; what is told by weak signs only, a person sees.
_OUTCOMES = {
    "document.copy.screenshot": Outcome.ASK_AGAIN,
    "document.copy.black_and_white": Outcome.ASK_AGAIN,
    "document.copy.screen": Outcome.REFER,
    "document.copy.printed": Outcome.REFER,
}


def document_original(case: Case, book: Book) -> CheckResult:
    """The picture shows the document itself: no screenshot, no black-and-white copy, no photo of a screen, no printed copy.

    A screenshot is told by what the file says of itself and by its size; a black-and-white copy by the missing
    colours of the side with the portrait.
    Photos of screens and of prints leave a regular grid in the picture: weak signs, which only ever send a case to a
    person. The score is the colour of the less colourful side. A passed check does not prove an original.
    """
    problems: dict[str, Outcome] = {}
    seen: dict[str, str] = {}
    marks: list[Mark] = []
    for piece, side in sides(case):
        found = _copies(side, case, book)
        problems |= {reason: _OUTCOMES[reason] for reason in found}
        seen[piece.value] = _described(side)
        marks += outline_mark(piece, side, good=False) if found else ()
    portraits = [side.signs for _, side in sides(case) if side.signs and side.faces]
    colours = [signs.colour for signs in portraits if signs.colour is not None]
    return result_of(
        CheckName.DOCUMENT_ORIGINAL,
        problems,
        score=min(colours) if colours else None,
        threshold=_limit(book, "colour_least", case) if colours else None,
        seen=seen,
        marks=tuple(marks),
    )


def _limit(book: Book, name: str, case: Case) -> float:
    return book.threshold(CheckName.DOCUMENT_ORIGINAL, name, case.on)


def _copies(side: DocumentReading, case: Case, book: Book) -> list[str]:
    """Return the reasons that hold for one side."""
    if side.traces and is_screenshot(side.traces, book):
        return ["document.copy.screenshot"]
    if side.signs is None:
        return []
    signs = side.signs
    # Many backs have no colours of their own; a side with a portrait has.
    colour, least = signs.colour if side.faces else None, _limit(book, "colour_least", case)
    found = {
        "document.copy.black_and_white": colour is not None and colour < least,
        "document.copy.screen": (signs.raster or 0.0) > _limit(book, "raster_most", case),
        "document.copy.printed": (signs.dots or 0.0) > _limit(book, "dots_most", case),
    }
    return [reason for reason, holds in found.items() if holds]


def is_screenshot(traces: Traces, book: Book) -> bool:
    """Whether a file says that it is a screenshot, or has the size of a screen and names no camera."""
    if traces.says_screenshot:
        return True
    size = (traces.width, traces.height)
    either = {size, size[::-1]}
    if traces.has_camera or traces.format == "pdf":
        return False
    return bool(either & set(book.traces.phone_screens)) or (
        traces.format == "png" and bool(either & set(book.traces.screens))
    )


def _described(side: DocumentReading) -> str:
    signs = side.signs or Signs()
    parts = [
        ("colour", signs.colour),
        ("grid of a screen (weak)", signs.raster),
        ("dots of print (weak)", signs.dots),
    ]
    measured = [f"{name} {value:.1f}" for name, value in parts if value is not None]
    return ", ".join(measured) or "not measured"
