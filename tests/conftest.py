"""What tests share: a throw-away home, a real PostgreSQL, the specimens, a browser, and a worker on demand."""

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# Before anything reads the settings: a home of its own, with its own keys, evidence and database. The weights stay
# where they are. An ASSAY_ variable of the shell must not change what the tests see.
_MODELS = os.environ.get("ASSAY_MODELS_DIR") or str(ROOT / ".assay" / "models")
for _name in [name for name in os.environ if name.startswith("ASSAY_")]:
    del os.environ[_name]
HOME = Path(tempfile.mkdtemp(prefix="assay-tests-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
# The database's service account has to pass; everything inside has its own narrower permissions.
HOME.chmod(0o711)
os.environ["ASSAY_HOME"] = str(HOME)
os.environ["ASSAY_MODELS_DIR"] = _MODELS
os.environ["DATABASE_URL"] = f"postgresql://postgres@/assay?host={HOME / 'postgres' / 'run'}"
os.environ["DJANGO_SETTINGS_MODULE"] = "assay.config.settings"
# Models run on one thread each in the product too; the tests share the machine.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import django.conf  # noqa: E402 -- the settings are read when Django is set up
import pytest  # noqa: E402 -- the same

try:
    django.setup()
except ImportError as error:  # Pure tests run while a concept is still missing.
    sys.stderr.write(f"Django is not set up: {error}\n")
    django.conf.settings._wrapped = django.conf.empty
    del os.environ["DJANGO_SETTINGS_MODULE"]

from django.core.management import call_command  # noqa: E402 -- needs the settings
from django.db import connection  # noqa: E402 -- the same
from django.test import TransactionTestCase  # noqa: E402 -- the same

from assay.config import postgres  # noqa: E402 -- the same

# What is written here is thrown away, so nothing has to reach the disk.
_UNSAFE_AND_FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]


@pytest.fixture(scope="session")
def home() -> Path:
    """The tests' ASSAY_HOME, removed at the end."""
    return HOME


@pytest.fixture(scope="session")
def database_server(home: Path) -> Iterator[postgres.Server]:
    """A PostgreSQL of its own for this run; only tests that ask for the database start it."""
    with postgres.serving(home, _UNSAFE_AND_FAST) as server:
        yield server


@pytest.fixture(scope="session")
def django_db_modify_db_settings(database_server: postgres.Server) -> None:
    """pytest-django asks for this before it makes the test database."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> None:
    with django_db_blocker.unblock():
        call_command("createcachetable")


def _flush_append_only_tables(test: TransactionTestCase) -> None:
    """Empty all tables after a test with real transactions, the audit log's included.

    Its triggers refuse that to everybody, as they should; only the tests' superuser may leave them out.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    try:
        _django_teardown(test)
    finally:
        with connection.cursor() as cursor:
            # Tables that are no Django models: rate limits and jobs.
            cursor.execute(
                "TRUNCATE cache, procrastinate_jobs, procrastinate_periodic_defers, procrastinate_workers CASCADE"
            )
            cursor.execute("SET session_replication_role = DEFAULT")


_django_teardown = TransactionTestCase._fixture_teardown
TransactionTestCase._fixture_teardown = _flush_append_only_tables  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def specimens() -> Path:
    """The folder of test images that may not be committed; SPECIMENS_DIR says where, else beside the repository."""
    folder = Path(os.environ.get("SPECIMENS_DIR") or ROOT.parent / "shared" / "specimens")
    if not folder.is_dir():
        pytest.skip(f"no test images in {folder}; set SPECIMENS_DIR")
    return folder
