"""Which language a person reads: the one they chose, else what their browser asks for."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.views.decorators.http import require_POST

from assay.accounts import actions as accounts
from assay.policy.countries import name_of
from assay.web import clock
from assay.web.page_before import page_before
from assay.web.people import account_of


def remember(response: HttpResponse, language: str) -> HttpResponse:
    """Keep the language in a cookie, so that it also holds before signing in."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )
    return response


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Change the language of pages, and of e-mails to the account that is signed in."""
    response = HttpResponseRedirect(page_before(request))
    wanted = request.POST.get("language", "")
    if wanted not in dict(settings.LANGUAGES):
        return response
    account = account_of(request)
    if account is not None:
        accounts.choose_language(account, language=wanted, by=account.actor(), at=clock.now())
    return remember(response, wanted)


def country_name(code: str) -> str:
    """Return a country's name in the reader's language."""
    return name_of(code, translation.get_language() or "en")
