"""The first page: what this is, or what to do next."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assay.accounts import rules
from assay.policy.load import current
from assay.verifications.models import Verification
from assay.verifications.rules import Status
from assay.web.account.safe_order import facts_of
from assay.web.people import account_of
from assay.web.words import status_of_account


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show a visitor what this is, and a customer their next safe step (rows ORD)."""
    account = account_of(request)
    level = current().tier(1)
    if account is None:
        return render(request, "home.html", {"level": level})
    latest = Verification.objects.latest_of(account)
    context = {
        "step": rules.next_step(facts_of(account, latest)),
        "begun": latest is not None and latest.status == Status.DRAFT,
        "rejected": latest is not None and latest.status == Status.REJECTED,
        "status": status_of_account(account, latest),
        "held": current().tier(account.tier),
        "level": level,
        "platform": settings.PLATFORM_URL,
    }
    return render(request, "home.html", context)
