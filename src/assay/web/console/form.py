"""The form of a decision: outcome, reasons that may be chosen for it, a note for colleagues."""

from dataclasses import dataclass

from django.http import HttpRequest

from assay.core.refusal import Refusal
from assay.policy.load import current
from assay.policy.schema import Reason
from assay.reviews.models import Review
from assay.reviews.rules import Outcome

_LONGEST_NOTE = 2000
DOMAINS = {
    "document": "Document",
    "details": "Details",
    "selfie": "Selfie",
    "liveness": "Challenge",
    "identity": "One account a person",
}


@dataclass(frozen=True)
class Choice:
    outcome: Outcome
    reasons: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Option:
    reason: Reason
    chosen: bool
    suggested: bool


@dataclass(frozen=True)
class Options:
    """`near` are those the machine found or the person chose; `far` all others, by domain."""

    near: tuple[Option, ...]
    far: dict[str, list[Option]]


@dataclass(frozen=True)
class Choices:
    """What may be chosen for each outcome. `outcome` is what is chosen already, empty at first."""

    ask_again: Options
    reject: Options
    outcome: str = ""
    note: str = ""


def may_be_asked_for(reason: Reason) -> bool:
    """Whether a person can ask for something to be given again for this reason."""
    return reason.retryable and bool(reason.pieces or reason.choose_again)


def _options(reasons: list[Reason], suggested: set[str], chosen: set[str]) -> Options:
    options = [Option(reason, reason.code in chosen, reason.code in suggested) for reason in reasons]
    far: dict[str, list[Option]] = {}
    for option in options:
        if not option.chosen and not option.suggested:
            domain = DOMAINS.get(option.reason.code.split(".", maxsplit=1)[0], "Other")
            far.setdefault(domain, []).append(option)
    return Options(tuple(option for option in options if option.chosen or option.suggested), far)


def choices_of(review: Review, choice: Choice | None) -> Choices:
    """Return what may be chosen; what the machine found is chosen already until a person chooses."""
    suggested = set(review.reasons)
    reasons = list(current().reasons.values())

    def chosen(outcome: Outcome) -> set[str]:
        return set(choice.reasons) if choice and choice.outcome is outcome else suggested

    return Choices(
        outcome=choice.outcome if choice else "",
        note=choice.note if choice else "",
        ask_again=_options(
            [reason for reason in reasons if may_be_asked_for(reason)], suggested, chosen(Outcome.ASK_AGAIN)
        ),
        reject=_options(
            [reason for reason in reasons if reason.decidable], suggested, chosen(Outcome.REJECT)
        ),
    )


def read(request: HttpRequest) -> Choice:
    """Return what was chosen. Refuses: review.outcome.missing, review.reasons.not_decidable."""
    posted = request.POST
    if posted.get("outcome") not in set(Outcome):
        raise Refusal("review.outcome.missing")
    outcome = Outcome(posted["outcome"])
    reasons = tuple(posted.getlist(f"{outcome}_reasons"))
    if not set(reasons) <= set(current().reasons):
        raise Refusal("review.reasons.not_decidable")
    return Choice(outcome, reasons, posted.get("note", "").strip()[:_LONGEST_NOTE])
