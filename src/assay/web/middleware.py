"""Refusals become answers: 409 with a reason code, 403 without one."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils.translation import gettext

from assay.core.refusal import IllegalMove, NotPermitted, Refusal
from assay.policy.load import current


class PagesCompressed(GZipMiddleware):
    """Compresses pages and what scripts ask for. Pictures are compressed already; files that never change lie ready."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "")
        if not kind.startswith(("text/", "application/json")) or "Content-Encoding" in response.headers:
            return response
        return super().process_response(request, response)


def problem(status: int, code: str, title: str, fix: str) -> JsonResponse:
    """Return a problem after RFC 9457."""
    content = {"type": "about:blank", "status": status, "code": code, "title": title, "detail": fix}
    return JsonResponse(content, status=status, content_type="application/problem+json")


class RefusalMiddleware:
    """A page gets a page, a script a problem document."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refusal):
            reason = current().reasons[exception.reason]
            return self._answer(request, 409, reason.code, gettext(reason.customer), gettext(reason.fix))
        if isinstance(exception, IllegalMove):
            reason = current().reasons["verification.state.not_open"]
            return self._answer(request, 409, reason.code, gettext(reason.customer), gettext(reason.fix))
        if isinstance(exception, NotPermitted):
            return self._answer(
                request, 403, "access.not_permitted", gettext("You cannot see this page."), ""
            )
        return None

    @staticmethod
    def _answer(request: HttpRequest, status: int, code: str, title: str, fix: str) -> HttpResponse:
        if request.accepts("text/html") and request.headers.get("Accept", "").startswith("text/html"):
            return render(request, "refused.html", {"title": title, "fix": fix, "code": code}, status=status)
        return problem(status, code, title, fix)
