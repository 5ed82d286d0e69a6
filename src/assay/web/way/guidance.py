"""The weights with which a browser sees where a face is, so that people are guided before the photo is taken."""

import hashlib
from functools import cache
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from assay.checks import guidance

_A_YEAR = 365 * 24 * 3600


@cache
def _version(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def address_of(name: str) -> str:
    """Return where a browser gets the weights, "" when there are none here: pages do without."""
    path = guidance.weights(name)
    return reverse("guidance_weights", args=[name, _version(path)]) if path else ""


@require_safe
@cache_control(public=True, max_age=_A_YEAR, immutable=True)
def weights(request: HttpRequest, name: str, version: str) -> FileResponse:
    """The address changes with the content, so caches may keep it."""
    del request
    path = guidance.weights(name)
    if path is None or version != _version(path):
        raise Http404
    return FileResponse(path.open("rb"), content_type="application/octet-stream")
