"""The database that comes along: it starts, is shared, survives `kill -9`, and says clearly what it lacks."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from assay.config import postgres, postgres_files
from assay.config.postgres_files import DatabaseError, socket_folder

_FAST = ["fsync=off"]
_HOLD = """
import sys, time
from pathlib import Path
from assay.config import postgres
server = postgres.start(Path(sys.argv[1]))
print("started" if server.process else "shared", flush=True)
time.sleep(600)
"""


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """Not pytest's own folder: nobody else may enter that, the database's service account neither."""
    with TemporaryDirectory(prefix="assay-postgres-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@contextmanager
def held(home: Path) -> Iterator[subprocess.Popen[str]]:
    """The database runs below another process, which only waits; at the end that is killed."""
    with subprocess.Popen([sys.executable, "-c", _HOLD, home], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "started\n"
        yield holder
        holder.kill()


def value(server: postgres.Server, query: str, role: str = postgres.APP) -> object:
    with psycopg.connect(server.url(role)) as session:
        row = session.execute(query).fetchone()
    assert row is not None
    return row[0]


def test_it_starts_with_checksums_on_a_socket_only_its_owner_reaches(home: Path):
    with postgres.serving(home, _FAST) as server:
        assert value(server, "SHOW data_checksums") == "on"
        assert value(server, "SHOW listen_addresses") == ""
        assert (
            value(server, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'assay'")
            == "assay"
        )
        assert (home / "postgres" / "run").stat().st_mode & 0o777 == 0o700


def test_a_second_start_with_the_same_home_shares_the_first(home: Path):
    with postgres.serving(home, _FAST) as first:
        assert first.process is not None
        with postgres.serving(home) as second:
            assert second.process is None
        assert value(first, "SELECT 1") == 1, "the second must not stop what the first started"


def test_committed_rows_survive_when_all_of_it_is_killed(home: Path):
    with held(home) as holder:
        server = postgres.start(home)
        with psycopg.connect(server.url(postgres.OWNER)) as session:
            session.execute("CREATE TABLE kept (number integer)")
            session.execute("INSERT INTO kept VALUES (7)")
        processes = postgres_files.processes_in(home / "postgres" / "data")
        assert len(processes) > 3
        for number in [holder.pid, *processes]:
            with suppress(ProcessLookupError):  # the first deaths make others follow
                os.kill(number, signal.SIGKILL)
    with postgres.serving(home, _FAST) as again:
        assert value(again, "SELECT number FROM kept", postgres.OWNER) == 7


def test_it_ends_with_the_process_that_started_it(home: Path):
    with held(home):
        pass
    end = time.monotonic() + 20
    while postgres_files.processes_in(home / "postgres" / "data"):
        assert time.monotonic() < end, "the database outlived its parent"
        time.sleep(0.05)


def test_a_number_that_belongs_to_somebody_else_by_now_does_not_stop_the_start(home: Path):
    with postgres.serving(home, _FAST):
        pass
    # As after a reset of the machine: the number of the old server is a living process of another kind.
    stale = home / "postgres" / "data" / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{home / 'postgres' / 'data'}\n0\n5432\n\n\n\n")
    with postgres.serving(home, _FAST) as server:
        assert value(server, "SELECT 1") == 1


def test_data_of_another_major_version_is_left_alone(home: Path):
    with postgres.serving(home, _FAST):
        pass
    version = home / "postgres" / "data" / "PG_VERSION"
    written = version.read_text()
    version.write_text("12\n")
    try:
        with pytest.raises(DatabaseError, match="is of PostgreSQL 12"):
            postgres.start(home)
    finally:
        version.write_text(written)


def test_a_path_too_long_for_a_socket_moves_the_socket(home: Path):
    deep = home / ("long-" * 20)
    assert socket_folder(home) == home / "postgres" / "run"
    assert len(str(socket_folder(deep))) < 60
    with postgres.serving(deep, _FAST) as server:
        assert value(server, "SELECT 1") == 1
    shutil.rmtree(socket_folder(deep))


def test_a_folder_of_somebody_else_is_never_used_for_the_socket(home: Path):
    link = home / "elsewhere"
    link.symlink_to(home)
    with pytest.raises(DatabaseError, match="belongs to somebody else"):
        postgres_files.Account().make_folder(link)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has the service account")
def test_root_may_keep_its_home_to_itself(home: Path):
    closed = home / "closed"
    closed.mkdir(mode=0o700)
    mode = closed.stat().st_mode
    with postgres.serving(closed / "inner", _FAST) as server:
        assert value(server, "SELECT 1") == 1
        assert (closed / "inner" / "postgres").resolve().is_relative_to("/var/lib/assay")
    assert closed.stat().st_mode == mode, "nobody's permissions are widened"
    subprocess.run(["rm", "-r", (closed / "inner" / "postgres").resolve()], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_an_ordinary_user_needs_no_service_account(home: Path):
    folder = home / "ordinary"
    folder.mkdir()
    os.chown(folder, 65534, 65534)
    code = (
        "import sys, os; from pathlib import Path; from assay.config import postgres\n"
        "with postgres.serving(Path(sys.argv[1])) as server: print(os.stat(server.run).st_uid)"
    )
    enter = ["/bin/sh", "-c", 'test -x "$1"', "sh", sys.executable]
    if subprocess.run(enter, user=65534, group=65534, extra_groups=[], check=False).returncode:
        pytest.skip("an ordinary user may not run this Python")
    done = subprocess.run(
        [sys.executable, "-c", code, folder], user=65534, group=65534, extra_groups=[],
        capture_output=True, text=True, check=False, cwd="/",
    )  # fmt: skip
    assert done.stdout.strip() == "65534", done.stderr


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("initdb: error: could not write: No space left on device", "It broke: the disk is full."),
        ("FATAL:  no lock file: Permission denied", "It broke: FATAL:  no lock file: Permission denied."),
        ("a\nb FATAL: the reason\nc", "It broke: b FATAL: the reason"),
        ("", "It broke: no reason was given"),
    ],
)  # fmt: skip
def test_what_the_database_says_becomes_one_sentence(said: str, told: str):
    assert postgres_files.explain(said, "It broke") == told
