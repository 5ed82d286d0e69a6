"""What has to be true before `assay run` starts its processes: room, port, keys, tables, rule book, models, demo."""

import contextlib
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click
import psycopg

from assay.checks import weights
from assay.cli import screen
from assay.config import migrated, postgres
from assay.config.environment import Environment
from assay.core.keyring import Keyring
from assay.policy import load
from assay.sandbox.sign_ins import CUSTOMERS, STAFF

_ROOM_BYTES = 500_000_000
_MEGABYTE = 1_000_000


@contextlib.contextmanager
def step(name: str) -> Iterator[None]:
    """One line: the step's name, then how long it took."""
    began = time.monotonic()
    click.echo(f"  {name:<12}", nl=False)
    try:
        yield
    except BaseException:
        click.echo("failed")
        raise
    click.echo(f"ready {time.monotonic() - began:6.1f} s")


def assay(*arguments: str) -> list[str]:
    return [str(Path(sys.prefix) / "bin" / "assay"), *arguments]


def check_port(environment: Environment) -> None:
    family = socket.AF_INET6 if ":" in environment.listen else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((environment.listen, environment.port))
        except OSError as error:
            where = f"Port {environment.port} on {environment.listen}"
            other = f"Choose another one with ASSAY_PORT={environment.port + 1}."
            raise screen.Stop(f"{where} cannot be used: {error.strerror}. {other}") from error


def check_room(environment: Environment) -> None:
    try:
        environment.home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise screen.Stop(f"The folder {environment.home} cannot be made: {error.strerror}.") from error
    free = shutil.disk_usage(environment.home).free
    if free < _ROOM_BYTES:
        where = environment.home.absolute()
        raise screen.Stop(
            f"The disk is full: {free // _MEGABYTE} MB are free at {where}, "
            f"Assay needs {_ROOM_BYTES // _MEGABYTE} MB to start."
        )


def prepare(environment: Environment, server: postgres.Server | None) -> None:
    """Do what is missing; what is up to date costs milliseconds. `server` is the embedded database."""
    with contextlib.suppress(FileExistsError):
        # Before any child can: two that start at once must not make two sets of keys.
        Keyring.generate().write(environment.key_path)
    with step("migrations"):
        if server is None or not migrated.is_current(server):
            _quietly("migrate")
    with step("policy"):
        _check_policy()
    with step("models"):
        # An optional one that could not be had at the first start is not asked for at every other.
        required = [model for model in weights.wanted() if not model.optional]
    if required:
        _aloud("models", "fetch")
    if environment.demo and server is not None and _wants_demo(server):
        click.echo("  demo        the real models judge six invented customers: a minute or two, once")
        _aloud("seed")


def _check_policy() -> None:
    try:
        load.current()
    except load.PolicyError as error:
        raise screen.Stop(f"{error}\nRun `assay policy check`.", screen.Exit.BROKEN) from error


def _aloud(*arguments: str) -> None:
    """Run a sub-command in a process of its own, so that this one stays small."""
    code = subprocess.run(assay(*arguments), check=False).returncode  # noqa: S603 -- our own command
    if code:
        raise screen.Stop(f"`assay {' '.join(arguments)}` failed; the reason is above.", screen.Exit.BROKEN)


def _quietly(*arguments: str) -> None:
    result = subprocess.run(assay(*arguments), check=False, capture_output=True, text=True)  # noqa: S603 -- ours
    if result.returncode:
        raise screen.Stop((result.stderr or result.stdout).strip()[-3000:], screen.Exit.BROKEN)


def _wants_demo(server: postgres.Server) -> bool:
    """Say whether nobody uses this installation yet, or the seed was interrupted before its last person."""
    last = CUSTOMERS[-1].email
    known = [sign_in.email for sign_in in (*STAFF, *CUSTOMERS)]
    with psycopg.connect(server.url()) as session:
        emails = {row[0] for row in session.execute("SELECT email FROM accounts_user LIMIT 100")}
    return last not in emails and emails <= set(known)
