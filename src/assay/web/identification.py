"""Profile, Identification: the level held, what each level unlocks and needs, and every attempt so far."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from assay.accounts.models import Account
from assay.decisions.rules import told_reasons
from assay.policy.load import current
from assay.policy.schema import Level, Reason, ReviewKind
from assay.verifications import actions as verifications
from assay.verifications.models import Verification
from assay.verifications.rules import LIFECYCLE
from assay.web import clock
from assay.web.people import for_customers
from assay.web.steps import to_next, visit_of
from assay.web.words import status_of_account


@dataclass(frozen=True)
class Offer:
    """A level as the customer sees it: held, next, or later; `open` when it can be applied for here."""

    level: Level
    held: bool
    next: bool
    open: bool


@dataclass(frozen=True)
class Attempt:
    verification: Verification
    level: Level
    reasons: tuple[Reason, ...]


def offers_for(account: Account) -> tuple[Offer, ...]:
    return tuple(
        Offer(
            level,
            level.tier <= account.tier,
            level.tier == account.tier + 1,
            bool(level.evidence and level.checks),
        )
        for level in sorted(current().levels, key=lambda level: level.tier)
        if level.tier
    )


def attempts_of(account: Account) -> list[Attempt]:
    """Return every attempt, newest first, with the reasons the customer may be told."""
    book = current()
    return [
        Attempt(
            verification,
            book.level(verification.level_id),
            reasons_for_customer(verification),
        )
        for verification in Verification.objects.filter(account=account).order_by("-opened_at", "-pk")
    ]


def reasons_for_customer(verification: Verification) -> tuple[Reason, ...]:
    book = current()
    return tuple(book.reasons[code] for code in told_reasons(book, verification.reasons))


@require_safe
@for_customers
def identification(request: HttpRequest, account: Account) -> HttpResponse:
    visit = visit_of(account)
    latest = visit.verification if visit else None
    context = {
        "held": current().tier(account.tier),
        "status": status_of_account(account, latest),
        "offers": offers_for(account),
        "attempts": attempts_of(account),
        "under_way": latest is not None and latest.status not in LIFECYCLE.ends,
        "latest": latest,
        "paused_until": visit.facts.paused_until if visit else None,
    }
    return render(request, "identification/levels.html", context)


@require_POST
@for_customers
def start(request: HttpRequest, account: Account) -> HttpResponse:
    """Begin an attempt at the next level, or go on with the one that is open."""
    del request
    level = current().tier(min(account.tier + 1, max(level.tier for level in current().levels)))
    if not level.checks:
        return redirect("identification")
    verifications.open_verification(account, level_id=level.id, by=account.actor(), at=clock.now())
    return to_next(account)


@require_safe
def why(request: HttpRequest) -> HttpResponse:
    """Why verify, and why it is safe (ENT-10, ENT-11, ENT-16)."""
    return render(request, "help/why.html", {"level": current().tier(1)})


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """How to be verified at the first try."""
    book = current()
    context = {
        "level": book.tier(1),
        "attempts": book.attempts,
        "hours": book.review_rule(ReviewKind.VERIFICATION).due_within_hours,
        "digest": book.digest[:12],
    }
    return render(request, "help/guide.html", context)
