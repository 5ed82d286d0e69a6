"""`assay note`: a photo of a person with a document and a hand-written note, by the rules of a reactivation."""

from pathlib import Path
from typing import Any

import click
import numpy as np
from rich import box
from rich.markup import escape
from rich.table import Table

from assay.checks import examine, pipeline, weights
from assay.checks.notes import note, note_picture
from assay.checks.notes.words_compared import Comparison, Standing
from assay.checks.readings import NOTHING_READ, Case
from assay.checks.readings.note import NotePhoto
from assay.checks.result import CheckResult, Outcome, combine
from assay.checks.weights import ModelMissing
from assay.cli import clock, files, screen
from assay.evidence.decoding import decoder
from assay.policy import load
from assay.policy.schema import Book

_SIGN, _WITH_DOCUMENT = "sign", "document_and_note"
_PICTURE_SIDE = 2000
_COLOURS = {Outcome.PASS: "green", Outcome.ASK_AGAIN: "yellow", Outcome.REFER: "red"}
_STANDINGS = {Standing.RIGHT: "green", Standing.UNSURE: "yellow", Standing.MISSING: "red"}
_EXITS = {
    Outcome.PASS: screen.Exit.OK,
    Outcome.ASK_AGAIN: screen.Exit.ASK_AGAIN,
    Outcome.REFER: screen.Exit.REFER,
}


@click.command("note")
@click.argument("photo", type=click.Path(path_type=Path))
@click.option("--words", required=True, help="The words the note has to carry.")
@click.option("--without-document", is_flag=True, help="Only a note was asked for, no document beside it.")
@click.option(
    "--picture", type=click.Path(path_type=Path), help="Write the photo with what was seen, as JPEG."
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON, without face templates.")
def command(photo: Path, words: str, picture: Path | None, *, without_document: bool, as_json: bool) -> None:
    """Check a photo of a person who holds a note, and an identity document beside the face.

    Exit codes: 0 all is as asked, 3 ask for another photo, 4 a person has to look.
    """
    book = load.current()
    pixels = files.open_picture(photo, book).pixels
    try:
        with screen.working("Looking at the photo"):
            reading = examine.examine_note(pixels)
    except ModelMissing as missing:
        raise screen.Stop(f"{missing}.", screen.Exit.BROKEN) from missing
    judged = NotePhoto(reading=reading, required=words, with_document=not without_document)
    on = clock.now().date()
    results = pipeline.assess_note(judged, _SIGN if without_document else _WITH_DOCUMENT, book, on=on)
    found = note.words_found(Case(claim=None, front=NOTHING_READ, note=judged, on=on), book)
    if picture:
        upright = np.ascontiguousarray(np.rot90(pixels, -(reading.turned // 90)))
        _write(picture, note_picture.draw(upright, reading.sheet, results))
    if as_json:
        screen.print_json(_as_json(judged, results, found, book))
    else:
        _show(results, found, book)
    raise SystemExit(_EXITS[combine(results).outcome])


def _write(target: Path, pixels: decoder.Pixels) -> None:
    try:
        target.write_bytes(decoder.display_copy(pixels, _PICTURE_SIDE))
    except OSError as error:
        raise screen.Stop(f"{target}: {error.strerror}.") from error


def _as_json(
    photo: NotePhoto, results: tuple[CheckResult, ...], found: Comparison, book: Book
) -> dict[str, Any]:
    verdict = combine(results)
    return {
        "outcome": verdict.outcome,
        "reasons": [
            {"code": code, "staff": book.reasons[code].staff, "fix": book.reasons[code].fix}
            for code in verdict.reasons
        ],
        "checks": [result.model_dump(mode="json") for result in results],
        "words": [word.model_dump(mode="json") for word in found.words],
        "extra": list(found.extra),
        "read": [word.model_dump(mode="json") for word in photo.reading.sheet.words]
        if photo.reading.sheet
        else [],
        "policy_digest": book.digest,
        "models": weights.versions(),
    }


def _show(results: tuple[CheckResult, ...], found: Comparison, book: Book) -> None:
    table = Table(box=box.SIMPLE)
    for heading in ("check", "outcome", "why"):
        table.add_column(heading, no_wrap=heading != "why")
    for result in results:
        why = [book.reasons[code].staff for code in result.reasons] or [
            f"{k}: {v}" for k, v in result.seen.items()
        ]
        outcome = f"[{_COLOURS[result.outcome]}]{result.outcome.replace('_', ' ')}[/]"
        table.add_row(result.check.replace("_", " "), outcome, escape("\n".join(why)))
    screen.out.print(table)
    words = Table(box=box.SIMPLE)
    for heading in ("word", "on the note", "read"):
        words.add_column(heading)
    for word in found.words:
        words.add_row(
            escape(word.word), f"[{_STANDINGS[word.standing]}]{word.standing}[/]", escape(word.read)
        )
    screen.out.print(words)
    if found.extra:
        screen.out.print(f"Not asked for: {escape(', '.join(found.extra))}")
    verdict = combine(results)
    screen.out.print(f"[bold {_COLOURS[verdict.outcome]}]{verdict.outcome.replace('_', ' ').capitalize()}[/]")
    for fix in dict.fromkeys(book.reasons[code].fix for code in verdict.reasons):
        if fix:
            screen.out.print(f"  {escape(fix)}")
