"""A worker is killed in the middle of a case: the case is finished by another, once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from assay.accounts import actions as accounts
from assay.core.actor import OPERATOR, VISITOR
from assay.decisions.models import Decision, Examination
from assay.notify.models import QueuedMessage
from assay.sandbox.people import person
from assay.verifications.rules import Status
from made_evidence import hand_in
from made_verifications import NOW, send

_PATIENCE_SECONDS = 120


@pytest.fixture
def start_worker(transactional_db: None) -> Iterator[Callable[[str], subprocess.Popen[bytes]]]:
    """Starts real worker processes on the test's database."""
    database = connection.settings_dict
    url = f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}"
    running = []

    def start(queues: str) -> subprocess.Popen[bytes]:
        command = [Path(sys.prefix) / "bin" / "assay", "worker", "--queues", queues]
        running.append(subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url}))
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.wait()


def wait_until(happened: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + _PATIENCE_SECONDS
    while not happened():
        assert time.monotonic() < end, what
        time.sleep(0.02)


def ask(query: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall() if cursor.description else []


def test_the_case_of_a_killed_worker_is_finished_once(start_worker):
    at = NOW
    user = accounts.add_sign_in(
        email="customer@utopia.example", password="a long password", by=OPERATOR, at=at
    )
    account = accounts.open_account(user, by=VISITOR, at=at)
    accounts.confirm_registration(account, by=account.actor(), at=at)
    verification = hand_in(account, person(0), at)
    send(verification, at)

    first = start_worker("vision")
    doing = "SELECT id, worker_id FROM procrastinate_jobs WHERE status = 'doing'"
    wait_until(lambda: bool(ask(doing)), "the worker never began")
    time.sleep(0.3)
    first.send_signal(signal.SIGKILL)
    first.wait()
    ((job, worker),) = ask(doing)

    # Nobody hears of the dead worker for a while; the test does not sit through it.
    ask(f"UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute' WHERE id = {worker}")
    start_worker("vision,clock")

    wait_until(lambda: ask("SELECT 1 FROM decisions_decision") != [], "the case was never finished")
    wait_until(
        lambda: (
            ask("SELECT 1 FROM procrastinate_jobs WHERE queue_name = 'vision' AND status <> 'succeeded'")
            == []
        ),
        "jobs are left",
    )
    verification.refresh_from_db()
    assert verification.status != Status.CHECKING
    assert Decision.objects.filter(verification=verification).count() == 1
    assert Examination.objects.count() == 3
    told = list(QueuedMessage.objects.filter(subject_id=account.pk).values_list("name", flat=True))
    assert sorted(told) == sorted(set(told)), "nobody is told twice"
    assert ask(f"SELECT attempts FROM procrastinate_jobs WHERE id = {job}") in ([], [(2,)])
