"""`assay policy`: does the rule book hold together?"""

from pathlib import Path

import click
from rich.table import Table

from assay.cli import screen
from assay.policy import load
from assay.policy.load import PolicyError


@click.group("policy")
def command() -> None:
    """The rule book: levels, countries, thresholds, reasons."""


@command.command("check")
@click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path), default=load.DATA
)
def check(folder: Path) -> None:
    """Read the rule book of FOLDER (default: the one shipped) and print every problem found.

    Exit code 1 when there is one.
    """
    try:
        book = load.load(folder)
    except PolicyError as error:
        for problem in error.problems:
            screen.complain(problem)
        many = len(error.problems)
        raise screen.Stop(
            f"The rule book has {many} problem{'s'[: many - 1]}.", screen.Exit.BROKEN
        ) from error
    except KeyError as error:
        raise screen.Stop(f"The rule book lacks {error}.", screen.Exit.BROKEN) from error
    counts = {
        "levels": len(book.levels),
        "checks": len({check for level in book.levels for check in level.checks}),
        "kinds of document": len(book.documents),
        "countries with rules of their own": len(book.countries),
        "reasons": len(book.reasons),
        "thresholds": sum(map(len, book.thresholds.values())),
    }
    table = Table.grid(padding=(0, 2))
    for name, count in counts.items():
        table.add_row(str(count), name)
    screen.out.print(table)
    screen.out.print(f"The rule book holds together. Digest {book.digest}", soft_wrap=True)
