"""The computer's side of a hand-off: a code and a link, what the phone is doing, and how to go on here instead."""

import base64
from dataclasses import dataclass

import qrcode
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import get_script_prefix, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from assay.accounts.models import Account
from assay.core.refusal import Refusal
from assay.handoffs import actions as handoffs
from assay.handoffs import rules
from assay.handoffs.models import Handoff
from assay.handoffs.rules import Ending, Status, Way
from assay.policy.load import current
from assay.verifications import rules as verifications
from assay.verifications.rules import OPEN, Step
from assay.web import clock
from assay.web.people import for_customers
from assay.web.way.steps import PIECES as PIECE_AT
from assay.web.way.steps import Visit, is_part, page_of, to_next, visit_of
from assay.web.words import PIECES, Words

# The code's margin in modules, as ISO/IEC 18004 asks for.
_QUIET = 4


def qr_code(text: str) -> str:
    """Return a QR code as the address of a picture: black on white in light and dark, or phones cannot read it."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=_QUIET)
    code.add_data(text)
    rows = code.get_matrix()
    dots = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(rows)} {len(rows)}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{len(rows)}v{len(rows)}H0z"/><path d="{dots}"/></svg>'
    )
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def link_to(token: str) -> str:
    """Return the link for another device: from the operator's address, and never into a frame."""
    return f"{settings.BASE_URL}/{reverse('go', args=[token]).removeprefix(get_script_prefix())}"


@dataclass(frozen=True)
class Part:
    """One piece the phone gives; `state` is done, here or ahead."""

    words: Words
    state: str


def _parts(visit: Visit) -> list[Part]:
    missing = verifications.missing_evidence(current(), visit.facts)
    here = PIECE_AT.get(visit.step)
    return [
        Part(PIECES[kind], "here" if kind is here else "ahead" if kind in missing else "done")
        for kind in verifications.needed_evidence(current(), visit.facts.level_id, visit.facts.document_kind)
    ]


def _seen(handoff: Handoff | None, visit: Visit) -> str:
    """Return what a page that shows this has seen; as long as it stays the same there is nothing new to show."""
    return f"{handoff.pk}.{handoff.status}.{visit.step}.{len(visit.facts.given)}" if handoff else ""


def _context(visit: Visit, handoff: Handoff | None, link: str = "", token: str = "") -> dict[str, object]:
    ran_out = handoff is not None and handoff.status == Status.OFFERED and handoff.until <= clock.now()
    return {
        "offer": handoff,
        "state": "expired" if ran_out else handoff.status if handoff else "none",
        "seen": "" if ran_out else _seen(handoff, visit),
        "parts": _parts(visit),
        "before": visit.step in {Step.RESIDENCE, Step.DETAILS, Step.DOCUMENT},
        "ready": visit.step is Step.REVIEW,
        "back": page_of(visit),
        "link": link,
        "token": token,
        "code": qr_code(link) if link else "",
        "minutes": rules.rule_of(current(), Way.PHONE).valid_minutes,
        "seconds": max(0, round((handoff.until - clock.now()).total_seconds())) if handoff else 0,
    }


def _latest(visit: Visit) -> Handoff | None:
    return Handoff.objects.latest_of(visit.verification, Way.PHONE)


def _show(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    template = "handoff/part.html" if is_part(request) else "handoff/computer.html"
    return render(request, template, context | {"is_part": is_part(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_customers
def handoff(request: HttpRequest, account: Account) -> HttpResponse:
    """GET shows how it stands, POST makes a new code. A code is shown once: nothing here could show it again."""
    visit = visit_of(account)
    if visit is None or visit.facts.status not in OPEN:
        return to_next(account)
    if request.method == "POST":
        made, token = handoffs.offer_phone(visit.verification, by=visit.by, at=clock.now())
        return _show(request, _context(visit, made, link_to(token), token))
    latest = _latest(visit)
    taken = latest if latest and latest.status == Status.TAKEN else None
    return _show(request, _context(visit, taken))


@require_safe
@never_cache
@for_customers
def progress(request: HttpRequest, account: Account) -> HttpResponse:
    """Answer every two seconds: nothing while nothing changed, the new state, or the way to the answer."""
    visit = visit_of(account)
    if visit is None:
        return redirect("identification")
    latest = _latest(visit)
    if visit.facts.status not in OPEN and (request.GET.get("sent") or latest is None):
        elsewhere = to_next(account)
        return HttpResponseClientRedirect(elsewhere["Location"]) if is_part(request) else elsewhere
    context = _context(visit, latest)
    if visit.facts.status not in OPEN:
        context["state"] = "sent"
    elif is_part(request) and request.GET.get("seen") == context["seen"]:
        return HttpResponse(status=204)
    return _show(request, context)


@require_POST
@for_customers
def mail(request: HttpRequest, account: Account) -> HttpResponse:
    """Send the link that this page shows by e-mail."""
    token = request.POST.get("token", "")
    visit = visit_of(account)
    link, problem, sent = "", None, False
    try:
        found = handoffs.find(token)
        link = link_to(token)
        handoffs.mail(found, token=token, link=link, by=account.actor(), at=clock.now())
        sent = True
    except Refusal as refusal:
        problem = current().reasons[refusal.reason]
        found = None
    if is_part(request):
        return render(request, "handoff/mailed.html", {"problem": problem, "sent": sent})
    if visit is None or found is None:
        raise Refusal("handoff.token.ended")
    return _show(request, _context(visit, found, link, token) | {"sent": sent})


@require_POST
@for_customers
def take_back(request: HttpRequest, account: Account) -> HttpResponse:
    """Go on here instead: the phone's session ends with it."""
    del request
    visit = visit_of(account)
    latest = _latest(visit) if visit else None
    if latest is not None:
        handoffs.end(latest, ending=Ending.TAKEN_BACK, by=account.actor(), at=clock.now())
    return to_next(account)
