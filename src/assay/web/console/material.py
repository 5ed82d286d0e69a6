"""Everything one review is about, as it was when the machine referred it. Reads only."""

from dataclasses import dataclass

from django.db.models import Q
from django.shortcuts import get_object_or_404

from assay.checks.readings import Case
from assay.checks.result import CheckResult
from assay.decisions.case import case_of, results_of
from assay.decisions.models import Decision
from assay.encryption.rules import KeyDestroyed
from assay.evidence.models import Evidence
from assay.policy.schema import EvidenceKind
from assay.reviews.models import Review
from assay.verifications.models import Verification
from assay.verifications.progress import details_of
from assay.verifications.rules import PersonalData


@dataclass(frozen=True)
class Material:
    """`case` and `results` are missing where the machine never judged; `erased` tells that the subject's key is gone."""

    review: Review
    verification: Verification
    decision: Decision | None
    case: Case | None
    results: tuple[CheckResult, ...]
    typed: PersonalData
    pieces: dict[EvidenceKind, Evidence]
    erased: bool = False


def review_of(review_id: str) -> Review:
    return get_object_or_404(
        Review.objects.select_related("account__user", "taken_by", "decided_by"), pk=review_id
    )


def _pieces(review: Review) -> dict[EvidenceKind, Evidence]:
    """Return the pieces as they were when the review was opened: a retry does not change a decided case."""
    rows = Evidence.objects.filter(
        Q(superseded_at__isnull=True) | Q(superseded_at__gt=review.opened_at),
        matter_id=review.matter_id,
        stored_at__lte=review.opened_at,
        erased_at__isnull=True,
        shown__gt=0,
    )
    return {EvidenceKind(row.kind): row for row in rows.order_by("stored_at")}


def material_of(review: Review) -> Material:
    verification = get_object_or_404(
        Verification.objects.select_related("account__user"), pk=review.matter_id
    )
    decision = (
        Decision.objects.filter(verification=verification, automated=True, decided_at__lte=review.opened_at)
        .select_related("verification")
        .last()
    )
    try:
        typed, _ = details_of(verification.account)
        case = case_of(decision) if decision and decision.sealed_case else None
        results = results_of(decision) if decision else ()
    except KeyDestroyed:
        return Material(review, verification, decision, None, (), PersonalData(), {}, erased=True)
    return Material(review, verification, decision, case, results, typed, _pieces(review))
