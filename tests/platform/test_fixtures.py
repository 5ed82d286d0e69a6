"""What the other tests stand on: jobs that are done on demand, a browser with a fake camera, an empty database."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from procrastinate.contrib.django import app

from assay.audit.models import Entry

AT = datetime(2026, 5, 4, 12, tzinfo=UTC)


def add_entry() -> None:
    Entry.objects.create(at=AT, event="x", actor_kind="x", actor_id="x", subject_id="x")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_audit_entries_of_one_test_are_gone_in_the_next(time: str):
    assert Entry.objects.count() == 0
    add_entry()


@pytest.mark.django_db
def test_nobody_changes_an_audit_entry_not_even_the_tests():
    add_entry()
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        Entry.objects.update(event="y")


def test_jobs_are_done_when_asked(run_jobs: Callable[[], list[str]]):
    app.configure_task("assay.jobs.sweep_deadlines", queue="clock").defer(timestamp=1)
    assert run_jobs() == ["sweep_deadlines"]
    assert run_jobs() == []


def test_a_job_is_never_queued_by_a_transaction_that_failed(run_jobs: Callable[[], list[str]]):
    with transaction.atomic():
        app.configure_task("assay.jobs.sweep_deadlines", queue="clock").defer(timestamp=1)
        transaction.set_rollback(True)
    assert run_jobs() == []


def test_the_browser_has_a_camera_and_reaches_the_server(live_server, worker, open_browser):
    page = open_browser().new_page()
    page.goto(live_server.url)
    shape = page.evaluate(
        "navigator.mediaDevices.getUserMedia({video: true}).then(s => s.getVideoTracks()[0].readyState)"
    )
    assert shape == "live"


@pytest.mark.django_db
def test_the_database_is_a_real_postgresql():
    assert connection.vendor == "postgresql"
    assert connection.pg_version >= 15_00_00
