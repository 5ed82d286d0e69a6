"""What a session that was handed over may open: one verification's pages, and nothing else. What is not listed is closed."""

from collections.abc import Callable, Mapping

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django_htmx.http import HttpResponseClientRedirect

from assay.evidence.models import Evidence
from assay.handoffs import rules
from assay.handoffs.models import Handoff
from assay.handoffs.rules import Ending, Way
from assay.policy.load import current
from assay.verifications.models import Verification
from assay.web import clock
from assay.web.middleware import problem
from assay.web.people import user_of
from assay.web.way.steps import is_part

# The session's key for the hand-off it belongs to, and where a request keeps it while it is answered.
_SESSION_KEY = "handoff"
_META_KEY = "assay.handoff"
_EMBEDDED_KEY = "assay.embedded"
# Names of addresses. Giving the attempt up, the security of the account and everything for staff are left out on purpose.
PAGES = frozenset(
    {
        "verification",
        "verification_residence",
        "verification_residence_notice",
        "verification_checklist",
        "verification_details",
        "verification_confirm",
        "verification_document",
        "verification_document_kinds",
        "verification_intro",
        "verification_front",
        "verification_back",
        "verification_selfie",
        "verification_challenge",
        "verification_draw",
        "verification_review",
        "verification_accept",
        "verification_submit",
        "verification_status",
        "evidence_picture",
        "uploads",
        "upload",
        "upload_part",
        "upload_finish",
    }
)
# About nobody, or about this browser only.
OPEN_TO_ALL = frozenset({"help", "why", "theme", "language", "brand_css", "guidance_weights"})
_GO = frozenset({"go", "go_leave", "go_done"})
_FRAME = frozenset({"frame", "frame_take"})
# From a frame on a computer the phone's camera can be used too.
_HANDOFF = frozenset({"handoff", "handoff_progress", "handoff_mail", "handoff_take_back"})
# Where pages for everybody else would lead: back to the way.
_BACK = frozenset({"home", "identification"})


def may_open(way: Way, name: str) -> bool:
    """Return whether a session of a way may open the pages of this name while its hand-off is live."""
    own = _GO if way is Way.PHONE else _FRAME | _HANDOFF
    return name in PAGES | OPEN_TO_ALL | own or name.startswith("help_")


def handoff_of(request: HttpRequest) -> Handoff | None:
    """Return the hand-off that this request's session belongs to."""
    found = request.META.get(_META_KEY)
    return found if isinstance(found, Handoff) else None


def is_embedded(request: HttpRequest) -> bool:
    return request.META.get(_EMBEDDED_KEY) is True


def mark_embedded(request: HttpRequest) -> None:
    request.META[_EMBEDDED_KEY] = True


def remember(request: HttpRequest, handoff: Handoff) -> None:
    """Say for the rest of this request which hand-off it is about."""
    request.META[_META_KEY] = handoff


def begin(request: HttpRequest, handoff: Handoff) -> None:
    """Sign this browser in for the hand-off's verification only."""
    login(request, handoff.account.user, backend="assay.web.sign_in.Backend")
    request.session[_SESSION_KEY] = handoff.pk
    request.session.set_expiry(handoff.until)


def session_handoff(request: HttpRequest) -> Handoff | None:
    """Return the hand-off this browser's session was limited to, whatever became of it."""
    handoff_id = request.session.get(_SESSION_KEY)
    if handoff_id is None:
        return None
    found = Handoff.objects.select_related("verification", "account__user").filter(pk=handoff_id).first()
    # Handed over in a frame, it counts in frames only, and the other way round.
    return found if found and (found.way == Way.EMBEDDED) is is_embedded(request) else None


def is_limited(request: HttpRequest) -> bool:
    return _SESSION_KEY in request.session or is_embedded(request)


def _is_live(request: HttpRequest, handoff: Handoff) -> bool:
    if not rules.is_live(handoff.facts(), clock.now()) or user_of(request) != handoff.account.user:
        return False
    # Pages show the newest verification; a hand-off is for the one it was made for.
    return Verification.objects.latest_of(handoff.account) == handoff.verification


def _is_of_another(handoff: Handoff, name: str, arguments: Mapping[str, object]) -> bool:
    """Return whether a picture belongs to another verification of the same customer."""
    if name != "evidence_picture":
        return False
    own = Evidence.objects.filter(pk=arguments["evidence_id"], matter_id=handoff.verification_id)
    return not own.exists()


def over(request: HttpRequest, handoff: Handoff | None) -> HttpResponse:
    """Say that this device takes part no longer. The session goes with it, except in a frame, which has to stay shown."""
    wants_page = request.headers.get("Accept", "").startswith("text/html")
    if is_part(request):
        return HttpResponseClientRedirect(reverse("verification"))
    reason = current().reasons["handoff.session.ended"]
    if not wants_page:
        return problem(409, reason.code, gettext(reason.customer), gettext(reason.fix))
    if not is_embedded(request):
        request.session.flush()
    taken_back = handoff is not None and handoff.ending == Ending.TAKEN_BACK
    context = {"reason": reason, "taken_back": taken_back, "ended": True}
    return render(request, "handoff/over.html", context, status=409)


class LimitedSessionMiddleware:
    """Asked before every page: is this session limited, is its hand-off still live, may it open this page?"""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        positional: tuple[object, ...],
        arguments: dict[str, object],
    ) -> HttpResponseBase | None:
        del view, positional
        if not is_limited(request):
            return None
        name = (request.resolver_match.view_name if request.resolver_match else "") or ""
        handoff = session_handoff(request)
        if handoff is not None:
            remember(request, handoff)
        return self._answer(request, handoff, name, arguments)

    @staticmethod
    def _answer(
        request: HttpRequest, handoff: Handoff | None, name: str, arguments: Mapping[str, object]
    ) -> HttpResponseBase | None:
        # Each of these looks at the hand-off itself.
        if name in OPEN_TO_ALL | _GO | _FRAME:
            return None
        if handoff is None or not _is_live(request, handoff):
            if handoff is not None and handoff.ending == Ending.SUBMITTED:
                done = redirect("go_done")
                return HttpResponseClientRedirect(done["Location"]) if is_part(request) else done
            return over(request, handoff)
        if name in _BACK:
            return redirect("verification")
        if not may_open(Way(handoff.way), name) or _is_of_another(handoff, name, arguments):
            return render(request, "handoff/elsewhere.html", status=403)
        return None
