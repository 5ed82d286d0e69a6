"""How every command speaks: results on standard output, complaints on standard error, one meaning per exit
code.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

import click
import structlog
from rich.console import Console

out = Console(highlight=False)


class Exit(IntEnum):
    """The exit codes of all commands. Scripts rely on them: never renumber."""

    OK = 0
    BROKEN = 1
    UNUSABLE = 2
    ASK_AGAIN = 3
    REFER = 4


class Stop(click.ClickException):
    """Ends a command with one clear sentence on standard error."""

    def __init__(self, sentence: str, code: Exit = Exit.UNUSABLE) -> None:
        super().__init__(sentence)
        self.exit_code = int(code)  # type: ignore[misc]  # click declares it for the class and reads it here


def log_aside() -> None:
    """Send the checks' log to standard error: what is on standard output belongs to the reader, often a
    program.
    """
    structlog.configure(logger_factory=lambda *_: structlog.PrintLogger(sys.stderr))


def complain(sentence: str) -> None:
    """Print one line on standard error, as it is: never wrapped, so that it can be searched for."""
    click.secho(sentence, fg="yellow", err=True)


def print_json(value: object) -> None:
    click.echo(json.dumps(value, indent=2, ensure_ascii=False, default=str))


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show that something takes a moment, to people only: nothing is printed where nobody watches."""
    watcher = Console(stderr=True)
    if watcher.is_terminal:
        with watcher.status(f"{what} …"):
            yield
    else:
        yield
