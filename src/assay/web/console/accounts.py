"""One customer's account as staff may see it: level, attempts, decisions. The e-mail address is masked."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET

from assay.access import Permission
from assay.accounts.models import Account, KnownPair, StaffMember
from assay.policy.load import current
from assay.reviews.models import Review
from assay.web.console.desk import needs, page
from assay.web.console.history import history_of
from assay.web.console.masking import masked_email
from assay.web.console.sides import relation_words


@dataclass(frozen=True)
class PairLine:
    """A decision on this account and another. `seen_from` is the other account on the page of the review it was made in."""

    pair: KnownPair
    other_id: str
    words: str
    seen_from: str

    @property
    def compared(self) -> bool:
        return bool(self.seen_from)


def _pair_lines(account: Account) -> list[PairLine]:
    pairs = list(KnownPair.objects.of(account.pk).select_related("decided_by"))
    reviews = {pair.matter_id for pair in pairs}
    subjects = dict(Review.objects.filter(pk__in=reviews).values_list("pk", "account_id"))
    return [
        PairLine(
            pair,
            pair.other_than(account.pk),
            relation_words(pair),
            pair.other_than(subjects[pair.matter_id]) if pair.matter_id in subjects else "",
        )
        for pair in pairs
    ]


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
        "pairs": _pair_lines(account),
    }
    return page(request, member, "account.html", context)
