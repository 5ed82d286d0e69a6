"""Work for people: who may take a review and who may decide it."""

from dataclasses import dataclass
from enum import StrEnum

from assay.core.actor import Actor
from assay.core.lifecycle import Lifecycle
from assay.core.refusal import Refusal
from assay.policy.schema import Reason


class Status(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    DECIDED = "decided"
    CLOSED = "closed"


class Event(StrEnum):
    TAKE = "take"
    RELEASE = "release"
    DECIDE = "decide"
    CLOSE = "close"


LIFECYCLE: Lifecycle[Status, Event] = Lifecycle(
    "review",
    Status.OPEN,
    {
        (Status.OPEN, Event.TAKE): Status.TAKEN,
        (Status.TAKEN, Event.RELEASE): Status.OPEN,
        (Status.TAKEN, Event.DECIDE): Status.DECIDED,
        # The customer may withdraw while a person has not decided.
        (Status.OPEN, Event.CLOSE): Status.CLOSED,
        (Status.TAKEN, Event.CLOSE): Status.CLOSED,
    },
    ends=frozenset({Status.DECIDED, Status.CLOSED}),
)


class Outcome(StrEnum):
    APPROVE = "approve"
    ASK_AGAIN = "ask_again"
    REJECT = "reject"


@dataclass(frozen=True)
class Facts:
    status: Status
    account_id: str
    taken_by: str | None
    # Staff members who decided on this matter before.
    excluded: frozenset[str]


def check_may_take(facts: Facts, by: Actor) -> None:
    """Refuses: review.state.taken, review.state.not_open, review.decider.own_account, review.decider.involved."""
    if facts.status is Status.TAKEN and facts.taken_by != by.id:
        raise Refusal("review.state.taken")
    if facts.status in LIFECYCLE.ends:
        raise Refusal("review.state.not_open")
    if by.own_account_id == facts.account_id:
        raise Refusal("review.decider.own_account")
    if by.id in facts.excluded:
        raise Refusal("review.decider.involved")


def check_may_decide(facts: Facts, by: Actor, outcome: Outcome, reasons: tuple[Reason, ...]) -> None:
    """Refuses what `check_may_take` refuses, and review.reasons.missing, review.reasons.not_decidable."""
    check_may_take(facts, by)
    if facts.taken_by != by.id:
        raise Refusal("review.state.not_open")
    if outcome is not Outcome.APPROVE and not reasons:
        raise Refusal("review.reasons.missing")
    if outcome is Outcome.REJECT and not all(reason.decidable for reason in reasons):
        raise Refusal("review.reasons.not_decidable")
    if outcome is Outcome.ASK_AGAIN and not all(reason.retryable for reason in reasons):
        raise Refusal("review.reasons.not_decidable")
