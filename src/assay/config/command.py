"""The `assay` command. Sub-commands are loaded when they are called: most need neither Django nor a
database.
"""

import importlib
import os
from dataclasses import dataclass
from functools import wraps

import click
import django

from assay.config import environment, postgres
from assay.config.postgres_files import DatabaseError

DOCTOR = "doctor"


@dataclass(frozen=True)
class Entry:
    """Where a sub-command lives (a module with a `command`) and its line in `assay --help`."""

    module: str
    help: str
    needs_django: bool = False
    needs_database: bool = False


COMMANDS: dict[str, Entry] = {
    "run": Entry("assay.config.run", "Start everything on this host; Ctrl-C stops it."),
    "web": Entry("assay.config.serve", "Only the web server, for a host of its own."),
    "worker": Entry("assay.config.work", "Only a worker, for a host of its own.", needs_django=True),
    "static": Entry("assay.config.collect", "Lay the web server's files ready.", needs_django=True),
    "migrate": Entry(
        "assay.config.migrate", "Bring the database up to date.", needs_django=True, needs_database=True
    ),
    "bench": Entry("assay.cli.bench", "Measure readings against images whose contents are known."),
    "check": Entry("assay.cli.check", "Check a document, and a selfie, from files; needs no server."),
    "note": Entry("assay.cli.note", "Check a photo of a person with a document and a hand-written note."),
    "read": Entry("assay.cli.read", "Print what a document says: fields, machine readable zone, barcode."),
    "statement": Entry("assay.cli.statement", "Check a recorded statement: what was said, and who said it."),
    "specimens": Entry("assay.cli.specimens", "Draw the documents and the selfie of a synthetic person."),
    "models": Entry("assay.cli.models", "The weights of the models: list, fetch, check."),
    "trust": Entry("assay.cli.trust", "Whose signatures on chips count: import, list, remove."),
    "policy": Entry("assay.cli.policy", "The rule book: check it."),
    "seed": Entry(
        "assay.cli.seed",
        "Fill an empty installation with the demo's people.",
        needs_django=True,
        needs_database=True,
    ),
    "replay": Entry(
        "assay.cli.replay", "Judge a stored decision again.", needs_django=True, needs_database=True
    ),
    "client-token": Entry(
        "assay.cli.client_token",
        "A token with which a page of yours embeds a verification.",
        needs_django=True,
        needs_database=True,
    ),
    "audit": Entry(
        "assay.cli.audit", "The audit log: verify it, seal it.", needs_django=True, needs_database=True
    ),
    DOCTOR: Entry("assay.config.doctor", "What works here, what is missing, and what to do about it."),
}


def _give_database(command: click.Command) -> None:
    """Let a command, or each of a group's, find the embedded database running; it may be running already."""
    if isinstance(command, click.Group):
        for each in command.commands.values():
            _give_database(each)
        return
    inner = command.callback
    assert inner is not None

    @wraps(inner)
    def callback(*args: object, **kwargs: object) -> object:
        settings = click.get_current_context().find_object(environment.Environment)
        if settings is None or settings.database_url:
            return inner(*args, **kwargs)
        try:
            with postgres.serving(settings.home):
                return inner(*args, **kwargs)
        except DatabaseError as error:
            raise click.ClickException(str(error)) from error

    command.callback = callback


class Commands(click.Group):
    """A group that knows its sub-commands by name and loads the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        if entry.needs_django:
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assay.config.settings")
            django.setup()
        found = importlib.import_module(entry.module).command
        assert isinstance(found, click.Command)
        if entry.needs_database:
            _give_database(found)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name].help) for name in sorted(COMMANDS)])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="assay")
@click.pass_context
def main(context: click.Context) -> None:
    """Assay: self-hosted identity verification.

    Exit codes of every command: 0 all is well (for `check`: approved), 1 something broke, 2 the command
    line or a file cannot be used, and for `check` 3 ask the customer again, 4 refer to a person.
    """
    try:
        context.obj = environment.read()
    except environment.SettingsError as error:
        # The doctor exists to say so.
        if context.invoked_subcommand != DOCTOR:
            raise click.UsageError(str(error)) from error
    else:
        os.environ.setdefault("ASSAY_MODELS_DIR", str(context.obj.models_folder.absolute()))
