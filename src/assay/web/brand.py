"""The operator's colour and the person's choice of light or dark, as a style sheet and a cookie: no inline styles."""

from collections.abc import Sequence

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

Colour = tuple[int, int, int]

_WHITE: Colour = (255, 255, 255)
_BLACK: Colour = (10, 14, 13)
# The grounds that leave the least contrast for the accent: --surface-sunken of tokens.css in light and in dark.
_LIGHT_GROUND: Colour = (238, 236, 230)
_DARK_GROUND: Colour = (36, 42, 40)
_DARK_PAGE: Colour = (17, 21, 20)
_READABLE = 4.5  # WCAG 2.2, 1.4.3: contrast of text
_THEMES = {"light", "dark"}
_YEAR = 365 * 24 * 3600


def parse(text: str) -> Colour:
    """Return the colour of #rrggbb. Raises ValueError for anything else."""
    if len(text) != 7 or not text.startswith("#"):
        raise ValueError(f"{text!r} is not a colour of the form #rrggbb")
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def _luminance(colour: Colour) -> float:
    """Return relative luminance after WCAG 2.2."""
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours after WCAG 2.2, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """Return `one` with `share` (0 to 1) of `other` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def readable(colour: Colour, *, ground: Colour, towards: Colour) -> Colour:
    """Return the colour nearest to the wanted one that can be read on the ground."""
    steps = (mix(colour, towards, step / 20) for step in range(21))
    return next((step for step in steps if contrast(step, ground) >= _READABLE), towards)


def _hex(colour: Sequence[int]) -> str:
    return "#" + "".join(f"{channel:02x}" for channel in colour)


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
    plain = "".join(f"{name}:{_hex(light)};" for name, (light, _) in tokens.items())
    both = "".join(
        f"{name}:light-dark({_hex(light)},{_hex(dark)});" for name, (light, dark) in tokens.items()
    )
    return f":root{{{plain}}}@supports (color: light-dark(#000, #fff)){{:root{{{both}}}}}"


@require_GET
@cache_control(public=True, max_age=300)
def brand_css(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django calls every view with the request
    colour = settings.BRAND["colour"]
    return HttpResponse(style(colour) if colour else "", content_type="text/css; charset=utf-8")


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep light or dark in a cookie, so that the next page is painted in it from the first moment."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    response = HttpResponseRedirect(target)
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
