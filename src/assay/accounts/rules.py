"""What an account is and what it needs next."""

from dataclasses import dataclass
from enum import StrEnum

from assay.core.lifecycle import Lifecycle


class Status(StrEnum):
    ACTIVE = "active"
    CLOSED = "closed"


class Event(StrEnum):
    CLOSE = "close"


# Deactivation, cooling-off and closure join this table with the concepts that bring them.
LIFECYCLE: Lifecycle[Status, Event] = Lifecycle(
    "account", Status.ACTIVE, {(Status.ACTIVE, Event.CLOSE): Status.CLOSED}, ends=frozenset({Status.CLOSED})
)


class Step(StrEnum):
    """The safe order after sign-up (rows ORD): one thing at a time."""

    CONFIRM_EMAIL = "confirm_email"
    VERIFY = "verify"
    ANSWER = "answer"
    WAIT = "wait"
    SECURE = "secure"
    READY = "ready"


@dataclass(frozen=True)
class Facts:
    email_confirmed: bool
    tier: int
    verification_open: bool
    needs_answer: bool
    has_second_factor: bool


def next_step(facts: Facts) -> Step:
    """Return the one next safe step. Security comes after approval and before funding (ORD-10)."""
    if not facts.email_confirmed:
        return Step.CONFIRM_EMAIL
    if facts.needs_answer:
        return Step.ANSWER
    if facts.verification_open:
        return Step.WAIT
    if facts.tier == 0:
        return Step.VERIFY
    return Step.READY if facts.has_second_factor else Step.SECURE
