"""What the links said that led a visitor to sign-up: ?route= and an invitation's ?ref=, kept until the account opens."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from assay.accounts.rules import Arrival
from assay.web.people import user_of

_KEPT = "arrival"
_NAMES = {"route": "routes", "ref": "codes"}
# More than this many links tell no more than that it is uncertain.
_MOST, _LONGEST = 5, 40


class ArrivalMiddleware:
    """Remembers in the session of a visitor what a link said. Whoever has an account keeps what was settled for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "GET" and _NAMES.keys() & request.GET.keys() and user_of(request) is None:
            _remember(request)
        return self.get_response(request)


def _remember(request: HttpRequest) -> None:
    kept: dict[str, list[str]] = request.session.get(_KEPT, {})
    for name, place in _NAMES.items():
        said = [value.strip()[:_LONGEST] for value in request.GET.getlist(name) if value.strip()]
        if name == "ref":
            said = [value.upper() for value in said]
        kept[place] = list(dict.fromkeys([*kept.get(place, []), *said]))[:_MOST]
    request.session[_KEPT] = kept


def seen(request: HttpRequest) -> Arrival:
    kept: dict[str, list[str]] = request.session.get(_KEPT, {})
    return Arrival(tuple(kept.get("routes", ())), tuple(kept.get("codes", ())))


def taken(request: HttpRequest) -> Arrival:
    """Return what was remembered, and forget it: the next account of this browser begins anew."""
    found = seen(request)
    request.session.pop(_KEPT, None)
    return found
