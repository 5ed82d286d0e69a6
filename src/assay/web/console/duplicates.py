"""Two accounts that may be one person's, side by side: what are the two to each other?

Names, dates and the whole documents are masked until a reason is given. Each look is recorded with the other account.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from assay import access
from assay.access import Permission
from assay.accounts.models import Account, KnownPair, StaffMember
from assay.accounts.rules import Relation, canonical
from assay.core.refusal import Refusal
from assay.decisions import actions as decisions
from assay.policy.load import current
from assay.reviews.models import Review
from assay.verifications import actions as verifications
from assay.verifications.rules import RevealReason
from assay.web import clock
from assay.web.console.desk import needs, page
from assay.web.console.fields import hidden
from assay.web.console.material import Material, material_of, review_of
from assay.web.console.sides import RELATIONS, Hit, hits_of, relation_words, rows_of, sides_of, verified_by


@dataclass(frozen=True)
class Shown:
    """What a request adds: personal data revealed, a refusal to explain."""

    revealed: bool = False
    refused: Refusal | None = None


def _history(review: Review, other_id: str) -> list[tuple[KnownPair, str]]:
    """Return every decision on the pair, the one in force first, each in words."""
    first, second = canonical(review.account_id, other_id)
    pairs = KnownPair.objects.of(other_id).filter(first_id=first, second_id=second)
    return [(pair, relation_words(pair)) for pair in pairs.select_related("decided_by")]


def _context(material: Material, member: StaffMember, hit: Hit, shown: Shown) -> dict[str, object]:
    review = material.review
    sides = sides_of(material, get_object_or_404(Account, pk=hit.account_id))
    rows = rows_of(sides)
    return {
        "section": "queue",
        "review": review,
        "hit": hit,
        "hits": hits_of(material),
        "sides": sides,
        "rows": rows if shown.revealed else hidden(rows),
        "revealed": shown.revealed,
        "reveal_reason": RevealReason.COMPARE,
        "relations": RELATIONS,
        "history": _history(review, hit.account_id),
        # Whether the form is worth showing; the action refuses the rest and says why.
        "is_mine": bool(review.decided_at) or review.taken_by_id == member.pk,
        "refused": current().reasons[shown.refused.reason] if shown.refused else None,
    }


def _hit(material: Material, account_id: str) -> Hit | None:
    return next((hit for hit in hits_of(material) if hit.account_id == account_id), None)


def _answer(
    request: HttpRequest, member: StaffMember, review_id: str, account_id: str, shown: Shown
) -> HttpResponse:
    by = member.actor()
    access.require(by, Permission.REVIEW_READ)
    access.require(by, Permission.EVIDENCE_VIEW)
    material = material_of(review_of(review_id))
    hit = _hit(material, account_id)
    if hit is None:
        return redirect("console_case", review_id=review_id)
    decisions.look_at_pair(material.review, account_id, by=by, at=clock.now())
    context = _context(material, member, hit, shown)
    return page(request, member, "duplicate.html", context, status=409 if shown.refused else 200)


@require_GET
@needs(Permission.REVIEW_READ)
def show(request: HttpRequest, member: StaffMember, review_id: str, account_id: str) -> HttpResponse:
    """Show two accounts that may be one person's. Only accounts a check pointed at can be compared."""
    return _answer(request, member, review_id, account_id, Shown())


@require_POST
@needs(Permission.PERSONAL_REVEAL)
def reveal(request: HttpRequest, member: StaffMember, review_id: str, account_id: str) -> HttpResponse:
    """Show names, dates and documents of both accounts once; it is recorded with each of them."""
    by, at = member.actor(), clock.now()
    access.require(by, Permission.REVIEW_READ)
    material = material_of(review_of(review_id))
    if _hit(material, account_id) is None:
        return redirect("console_case", review_id=review_id)
    theirs = verified_by(get_object_or_404(Account, pk=account_id))
    try:
        for verification in filter(None, (material.verification, theirs)):
            verifications.reveal(verification, reason=request.POST.get("reason", ""), by=by, at=at)
    except Refusal as refusal:
        return _answer(request, member, review_id, account_id, Shown(refused=refusal))
    return _answer(request, member, review_id, account_id, Shown(revealed=True))


@require_POST
@needs(Permission.PAIR_DECIDE)
def decide(request: HttpRequest, member: StaffMember, review_id: str, account_id: str) -> HttpResponse:
    """Remember what the two are to each other, and go back to the case."""
    review = review_of(review_id)
    try:
        relation = _relation(request)
        decisions.decide_pair(review, account_id, relation, by=member.actor(), at=clock.now())
    except Refusal as refusal:
        return _answer(request, member, review_id, account_id, Shown(refused=refusal))
    left = "" if review.decided_at else " The case itself is still to be decided."
    messages.success(request, f"Remembered: {RELATIONS[relation][0].lower()}.{left}")
    return redirect("console_case", review_id=review_id)


def _relation(request: HttpRequest) -> Relation:
    """Refuses: pair.relation.missing."""
    if request.POST.get("relation") not in set(Relation):
        raise Refusal("pair.relation.missing")
    return Relation(request.POST["relation"])
