"""What web and workers may do to the audit log: read it and add to it."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from psycopg import errors

from assay.config import migrated, postgres
from processes import assay


@pytest.fixture(scope="module")
def session() -> Iterator[psycopg.Connection]:
    """A session of the application's role on an embedded database that `assay migrate` made."""
    with TemporaryDirectory(prefix="assay-roles-") as name:
        home = Path(name)
        home.chmod(0o711)
        with postgres.serving(home, ["fsync=off"]) as server:
            assert not migrated.is_current(server)
            assay("migrate", ASSAY_HOME=name)
            assert migrated.is_current(server)
            with psycopg.connect(server.url(), autocommit=True) as session:
                yield session


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET event = 'x'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "DELETE FROM audit_seal",
        "DROP TRIGGER audit_entry_append_only ON audit_entry",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "DROP TABLE audit_seal",
        "TRUNCATE accounts_account CASCADE",
        "SET ROLE assay",
    ],
)
def test_the_application_is_refused(session: psycopg.Connection, statement: str):
    with pytest.raises(errors.InsufficientPrivilege):
        session.execute(statement)


def test_the_application_adds_and_reads(session: psycopg.Connection):
    session.execute(
        "INSERT INTO audit_entry (at, event, actor_kind, actor_id, subject_id, account_id, data) "
        "VALUES (now(), 'x', 'x', 'x', 'x', 'x', '{}')"
    )
    assert session.execute("SELECT count(*) FROM audit_entry").fetchone() == (1,)
