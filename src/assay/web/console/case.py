"""One case on one screen: pictures, what was typed and what was read, what the checks saw, what happened before."""

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from assay import access
from assay.access import Permission
from assay.accounts.models import StaffMember
from assay.core.refusal import Refusal
from assay.encryption import actions as encryption
from assay.encryption.rules import KeyDestroyed
from assay.evidence import actions as evidence
from assay.evidence.models import Evidence
from assay.policy.load import current
from assay.policy.schema import ReviewKind
from assay.reviews import rules as review_rules
from assay.reviews.models import Review
from assay.verifications import actions as verifications
from assay.verifications.rules import RevealReason
from assay.web import clock
from assay.web.console.desk import needs, not_kept, page
from assay.web.console.explained import explain_all
from assay.web.console.fields import hidden, rows_of
from assay.web.console.form import Choice, choices_of
from assay.web.console.history import history_of
from assay.web.console.liveness import liveness_of
from assay.web.console.material import Material, material_of, review_of
from assay.web.console.pictures import faces_of, pictures_of
from assay.web.console.queue import OUTCOMES
from assay.web.console.sides import hits_of

REVEAL_REASONS = {
    RevealReason.COMPARE: "To compare typed and printed details",
    RevealReason.CUSTOMER_ASKED: "The customer asked about their case",
    RevealReason.SUPERVISION: "To supervise a decision",
    RevealReason.AUTHORITY: "An authority asked",
}


@dataclass(frozen=True)
class Shown:
    """What a request adds to the page of a case: personal data revealed, a choice to keep, a refusal to explain."""

    revealed: bool = False
    choice: Choice | None = None
    preview: dict[str, str] = field(default_factory=dict)
    refused: Refusal | None = None


def _note_of(review: Review) -> str:
    if review.sealed_note is None:
        return ""
    try:
        return encryption.unseal(
            review.account_id, bytes(review.sealed_note), f"reviews.note.{review.pk}"
        ).decode()
    except KeyDestroyed:
        return ""


def _why_not(review: Review, member: StaffMember) -> str:
    """Return in words why this person cannot take or decide the review; empty when they can."""
    try:
        review_rules.check_may_take(review.facts(), member.actor())
    except Refusal as refusal:
        return current().reasons[refusal.reason].customer
    return ""


def context_of(material: Material, member: StaffMember, shown: Shown) -> dict[str, object]:
    review, verification = material.review, material.verification
    at = clock.now()
    rows = rows_of(material.typed, verification.issuing_country, material.case)
    refused = shown.refused
    return {
        "section": "queue",
        "material": material,
        "review": review,
        "verification": verification,
        "kind": current().review_rule(ReviewKind(review.kind)).title,
        "level": current().level(verification.level_id).title,
        "is_overdue": review.is_overdue(at),
        "is_mine": review.status == review_rules.Status.TAKEN and review.taken_by_id == member.pk,
        "why_not": _why_not(review, member),
        "review_reasons": [current().reasons[code] for code in review.reasons if code in current().reasons],
        "outcome": OUTCOMES.get(review_rules.Outcome(review.outcome)) if review.outcome else "",
        "note": _note_of(review),
        "pictures": pictures_of(material.pieces, material.case, material.results),
        "faces": faces_of(material.pieces, material.case),
        "sources": [cell.source for cell in rows[0].cells],
        "document": next(
            (kind.title for kind in current().documents if kind.id == verification.document_kind), ""
        ),
        "rows": rows if shown.revealed else hidden(rows),
        "revealed": shown.revealed,
        "reveal_reasons": REVEAL_REASONS,
        "liveness": liveness_of(material.case, material.results, material.pieces, revealed=shown.revealed),
        "checks": explain_all(material.results, revealed=shown.revealed),
        "duplicates": hits_of(material),
        "history": history_of(verification.account),
        "choices": choices_of(review, shown.choice),
        "preview": shown.preview,
        "refused": current().reasons[refused.reason] if refused else None,
    }


def answer(
    request: HttpRequest, member: StaffMember, review_id: str, shown: Shown, *, status: int = 200
) -> HttpResponse:
    """Render the case as it is now, with what this request adds."""
    material = material_of(review_of(review_id))
    return page(request, member, "case.html", context_of(material, member, shown), status=status)


@require_GET
@needs(Permission.REVIEW_READ)
def show(request: HttpRequest, member: StaffMember, review_id: str) -> HttpResponse:
    return answer(request, member, review_id, Shown())


@require_POST
@needs(Permission.PERSONAL_REVEAL)
def reveal(request: HttpRequest, member: StaffMember, review_id: str) -> HttpResponse:
    """Show the personal data of one case once, for a reason that goes into the audit log."""
    by = member.actor()
    access.require(by, Permission.REVIEW_READ)
    material = material_of(review_of(review_id))
    try:
        verifications.reveal(
            material.verification, reason=request.POST.get("reason", ""), by=by, at=clock.now()
        )
    except Refusal as refusal:
        return answer(request, member, review_id, Shown(refused=refusal), status=409)
    return answer(request, member, review_id, Shown(revealed=True))


@require_GET
@needs(Permission.EVIDENCE_VIEW)
def picture(request: HttpRequest, member: StaffMember, evidence_id: str, number: int) -> HttpResponse:
    """Give one picture to one pair of eyes; the action records whose."""
    del request
    piece = get_object_or_404(Evidence, pk=evidence_id)
    data = evidence.view(piece, number, by=member.actor(), at=clock.now())
    return not_kept(HttpResponse(data, content_type="image/jpeg"))
