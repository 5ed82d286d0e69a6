"""`assay run`: everything on one host: database, web server, workers. One line a step, Ctrl-C stops all of it."""

import contextlib
import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import click

from assay.cli import screen
from assay.config import postgres
from assay.config.children import Child, Family
from assay.config.environment import Environment
from assay.config.postgres_files import DatabaseError
from assay.config.prepare import assay, check_port, check_room, prepare, step
from assay.sandbox.sign_ins import CUSTOMERS, PASSWORD, STAFF

_PATIENCE_SECONDS = 90
_STOP_SECONDS = 8


class _Stop:
    """Counts Ctrl-C and SIGTERM, so that they end the watch and not some step in the middle."""

    def __init__(self) -> None:
        self.count = 0

    def listen(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._hear)

    def _hear(self, number: int, frame: object) -> None:
        del number, frame
        self.count += 1


class _Database:
    """The embedded database, started again should it die; nothing where DATABASE_URL names another."""

    def __init__(self, environment: Environment) -> None:
        self.home = environment.home
        self.server = None if environment.database_url else self._start()

    def _start(self) -> postgres.Server:
        try:
            return postgres.start(self.home)
        except DatabaseError as error:
            raise screen.Stop(str(error), screen.Exit.BROKEN) from error

    def look_after(self) -> None:
        if self.server is not None and not self.server.is_alive():
            screen.complain("The database stopped; it starts again.")
            self.server.stop()
            self.server = self._start()

    def stop(self) -> None:
        if self.server is not None:
            self.server.stop()


@click.command("run")
@click.pass_obj
def command(environment: Environment) -> None:
    """Start everything on this host: database, migrations, models, web server and workers.

    Ctrl-C stops all of it, in order; a second Ctrl-C at once. A process that dies is started again. Without
    DATABASE_URL, a PostgreSQL of its own runs in ASSAY_HOME.
    """
    began = time.monotonic()
    check_port(environment)
    check_room(environment)
    stop = _Stop()
    # Until the processes are watched, SIGTERM ends a step as Ctrl-C does, and what runs is stopped on the way out.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with _running_database(environment) as database:
        prepare(environment, database.server)
        stop.listen()
        with _running_processes(environment, stop) as family:
            if not stop.count:
                _welcome(environment, time.monotonic() - began)
            while not stop.count:
                database.look_after()
                family.look_after(screen.complain)
                time.sleep(0.1)
            click.echo("\nStopping (Ctrl-C again: at once)")
    click.echo("Stopped.")


@contextlib.contextmanager
def _running_database(environment: Environment) -> Iterator[_Database]:
    with step("database"):
        database = _Database(environment)
    try:
        yield database
    finally:
        database.stop()


@contextlib.contextmanager
def _running_processes(environment: Environment, stop: _Stop) -> Iterator[Family]:
    family = Family()
    variables = dict(os.environ)
    try:
        with step("web"):
            family.add(Child("The web server", assay("web"), variables))
            _wait_for_web(family, environment, stop)
        with step("workers"):
            for number in range(1, environment.vision_workers + 1):
                family.add(Child(f"Vision worker {number}", assay("worker", "--queues", "vision"), variables))
            family.add(Child("The worker", assay("worker", "--queues", "mail,clock"), variables))
        yield family
    finally:
        family.stop(_STOP_SECONDS, hurry=lambda: stop.count > 1)


def _wait_for_web(family: Family, environment: Environment, stop: _Stop) -> None:
    end = time.monotonic() + _PATIENCE_SECONDS
    while not stop.count and not _answers(environment):
        if not all(child.is_alive() for child in family.children):
            raise screen.Stop("The web server did not start; the reason is above.", screen.Exit.BROKEN)
        if time.monotonic() > end:
            raise screen.Stop("The web server does not answer.", screen.Exit.BROKEN)
        time.sleep(0.05)


def _answers(environment: Environment) -> bool:
    # The socket takes connections before the application is loaded; an answer shows that it is.
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(environment.listen, environment.listen)  # noqa: S104
    try:
        with socket.create_connection((host, environment.port), timeout=1) as probe:
            probe.settimeout(_PATIENCE_SECONDS)
            probe.sendall(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return probe.recv(16).startswith(b"HTTP/")
    except OSError:
        return False


def _welcome(environment: Environment, seconds: float) -> None:
    click.secho(f"\nAssay is ready after {seconds:.1f} s: {environment.address}", bold=True)
    if environment.demo:
        click.echo(f"E-mails of the demo: {environment.address}/outbox")
        click.echo(f"A shop that embeds it: {environment.address}/demo/host")
        click.echo(f"Everybody's password: {PASSWORD}")
        for sign_in in (*STAFF, *CUSTOMERS):
            click.echo(f"  {sign_in.email:<28}{sign_in.what}")
    click.echo(f"Data lies in {Path(environment.home).absolute()}. Ctrl-C stops everything.")
