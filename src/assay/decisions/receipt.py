"""The signed record of a decision: what was decided, by whom, under which policy and models, on which evidence."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from assay.checks.result import CheckResult


def canonical(receipt: dict[str, object]) -> bytes:
    """Return the bytes that are signed: JSON with sorted keys and no spaces (as RFC 8785 for what we store)."""
    return json.dumps(receipt, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def results_summary(results: Iterable[CheckResult]) -> tuple[dict[str, object], ...]:
    """Return the checks without what they saw: a receipt holds no personal data."""
    return tuple(
        {
            "check": result.check,
            "outcome": result.outcome,
            "score": result.score,
            "threshold": result.threshold,
            "reasons": list(result.reasons),
        }
        for result in results
    )


@dataclass(frozen=True)
class Receipt:
    """What is signed. Digests are sha256 in hex; `models`, `evidence` map a name to one; `case_sha256` is None for a person's."""

    decision: str
    verification: str
    account: str
    level: str
    run: int
    automated: bool
    outcome: str
    reasons: tuple[str, ...]
    decided_by: str
    decided_at: str
    policy_sha256: str
    models_sha256: dict[str, str]
    evidence_sha256: dict[str, str]
    checks: tuple[dict[str, object], ...]
    case_sha256: str | None
    type: str = "assay.decision.v1"

    def content(self) -> dict[str, object]:
        return json.loads(canonical(asdict(self)))  # type: ignore[no-any-return]  # an object in, an object out


def digest_of_case(case: bytes) -> str | None:
    return hashlib.sha256(case).hexdigest() if case else None
