"""What happens without a request: at once (a job) or at a time (a deadline). Names are stored; never rename one."""

from enum import StrEnum


class Job(StrEnum):
    """Work that starts as soon as a worker is free. `jobs.py` has one task for each."""

    EXAMINE_EVIDENCE = "examine_evidence"
    SETTLE_VERIFICATION = "settle_verification"
    SEND_MESSAGE = "send_message"


class DeadlineKind(StrEnum):
    """Timers that last hours to years. `wiring.py` has one handler for each."""

    RETRY_PAUSE = "retry_pause"
    REVIEW_DUE = "review_due"
    CHECKING_OVERDUE = "checking_overdue"
    UPLOAD_UNFINISHED = "upload_unfinished"
    HANDOFF_OVER = "handoff_over"


QUEUES = {Job.EXAMINE_EVIDENCE: "vision", Job.SETTLE_VERIFICATION: "vision", Job.SEND_MESSAGE: "mail"}
