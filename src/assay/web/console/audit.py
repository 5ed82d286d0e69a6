"""Who did what to whom, when; and whether the log is still the one that was sealed."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from assay.access import Permission
from assay.accounts.models import StaffMember
from assay.audit import actions as audit
from assay.audit.events import Event
from assay.audit.models import Entry, Seal
from assay.web.console.desk import needs, page
from assay.web.console.history import entry_lines

_A_PAGE = 50


@require_http_methods(["GET", "POST"])
@needs(Permission.AUDIT_READ)
def listing(request: HttpRequest, member: StaffMember) -> HttpResponse:
    """List entries, newest first. A POST checks every seal, which reads only."""
    account_id, event, who = (request.GET.get(name, "").strip() for name in ("account", "event", "who"))
    entries = Entry.objects.order_by("-id")
    if account_id:
        entries = entries.filter(account_id=account_id)
    if event in set(Event):
        entries = entries.filter(event=event)
    if who:
        entries = entries.filter(actor_id=who)
    shown = Paginator(entries, _A_PAGE).get_page(request.GET.get("page"))
    sealed, problems = audit.verify() if request.method == "POST" else (0, [])
    context: dict[str, object] = {
        "section": "audit",
        "entries": entry_lines(list(shown.object_list)),
        "shown": shown,
        "events": sorted(Event),
        "wanted": {"account": account_id, "event": event, "who": who},
        "query": urlencode({"account": account_id, "event": event, "who": who}),
        "last_seal": Seal.objects.last(),
        "verified": request.method == "POST",
        "sealed": sealed,
        "problems": problems,
    }
    return page(request, member, "audit.html", context)
