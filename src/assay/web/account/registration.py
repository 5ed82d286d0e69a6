"""What has to be settled before a verification: how the account was opened, by whose invitation, and that it is this one."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from assay.accounts import actions as accounts
from assay.accounts.models import Account
from assay.accounts.rules import Referral, is_code
from assay.core.refusal import Refusal
from assay.policy.load import current
from assay.policy.routes import Route
from assay.web import clock
from assay.web.account.safe_order import begin
from assay.web.people import for_customers
from assay.web.words import masked


def entity_of(route: Route | None) -> str:
    """Return whom the customer deals with."""
    return (route.entity if route else "") or settings.BRAND["name"]


def _words_of(refusal: Refusal) -> str:
    reason = current().reasons[refusal.reason]
    return " ".join(gettext(part) for part in (reason.customer, reason.fix) if part)


@require_http_methods(["GET", "POST"])
@for_customers
def route(request: HttpRequest, account: Account) -> HttpResponse:
    """Where it was not clear at sign-up, the customer says how they opened the account (ORD-04)."""
    if account.route:
        return redirect("account_registration")
    problem = ""
    if request.method == "POST":
        try:
            chosen = request.POST.get("route", "")
            accounts.settle_route(account, route=chosen, by=account.actor(), at=clock.now())
            return redirect("account_registration")
        except Refusal as refusal:
            problem = _words_of(refusal)
    context = {"routes": [(one, entity_of(one)) for one in current().routes], "problem": problem}
    return render(request, "registration/route.html", context, status=409 if problem else 200)


def _code_said(request: HttpRequest) -> str:
    """Return the code that was chosen or typed; empty where the customer said that there is none."""
    chosen = request.POST.get("invitation", "other")
    if chosen != "other":
        return chosen
    typed = request.POST.get("code", "").strip().upper()
    if not typed:
        raise Refusal("account.referral.malformed")
    return typed


@require_http_methods(["GET", "POST"])
@for_customers
def invitation(request: HttpRequest, account: Account) -> HttpResponse:
    """The support page of an uncertain invitation: it has to be right before, because it cannot be changed after (ORD-05)."""
    if account.referral != Referral.UNCERTAIN:
        return redirect("account_registration")
    problem = ""
    if request.method == "POST":
        try:
            accounts.settle_referral(account, code=_code_said(request), by=account.actor(), at=clock.now())
            return redirect("account_registration")
        except Refusal as refusal:
            problem = _words_of(refusal)
    context = {
        "codes": [code for code in account.codes_seen if is_code(current(), code)],
        "seen": account.codes_seen,
        "typed": request.POST.get("code", ""),
        "chosen": request.POST.get("invitation"),
        "problem": problem,
    }
    return render(request, "registration/invitation.html", context, status=409 if problem else 200)


@require_http_methods(["GET", "POST"])
@for_customers
def registration(request: HttpRequest, account: Account) -> HttpResponse:
    """Is this the account, and the route, that the customer registered? Then the verification begins (ORD-07)."""
    if not account.route:
        return redirect("account_route")
    if account.referral == Referral.UNCERTAIN:
        return redirect("account_invitation")
    if request.method == "POST":
        accounts.confirm_registration(account, by=account.actor(), at=clock.now())
        return begin(account)
    settled = current().route(account.route)
    context = {
        "masked_email": masked(account.user.email),
        "route": settled,
        "entity": entity_of(settled),
        "confirmed": account.confirmed_at is not None,
    }
    return render(request, "registration/registration.html", context)
