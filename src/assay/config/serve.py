"""`assay web`: the web server."""

import signal
import subprocess
from collections.abc import Callable
from importlib import import_module

import click
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from assay.config import static_files
from assay.config.environment import Environment
from assay.config.postgres import die_with_parent
from assay.config.prepare import assay


@click.command("web")
@click.pass_obj
def command(environment: Environment) -> None:
    """Serve the pages on ASSAY_LISTEN and ASSAY_PORT.

    For a host of its own; `assay run` starts it by itself. Needs DATABASE_URL, or a running `assay run`.
    """
    if not static_files.is_ready(environment.home):
        # In a process of its own: this one stays small.
        subprocess.run(assay("static"), check=True, stdout=subprocess.DEVNULL)  # noqa: S603 -- our own command
    Server(
        "assay.config.wsgi:application",
        address=environment.listen,
        port=environment.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=environment.web_threads,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
    ).serve(target_loader=_load)


def _load(target: str) -> Callable[..., object]:
    """Return the application; called in the serving process, which ends with the one that watches it."""
    die_with_parent(signal.SIGTERM)()
    module, name = target.split(":")
    application: Callable[..., object] = getattr(import_module(module), name)
    return application
