"""The operator's colour and the person's choice of light or dark, as a style sheet and a cookie: no inline styles."""

import mimetypes
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from assay.core.colours import Colour, as_hex, mix, parse, readable
from assay.web.page_before import page_before

_WHITE: Colour = (255, 255, 255)
_BLACK: Colour = (10, 14, 13)
# The grounds that leave the least contrast for the accent: --surface-sunken of tokens.css in light and in dark.
_LIGHT_GROUND: Colour = (238, 236, 230)
_DARK_GROUND: Colour = (36, 42, 40)
_DARK_PAGE: Colour = (17, 21, 20)
_THEMES = {"light", "dark"}
_YEAR = 365 * 24 * 3600


def style(text: str) -> str:
    """Return the accent tokens for a brand's colour, readable in light and in dark whatever colour it is."""
    wanted = parse(text)
    light = readable(wanted, ground=_LIGHT_GROUND, towards=_BLACK)
    dark = readable(wanted, ground=_DARK_GROUND, towards=_WHITE)
    tokens = {
        "--accent": (light, dark),
        "--accent-strong": (mix(light, _BLACK, 0.25), mix(dark, _WHITE, 0.3)),
        "--accent-ink": (_WHITE, _BLACK),
        "--accent-soft": (mix(light, _WHITE, 0.92), mix(dark, _DARK_PAGE, 0.87)),
    }
    plain = "".join(f"{name}:{as_hex(light)};" for name, (light, _) in tokens.items())
    both = "".join(
        f"{name}:light-dark({as_hex(light)},{as_hex(dark)});" for name, (light, dark) in tokens.items()
    )
    return f":root{{{plain}}}@supports (color: light-dark(#000, #fff)){{:root{{{both}}}}}"


@require_GET
@cache_control(public=True, max_age=300)
def brand_css(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django calls every view with the request
    colour = settings.BRAND["colour"]
    return HttpResponse(style(colour) if colour else "", content_type="text/css; charset=utf-8")


@require_GET
@cache_control(public=True, max_age=300)
def logo(request: HttpRequest) -> FileResponse:  # noqa: ARG001 - Django calls every view with the request
    """The operator's logo, for pages and for e-mails."""
    path = Path(settings.BRAND["logo"] or "/")
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), content_type=mimetypes.guess_type(path.name)[0])


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep light or dark in a cookie, so that the next page is painted in it from the first moment."""
    response = HttpResponseRedirect(page_before(request))
    wanted = request.POST.get("theme", "")
    if wanted in _THEMES:
        response.set_cookie("theme", wanted, max_age=_YEAR, samesite="Lax", secure=settings.SECURE)
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """Show every part that pages are made of, for whoever builds one. Customers have no use for it."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    return render(request, "components/all.html")
