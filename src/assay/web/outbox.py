"""The outbox page: in a demo, e-mails are read here instead of in a mail program."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from assay.notify.models import OutboxEmail

_SHOWN = 50
_FRAME_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; "
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
)


def _refuse_outside_demos() -> None:
    """The page shows other people's codes to anybody, so it exists in a demo only."""
    if not settings.DEMO:
        raise Http404


@require_GET
@never_cache
def outbox(request: HttpRequest) -> HttpResponse:
    """List the newest e-mails; htmx asks again every few seconds for the list alone."""
    _refuse_outside_demos()
    wanted = request.GET.get("to", "").strip()
    emails = OutboxEmail.objects.filter(recipient__icontains=wanted)[:_SHOWN]
    template = "outbox/list.html" if request.headers.get("HX-Request") else "outbox/index.html"
    return render(request, template, {"emails": emails, "wanted": wanted})


@require_GET
@never_cache
def message(request: HttpRequest, number: int) -> HttpResponse:
    _refuse_outside_demos()
    return render(request, "outbox/message.html", {"email": get_object_or_404(OutboxEmail, pk=number)})


@require_GET
@never_cache
@xframe_options_sameorigin
def body(request: HttpRequest, number: int) -> HttpResponse:  # noqa: ARG001 - Django calls every view with the request
    """The HTML body for the frame of the message page: may style itself, may run and load nothing."""
    _refuse_outside_demos()
    html = get_object_or_404(OutboxEmail, pk=number).html
    # Our pages refuse to be framed, so the e-mail's links open beside it.
    response = HttpResponse(html.replace("<head>", '<head><base target="_blank">', 1))
    response["Content-Security-Policy"] = _FRAME_POLICY
    return response
