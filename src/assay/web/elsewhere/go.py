"""The phone's side of a hand-off: look at the link, take over, leave, done."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assay.core.refusal import Refusal
from assay.handoffs import actions as handoffs
from assay.handoffs import rules
from assay.handoffs.models import Handoff
from assay.handoffs.rules import Ending, Way
from assay.policy.load import current
from assay.web import clock
from assay.web.elsewhere import guessing, limited
from assay.web.people import user_of
from assay.web.words import masked


def _find(request: HttpRequest, token: str) -> Handoff:
    """Return the phone's hand-off of a link. Refuses: handoff.token.unknown, handoff.token.too_many."""
    guessing.check(request)
    try:
        found = handoffs.find(token)
    except Refusal:
        guessing.count(request)
        raise
    if found.way != Way.PHONE:
        raise Refusal("handoff.token.unknown")
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def go(request: HttpRequest, token: str) -> HttpResponse:
    """Show whose verification it is; taking over is a press of its own, so that no preview of the link uses it up."""
    try:
        handoff = _find(request, token)
        rules.check_may_take(handoff.facts(), clock.now())
        if request.method == "POST":
            return _take(request, handoff)
    except Refusal as refusal:
        reason = current().reasons[refusal.reason]
        status = {"handoff.token.unknown": 404, "handoff.token.too_many": 429}.get(refusal.reason, 409)
        return render(request, "handoff/refused.html", {"reason": reason}, status=status)
    person = user_of(request)
    context = {
        "masked_email": masked(handoff.account.user.email),
        "other_email": masked(person.email) if person and person != handoff.account.user else "",
        "same": person == handoff.account.user,
        "until": handoff.until,
        "minutes": rules.rule_of(current(), Way.PHONE).session_minutes,
    }
    return render(request, "handoff/go.html", context)


def _take(request: HttpRequest, handoff: Handoff) -> HttpResponse:
    handoff = handoffs.take(handoff, by=handoff.account.actor(), at=clock.now())
    # Who is signed in here as themselves stays so; all others get what the link is for, and no more.
    if user_of(request) != handoff.account.user or limited.is_limited(request):
        limited.begin(request, handoff)
    return redirect("verification")


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Stop on the phone; the computer goes on."""
    handoff = limited.session_handoff(request)
    if handoff is None:
        return redirect("home")
    handoffs.end(handoff, ending=Ending.LEFT, by=handoff.account.actor(), at=clock.now())
    logout(request)
    return render(request, "handoff/left.html")


@require_safe
@never_cache
def done(request: HttpRequest) -> HttpResponse:
    """Everything is sent: say so, and how it stands, until the stay would have been over."""
    handoff = limited.session_handoff(request)
    if handoff is None:
        return redirect("home")
    if handoff.ending != Ending.SUBMITTED or handoff.until <= clock.now():
        return limited.over(request, handoff)
    status = handoff.verification.status
    if request.headers.get("HX-Request"):
        if request.GET.get("seen") == status:
            return HttpResponse(status=204)
        return render(request, "handoff/done_part.html", {"status": status})
    return render(request, "handoff/done.html", {"status": status})
