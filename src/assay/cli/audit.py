"""`assay audit`: is the log what it was when it was sealed?"""

import click
from rich.console import Console

from assay.audit import actions as log
from assay.audit.models import Entry
from assay.cli import clock
from assay.core.actor import OPERATOR


@click.group("audit")
def command() -> None:
    """The audit log: seal it, prove it."""


@command.command()
def verify() -> None:
    """Recompute every seal's Merkle root, chain and signature.

    \b
    Exit codes: 0 everything holds, 1 something was changed, added or removed.
    """  # noqa: D301  click's \b keeps the line breaks
    console = Console(highlight=False)
    sealed, problems = log.verify()
    for problem in problems:
        console.print(f"[red]seal {problem.seal_id}[/red]: {problem.why}")
    console.print(f"{sealed} entries under seals, {Entry.objects.count() - sealed} not sealed yet")
    if problems:
        raise SystemExit(1)
    console.print("Every seal holds.")


@command.command()
def seal() -> None:
    """Seal what was recorded since the last seal, without waiting for the worker."""
    made = log.seal(by=OPERATOR, at=clock.now())
    click.echo(f"sealed {made.entries} entries" if made else "nothing new to seal")
