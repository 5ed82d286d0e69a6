"""What an account is and what it needs next."""

from dataclasses import dataclass
from enum import StrEnum

from assay.core.actor import Actor
from assay.core.lifecycle import Lifecycle
from assay.core.refusal import Refusal


class Status(StrEnum):
    ACTIVE = "active"
    CLOSED = "closed"


class Event(StrEnum):
    CLOSE = "close"


# Deactivation, cooling-off and closure join this table with the concepts that bring them.
LIFECYCLE: Lifecycle[Status, Event] = Lifecycle(
    "account", Status.ACTIVE, {(Status.ACTIVE, Event.CLOSE): Status.CLOSED}, ends=frozenset({Status.CLOSED})
)


class Relation(StrEnum):
    """What a person found out about two accounts whose holders seemed to be one. Stored, so permanent."""

    TWINS = "twins"
    SIBLINGS = "siblings"
    LOOK_ALIKES = "look_alikes"
    SAME_PERSON = "same_person"


@dataclass(frozen=True)
class PairFacts:
    """A pair as it was decided before. `matter_id` is the review or appeal it was decided in."""

    relation: Relation
    decided_by: str
    matter_id: str


def canonical(one_id: str, other_id: str) -> tuple[str, str]:
    """Return the two accounts of a pair in the one order it is stored in."""
    first, second = sorted((one_id, other_id))
    return first, second


def check_may_decide_pair(
    pair: tuple[str, str], before: PairFacts | None, relation: Relation, matter_id: str, by: Actor
) -> None:
    """Refuses: review.decider.own_account, pair.decision.unchanged, review.decider.involved.

    A slip may be mended by the same person as long as it is the same matter; in a later one somebody else looks.
    """
    if by.own_account_id in pair:
        raise Refusal("review.decider.own_account")
    if before is None:
        return
    if before.relation is relation:
        raise Refusal("pair.decision.unchanged")
    if before.decided_by == by.id and before.matter_id != matter_id:
        raise Refusal("review.decider.involved")


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
