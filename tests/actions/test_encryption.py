"""One key a subject: it opens what it sealed, and its end is the end of all of it."""

import pytest
from django.db import IntegrityError, connection, transaction

from assay.core.actor import machine
from assay.core.keyring import WrongKey
from assay.encryption import actions as encryption
from assay.encryption.models import SubjectKey
from assay.encryption.rules import KeyDestroyed
from assay.sandbox.people import person
from assay.verifications import progress
from made_verifications import NOW, passing, start

JOB = machine("test")
pytestmark = pytest.mark.django_db


def test_a_subject_opens_what_was_sealed_for_it_and_nobody_else_does():
    for subject in ("acc_1", "acc_2"):
        encryption.create_key(subject, by=JOB, at=NOW)
    sealed = encryption.seal("acc_1", b"Anna", "place")
    assert encryption.unseal("acc_1", sealed, "place") == b"Anna"
    with pytest.raises(WrongKey):
        encryption.unseal("acc_2", sealed, "place")


@pytest.mark.row("PRV-09")
def test_destroying_a_key_makes_everything_unreadable_for_ever(customer):
    account = customer()
    start(account)
    assert progress.details_of(account)[0].surname == person(0).surname
    encryption.destroy_key(account.pk, by=JOB, at=NOW)
    with pytest.raises(KeyDestroyed):
        progress.details_of(account)
    with pytest.raises(KeyDestroyed):
        encryption.destroy_key(account.pk, by=JOB, at=NOW)


def test_a_key_is_there_or_destroyed_never_half():
    encryption.create_key("acc_1", by=JOB, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        SubjectKey.objects.filter(subject_id="acc_1").update(wrapped=None)


@pytest.mark.row("PRV-09")
def test_no_table_holds_a_customers_data_in_clear(submitted):
    submitted(passing())
    bearer = person(0)
    secrets = [
        bearer.surname,
        bearer.given_names.split()[0],
        bearer.passport_number,
        bearer.born_on.isoformat(),
    ]
    assert found_in_any_table(secrets) == []


def found_in_any_table(words):
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            for word in words:
                # The whole row as text; bytes are shown as hex, so both forms are looked for.
                cursor.execute(
                    f'SELECT count(*) FROM "{table}" AS row WHERE row::text ILIKE %s OR row::text LIKE %s',
                    [f"%{word}%", f"%{word.encode().hex()}%"],
                )
                if cursor.fetchone()[0]:
                    found.append((table, word))
    return found
