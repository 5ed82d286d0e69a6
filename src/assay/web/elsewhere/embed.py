"""Pages in a frame on the host's own page: below /embed/, with cookies of their own, shown on one origin only."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import get_script_prefix, set_script_prefix
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assay.core.refusal import Refusal
from assay.handoffs import actions as handoffs
from assay.handoffs.models import Handoff
from assay.handoffs.rules import Way
from assay.policy.load import current
from assay.web import clock
from assay.web.elsewhere import guessing, limited
from assay.web.way.steps import visit_of

_FOLDER = "/embed"
_COOKIE = "embedded_"
_NOBODY = "frame-ancestors 'none'"


def _own_cookies(request: HttpRequest) -> None:
    """Show the pages only the frame's cookies, under the names they know."""
    framed = {
        name.removeprefix(_COOKIE): value
        for name, value in request.COOKIES.items()
        if name.startswith(_COOKIE)
    }
    request.COOKIES = framed


def _frame_cookies(response: HttpResponse) -> None:
    """Give cookies the frame's names and place, and let them work on the page of another site, and on this one only."""
    for name in list(response.cookies):
        cookie = response.cookies.pop(name)
        response.set_cookie(
            _COOKIE + name,
            cookie.value,
            max_age=cookie["max-age"] if cookie["max-age"] != "" else None,
            path=f"{_FOLDER}/",
            secure=True,
            httponly=bool(cookie["httponly"]),
            samesite="None",
        )
        # Python 3.11 has no word for it, so it goes with the attribute before it.
        response.cookies[_COOKIE + name]["samesite"] = "None; Partitioned"


def _frame_headers(request: HttpRequest, response: HttpResponse) -> None:
    handoff = limited.handoff_of(request)
    if handoff is not None and handoff.way == Way.EMBEDDED:
        policy = response.headers.get("Content-Security-Policy", _NOBODY)
        response.headers["Content-Security-Policy"] = policy.replace(
            _NOBODY, f"frame-ancestors {handoff.origin}"
        )
        # It knows no origins, and browsers that know the policy above prefer that.
        response.headers.pop("X-Frame-Options", None)
        if request.headers.get("HX-Request"):
            response.headers["X-Assay-State"] = " ".join(state_of(request))


class EmbeddingMiddleware:
    """The same pages once more below /embed/: addresses, cookies and headers differ, nothing else does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(f"{_FOLDER}/"):
            return self.get_response(request)
        before = get_script_prefix()
        request.path_info = request.path_info.removeprefix(_FOLDER)
        limited.mark_embedded(request)
        _own_cookies(request)
        set_script_prefix(f"{before.rstrip('/')}{_FOLDER}/")
        try:
            response = self.get_response(request)
            _frame_cookies(response)
            _frame_headers(request, response)
        finally:
            set_script_prefix(before)
        return response


def state_of(request: HttpRequest) -> tuple[str, str]:
    """Return step and status of the frame's verification, for the host's page; it learns nothing else."""
    handoff = limited.handoff_of(request)
    visit = visit_of(handoff.account) if handoff else None
    return (visit.step, visit.facts.status) if visit else ("", "")


@require_safe
@never_cache
def frame(request: HttpRequest, handoff_id: str) -> HttpResponse:
    """The frame's first page: asks the host's page for the token. The id is in the address, the secret never is."""
    if not limited.is_embedded(request):
        raise Http404
    handoff = get_object_or_404(Handoff, pk=handoff_id, way=Way.EMBEDDED)
    limited.remember(request, handoff)
    return render(request, "embed/start.html", {"starting": True})


@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Take the hand-off that a client token stands for, and go on with it."""
    if not limited.is_embedded(request):
        raise Http404
    token = request.POST.get("token", "")
    try:
        guessing.check(request)
        handoff = handoffs.find(token)
    except Refusal:
        guessing.count(request)
        # Whose page may show the answer is told by the token's public part.
        named = Handoff.objects.filter(pk=token.partition(".")[0], way=Way.EMBEDDED).first()
        return _refused(request, named, "handoff.token.unknown")
    if handoff.way != Way.EMBEDDED:
        return _refused(request, None, "handoff.token.unknown")
    try:
        handoff = handoffs.take(handoff, by=handoff.account.actor(), at=clock.now())
    except Refusal as refusal:
        return _refused(request, handoff, refusal.reason)
    limited.begin(request, handoff)
    limited.remember(request, handoff)
    return redirect("verification")


def _refused(request: HttpRequest, handoff: Handoff | None, reason: str) -> HttpResponse:
    if handoff is not None:
        limited.remember(request, handoff)
    context = {"reason": current().reasons[reason], "ended": True}
    return render(request, "handoff/over.html", context, status=409)
