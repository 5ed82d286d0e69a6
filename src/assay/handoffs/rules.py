"""A verification goes on in another place: who may take it there, until when, and what ends it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from assay.core.lifecycle import Lifecycle
from assay.core.refusal import Refusal
from assay.policy.schema import Book, HandoffRule
from assay.verifications import rules as verifications
from assay.verifications.rules import Status as VerificationStatus


class Way(StrEnum):
    """Where it goes on: on the customer's phone, or in a frame on the host's own page."""

    PHONE = "phone"
    EMBEDDED = "embedded"


class Status(StrEnum):
    OFFERED = "offered"
    TAKEN = "taken"
    ENDED = "ended"
    EXPIRED = "expired"


class Event(StrEnum):
    TAKE = "take"
    END = "end"
    EXPIRE = "expire"


class Ending(StrEnum):
    """Why a hand-off ended. Stored."""

    REPLACED = "replaced"
    TAKEN_BACK = "taken_back"
    LEFT = "left"
    SUBMITTED = "submitted"
    CLOSED = "closed"


LIFECYCLE: Lifecycle[Status, Event] = Lifecycle(
    "handoff",
    Status.OFFERED,
    {
        (Status.OFFERED, Event.TAKE): Status.TAKEN,
        (Status.OFFERED, Event.END): Status.ENDED,
        (Status.OFFERED, Event.EXPIRE): Status.EXPIRED,
        (Status.TAKEN, Event.END): Status.ENDED,
        (Status.TAKEN, Event.EXPIRE): Status.EXPIRED,
    },
    ends=frozenset({Status.ENDED, Status.EXPIRED}),
)
LIVE = frozenset(Status) - LIFECYCLE.ends


@dataclass(frozen=True)
class Facts:
    """All that decides whether a hand-off can be taken or used. `until` is when it runs out in the status it has."""

    way: Way
    status: Status
    until: datetime
    verification: VerificationStatus


def rule_of(book: Book, way: Way) -> HandoffRule:
    return book.handoffs.phone if way is Way.PHONE else book.handoffs.embedded


def offered_until(rule: HandoffRule, at: datetime) -> datetime:
    return at + timedelta(minutes=rule.valid_minutes)


def taken_until(rule: HandoffRule, at: datetime) -> datetime:
    return at + timedelta(minutes=rule.session_minutes)


def check_may_offer(way: Way, status: VerificationStatus) -> None:
    """A phone gives what is missing, so something has to be; a frame also shows how the checks go.

    Refuses: handoff.verification.closed.
    """
    closed = (
        verifications.LIFECYCLE.ends if way is Way.EMBEDDED else set(VerificationStatus) - verifications.OPEN
    )
    if status in closed:
        raise Refusal("handoff.verification.closed")


def check_may_take(facts: Facts, at: datetime) -> None:
    """Refuses: handoff.token.used, handoff.token.expired, handoff.token.ended, handoff.verification.closed."""
    if facts.status is Status.TAKEN:
        raise Refusal("handoff.token.used")
    if facts.status is Status.EXPIRED or (facts.status is Status.OFFERED and facts.until <= at):
        raise Refusal("handoff.token.expired")
    check_may_offer(facts.way, facts.verification)
    if facts.status is Status.ENDED:
        raise Refusal("handoff.token.ended")


def is_live(facts: Facts, at: datetime) -> bool:
    """Return whether the other place may go on: taken, in time, and not overtaken by what became of the verification."""
    return (
        facts.status is Status.TAKEN and at < facts.until and ends_with(facts.way, facts.verification) is None
    )


def ends_with(way: Way, status: VerificationStatus) -> Ending | None:
    """Return how a hand-off ends by what became of the verification; None: it goes on.

    A phone is done once everything is sent. A frame stays to show the answer, unless the attempt was given up.
    """
    if status is VerificationStatus.WITHDRAWN:
        return Ending.CLOSED
    if way is Way.EMBEDDED or status in verifications.OPEN:
        return None
    return Ending.SUBMITTED if status is VerificationStatus.CHECKING else Ending.CLOSED


def read_origin(text: str) -> str:
    """Return the origin of a host's page in the form browsers send it. Refuses: handoff.origin.invalid."""
    parts = urlsplit(text.strip().lower())
    local = parts.hostname in {"localhost", "127.0.0.1"}
    plain = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username or parts.password)
    if not (parts.hostname and plain and (parts.scheme == "https" or (parts.scheme == "http" and local))):
        raise Refusal("handoff.origin.invalid")
    # A character that ends a directive or adds a source must not reach the header that names the origin.
    if not all(character.isalnum() or character in ".-:[]" for character in parts.netloc):
        raise Refusal("handoff.origin.invalid")
    usual = {"https": ":443", "http": ":80"}[parts.scheme]
    return f"{parts.scheme}://{parts.netloc.removesuffix(usual)}"
