"""A page of an invented shop that embeds the verification: for demos and tests, on this server's other name."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assay.accounts.models import Account
from assay.core.actor import Actor, ActorKind, Role
from assay.handoffs import actions as handoffs
from assay.policy.load import current
from assay.verifications import actions as verifications
from assay.web import clock

_SHOP = Actor(ActorKind.HOST, "demo_shop", frozenset({Role.HOST}))
_CUSTOMER = "started@utopia.example"


def _origins(request: HttpRequest) -> tuple[str, str]:
    """Return the page's origin and ours. To a browser 127.0.0.1 and localhost are two sites."""
    host, _, port = request.get_host().partition(":")
    ours = {"127.0.0.1": "localhost"}.get(host, host)
    suffix = f":{port}" if port else ""
    return f"{request.scheme}://{host}{suffix}", f"{request.scheme}://{ours}{suffix}"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def host(request: HttpRequest) -> HttpResponse:
    """The shop asks for a client token on its server, as a real one would, and writes it into its page."""
    if not settings.DEMO:
        raise Http404
    here, ours = _origins(request)
    if here == ours and request.get_host().startswith("localhost"):
        return HttpResponseRedirect(here.replace("localhost", "127.0.0.1") + request.path)
    token = ""
    if request.method == "POST":
        account = get_object_or_404(Account, user__email=request.POST.get("email", _CUSTOMER))
        level = current().tier(min(account.tier + 1, 2))
        verification = verifications.open_verification(
            account, level_id=level.id, by=account.actor(), at=clock.now()
        )
        token = handoffs.offer_embedded(verification, origin=here, by=_SHOP, at=clock.now())[1]
    response = render(
        request, "embed/host.html", {"token": token, "ours": ours, "customer": _CUSTOMER, "here": here}
    )
    # What a shop has to allow is these two lines; the rest is as on all our pages.
    response["Content-Security-Policy"] = (
        f"default-src 'self'; script-src 'self' {ours}; frame-src {ours}; object-src 'none'; base-uri 'none'; "
        "frame-ancestors 'none'; form-action 'self'"
    )
    return response
