"""The safe order of an account (rows ORD): what is next, on which page it is done, and the door to the platform."""

from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from assay.accounts import rules
from assay.accounts.models import Account
from assay.accounts.rules import Facts, Referral, Step
from assay.core.refusal import Refusal
from assay.policy.load import current
from assay.verifications import actions as verifications
from assay.verifications.models import Verification
from assay.verifications.rules import Status
from assay.web import clock
from assay.web.people import for_customers
from assay.web.way.steps import to_next

_WAITING = frozenset({Status.CHECKING, Status.UNDER_REVIEW})
PAGE_OF_STEP = {
    Step.CONFIRM_EMAIL: "account_email",
    Step.SETTLE_ROUTE: "account_route",
    Step.SETTLE_REFERRAL: "account_invitation",
    Step.VERIFY: "verification",
    Step.ANSWER: "verification_status",
    Step.WAIT: "verification_status",
    Step.SECURE: "security",
    Step.REVIEW_ACCOUNT: "account_state",
    Step.READY: "account_state",
}
# The page on which the customer mends what a refusal is about.
PAGE_OF_REFUSAL = {
    "account.route.not_settled": "account_route",
    "account.referral.uncertain": "account_invitation",
    "account.registration.not_confirmed": "account_registration",
    "account.level.missing": "verification",
    "account.protection.missing": "security",
    "account.state.not_reviewed": "account_state",
    "verification.points.open": "verification_review",
}


def facts_of(account: Account, latest: Verification | None) -> Facts:
    status = Status(latest.status) if latest else None
    return Facts(
        email_confirmed=EmailAddress.objects.filter(user=account.user, verified=True).exists(),
        tier=account.tier,
        verification_open=status in _WAITING,
        needs_answer=status is Status.ACTION_REQUIRED,
        has_second_factor=is_mfa_enabled(account.user),
        route_settled=bool(account.route),
        referral_certain=account.referral != Referral.UNCERTAIN,
        state_reviewed=account.state_is_reviewed,
    )


def begin(account: Account) -> HttpResponse:
    """Begin an attempt at the next level, or go on with the one that is open; first to what has to be settled before."""
    level = current().tier(min(account.tier + 1, max(level.tier for level in current().levels)))
    if not level.checks:
        return redirect("identification")
    try:
        verifications.open_verification(account, level_id=level.id, by=account.actor(), at=clock.now())
    except Refusal as refusal:
        if refusal.reason not in PAGE_OF_REFUSAL:
            raise
        return redirect(PAGE_OF_REFUSAL[refusal.reason])
    return to_next(account)


@require_safe
@for_customers
def continue_to_platform(request: HttpRequest, account: Account) -> HttpResponse:
    """Lead on to the operator's platform once the account is safe; before that to the step that is missing, and say why."""
    try:
        rules.check_may_fund(facts_of(account, Verification.objects.latest_of(account)))
    except Refusal as refusal:
        reason = current().reasons[refusal.reason]
        messages.warning(request, f"{gettext(reason.customer)} {gettext(reason.fix)}")
        return redirect(PAGE_OF_REFUSAL[refusal.reason])
    return redirect(settings.PLATFORM_URL or "account_state")
