"""What waits for a person, the most urgent first."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timesince import timesince
from django.views.decorators.http import require_GET, require_POST

from assay.access import Permission
from assay.accounts.models import StaffMember
from assay.policy.load import current
from assay.policy.schema import ReviewKind
from assay.reviews import actions as reviews
from assay.reviews.models import Review, ReviewQuerySet
from assay.reviews.rules import Outcome, Status
from assay.web import clock
from assay.web.console.desk import needs, page, rights
from assay.web.people import for_staff

_SHOWN = 100
FILTERS = {"all": "Waiting", "open": "Free", "mine": "Mine", "decided": "Decided"}
OUTCOMES = {Outcome.APPROVE: "Approved", Outcome.ASK_AGAIN: "Asked again", Outcome.REJECT: "Rejected"}
# Where a staff member starts: the first page their role opens.
_START = (
    (Permission.REVIEW_READ, "console_queue"),
    (Permission.AUDIT_READ, "console_audit"),
    (Permission.ACCOUNT_READ, "console_accounts"),
    (Permission.POLICY_READ, "console_policy"),
)


@dataclass(frozen=True)
class Line:
    """One row of the queue in words."""

    review: Review
    kind: str
    reasons: tuple[str, ...]
    taken_by: str
    is_mine: bool
    is_overdue: bool
    outcome: str
    waited: str


@for_staff
def start(request: HttpRequest, member: StaffMember) -> HttpResponse:
    """Send each role to the first page it may see."""
    may = rights(member)
    target = next((name for permission, name in _START if may[permission.name.lower()]), None)
    return redirect(target) if target else page(request, member, "nothing.html", {})


def filtered(which: str, member: StaffMember) -> ReviewQuerySet:
    if which == "decided":
        return Review.objects.filter(status=Status.DECIDED).order_by("-decided_at")
    waiting = Review.objects.waiting()
    if which == "mine":
        return waiting.filter(taken_by=member)
    return waiting.filter(status=Status.OPEN) if which == "open" else waiting


def _line(review: Review, member: StaffMember, at: datetime) -> Line:
    book = current()
    decider = review.decided_by or review.taken_by
    return Line(
        review=review,
        kind=book.review_rule(ReviewKind(review.kind)).title,
        reasons=tuple(book.reasons[code].staff for code in review.reasons if code in book.reasons),
        taken_by=decider.name if decider else "",
        is_mine=review.taken_by_id == member.pk,
        is_overdue=review.is_overdue(at),
        outcome=OUTCOMES[Outcome(review.outcome)] if review.outcome else "",
        waited=timesince(review.opened_at, review.decided_at or at, depth=1),
    )


def _counts(member: StaffMember, at: datetime) -> dict[str, int]:
    waiting = Review.objects.waiting()
    return {
        "all": waiting.count(),
        "open": waiting.filter(status=Status.OPEN).count(),
        "mine": waiting.filter(taken_by=member).count(),
        "overdue": waiting.filter(due_at__lt=at).count(),
    }


def _context(request: HttpRequest, member: StaffMember) -> dict[str, object]:
    at, which = clock.now(), request.GET.get("show", "all")
    which = which if which in FILTERS else "all"
    rows = filtered(which, member).select_related("taken_by", "decided_by")[:_SHOWN]
    return {
        "which": which,
        "filters": FILTERS,
        "lines": [_line(review, member, at) for review in rows],
        "counts": _counts(member, at),
        "shown_at": at,
        "most": _SHOWN,
    }


@require_GET
@needs(Permission.REVIEW_READ)
def listing(request: HttpRequest, member: StaffMember) -> HttpResponse:
    return page(request, member, "queue.html", _context(request, member))


@require_GET
@needs(Permission.REVIEW_READ)
def counts(request: HttpRequest, member: StaffMember) -> HttpResponse:
    """Answer the page's polling with the counts and rows as they are now."""
    return page(request, member, "queue_live.html", _context(request, member))


@require_POST
@needs(Permission.REVIEW_TAKE)
def take_next(request: HttpRequest, member: StaffMember) -> HttpResponse:
    """Take the most urgent free review that this person may decide, and open it."""
    by = member.actor()
    free = filtered("open", member).filter(~Q(excluded__contains=[member.pk]))
    if by.own_account_id:
        free = free.exclude(account_id=by.own_account_id)
    review = free.first()
    if review is None:
        messages.info(request, "Nothing is free at the moment.")
        return redirect("console_queue")
    reviews.take(review, by=by, at=clock.now())
    return redirect("console_case", review_id=review.pk)
