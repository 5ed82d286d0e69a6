"""What may be stored as evidence."""

from assay.core.refusal import Refusal
from assay.policy.schema import EvidenceKind, UploadLimits

PICTURES = frozenset({EvidenceKind.DOCUMENT_FRONT, EvidenceKind.DOCUMENT_BACK, EvidenceKind.SELFIE})
CLIPS = frozenset({EvidenceKind.CHALLENGE_CLIP})


def check_size(kind: EvidenceKind, size: int, limits: UploadLimits) -> None:
    """Refuse an empty or a too large file before anything reads it.

    Refuses: evidence.file.empty, evidence.file.too_large.
    """
    if size == 0:
        raise Refusal("evidence.file.empty")
    if size > (limits.clip_bytes if kind in CLIPS else limits.picture_bytes):
        raise Refusal("evidence.file.too_large")
