"""Is there a sign that the document is a published sample, or that the picture was altered? Pure.

Only a published sample is told for certain. Everything else here is weak: it sends a case to a person and never further.
"""

import re

from assay.checks.documents.holder import holder, licence_of, sides
from assay.checks.faces.face import box_mark, likeness
from assay.checks.readings import Case, DocumentReading, Face
from assay.checks.result import CheckResult, Mark, Outcome, Piece, result_of
from assay.policy import countries
from assay.policy.schema import Book, CheckName


def document_authentic(case: Case, book: Book) -> CheckResult:
    """The document is no published sample, and nothing suggests that its picture was altered.

    Looked at are the numbers of published samples and the words printed across them (strong signs; the customer is asked
    for another document), programs for editing that the file names, changes of a PDF, parts of the picture that were
    compressed unlike the rest, and whether the portrait and the small second image show the same face (weak signs; a
    person looks). A passed check does not prove that a document is genuine.
    """
    problems: dict[str, Outcome] = {}
    seen: dict[str, str] = {}
    marks: list[Mark] = []
    if sample := sample_of(case, book):
        seen["published sample"] = sample
        if not case.specimens_allowed:
            problems["document.specimen"] = Outcome.ASK_AGAIN
    for piece, side in sides(case):
        if edited := edits_of(side, book):
            problems["document.file.edited"] = Outcome.REFER
            seen[f"{piece.value}, file (weak)"] = edited
        if spliced := _splices(piece, side, case, book):
            problems["document.image.spliced"] = Outcome.REFER
            seen[f"{piece.value}, compression (weak)"] = f"{len(spliced)} parts unlike the rest"
            marks += spliced
    reason, words, faces = _ghost(case, book)
    seen["second image (weak)"] = words
    marks += faces
    if reason:
        problems[reason] = Outcome.REFER
    return result_of(CheckName.DOCUMENT_AUTHENTIC, problems, seen=seen, marks=tuple(marks))


def _limit(book: Book, name: str, case: Case) -> float:
    return book.threshold(CheckName.DOCUMENT_AUTHENTIC, name, case.on)


def sample_of(case: Case, book: Book) -> str:
    """Return what tells that the document is a published sample; empty where nothing does."""
    if is_of_utopia(case):
        return "Utopia is a state of specimens only."
    number = _plain(holder(case).document_number)
    issuers = _issuers(case)
    for published in book.specimens:
        if number and number in published.numbers and published.issuer in issuers:
            return f"A {published.kind.replace('_', ' ')} with this number was published."
    word = next(
        (word for _, side in sides(case) for word in _words(side, book) if not _is_a_name(word, case)), ""
    )
    return f"{word} is printed on it." if word else ""


def is_of_utopia(case: Case) -> bool:
    """Whether the document names the state that exists only in specimens, whose documents this project draws."""
    return countries.alpha2_of(holder(case).issuer) == countries.UTOPIA


def _plain(number: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", number.upper())


def _issuers(case: Case) -> set[str]:
    """Return the issuer as zone and barcode name it. Print alone does not tell which issuer's number it is."""
    who, licence = holder(case), licence_of(case)
    found = {who.issuer.strip("<").upper()} - {""}
    if licence:
        found.add(licence[1].fields.get("issuer_id", ""))
    return found


def _words(side: DocumentReading, book: Book) -> list[str]:
    """Return the words for a sample that stand alone on a line of print; within a sentence or a value they say nothing."""
    lines = (line.text.upper().strip(" .,:;!*-_/|()[]") for line in side.text)
    return [line for line in lines if line in book.traces.words]


def _is_a_name(word: str, case: Case) -> bool:
    """Whether the word is the holder's name: people are called Muster and Sample."""
    who = holder(case)
    return word in re.split(r"[^\w]+", f"{who.surname} {who.given_names}".upper())


def edits_of(side: DocumentReading, book: Book) -> str:
    """Return what the file tells of editing; empty where it tells nothing."""
    traces = side.traces
    if traces is None:
        return ""
    editors = [
        name for name in traces.software if any(_names(known, name.lower()) for known in book.traces.editors)
    ]
    found = [f"made or saved with {name}" for name in editors]
    # A signature is added to a PDF as an update, so a signed one has updates by nature.
    if traces.updates > traces.signatures:
        found.append(f"changed {traces.updates} times after it was written")
    return ", ".join(found)


def _names(known: str, text: str) -> bool:
    """Whether a program's name stands in a text as words of its own: `Canva`, but not `Canvas`."""
    return re.search(rf"(?<![a-z]){re.escape(known)}(?![a-z])", text) is not None


def _splices(piece: Piece, side: DocumentReading, case: Case, book: Book) -> list[Mark]:
    limit = _limit(book, "splice_most", case)
    return [
        Mark(piece=piece, label="Compressed unlike the rest", points=patch.corners, good=False)
        for patch in (side.signs.splices if side.signs else ())
        if patch.strength > limit
    ]


def _ghost(case: Case, book: Book) -> tuple[str, str, list[Mark]]:
    """Compare the portrait with the holder's second image on the front. Returns reason, words and marks."""
    faces = case.front.faces
    if len(faces) < 2:
        return "", "There is none.", []
    portrait, ghost = faces[0], faces[1]
    least = _limit(book, "ghost_eye_distance", case)
    if min(portrait.eye_distance, ghost.eye_distance) < least:
        return "", f"Too small to compare: {ghost.eye_distance:.0f} pixels between the eyes.", []
    if ghost.confidence < _limit(book, "ghost_confidence", case) or ghost.quality.contrast < _limit(
        book, "ghost_contrast", case
    ):
        return "", f"Too faint to compare: contrast {ghost.quality.contrast:.0f}.", []
    alike, threshold = likeness(portrait, ghost), _limit(book, "ghost_alike", case)
    words = f"likeness {alike:.2f}, least {threshold:.2f}"
    if alike >= threshold:
        return "", words, [_mark(ghost, good=True)]
    return "document.portrait.ghost_differs", words, [_mark(face, good=False) for face in (portrait, ghost)]


def _mark(face: Face, *, good: bool) -> Mark:
    return box_mark(face, Piece.FRONT, "Second image", good=good)
