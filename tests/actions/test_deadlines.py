"""A timer fires exactly once, whoever sweeps and whatever breaks."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from assay.core.actor import machine
from assay.deadlines import actions as deadlines
from assay.deadlines.models import Deadline
from assay.deadlines.rules import DeadlineKind, Job
from made_verifications import NOW

JOB = machine("test")
PAUSE = DeadlineKind.RETRY_PAUSE


@pytest.fixture
def fired(monkeypatch):
    """Who was told, in order."""
    told = []
    monkeypatch.setitem(deadlines.on_due, PAUSE, lambda subject_id, by, at: told.append(subject_id))
    return told


def set_timers(number):
    for index in range(number):
        due_at = NOW + timedelta(minutes=index)
        deadlines.set_deadline(PAUSE, f"acc_{index}", due_at=due_at, by=JOB, at=NOW)


@pytest.mark.django_db
def test_only_what_is_due_fires_and_the_oldest_first(fired):
    set_timers(4)
    assert deadlines.sweep(by=JOB, at=NOW + timedelta(minutes=2)) == 3
    assert fired == ["acc_0", "acc_1", "acc_2"]
    assert deadlines.sweep(by=JOB, at=NOW + timedelta(minutes=2)) == 0


@pytest.mark.django_db
def test_a_timer_can_be_moved_and_cancelled(fired):
    set_timers(1)
    deadlines.set_deadline(PAUSE, "acc_0", due_at=NOW + timedelta(days=1), by=JOB, at=NOW)
    assert Deadline.objects.count() == 1
    assert deadlines.sweep(by=JOB, at=NOW + timedelta(hours=1)) == 0
    assert deadlines.cancel(PAUSE, "acc_0", by=JOB, at=NOW)
    assert not deadlines.cancel(PAUSE, "acc_0", by=JOB, at=NOW)
    assert deadlines.sweep(by=JOB, at=NOW + timedelta(days=2)) == 0


@pytest.mark.django_db(transaction=True)
def test_a_crash_while_firing_leaves_the_timer_for_the_next_sweep(fired, monkeypatch):
    set_timers(1)

    def crash(subject_id, by, at):
        raise RuntimeError("the power went")

    monkeypatch.setitem(deadlines.on_due, PAUSE, crash)
    with pytest.raises(RuntimeError):
        deadlines.sweep(by=JOB, at=NOW)
    monkeypatch.setitem(deadlines.on_due, PAUSE, lambda subject_id, by, at: fired.append(subject_id))
    assert deadlines.sweep(by=JOB, at=NOW) == 1
    assert fired == ["acc_0"]


@pytest.mark.django_db(transaction=True)
def test_many_sweepers_at_once_fire_each_timer_once(fired):
    set_timers(60)

    def sweep():
        try:
            deadlines.sweep(by=JOB, at=NOW + timedelta(days=1))
        finally:
            connection.close()

    sweepers = [threading.Thread(target=sweep) for _ in range(4)]
    for sweeper in sweepers:
        sweeper.start()
    for sweeper in sweepers:
        sweeper.join()
    assert sorted(fired) == sorted(f"acc_{index}" for index in range(60))


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_transaction_that_fails_does_not_exist():
    with transaction.atomic():
        deadlines.start(Job.SEND_MESSAGE, subject_id="msg_1")
        transaction.set_rollback(True)
    assert ProcrastinateJob.objects.count() == 0
    with transaction.atomic():
        deadlines.start(Job.SEND_MESSAGE, subject_id="msg_1")
    assert ProcrastinateJob.objects.get().args == {"subject_id": "msg_1"}
