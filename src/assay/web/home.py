"""The first page: what this is, or what to do next."""

from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assay.accounts import rules
from assay.accounts.models import Account
from assay.policy.load import current
from assay.verifications.models import Verification
from assay.verifications.rules import Status
from assay.web.people import account_of
from assay.web.words import status_of_account

_WAITING = frozenset({Status.CHECKING, Status.UNDER_REVIEW})


def _facts(account: Account, latest: Verification | None) -> rules.Facts:
    status = Status(latest.status) if latest else None
    return rules.Facts(
        email_confirmed=EmailAddress.objects.filter(user=account.user, verified=True).exists(),
        tier=account.tier,
        verification_open=status in _WAITING,
        needs_answer=status is Status.ACTION_REQUIRED,
        has_second_factor=is_mfa_enabled(account.user),
    )


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show a visitor what this is, and a customer their next safe step (rows ORD)."""
    account = account_of(request)
    level = current().tier(1)
    if account is None:
        return render(request, "home.html", {"level": level})
    latest = Verification.objects.latest_of(account)
    context = {
        "step": rules.next_step(_facts(account, latest)),
        "begun": latest is not None and latest.status == Status.DRAFT,
        "rejected": latest is not None and latest.status == Status.REJECTED,
        "status": status_of_account(account, latest),
        "held": current().tier(account.tier),
        "level": level,
    }
    return render(request, "home.html", context)
