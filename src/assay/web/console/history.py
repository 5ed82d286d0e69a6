"""What happened to an account before: attempts, decisions, and who looked at what."""

from dataclasses import dataclass

from assay.accounts.models import Account
from assay.audit.models import Entry
from assay.decisions.models import Decision
from assay.policy.load import current
from assay.verifications.models import Verification
from assay.web.console.desk import names_of

_ENTRIES = 40
STATUS_WORDS = {
    "draft": "Being filled in",
    "checking": "Being checked",
    "action_required": "Customer has to act",
    "under_review": "Under review",
    "approved": "Approved",
    "rejected": "Rejected",
    "withdrawn": "Withdrawn",
}
OUTCOME_WORDS = {
    "approve": "Approved",
    "ask_again": "Asked again",
    "refer": "Referred to a person",
    "reject": "Rejected",
}


@dataclass(frozen=True)
class EntryLine:
    entry: Entry
    who: str
    words: str
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DecisionLine:
    decision: Decision
    outcome: str
    who: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class AttemptLine:
    verification: Verification
    level: str
    status: str


@dataclass(frozen=True)
class History:
    attempts: tuple[AttemptLine, ...]
    decisions: tuple[DecisionLine, ...]
    entries: tuple[EntryLine, ...]


def entry_lines(entries: list[Entry]) -> tuple[EntryLine, ...]:
    names = names_of({entry.actor_id for entry in entries})
    return tuple(
        EntryLine(
            entry,
            names.get(entry.actor_id, entry.actor_kind.capitalize()),
            entry.event.replace(".", ": ").replace("_", " ").capitalize(),
            tuple(
                (key, ", ".join(value) if isinstance(value, list) else str(value))
                for key, value in entry.data.items()
            ),
        )
        for entry in entries
    )


def reason_words(codes: list[str]) -> tuple[str, ...]:
    reasons = current().reasons
    return tuple(reasons[code].staff if code in reasons else code for code in codes)


def decision_lines(decisions: list[Decision]) -> tuple[DecisionLine, ...]:
    names = names_of({decision.decided_by for decision in decisions})
    return tuple(
        DecisionLine(
            decision,
            OUTCOME_WORDS[decision.outcome],
            "Machine" if decision.automated else names.get(decision.decided_by, decision.decided_by),
            reason_words(decision.reasons),
        )
        for decision in decisions
    )


def attempt_lines(account: Account) -> tuple[AttemptLine, ...]:
    levels = {level.id: level.title for level in current().levels}
    return tuple(
        AttemptLine(one, levels.get(one.level_id, one.level_id), STATUS_WORDS[one.status])
        for one in Verification.objects.filter(account=account).order_by("-opened_at")
    )


def history_of(account: Account) -> History:
    decisions = Decision.objects.filter(verification__account=account).order_by("-decided_at")
    entries = Entry.objects.filter(account_id=account.pk).order_by("-id")[:_ENTRIES]
    return History(attempt_lines(account), decision_lines(list(decisions)), entry_lines(list(entries)))
