"""One customer's account as staff may see it: level, attempts, decisions. The e-mail address is masked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET

from assay.access import Permission
from assay.accounts.models import Account, StaffMember
from assay.policy.load import current
from assay.reviews.models import Review
from assay.web.console.desk import needs, page
from assay.web.console.history import history_of
from assay.web.console.masking import masked_email


@require_GET
@needs(Permission.ACCOUNT_READ)
def find(request: HttpRequest, member: StaffMember) -> HttpResponse:
    """Find an account by its id or by the whole e-mail address; nothing less finds anything."""
    wanted = request.GET.get("q", "").strip()
    if wanted:
        account = (
            Account.objects.filter(pk=wanted).first()
            or Account.objects.filter(user__email__iexact=wanted).first()
        )
        if account:
            return redirect("console_account", account_id=account.pk)
        messages.info(request, "No account has this id or e-mail address.")
    return page(request, member, "accounts.html", {"section": "accounts", "wanted": wanted})


@require_GET
@needs(Permission.ACCOUNT_READ)
def show(request: HttpRequest, member: StaffMember, account_id: str) -> HttpResponse:
    account = get_object_or_404(Account.objects.select_related("user"), pk=account_id)
    context: dict[str, object] = {
        "section": "accounts",
        "shown": account,
        "email": masked_email(account.user.email),
        "level": current().tier(account.tier),
        "levels": sorted(current().levels, key=lambda level: level.tier),
        "history": history_of(account),
        "reviews": Review.objects.filter(account=account).order_by("-opened_at"),
    }
    return page(request, member, "account.html", context)
