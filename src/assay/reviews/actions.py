"""Open, take, release, decide. The concept that asked for the review is told through `on_decided`."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from assay import access
from assay.access import Permission
from assay.accounts.models import Account, StaffMember
from assay.audit import actions as audit
from assay.audit.events import Event as AuditEvent
from assay.core.actor import Actor
from assay.deadlines import actions as deadlines
from assay.deadlines.rules import DeadlineKind
from assay.encryption import actions as encryption
from assay.policy.load import current
from assay.policy.schema import ReviewKind
from assay.reviews import rules
from assay.reviews.models import Review
from assay.reviews.rules import LIFECYCLE, Event, Outcome, Status

# Filled in wiring.py: what a decision means for the matter. Runs in the decision's transaction.
on_decided: dict[ReviewKind, Callable[[Review, Outcome, tuple[str, ...], Actor, datetime], None]] = {}

_AUDIT = {
    Event.TAKE: AuditEvent.REVIEW_TAKEN,
    Event.RELEASE: AuditEvent.REVIEW_RELEASED,
    Event.DECIDE: AuditEvent.REVIEW_DECIDED,
    Event.CLOSE: AuditEvent.REVIEW_RELEASED,
}


def _move(review: Review, event: Event, *, by: Actor, at: datetime, **data: str | list[str]) -> None:
    review.status = LIFECYCLE.after(Status(review.status), event)
    audit.record(_AUDIT[event], subject_id=review.pk, account_id=review.account_id, by=by, at=at, **data)


@transaction.atomic
def open_review(
    kind: ReviewKind,
    matter_id: str,
    account: Account,
    *,
    reasons: tuple[str, ...],
    exclude: frozenset[str] = frozenset(),
    by: Actor,
    at: datetime,
) -> Review:
    """Put a matter into the queue, due as the policy says. `exclude`: staff who decided on it before."""
    due_at = at + timedelta(hours=current().review_rule(kind).due_within_hours)
    review = Review.objects.create(
        kind=kind,
        matter_id=matter_id,
        account=account,
        reasons=list(reasons),
        excluded=sorted(exclude),
        opened_at=at,
        due_at=due_at,
    )
    deadlines.set_deadline(DeadlineKind.REVIEW_DUE, review.pk, due_at=due_at, by=by, at=at)
    audit.record(
        AuditEvent.REVIEW_OPENED,
        subject_id=review.pk,
        account_id=account.pk,
        by=by,
        at=at,
        reasons=list(reasons),
    )
    return review


def _locked(review: Review) -> Review:
    return Review.objects.select_for_update().get(pk=review.pk)


@transaction.atomic
def take(review: Review, *, by: Actor, at: datetime) -> Review:
    """Refuses: review.state.taken, review.state.not_open, review.decider.own_account, review.decider.involved."""
    access.require(by, Permission.REVIEW_TAKE)
    review = _locked(review)
    rules.check_may_take(review.facts(), by)
    if review.status != Status.TAKEN:
        _move(review, Event.TAKE, by=by, at=at)
        review.taken_by, review.taken_at = StaffMember.objects.get(pk=by.id), at
        review.save()
    return review


@transaction.atomic
def release(review: Review, *, by: Actor, at: datetime) -> Review:
    access.require(by, Permission.REVIEW_TAKE)
    review = _locked(review)
    rules.check_may_take(review.facts(), by)
    _move(review, Event.RELEASE, by=by, at=at)
    review.taken_by, review.taken_at = None, None
    review.save()
    return review


@transaction.atomic
def decide(
    review: Review, *, outcome: Outcome, reasons: tuple[str, ...], note: str = "", by: Actor, at: datetime
) -> Review:
    """Decide a review one has taken. `note` is for colleagues, never for the customer.

    Refuses: review.state.taken, review.state.not_open, review.decider.own_account, review.decider.involved,
    review.reasons.missing, review.reasons.not_decidable.
    """
    access.require(by, Permission.REVIEW_DECIDE)
    review = _locked(review)
    book = current()
    known = tuple(book.reasons[code] for code in reasons if code in book.reasons)
    rules.check_may_decide(review.facts(), by, outcome, known)
    _move(review, Event.DECIDE, by=by, at=at, outcome=outcome, reasons=list(reasons))
    review.decided_by, review.decided_at = StaffMember.objects.get(pk=by.id), at
    review.outcome = outcome
    if note:
        review.sealed_note = encryption.seal(review.account_id, note.encode(), f"reviews.note.{review.pk}")
    review.save()
    deadlines.cancel(DeadlineKind.REVIEW_DUE, review.pk, by=by, at=at)
    on_decided[ReviewKind(review.kind)](review, outcome, tuple(reason.code for reason in known), by, at)
    return review


@transaction.atomic
def close(kind: ReviewKind, matter_id: str, *, by: Actor, at: datetime) -> None:
    """Take a matter out of the queue because the customer withdrew it."""
    for review in Review.objects.select_for_update().filter(
        kind=kind, matter_id=matter_id, status__in=[Status.OPEN, Status.TAKEN]
    ):
        _move(review, Event.CLOSE, by=by, at=at)
        review.save()
        deadlines.cancel(DeadlineKind.REVIEW_DUE, review.pk, by=by, at=at)


@transaction.atomic
def mark_overdue(review_id: str, by: Actor, at: datetime) -> None:
    """The due time passed without a decision: say so where the queue and the audit log show it."""
    review = Review.objects.select_for_update().get(pk=review_id)
    review.overdue_at = at
    review.save(update_fields=["overdue_at"])
    audit.record(AuditEvent.REVIEW_OVERDUE, subject_id=review.pk, account_id=review.account_id, by=by, at=at)
