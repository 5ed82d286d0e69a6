"""Too many links that lead nowhere, from one address: guessing 256 bits is hopeless, but nobody has to try here."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from assay.core.refusal import Refusal

_TRIES = 20
_SECONDS = 600


def _key(request: HttpRequest) -> str:
    return f"handoff-guesses:{get_adapter().get_client_ip(request)}"


def check(request: HttpRequest) -> None:
    """Refuses: handoff.token.too_many."""
    if cache.get(_key(request), 0) >= _TRIES:
        raise Refusal("handoff.token.too_many")


def count(request: HttpRequest) -> None:
    """Remember one link that led nowhere."""
    cache.set(_key(request), cache.get(_key(request), 0) + 1, _SECONDS)
