"""One attempt to reach one level: which step is next, what may be submitted, what an outcome leads to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from assay.checks.readings import Capture
from assay.checks.recordings.capture import CaptureUnreadable, read_capture
from assay.core.actor import Actor
from assay.core.lifecycle import Lifecycle
from assay.core.refusal import NotPermitted, Refusal
from assay.policy.countries import UTOPIA, codes
from assay.policy.documents import Side
from assay.policy.schema import Attempts, Book, Challenge, EvidenceKind

_LONGEST_NAME = 100
_OLDEST_YEARS = 125


class Status(StrEnum):
    DRAFT = "draft"
    CHECKING = "checking"
    ACTION_REQUIRED = "action_required"
    UNDER_REVIEW = "under_review"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Event(StrEnum):
    SUBMIT = "submit"
    APPROVE = "approve"
    ASK_AGAIN = "ask_again"
    REFER = "refer"
    REJECT = "reject"
    WITHDRAW = "withdraw"


LIFECYCLE: Lifecycle[Status, Event] = Lifecycle(
    "verification",
    Status.DRAFT,
    {
        (Status.DRAFT, Event.SUBMIT): Status.CHECKING,
        (Status.ACTION_REQUIRED, Event.SUBMIT): Status.CHECKING,
        (Status.CHECKING, Event.APPROVE): Status.APPROVED,
        (Status.CHECKING, Event.ASK_AGAIN): Status.ACTION_REQUIRED,
        (Status.CHECKING, Event.REFER): Status.UNDER_REVIEW,
        (Status.UNDER_REVIEW, Event.APPROVE): Status.APPROVED,
        (Status.UNDER_REVIEW, Event.ASK_AGAIN): Status.ACTION_REQUIRED,
        (Status.UNDER_REVIEW, Event.REJECT): Status.REJECTED,
        (Status.DRAFT, Event.WITHDRAW): Status.WITHDRAWN,
        (Status.ACTION_REQUIRED, Event.WITHDRAW): Status.WITHDRAWN,
        (Status.UNDER_REVIEW, Event.WITHDRAW): Status.WITHDRAWN,
    },
    # From a rejected or withdrawn verification the way out is a new one; from a rejected one also an appeal.
    ends=frozenset({Status.APPROVED, Status.REJECTED, Status.WITHDRAWN}),
)
OPEN = frozenset({Status.DRAFT, Status.ACTION_REQUIRED})


class RevealReason(StrEnum):
    """Why staff look at personal data in clear. Stored in the audit log."""

    COMPARE = "compare"
    CUSTOMER_ASKED = "customer_asked"
    SUPERVISION = "supervision"
    AUTHORITY = "authority"


def check_reveal(reason: str) -> RevealReason:
    """Refuses: personal.reveal.no_reason."""
    if reason not in set(RevealReason):
        raise Refusal("personal.reveal.no_reason")
    return RevealReason(reason)


def check_may_cause(event: Event, by: Actor) -> None:
    """Only a person may finally reject (invariant 1). Raises NotPermitted."""
    if event is Event.REJECT and by.is_machine:
        raise NotPermitted("verification:reject")


class Step(StrEnum):
    """The customer's next step inside a verification, in this order."""

    RESIDENCE = "residence"
    DETAILS = "details"
    DOCUMENT = "document"
    FRONT = "front"
    BACK = "back"
    SELFIE = "selfie"
    CHALLENGE = "challenge"
    REVIEW = "review"
    WAIT = "wait"
    DONE = "done"


@dataclass(frozen=True)
class PersonalData:
    """What the customer typed about themselves. Countries are ISO 3166 alpha-2."""

    given_names: str = ""
    surname: str = ""
    born_on: date | None = None
    nationality: str = ""
    residence: str = ""


@dataclass(frozen=True)
class Facts:
    """All that decides what may happen next. `asked_again` are the pieces a retry needs; `given` the ones there are."""

    status: Status
    level_id: str
    residence: str
    details_confirmed: bool
    document_kind: str
    issuing_country: str
    given: frozenset[EvidenceKind]
    asked_again: frozenset[EvidenceKind] = frozenset()
    paused_until: datetime | None = None


_SIDES = {Side.FRONT: EvidenceKind.DOCUMENT_FRONT, Side.BACK: EvidenceKind.DOCUMENT_BACK}
STEP_OF = {
    EvidenceKind.DOCUMENT_FRONT: Step.FRONT,
    EvidenceKind.DOCUMENT_BACK: Step.BACK,
    EvidenceKind.SELFIE: Step.SELFIE,
    EvidenceKind.CHALLENGE_CLIP: Step.CHALLENGE,
}


def needed_evidence(book: Book, level_id: str, document_kind: str) -> tuple[EvidenceKind, ...]:
    """Return the pieces a level needs, with the sides that the chosen kind of document has, in order."""
    wanted = tuple(EvidenceKind(kind) for kind in book.level(level_id).evidence)
    if not document_kind:
        return wanted
    sides = {_SIDES[side] for side in book.document(document_kind).sides}
    return tuple(kind for kind in wanted if kind not in _SIDES.values() or kind in sides)


def missing_evidence(book: Book, facts: Facts) -> tuple[EvidenceKind, ...]:
    """Return what is still to be given: never given, or asked for again and not given since."""
    needed = needed_evidence(book, facts.level_id, facts.document_kind)
    return tuple(kind for kind in needed if kind not in facts.given or kind in facts.asked_again)


def next_step(book: Book, facts: Facts) -> Step:
    """Return where the customer continues, on whatever device they come back."""
    if facts.status in LIFECYCLE.ends:
        return Step.DONE
    if facts.status not in OPEN:
        return Step.WAIT
    if not facts.residence:
        return Step.RESIDENCE
    if not facts.details_confirmed:
        return Step.DETAILS
    if not facts.document_kind:
        return Step.DOCUMENT
    missing = missing_evidence(book, facts)
    return STEP_OF[missing[0]] if missing else Step.REVIEW


def check_open(facts: Facts) -> None:
    """Refuses: verification.state.not_open."""
    if facts.status not in OPEN:
        raise Refusal("verification.state.not_open")


@dataclass(frozen=True)
class Wishes:
    """What a challenge may ask of this person: movements, light they can bear, and whether they look at our own screen."""

    movements: bool = True
    light: bool = True
    on_screen: bool = True


ANYTHING = Wishes()


def check_challenge(challenge: Challenge, drawn_at: datetime | None, at: datetime) -> None:
    """Refuse a recording of a challenge that was never drawn, or long ago. Refuses: liveness.challenge.expired."""
    if drawn_at is None or at - drawn_at > timedelta(minutes=challenge.valid_minutes):
        raise Refusal("liveness.challenge.expired")


def draw_name(drawn_at: datetime | None) -> str:
    """Return what a page sends back with a recording, to say which draw it was made for."""
    return "" if drawn_at is None else drawn_at.isoformat()


def check_made_for(made_for: str, drawn_at: datetime | None) -> None:
    """Refuse a recording of a draw that was replaced by another since, in another window for instance.

    A page that does not say what it recorded for is judged by the newest draw. Refuses: liveness.challenge.expired.
    """
    if made_for not in ("", draw_name(drawn_at)):
        raise Refusal("liveness.challenge.expired")


def check_capture(said: bytes) -> Capture:
    """Return what the browser said of its camera. Refuses: liveness.capture.unreadable."""
    try:
        return read_capture(said)
    except CaptureUnreadable as error:
        raise Refusal("liveness.capture.unreadable") from error


def check_seen(seen: str, state: str) -> None:
    """Refuse an answer to an older state than there is: another window or device has gone on since.

    A page that does not say what it showed is judged by the newest state. Refuses: verification.state.moved_on.
    """
    if seen not in ("", state):
        raise Refusal("verification.state.moved_on")


def check_may_submit(book: Book, facts: Facts, at: datetime) -> None:
    """Refuses: verification.state.not_open, verification.state.paused, verification.state.incomplete."""
    check_open(facts)
    if facts.paused_until is not None and facts.paused_until > at:
        raise Refusal("verification.state.paused", until=facts.paused_until.isoformat())
    if next_step(book, facts) is not Step.REVIEW:
        raise Refusal("verification.state.incomplete")


class PointKind(StrEnum):
    """What a point is about: a picture, something typed, the country, a picture nobody has read yet."""

    QUALITY = "quality"
    DETAILS = "details"
    REGION = "region"
    UNREAD = "unread"


@dataclass(frozen=True)
class Point:
    """Something to be mended, or let stand, before sending (ORD-08, ORD-12).

    `key` names it and the picture it is about, so that a new picture makes a new point. `reason` is a code of reasons.toml;
    a point of a region has the `country` whose notice it is instead, one of an unread picture neither.
    """

    key: str
    kind: PointKind
    reason: str = ""
    pieces: tuple[EvidenceKind, ...] = ()
    country: str = ""


def open_points(points: Iterable[Point], accepted: Iterable[str]) -> tuple[Point, ...]:
    """Return the points that were neither mended nor let stand."""
    let_stand = frozenset(accepted)
    return tuple(point for point in points if point.key not in let_stand)


def check_points(points: Iterable[Point], accepted: Iterable[str]) -> None:
    """Refuses: verification.points.open."""
    if still_open := open_points(points, accepted):
        raise Refusal("verification.points.open", number=len(still_open))


def check_is_real(*countries: str, demo: bool) -> None:
    """Anybody can draw Utopia's specimens, our own sandbox does; only a demo takes them.

    Refuses: verification.country.specimen.
    """
    if UTOPIA in countries and not demo:
        raise Refusal("verification.country.specimen")


def check_residence(book: Book, country: str) -> None:
    """Refuses: verification.details.invalid, verification.country.not_served."""
    if country not in codes():
        raise Refusal("verification.details.invalid", field="residence")
    if not book.country(country).served:
        raise Refusal("verification.country.not_served")


def check_details(details: PersonalData, today: date) -> None:
    """Refuses: verification.details.invalid with the field."""
    for name in ("given_names", "surname"):
        value: str = getattr(details, name)
        if len(value) > _LONGEST_NAME or (name == "surname" and not value.strip()):
            raise Refusal("verification.details.invalid", field=name)
        if any(character.isdigit() or character in "<>{}[]|\\" for character in value):
            raise Refusal("verification.details.invalid", field=name)
    if details.born_on is None or not 0 < (today - details.born_on).days < _OLDEST_YEARS * 366:
        raise Refusal("verification.details.invalid", field="born_on")
    if details.nationality not in codes():
        raise Refusal("verification.details.invalid", field="nationality")


def check_document(book: Book, kind: str, issuing_country: str) -> None:
    """Refuses: verification.details.invalid, document.kind.not_accepted."""
    if issuing_country not in codes():
        raise Refusal("verification.details.invalid", field="issuing_country")
    if kind not in book.country(issuing_country).documents:
        raise Refusal("document.kind.not_accepted")


def pause_after(attempts: Attempts, denials: int) -> timedelta | None:
    """Return how long to pause after this many denials in a row; None while more attempts are free."""
    if denials and denials % attempts.denials_before_pause == 0:
        return timedelta(hours=attempts.pause_hours)
    return None


def attempts_left(attempts: Attempts, denials: int) -> int:
    """Return how many denials are left before the next pause."""
    return attempts.denials_before_pause - denials % attempts.denials_before_pause
