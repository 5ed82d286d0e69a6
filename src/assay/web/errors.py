"""The page for what broke on our side: in the reader's language and the brand's look, without asking the database."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django calls every handler with the request
    return HttpResponse(render_to_string("500.html", {"brand": settings.BRAND}), status=500)
