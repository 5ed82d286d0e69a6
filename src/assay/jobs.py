"""The table of everything that happens without a request. Every job may run twice and then does nothing more."""

from datetime import UTC, datetime

import structlog
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

from assay.audit import actions as audit
from assay.core.actor import machine
from assay.core.refusal import Refusal
from assay.deadlines import actions as deadlines
from assay.deadlines.rules import Job
from assay.decisions import actions as decisions
from assay.notify import actions as notify

log = structlog.get_logger()
_RETRY = RetryStrategy(max_attempts=8, exponential_wait=3)
# A worker that has not been heard of for this long is dead, and its job is given to another.
_STALLED_SECONDS = 20


def _now() -> datetime:
    return datetime.now(UTC)


@app.task(name=f"assay.jobs.{Job.EXAMINE_EVIDENCE}", queue="vision", retry=_RETRY)
def examine_evidence(subject_id: str) -> None:
    """Read one piece of evidence."""
    try:
        decisions.examine(subject_id, by=machine(Job.EXAMINE_EVIDENCE), at=_now())
    except Refusal as refusal:
        log.warning("evidence_refused", evidence=subject_id, reason=refusal.reason)
    except decisions.EngineFailed as failed:
        # The submission's own job tries once more, and then hands the case to a person.
        log.warning("evidence_not_examined", evidence=subject_id, reason=failed.reason)


@app.task(name=f"assay.jobs.{Job.SETTLE_VERIFICATION}", queue="vision", retry=_RETRY)
def settle_verification(subject_id: str) -> None:
    """Judge one submission: `verification id:run`."""
    verification_id, run = subject_id.rsplit(":", 1)
    try:
        decision = decisions.settle(verification_id, int(run), by=machine(Job.SETTLE_VERIFICATION), at=_now())
    except Refusal as refusal:
        log.info("settled_before", verification=verification_id, run=run, reason=refusal.reason)
        return
    log.info(
        "settled", verification=verification_id, run=run, outcome=decision.outcome, reasons=decision.reasons
    )


@app.task(name=f"assay.jobs.{Job.SEND_MESSAGE}", queue="mail", retry=_RETRY)
def send_message(subject_id: str) -> None:
    """Send one queued e-mail."""
    notify.send(subject_id, by=machine(Job.SEND_MESSAGE), at=_now())


@app.periodic(cron="* * * * * */2", periodic_id="sweep")
@app.task(name="assay.jobs.sweep_deadlines", queue="clock", queueing_lock="sweep")
def sweep_deadlines(timestamp: int) -> None:
    """Fire what is due."""
    del timestamp
    deadlines.sweep(by=machine("sweep_deadlines"), at=_now())


@app.periodic(cron="* * * * *", periodic_id="seal")
@app.task(name="assay.jobs.seal_audit", queue="clock", queueing_lock="seal")
def seal_audit(timestamp: int) -> None:
    """Seal the audit log."""
    del timestamp
    audit.seal(by=machine("seal_audit"), at=_now())


@app.periodic(cron="* * * * * */10", periodic_id="rescue")
@app.task(name="assay.jobs.rescue_stalled", queue="clock", queueing_lock="rescue", pass_context=True)
async def rescue_stalled(context: JobContext, timestamp: int) -> None:
    """Give the jobs of workers that died to workers that live."""
    del timestamp
    try:
        stalled = await context.app.job_manager.get_stalled_jobs(seconds_since_heartbeat=_STALLED_SECONDS)
        for job in stalled:
            await context.app.job_manager.retry_job(job)
    except ConnectorException:
        log.exception("rescue_failed")
