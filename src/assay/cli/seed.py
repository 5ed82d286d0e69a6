"""`assay seed`: fill an empty installation with the demo's people."""

import click
from rich.console import Console

from assay.cli import clock
from assay.sandbox import demo
from assay.sandbox.sign_ins import PASSWORD


@click.command("seed")
def command() -> None:
    """Create the demo: a reviewer, a compliance officer and six customers in six situations.

    Synthetic people of ICAO's specimen state Utopia, judged by the real engines: one to two minutes of work.
    Does nothing where the demo is there already.
    """
    console = Console(highlight=False)
    if demo.is_seeded():
        console.print("The demo is there already.")
        return
    demo.seed(clock.now(), lambda line: console.print(f"  {line}", soft_wrap=True))
    console.print(f"Everybody's password: [bold]{PASSWORD}[/bold]")
