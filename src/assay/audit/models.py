"""Who did what to whom, when. Append-only: triggers refuse every change, sealed batches would show one."""

from django.db import models
from django.db.models.expressions import RawSQL


class Entry(models.Model):
    """One thing that happened. Holds ids and codes, never names, addresses, numbers or free text."""

    at = models.DateTimeField()
    event = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=20)
    actor_id = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    account_id = models.CharField(max_length=40, blank=True, db_index=True)
    data = models.JSONField(default=dict)
    # Tells the sealer which entries can no longer be joined by an earlier one of a slow transaction.
    transaction = models.BigIntegerField(
        db_default=RawSQL("pg_current_xact_id()::text::bigint", ()), db_index=True
    )

    class Meta:
        ordering = ["id"]

    class Privacy:
        export = {"at", "event", "subject_id"}
        erase: set[str] = set()
        keep = {
            "id",
            "at",
            "event",
            "actor_kind",
            "actor_id",
            "subject_id",
            "account_id",
            "data",
            "transaction",
        }


class Seal(models.Model):
    """A batch of entries under one signed Merkle root, chained to the batch before it."""

    sealed_at = models.DateTimeField()
    entries = models.PositiveIntegerField()
    # Entries are sealed in the order (transaction, id); these are the last ones of the batch.
    last_transaction = models.BigIntegerField()
    last_entry_id = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    previous = models.BinaryField(max_length=32)
    public_key = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)

    class Meta:
        ordering = ["id"]

    class Privacy:
        export: set[str] = set()
        erase: set[str] = set()
        keep = {
            "id",
            "sealed_at",
            "entries",
            "last_transaction",
            "last_entry_id",
            "root",
            "previous",
            "public_key",
            "signature",
        }
