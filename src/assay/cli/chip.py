"""The files of a document's chip, from a folder named on the command line: read, and shown."""

from pathlib import Path

import click
from rich import box
from rich.markup import escape
from rich.table import Table

from assay.checks import examine, trust
from assay.checks.readings import ChipReading, StepOutcome
from assay.checks.trust import TrustList
from assay.cli import clock, files, screen
from assay.evidence.decoding import decoder
from assay.policy.schema import Book

# A chip has 18 files at most; a folder of many more is another one than was meant.
_MOST_FILES = 200
_COLOURS = {StepOutcome.HOLDS: "green", StepOutcome.FAILS: "red", StepOutcome.NOT_DONE: "yellow"}


def trusted() -> TrustList:
    """Return the trust list of the installation that this command speaks for."""
    home: Path = click.get_current_context().find_root().obj.home
    return trust.of_home(home)


def read(folder: Path, book: Book) -> ChipReading:
    """Return what the chip's files in a folder say. Raises screen.Stop, ModelMissing."""
    return examine.examine_chip(
        _files(folder, book),
        trusted=trusted(),
        at=clock.now(),
        open_portrait=lambda data: decoder.decode_portrait(data, book.uploads).pixels,
    )


def _files(folder: Path, book: Book) -> dict[str, bytes]:
    if not folder.is_dir():
        raise screen.Stop(f"{folder}: This is not a folder.")
    paths = sorted(path for path in folder.iterdir() if path.is_file())
    if len(paths) > _MOST_FILES:
        raise screen.Stop(f"{folder}: There are more files than a chip has.")
    found: dict[str, bytes] = {}
    for path in paths:
        name = examine.chip_file(path.name)
        if name in found:
            raise screen.Stop(f"{path}: There are two files {name} in the folder.")
        if name:
            found[name] = files.read_bytes(path, book.uploads.picture_bytes, book)
    if not found:
        raise screen.Stop(f"{folder}: There is no file of a chip in it (EF.SOD, DG1, DG2 …).")
    return found


def show(chip: ChipReading) -> None:
    """Print what was read, and each step of passive authentication."""
    screen.out.print("[bold]Chip[/]")
    for line in chip.mrz.lines if chip.mrz else ():
        screen.out.print(f"  {line}", markup=False, soft_wrap=True)
    facts = {
        "data groups": ", ".join(f"DG{number}" for number in chip.groups),
        "announced": ", ".join(f"DG{number}" for number in chip.announced_groups),
        "signed": ", ".join(f"DG{number}" for number in chip.signed_groups),
        **{name.replace("_", " "): value for name, value in chip.details.items()},
        "portrait": chip.portrait and f"{chip.portrait}{'' if chip.face else ', no face in it'}",
        "protocols": ", ".join(chip.protocols),
        "active authentication": chip.active_authentication,
        "signed by": chip.signer,
        "issued by": chip.issuer,
        "trust list": chip.trust_list or "none is loaded (assay trust import)",
    }
    grid = Table.grid(padding=(0, 2))
    for name, value in facts.items():
        if value:
            grid.add_row(f"  {name}", escape(value))
    screen.out.print(grid)
    table = Table("step", "outcome", "why", box=box.SIMPLE)
    for one in chip.steps:
        outcome = f"[{_COLOURS[one.outcome]}]{one.outcome.replace('_', ' ')}[/]"
        table.add_row(f"{one.step.replace('_', ' ')} {one.subject}".strip(), outcome, escape(one.why))
    screen.out.print(table)
    for sentence in chip.unreadable:
        screen.out.print(f"[yellow]{escape(sentence)}[/]")
