"""Record, seal, verify. `record` is called inside the transaction of the change it records."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.conf import settings
from django.db import connection, transaction

from assay.audit import rules
from assay.audit.events import Event
from assay.audit.models import Entry, Seal
from assay.core.actor import Actor
from assay.core.keyring import signature_holds

# One seal a minute holds what a minute brings; the bound keeps memory flat after a long stop.
_BATCH = 50_000


def record(
    event: Event,
    *,
    subject_id: str,
    by: Actor,
    at: datetime,
    account_id: str = "",
    **data: str | float | bool | list[str] | None,
) -> None:
    """Append one entry. `data` takes ids and codes only."""
    Entry.objects.create(
        at=at,
        event=event,
        actor_kind=by.kind,
        actor_id=by.id,
        subject_id=subject_id,
        account_id=account_id,
        data=data,
    )


def _recorded(entry: Entry) -> rules.Recorded:
    return rules.Recorded(
        entry.pk,
        entry.at,
        entry.event,
        entry.actor_kind,
        entry.actor_id,
        entry.subject_id,
        entry.account_id,
        entry.data,
    )


def _in_sealing_order(
    after_transaction: int, after_id: int, before_transaction: int | None = None
) -> Iterator[Entry]:
    entries = Entry.objects.extra(
        where=["(transaction, id) > (%s, %s)"], params=[after_transaction, after_id]
    ).order_by("transaction", "id")
    if before_transaction is not None:
        entries = entries.filter(transaction__lt=before_transaction)
    return entries.iterator(chunk_size=2_000)


def _oldest_running_transaction() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


@transaction.atomic
def seal(*, by: Actor, at: datetime) -> Seal | None:
    """Seal what was recorded since the last seal and can no longer be joined. Returns None when there is nothing."""
    del by  # sealing is itself the record
    with connection.cursor() as cursor:
        # One sealer at a time. Not a lock on the table: who may lock one may also change it.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('audit_seal'))")
    last = Seal.objects.order_by("-id").first()
    position = (last.last_transaction, last.last_entry_id) if last else (0, 0)
    batch = list(islice(_in_sealing_order(*position, _oldest_running_transaction()), _BATCH))
    if not batch:
        return None
    root = rules.merkle_root([rules.leaf(_recorded(entry)) for entry in batch])
    previous = (
        rules.chained(bytes(last.previous), bytes(last.root), last.entries) if last else rules.EMPTY_CHAIN
    )
    signed = settings.KEYRING.sign(rules.chained(previous, root, len(batch)))
    return Seal.objects.create(
        sealed_at=at,
        entries=len(batch),
        last_transaction=batch[-1].transaction,
        last_entry_id=batch[-1].pk,
        root=root,
        previous=previous,
        public_key=settings.KEYRING.public_key,
        signature=signed,
    )


def verify() -> tuple[int, list[rules.Problem]]:
    """Return how many entries lie under a seal, and every seal that does not hold."""
    position, chain, total, problems = (0, 0), rules.EMPTY_CHAIN, 0, []
    for one in Seal.objects.order_by("id").iterator():
        batch = list(islice(_in_sealing_order(*position), one.entries))
        root = rules.merkle_root([rules.leaf(_recorded(entry)) for entry in batch])
        if not batch or (batch[-1].transaction, batch[-1].pk) != (one.last_transaction, one.last_entry_id):
            problems.append(rules.Problem(one.pk, "entries were added or removed"))
        elif root != bytes(one.root):
            problems.append(rules.Problem(one.pk, "an entry was changed"))
        if bytes(one.previous) != chain:
            problems.append(rules.Problem(one.pk, "the chain to the seal before is broken"))
        chain = rules.chained(bytes(one.previous), bytes(one.root), one.entries)
        if not signature_holds(settings.KEYRING.public_key, bytes(one.signature), chain):
            problems.append(rules.Problem(one.pk, "the signature does not hold"))
        position = (one.last_transaction, one.last_entry_id)
        total += len(batch)
    return total, problems
