"""What the engines read from one piece of evidence, as it is stored. Writes nothing."""

from typing import TypeVar

from assay.checks.result import Frozen
from assay.decisions.models import Examination
from assay.encryption import actions as encryption
from assay.evidence.models import Evidence

R = TypeVar("R", bound=Frozen)


def examination_place(evidence_id: str) -> str:
    return f"decisions.examination.{evidence_id}"


def reading_of(evidence: Evidence | None, shape: type[R]) -> R | None:
    """Return what was read from a piece, or None while nobody examined it. Raises KeyDestroyed."""
    row = Examination.objects.filter(evidence=evidence).first() if evidence else None
    if evidence is None or row is None:
        return None
    return shape.model_validate_json(
        encryption.unseal(evidence.account_id, bytes(row.sealed), examination_place(evidence.pk))
    )
