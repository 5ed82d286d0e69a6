"""Judge a stored case again: the same policy gives the same outcome; another one tells what it would change."""

from dataclasses import dataclass

from django.conf import settings

from assay.checks.pipeline import assess
from assay.checks.result import CheckResult, combine
from assay.core.keyring import signature_holds
from assay.decisions.case import case_of
from assay.decisions.models import Decision
from assay.decisions.receipt import canonical
from assay.decisions.rules import EVENT_OF
from assay.policy.schema import Book


@dataclass(frozen=True)
class Replay:
    decided: str
    reasons: tuple[str, ...]
    replayed: str
    replayed_reasons: tuple[str, ...]
    results: tuple[CheckResult, ...]
    same_policy: bool
    signature_holds: bool

    @property
    def same_outcome(self) -> bool:
        return (self.decided, self.reasons) == (self.replayed, self.replayed_reasons)


def replay(decision: Decision, book: Book) -> Replay:
    """Judge a machine's decision again under a rule book. Reads only."""
    results = assess(case_of(decision), book, decision.verification.level_id)
    verdict = combine(results)
    return Replay(
        decided=decision.outcome,
        reasons=tuple(decision.reasons),
        replayed=EVENT_OF[verdict.outcome],
        replayed_reasons=verdict.reasons,
        results=results,
        same_policy=book.digest == decision.policy_digest,
        signature_holds=signature_holds(
            settings.KEYRING.public_key, bytes(decision.signature), canonical(decision.receipt)
        ),
    )
