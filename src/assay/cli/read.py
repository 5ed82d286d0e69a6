"""`assay read`: what a document says, without judging it."""

from pathlib import Path
from typing import Any

import click
from rich import box
from rich.markup import escape
from rich.table import Table

from assay.checks import examine
from assay.checks.readings import DocumentReading, Mrz
from assay.checks.weights import ModelMissing
from assay.cli import chip as chips
from assay.cli import files, screen
from assay.policy import load

_MRZ_FIELDS = (
    "format", "document_code", "issuer", "document_number", "surname", "given_names", "nationality", "sex",
    "born_on", "expires_on", "optional",
)  # fmt: skip
_VISUAL_FIELDS = (
    "surname", "given_names", "document_number", "born_on", "expires_on", "sex", "nationality",
)  # fmt: skip


@click.command("read")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "--chip",
    type=click.Path(path_type=Path),
    help="Folder with the files of the document's chip (EF.SOD, DG1, DG2 …).",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
def command(file: Path | None, chip: Path | None, *, as_json: bool) -> None:
    """Print what the document in FILE says: machine readable zone, printed fields, barcodes, lines of text; or what its
    chip says.

    FILE is a JPEG, PNG or WebP picture, or a PDF (its first page). Exit codes: 0 read, 1 something broke, 2 the
    file cannot be used. Nothing is judged: that is `assay check`.
    """
    screen.log_aside()
    book = load.current()
    if file is None and chip is None:
        raise click.UsageError("Give a FILE, or the folder of a chip with --chip.")
    picture = files.open_picture(file, book) if file else None
    try:
        with screen.working("Reading the document"):
            reading = examine.examine_document(picture.pixels) if picture else None
            read = chips.read(chip, book) if chip else None
    except ModelMissing as missing:
        raise screen.Stop(f"{missing}.", screen.Exit.BROKEN) from missing
    if as_json:
        seen = {"file": str(file), "format": picture.format, "reading": plain(reading)} if picture else {}
        screen.print_json({**seen, **({"chip": plain(read)} if read else {})})
        return
    if reading:
        _show(reading)
    if read:
        chips.show(read)


def plain(reading: Any) -> Any:  # noqa: ANN401  any reading, or part of one
    """Return a reading as JSON values, without the face templates: they are biometric data, and nobody reads them."""
    value = reading.model_dump(mode="json") if hasattr(reading, "model_dump") else reading
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items() if name != "template"}
    return [plain(part) for part in value] if isinstance(value, list) else value


def _show(reading: DocumentReading) -> None:
    if reading.mrz:
        _show_mrz(reading.mrz)
    else:
        screen.out.print("No machine readable zone was found.")
    _show_fields("Printed fields", reading.visual.model_dump(include=set(_VISUAL_FIELDS)), _VISUAL_FIELDS)
    for barcode in reading.barcodes:
        if barcode.fields:
            _show_fields(f"Barcode ({barcode.symbology})", barcode.fields, tuple(barcode.fields))
        else:
            screen.out.print(f"[bold]Barcode ({barcode.symbology})[/]: {escape(barcode.text)}")
    _show_text(reading)
    faces = len(reading.faces)
    screen.out.print(f"{faces or 'No'} face{'s' if faces != 1 else ''} on the document.")


def _show_mrz(mrz: Mrz) -> None:
    screen.out.print("[bold]Machine readable zone[/]")
    for line in mrz.lines:
        screen.out.print(f"  {line}", markup=False, soft_wrap=True)
    failed = ", ".join(mrz.failed_check_digits)
    digits = f"[red]do not hold: {escape(failed)}[/]" if failed else "[green]all hold[/]"
    screen.out.print(
        f"  check digits: {digits}; a second reader {'agrees' if mrz.agreed else 'does not agree'}"
    )
    _show_fields("", mrz.model_dump(include=set(_MRZ_FIELDS)), _MRZ_FIELDS)


def _show_fields(title: str, values: dict[str, Any], names: tuple[str, ...]) -> None:
    found = [(name, values[name]) for name in names if values[name] not in {None, ""}]
    if not found:
        return
    if title:
        screen.out.print(f"[bold]{escape(title)}[/]")
    table = Table.grid(padding=(0, 2))
    for name, value in found:
        table.add_row(f"  {name.replace('_', ' ')}", escape(str(value)))
    screen.out.print(table)


def _show_text(reading: DocumentReading) -> None:
    if reading.text:
        table = Table("text", "confidence", title="Lines of text", title_justify="left", box=box.SIMPLE)
        for line in reading.text:
            table.add_row(escape(line.text), f"{line.confidence:.2f}")
        screen.out.print(table)
