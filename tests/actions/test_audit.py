"""The log cannot be changed, and any change would show."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from assay.audit import actions as audit
from assay.audit.events import Event
from assay.audit.models import Entry, Seal
from assay.core.actor import machine
from assay.core.keyring import Keyring
from made_verifications import NOW

JOB = machine("test")


def record(number):
    for index in range(number):
        audit.record(
            Event.ACCOUNT_OPENED, subject_id=f"acc_{index}", account_id=f"acc_{index}", by=JOB, at=NOW
        )


def tamper(sql):
    """What somebody with the database's superuser could do: leave the triggers out."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("SET session_replication_role = DEFAULT")


@pytest.fixture
def sealed(transactional_db):
    record(5)
    audit.seal(by=JOB, at=NOW)
    record(4)
    audit.seal(by=JOB, at=NOW + timedelta(minutes=1))


@pytest.mark.row("XCT-12")
@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entry SET event = 'x'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "DELETE FROM audit_seal",
    ],
)
def test_the_database_refuses_to_change_the_log(sql):
    record(1)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert Entry.objects.count() == 1


def test_an_untouched_log_holds(sealed):
    assert audit.verify() == (9, [])


def test_nothing_new_is_not_sealed(sealed):
    assert audit.seal(by=JOB, at=NOW) is None
    assert Seal.objects.count() == 2


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entry SET event = 'account.closed' WHERE id = (SELECT min(id) FROM audit_entry)",
        "UPDATE audit_entry SET data = '{\"tier\": 2}' WHERE id = (SELECT max(id) FROM audit_entry)",
        "DELETE FROM audit_entry WHERE id = (SELECT min(id) + 1 FROM audit_entry)",
        "UPDATE audit_seal SET root = decode(repeat('00', 32), 'hex') WHERE id = (SELECT min(id) FROM audit_seal)",
        "UPDATE audit_seal SET signature = decode(repeat('00', 64), 'hex') WHERE id = (SELECT max(id) FROM audit_seal)",
        "DELETE FROM audit_seal WHERE id = (SELECT min(id) FROM audit_seal)",
    ],
)
def test_any_change_under_a_seal_shows(sealed, sql):
    tamper(sql)
    assert audit.verify()[1] != []


def test_a_seal_of_another_key_does_not_hold(sealed, settings):
    settings.KEYRING = Keyring.generate()
    assert {problem.why for problem in audit.verify()[1]} == {"the signature does not hold"}


def test_entries_of_a_transaction_still_open_wait_for_the_next_seal(transactional_db):
    record(2)
    with transaction.atomic():
        record(1)
        # Seen from outside, the third entry does not exist yet and may not be skipped for ever.
        seal = audit.seal(by=JOB, at=NOW)
        assert seal is not None
        assert seal.entries == 2
    later = audit.seal(by=JOB, at=NOW)
    assert later is not None
    assert later.entries == 1
    assert audit.verify() == (3, [])
