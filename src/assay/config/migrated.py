"""Whether the embedded database is up to date, told in milliseconds: `assay migrate` leaves a digest as its comment."""

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import psycopg

from assay.config import postgres

_HERE = Path(__file__).resolve().parent


def digest() -> str:
    """Return a digest that changes whenever a migration may have: ours by content, others' by their version."""
    return hashlib.sha256("\n".join(_marks()).encode()).hexdigest()


def _marks() -> Iterator[str]:
    for path in sorted(_HERE.parent.glob("*/migrations/*.py")):
        yield f"{path.relative_to(_HERE.parent)} {hashlib.sha256(path.read_bytes()).hexdigest()}"
    yield hashlib.sha256((_HERE / "migrate.py").read_bytes()).hexdigest()
    for package in ("django", "django-allauth", "procrastinate"):
        yield f"{package} {version(package)}"


def is_current(server: postgres.Server) -> bool:
    """Say whether the embedded database was migrated by just this code; takes milliseconds and no Django."""
    query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
    with psycopg.connect(server.url()) as session:
        row = session.execute(query).fetchone()
    return row is not None and row[0] == digest()
