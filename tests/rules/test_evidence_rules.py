"""Files are weighed before anything reads them."""

import pytest

from assay.core.refusal import Refusal
from assay.evidence import rules
from assay.policy.load import current
from assay.policy.schema import EvidenceKind

LIMITS = current().uploads


@pytest.mark.parametrize(
    ("kind", "most"),
    [(EvidenceKind.SELFIE, LIMITS.picture_bytes), (EvidenceKind.CHALLENGE_CLIP, LIMITS.clip_bytes)],
)
def test_each_kind_has_its_limit(kind, most):
    rules.check_size(kind, most, LIMITS)
    with pytest.raises(Refusal, match="too_large"):
        rules.check_size(kind, most + 1, LIMITS)


def test_an_empty_file_is_refused():
    with pytest.raises(Refusal, match="empty"):
        rules.check_size(EvidenceKind.SELFIE, 0, LIMITS)
