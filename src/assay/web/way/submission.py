"""From the last look before sending to the answer."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from assay.accounts.models import Account
from assay.policy.load import current
from assay.policy.schema import EvidenceKind, Reason, ReviewKind
from assay.reviews.models import Review
from assay.verifications import actions as verifications
from assay.verifications import rules
from assay.verifications.rules import Status, Step
from assay.web import clock
from assay.web.people import for_customers
from assay.web.way.review import accept_unread
from assay.web.way.steps import PAGE_OF_PIECE, Visit, is_part, to_next, visit_of
from assay.web.words import PIECES, Words, reasons_for_customer


@require_POST
@for_customers
def submit(request: HttpRequest, account: Account) -> HttpResponse:
    """Refuses by the rule, whatever the page allowed: what is missing, a point still open, or a pause."""
    visit = visit_of(account)
    if visit is None:
        return redirect("identification")
    if "unread" in request.POST and visit.step is Step.REVIEW:
        accept_unread(visit)
    verifications.submit(visit.verification, seen=request.POST.get("seen", ""), by=visit.by, at=clock.now())
    return redirect("verification_status")


@require_POST
@for_customers
def withdraw(request: HttpRequest, account: Account) -> HttpResponse:
    """Give the attempt up; another one may be started at once."""
    del request
    visit = visit_of(account)
    if visit is None:
        return redirect("identification")
    verifications.withdraw(visit.verification, by=visit.by, at=clock.now())
    return redirect("identification")


@dataclass(frozen=True)
class ToGiveAgain:
    """A piece that was asked for again, why, and whether it has been given since."""

    words: Words
    page: str
    reasons: tuple[Reason, ...]
    done: bool


def _to_give_again(visit: Visit, reasons: tuple[Reason, ...]) -> list[ToGiveAgain]:
    return [
        ToGiveAgain(
            PIECES[kind],
            PAGE_OF_PIECE[kind],
            tuple(reason for reason in reasons if kind in reason.pieces),
            kind not in visit.facts.asked_again,
        )
        for kind in map(EvidenceKind, visit.verification.asked_again)
    ]


def _status_context(visit: Visit) -> dict[str, object]:
    verification, book = visit.verification, current()
    reasons = reasons_for_customer(verification)
    paused_until = visit.facts.paused_until
    waiting = Review.objects.waiting().filter(kind=ReviewKind.VERIFICATION, matter_id=verification.pk).first()
    due_at = waiting.due_at if waiting else None
    return {
        "verification": verification,
        "level": book.level(verification.level_id),
        "reasons": reasons,
        "again": _to_give_again(visit, reasons),
        "choose_again": visit.step is Step.DOCUMENT,
        "complete": visit.step is Step.REVIEW,
        "due_at": due_at,
        "late": due_at is not None and due_at < clock.now(),
        "hours": book.review_rule(ReviewKind.VERIFICATION).due_within_hours,
        "paused_until": paused_until if paused_until and paused_until > clock.now() else None,
        "attempts": book.attempts,
        "attempts_left": rules.attempts_left(book.attempts, verification.denials),
        "denials": verification.denials,
    }


@require_safe
@for_customers
def status(request: HttpRequest, account: Account) -> HttpResponse:
    """Where the verification stands, why, and what to do next. Follows the checks by itself."""
    visit = visit_of(account)
    if visit is None or visit.facts.status is Status.WITHDRAWN:
        return redirect("identification")
    if visit.facts.status is Status.DRAFT:
        return to_next(account)
    if is_part(request) and request.GET.get("seen") == visit.facts.status:
        return HttpResponse(status=204)
    part = "verification/status_part.html" if is_part(request) else "verification/status.html"
    return render(request, part, {**_status_context(visit), "is_part": is_part(request)})
