"""`assay worker`: takes jobs from the queues of jobs.py."""

import asyncio
from collections.abc import Callable
from typing import Any

import click
from asgiref.sync import sync_to_async
from django.db import close_old_connections
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.worker import Worker

from assay.deadlines.rules import QUEUES
from assay.decisions.face_index import faces

# jobs.py gives the jobs of a worker to another when it was not heard of for four of these.
_HEARTBEAT_SECONDS = 5
_GRACE_SECONDS = 5
ALL_QUEUES = (*dict.fromkeys(QUEUES.values()), "clock")


@click.command("worker")
@click.option("--queues", default=",".join(ALL_QUEUES), show_default=True, help="Which queues, with commas.")
def command(queues: str) -> None:
    """Work on jobs, one at a time, until stopped.

    Run as many as wanted, on as many hosts as wanted, against one database. The models run in the queue
    `vision`: one process for each core. `assay run` starts workers by itself.
    """
    names = [name.strip() for name in queues.split(",")]
    unknown = ", ".join(name for name in names if name not in ALL_QUEUES)
    if unknown:
        raise click.UsageError(f"There is no queue {unknown}. The queues are {', '.join(ALL_QUEUES)}.")
    asyncio.run(_work(names))


async def _work(queues: list[str]) -> None:
    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    # Not replace_connector: a job that a job starts has to be a row of Django's own transaction, as everywhere.
    worker_app = app.with_connector(connector.get_worker_connector())
    if "vision" in queues:
        # The first copy of all enrolled faces takes seconds to minutes; no customer should wait for it.
        await sync_to_async(faces.follow)()
    async with worker_app.open_async():
        await worker_app.run_worker_async(
            queues=queues,
            name="-".join(queues),
            concurrency=1,
            delete_jobs="successful",
            fetch_job_polling_interval=2.0,
            update_heartbeat_interval=_HEARTBEAT_SECONDS,
            shutdown_graceful_timeout=_GRACE_SECONDS,
            task_middleware=[fresh_connections],
        )


def fresh_connections(call_next: Callable[[], Any], context: JobContext, worker: Worker) -> Any:  # noqa: ANN401
    """Do around a job what Django does around a request: a connection that broke is not used again."""
    del context, worker
    close_old_connections()
    try:
        return call_next()
    finally:
        close_old_connections()
