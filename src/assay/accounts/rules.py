"""What an account is, how it was opened, and what it needs next."""

import re
from dataclasses import dataclass
from enum import StrEnum

from assay.core.actor import Actor
from assay.core.lifecycle import Lifecycle
from assay.core.refusal import Refusal
from assay.policy.schema import Book


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


class Referral(StrEnum):
    """What is known of the invitation an account was opened by. Stored, so permanent."""

    NONE = "none"
    BY_LINK = "by_link"
    UNCERTAIN = "uncertain"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


@dataclass(frozen=True)
class Arrival:
    """What the links said that led a visitor to sign-up: routes and codes, each once, in the order they were followed."""

    routes: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


def clear_route(book: Book, arrival: Arrival) -> str:
    """Return the route that is clear at sign-up; empty where the customer has to say it."""
    if not arrival.routes:
        return book.routes[0].id if len(book.routes) == 1 else ""
    said = arrival.routes[0]
    return said if len(arrival.routes) == 1 and book.route(said) else ""


def check_route(book: Book, settled: str, chosen: str) -> None:
    """Refuses: account.route.settled, account.route.unknown."""
    if settled:
        raise Refusal("account.route.settled")
    if book.route(chosen) is None:
        raise Refusal("account.route.unknown")


def is_code(book: Book, code: str) -> bool:
    return re.fullmatch(book.referral.pattern, code) is not None


def clear_referral(book: Book, arrival: Arrival) -> Referral:
    """Return what the links say of an invitation: two different codes, or one that cannot be, are uncertain."""
    if not arrival.codes:
        return Referral.NONE
    return (
        Referral.BY_LINK
        if len(arrival.codes) == 1 and is_code(book, arrival.codes[0])
        else Referral.UNCERTAIN
    )


def check_referral(book: Book, before: Referral, code: str) -> None:
    """Refuses: account.referral.settled, account.referral.malformed. No code at all: there was no invitation."""
    if before is not Referral.UNCERTAIN:
        raise Refusal("account.referral.settled")
    if code and not is_code(book, code):
        raise Refusal("account.referral.malformed")


@dataclass(frozen=True)
class Registration:
    """What has to be settled about how an account was opened. `confirmed`: its owner said that it is theirs."""

    route: str
    referral: Referral
    confirmed: bool


def check_settled(registration: Registration) -> None:
    """Refuse what cannot be mended later (ORD-04, ORD-05). Refuses: account.route.not_settled, account.referral.uncertain."""
    if not registration.route:
        raise Refusal("account.route.not_settled")
    if registration.referral is Referral.UNCERTAIN:
        raise Refusal("account.referral.uncertain")


def check_may_verify(registration: Registration) -> None:
    """Refuses: account.registration.not_confirmed, and as `check_settled` does."""
    check_settled(registration)
    if not registration.confirmed:
        raise Refusal("account.registration.not_confirmed")


class Step(StrEnum):
    """The safe order after sign-up (rows ORD): one thing at a time."""

    CONFIRM_EMAIL = "confirm_email"
    SETTLE_ROUTE = "settle_route"
    SETTLE_REFERRAL = "settle_referral"
    VERIFY = "verify"
    ANSWER = "answer"
    WAIT = "wait"
    SECURE = "secure"
    REVIEW_ACCOUNT = "review_account"
    READY = "ready"


@dataclass(frozen=True)
class Facts:
    """All that decides what is safe next. `state_reviewed`: the customer has looked at the account as it is now."""

    email_confirmed: bool
    tier: int
    verification_open: bool
    needs_answer: bool
    has_second_factor: bool
    route_settled: bool = True
    referral_certain: bool = True
    state_reviewed: bool = False


def next_step(facts: Facts) -> Step:
    """Return the one next safe step. Security comes after approval and before funding (ORD-10)."""
    if not facts.email_confirmed:
        return Step.CONFIRM_EMAIL
    if not facts.route_settled:
        return Step.SETTLE_ROUTE
    if not facts.referral_certain:
        return Step.SETTLE_REFERRAL
    if facts.needs_answer:
        return Step.ANSWER
    if facts.verification_open:
        return Step.WAIT
    if facts.tier == 0:
        return Step.VERIFY
    if not facts.has_second_factor:
        return Step.SECURE
    return Step.READY if facts.state_reviewed else Step.REVIEW_ACCOUNT


def check_may_review(tier: int, *, protected: bool) -> None:
    """The state of an account is looked at once there is a level, and protected. After that, and not before (ORD-16).

    Refuses: account.level.missing, account.protection.missing.
    """
    if tier == 0:
        raise Refusal("account.level.missing")
    if not protected:
        raise Refusal("account.protection.missing")


def check_may_fund(facts: Facts) -> None:
    """Refuse funding, trading and the way to the platform until the account is safe (ORD-10, ORD-13).

    A verification for a higher level that is under way does not stand in the way of what the level held opens.
    Refuses: account.level.missing, account.protection.missing, account.state.not_reviewed.
    """
    check_may_review(facts.tier, protected=facts.has_second_factor)
    if not facts.state_reviewed:
        raise Refusal("account.state.not_reviewed")
