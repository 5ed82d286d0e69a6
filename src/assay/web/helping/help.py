"""The help centre: every number, kind of document and hour on these pages comes from the rule book in force."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from assay.checks.recordings.challenge import longest_seconds
from assay.policy.countries import codes
from assay.policy.documents import Country, DocumentKind
from assay.policy.load import current
from assay.policy.schema import ReviewKind
from assay.web.helping import film
from assay.web.helping.articles import ARTICLES, TOPICS, Article
from assay.web.helping.finding import Text, ranked
from assay.web.language import country_name
from assay.web.way.forms import country_choices, kinds_of

WAYS = ("website", "phone")
_COOKIE = "help_way"
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Rules:
    """What a country accepts, for the page on documents."""

    name: str
    country: Country
    kinds: tuple[DocumentKind, ...]


def rules_of(code: str) -> Rules | None:
    return Rules(country_name(code), current().country(code), kinds_of(code)) if code in codes() else None


def facts(country: str = "") -> dict[str, object]:
    """Return what articles tell out of the book."""
    book = current()
    return {
        "level": book.tier(1),
        "levels": [level for level in book.levels if level.tier],
        "attempts": book.attempts,
        "hours": book.review_rule(ReviewKind.VERIFICATION).due_within_hours,
        "challenge_seconds": round(longest_seconds(book.challenge)),
        "uploads": book.uploads,
        "megabytes": book.uploads.picture_bytes // 1_000_000,
        "kinds": [book.document(kind) for kind in book.default_country.documents],
        "minimum_age": book.default_country.minimum_age,
        "brand": settings.BRAND,
        "rules": rules_of(country),
    }


def way_of(request: HttpRequest) -> str:
    """Return whether to tell the way on a computer or on a phone: what was chosen, otherwise what the browser says."""
    for chosen in (request.GET.get("device"), request.COOKIES.get(_COOKIE)):
        if chosen in WAYS:
            return str(chosen)
    return "phone" if "Mobi" in request.headers.get("User-Agent", "") else "website"


def text_of(article: Article) -> Text:
    """Return everything an article says, both ways, in the active language."""
    pages = [render_to_string(article.template, facts() | {"device": way}) for way in WAYS]
    body = re.sub(r"(?s)<svg\b.*?</svg>|<[^>]+>", " ", " ".join(pages if article.two_ways else pages[:1]))
    return Text(str(article.title), str(article.also), body)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All questions, or those that answer what was typed."""
    query = request.GET.get("q", "").strip()[:100]
    found = ranked({slug: text_of(article) for slug, article in ARTICLES.items()}, query) if query else []
    context = {"topics": TOPICS, "query": query, "found": [ARTICLES[slug] for slug in found]}
    return render(request, "help/index.html", context)


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    if slug not in ARTICLES:
        raise Http404
    shown, way, country = ARTICLES[slug], way_of(request), request.GET.get("country", "")
    context = facts(country) | {
        "article": shown,
        "after": [ARTICLES[other] for other in shown.after],
        "device": way,
        "chosen": country,
        "countries": country_choices() if slug == "documents" else (),
        "scenes": film.told() if slug == "steps" else (),
    }
    response = render(request, "help/article.html", context)
    if request.GET.get("device") in WAYS:
        response.set_cookie(_COOKIE, way, max_age=_YEAR, samesite="Lax", secure=settings.SECURE)
    return response


@require_safe
def captions(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django calls every view with the request
    """What the film tells, in the reader's language (WCAG 2.2, 1.2.2)."""
    return HttpResponse(film.captions(), content_type="text/vtt; charset=utf-8")
