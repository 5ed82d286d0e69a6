"""The signed record of a decision: what was decided, by whom, under which policy, models and thresholds, on which evidence."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime

from assay.checks.result import CheckResult


def canonical(receipt: dict[str, object]) -> bytes:
    """Return the bytes that are signed: JSON with sorted keys and no spaces (as RFC 8785 for what we store)."""
    return json.dumps(receipt, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def results_summary(results: Iterable[CheckResult]) -> list[dict[str, object]]:
    """Return the checks without what they saw: a receipt holds no personal data."""
    return [
        {
            "check": result.check,
            "outcome": result.outcome,
            "score": result.score,
            "threshold": result.threshold,
            "reasons": list(result.reasons),
        }
        for result in results
    ]


def compose(
    *,
    decision_id: str,
    verification_id: str,
    account_id: str,
    level_id: str,
    run: int,
    automated: bool,
    outcome: str,
    reasons: Iterable[str],
    decided_by: str,
    decided_at: datetime,
    policy_digest: str,
    models: dict[str, str],
    evidence: dict[str, str],
    results: Iterable[CheckResult],
    case: bytes,
) -> dict[str, object]:
    return {
        "type": "assay.decision.v1",
        "decision": decision_id,
        "verification": verification_id,
        "account": account_id,
        "level": level_id,
        "run": run,
        "automated": automated,
        "outcome": outcome,
        "reasons": list(reasons),
        "decided_by": decided_by,
        "decided_at": decided_at.astimezone(UTC).isoformat(),
        "policy_sha256": policy_digest,
        "models_sha256": models,
        "evidence_sha256": evidence,
        "checks": results_summary(results),
        "case_sha256": hashlib.sha256(case).hexdigest() if case else None,
    }
