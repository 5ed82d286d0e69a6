"""The state of an account, looked at before the next action: level, protection, what is open, what may be done (ORD-16, 21)."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assay.accounts import actions as accounts
from assay.accounts import rules
from assay.accounts.models import Account
from assay.accounts.rules import Facts, Step
from assay.core.refusal import Refusal
from assay.policy.load import current
from assay.policy.schema import Level, Reason
from assay.verifications.models import Verification
from assay.web import clock
from assay.web.account.registration import entity_of
from assay.web.account.safe_order import PAGE_OF_STEP, facts_of
from assay.web.people import for_customers
from assay.web.security import protection_of
from assay.web.words import status_of_account


@dataclass(frozen=True)
class Opened:
    """Something a level opens. `may`: now; otherwise `why` it is not yet, or the `level` that it needs."""

    title: str
    may: bool
    why: Reason | None = None
    level: Level | None = None


def opened(facts: Facts) -> list[Opened]:
    """Return what every level opens, and whether it is open to this account now."""
    why = None
    try:
        rules.check_may_fund(facts)
    except Refusal as refusal:
        why = current().reasons[refusal.reason]
    return [
        Opened(title, may=why is None, why=why)
        if level.tier <= facts.tier
        else Opened(title, may=False, level=level)
        for level in sorted(current().levels, key=lambda level: level.tier)
        for title in level.unlocks
    ]


@require_http_methods(["GET", "POST"])
@for_customers
def state(request: HttpRequest, account: Account) -> HttpResponse:
    if request.method == "POST":
        accounts.review_state(account, by=account.actor(), at=clock.now())
        return redirect("home")
    latest = Verification.objects.latest_of(account)
    facts = facts_of(account, latest)
    step = rules.next_step(facts)
    settled = current().route(account.route)
    context = {
        "held": current().tier(account.tier),
        "status": status_of_account(account, latest),
        "protection": protection_of(account.user),
        "route": settled,
        "entity": entity_of(settled),
        "opened": opened(facts),
        "step": step,
        "step_page": PAGE_OF_STEP[step],
        "may_review": step is Step.REVIEW_ACCOUNT,
        "platform": settings.PLATFORM_URL,
    }
    return render(request, "account_state.html", context)
