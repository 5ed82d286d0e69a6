"""Is there a sheet with the words that were asked for, written by hand? And what was asked for?

Nothing here refuses: a sheet that cannot be seen is asked for again, and whatever is not surely right goes to a person.
"""

from datetime import date
from functools import partial

from assay.checks.notes import note_geometry as geometry
from assay.checks.notes.beside_face import reading_of
from assay.checks.notes.words_compared import Comparison, Standing, compare
from assay.checks.readings import Case
from assay.checks.readings.note import NoteSheet
from assay.checks.result import CheckResult, Mark, Outcome, Piece, result_of
from assay.policy.schema import Book, CheckName

_MISSING = {"sheet": "No sheet with writing was found."}


def phrase(template: str, *, brand: str, on: date, email: str, code: str) -> str:
    """Return the words the note has to carry; the date as day/month/year, as the reactivation guide prints it.

    `email` is masked already: whoever sees the photo need not learn the address.
    """
    return template.format(brand=brand, date=f"{on:%d/%m/%Y}", email=email, code=code)


def note_sheet(case: Case, book: Book) -> CheckResult:
    """A sheet of paper with writing is wholly on the photo, no larger than a part of a sheet, legible and not covered.

    The score is its size, in sizes of the face: a whole sheet of A4 beside a face is about 2.1, half of it 1.0.
    """
    reading, limit = reading_of(case), partial(book.threshold, CheckName.NOTE_SHEET, on=case.on)
    sheet, most = reading.sheet, limit("faces_most")
    if sheet is None:
        return result_of(CheckName.NOTE_SHEET, {"note.sheet.missing": Outcome.ASK_AGAIN}, seen=_MISSING)
    size = geometry.in_faces(sheet.outline, reading.faces[0]) if reading.faces else 0.0
    covered, quality = sum(patch.strength for patch in sheet.covered), sheet.quality
    reasons = {
        "note.sheet.cut_off": sheet.cut_off,
        "note.sheet.large": size > most,
        "note.sheet.covered": covered > limit("covered_most"),
        "note.sheet.blurred": quality.sharpness < limit("sharpness_least"),
        "note.sheet.dark": quality.brightness < limit("brightness_least"),
    }
    problems = dict.fromkeys((reason for reason, wrong in reasons.items() if wrong), Outcome.ASK_AGAIN)
    # A hand across the sheet spoils its outline, too, and says so itself.
    if sheet.clear < limit("clear_least") and not problems:
        problems["note.sheet.unclear"] = Outcome.REFER
    return result_of(
        CheckName.NOTE_SHEET,
        problems,
        score=size,
        threshold=most,
        seen={
            "size": f"{size:.1f} times the face",
            "outline": f"{sheet.clear:.0%} clear",
            "picture": f"sharpness {quality.sharpness:.2f}, brightness {quality.brightness:.0f}",
            "covered": f"{covered:.1%}",
        },
        marks=(
            Mark(piece=Piece.NOTE, label="Note", points=sheet.outline, good=not problems),
            *(
                Mark(piece=Piece.NOTE, label="Covered", points=patch.corners, good=False)
                for patch in sheet.covered
            ),
        ),
    )


def note_words(case: Case, book: Book) -> CheckResult:
    """The note says what it was asked to say, each word surely read, and nothing that changes its meaning.

    The score is the share of the words that were surely read. The reader errs on handwriting, so a person reads every note on
    which a word is unsure, missing or added.
    """
    sheet, limit = reading_of(case).sheet, partial(book.threshold, CheckName.NOTE_WORDS, on=case.on)
    found = words_found(case, book)
    share = found.count(Standing.RIGHT) / max(1, len(found.words))
    if sheet is None:
        problems = {"note.sheet.missing": Outcome.ASK_AGAIN}
    elif found.count(Standing.MISSING) == len(found.words):
        problems = {"note.words.unreadable": Outcome.ASK_AGAIN}
    else:
        reasons = {
            "note.words.missing": found.count(Standing.MISSING) > 0,
            "note.words.unsure": found.count(Standing.UNSURE) > 0,
            "note.words.added": bool(found.extra),
        }
        problems = dict.fromkeys((reason for reason, holds in reasons.items() if holds), Outcome.REFER)
    return result_of(
        CheckName.NOTE_WORDS,
        problems,
        score=share,
        threshold=limit("right_least"),
        seen={
            "read": " / ".join(word.text for word in sheet.words) if sheet else "",
            **{one.value: _listed(found, one) for one in Standing if found.count(one)},
            **({"added": ", ".join(found.extra)} if found.extra else {}),
        },
        marks=_word_marks(sheet, found) if sheet else (),
    )


def words_found(case: Case, book: Book) -> Comparison:
    """Return how each required word stands on the note."""
    sheet, required = reading_of(case).sheet, case.note.required if case.note else ""
    sure = book.threshold(CheckName.NOTE_WORDS, "sure", case.on)
    return compare(required, sheet.words if sheet else (), sure)


def _listed(found: Comparison, standing: Standing) -> str:
    words = [one for one in found.words if one.standing is standing]
    if standing is Standing.UNSURE:
        return ", ".join(f"{one.word} (read {one.read})" for one in words)
    return ", ".join(one.word for one in words)


def _word_marks(sheet: NoteSheet, found: Comparison) -> tuple[Mark, ...]:
    """Return a mark for each stretch of writing: good where all that it holds is right."""
    doubtful = {place for one in found.words if one.standing is not Standing.RIGHT for place in one.places}
    known = {place for one in found.words for place in one.places}
    return tuple(
        Mark(
            piece=Piece.NOTE,
            label="" if place in known - doubtful else f"read: {word.text}",
            points=word.corners,
            good=place in known - doubtful,
        )
        for place, word in enumerate(sheet.words)
    )


def note_handwritten(case: Case, book: Book) -> CheckResult:
    """The note looks written by hand, not typed.

    A machine prints each letter alike, a hand never draws one twice the same: the score is the share of letters with an exact
    twin. It may only send the photo to a person, and a machine that imitates handwriting may pass.
    """
    sheet, most = reading_of(case).sheet, book.threshold(CheckName.NOTE_HANDWRITTEN, "twins_most", case.on)
    if sheet is None:
        return result_of(CheckName.NOTE_HANDWRITTEN, {"note.sheet.missing": Outcome.ASK_AGAIN}, seen=_MISSING)
    if sheet.twins is None:
        seen = {"letters": "Too few single letters to tell."}
        return result_of(CheckName.NOTE_HANDWRITTEN, {"note.words.hand_unclear": Outcome.REFER}, seen=seen)
    typed = sheet.twins > most
    return result_of(
        CheckName.NOTE_HANDWRITTEN,
        {"note.words.typed": Outcome.REFER} if typed else {},
        score=sheet.twins,
        threshold=most,
        seen={"letters": f"{sheet.twins:.0%} have a twin"},
    )
