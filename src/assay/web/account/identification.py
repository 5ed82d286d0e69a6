"""Profile, Identification: the level held, what each level unlocks and needs, and every attempt so far."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from assay.accounts.models import Account
from assay.policy.load import current
from assay.policy.schema import Level, Reason, ReviewKind
from assay.verifications.models import Verification
from assay.verifications.rules import LIFECYCLE, OPEN, attempts_left
from assay.web import clock
from assay.web.account import safe_order
from assay.web.account.level_words import Need, checks_of, needs_of
from assay.web.people import for_customers
from assay.web.way.steps import Visit, visit_of
from assay.web.words import Words, reasons_for_customer, status_of_account


@dataclass(frozen=True)
class Offer:
    """A level as the customer sees it: held, next, or later; `open` when it can be applied for here."""

    level: Level
    held: bool
    next: bool
    open: bool
    needs: list[Need]
    checks: list[Words]


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
            needs_of(level),
            checks_of(level),
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


def _tries(visit: Visit | None) -> dict[str, object]:
    """Return how often the answer was no, how often it may be before a pause, and when a pause ends."""
    attempts, denials = current().attempts, visit.verification.denials if visit else 0
    until = visit.facts.paused_until if visit else None
    return {
        "denials": denials,
        "tries": attempts,
        "tries_left": attempts_left(attempts, denials),
        "paused_until": until if until and until > clock.now() else None,
    }


@require_safe
@for_customers
def identification(request: HttpRequest, account: Account) -> HttpResponse:
    visit, book = visit_of(account), current()
    latest = visit.verification if visit else None
    context = {
        "held": book.tier(account.tier),
        "status": status_of_account(account, latest),
        "offers": offers_for(account),
        "attempts": attempts_of(account),
        "under_way": latest is not None and latest.status not in LIFECYCLE.ends,
        "may_move": latest is not None and latest.status in OPEN,
        "latest": latest,
        "hours": book.review_rule(ReviewKind.VERIFICATION).due_within_hours,
        **_tries(visit),
    }
    return render(request, "identification/levels.html", context)


@require_POST
@for_customers
def start(request: HttpRequest, account: Account) -> HttpResponse:
    """Begin an attempt at the next level, or go on with the one that is open."""
    del request
    return safe_order.begin(account)
