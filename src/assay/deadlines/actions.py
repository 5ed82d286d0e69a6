"""Set, extend, cancel, sweep; and hand work to a job within the same transaction."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app

from assay.core.actor import Actor
from assay.deadlines.models import Deadline
from assay.deadlines.rules import QUEUES, DeadlineKind, Job

# Filled in wiring.py: who is told when a deadline of a kind is due. Called in the sweep's transaction.
on_due: dict[DeadlineKind, Callable[[str, Actor, datetime], None]] = {}


def start(job: Job, *, subject_id: str, lock: str | None = None) -> None:
    """Hand work to a worker. The job is a row of this transaction: rolled back with it, never lost after it."""
    app.configure_task(f"assay.jobs.{job}", queue=QUEUES[job], lock=lock).defer(subject_id=subject_id)


@transaction.atomic
def set_deadline(kind: DeadlineKind, subject_id: str, *, due_at: datetime, by: Actor, at: datetime) -> None:
    """Set a timer, or move the one there is."""
    del by  # the action that sets a timer has its own audit entry
    Deadline.objects.update_or_create(
        kind=kind, subject_id=subject_id, defaults={"due_at": due_at, "set_at": at}
    )


def cancel(kind: DeadlineKind, subject_id: str, *, by: Actor, at: datetime) -> bool:
    """Delete a timer. Returns whether there was one."""
    del by, at
    return Deadline.objects.filter(kind=kind, subject_id=subject_id).delete()[0] > 0


def due_at(kind: DeadlineKind, subject_id: str) -> datetime | None:
    return Deadline.objects.filter(kind=kind, subject_id=subject_id).values_list("due_at", flat=True).first()


@transaction.atomic
def sweep_one(*, by: Actor, at: datetime) -> bool:
    """Fire the oldest due deadline, exactly once: the row goes in the same transaction as what it causes."""
    row = (
        Deadline.objects.select_for_update(skip_locked=True).filter(due_at__lte=at).order_by("due_at").first()
    )
    if row is None:
        return False
    kind, subject_id = DeadlineKind(row.kind), row.subject_id
    row.delete()
    on_due[kind](subject_id, by, at)
    return True


def sweep(*, by: Actor, at: datetime) -> int:
    """Fire everything that is due. Returns how many."""
    fired = 0
    while sweep_one(by=by, at=at):
        fired += 1
    return fired
