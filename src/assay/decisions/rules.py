"""What an outcome leads to, and which pieces a customer has to give again."""

from collections.abc import Iterable

from assay.checks.result import CheckResult, Outcome, Piece
from assay.core.actor import Actor
from assay.core.refusal import Refusal
from assay.policy.schema import Book, CheckName, EvidenceKind
from assay.reviews.rules import Facts as ReviewFacts
from assay.reviews.rules import Outcome as ReviewOutcome
from assay.reviews.rules import Status as ReviewStatus
from assay.reviews.rules import check_may_take
from assay.verifications.rules import Event

# There is no way from a machine's outcome to a rejection (invariant 1).
EVENT_OF = {Outcome.PASS: Event.APPROVE, Outcome.ASK_AGAIN: Event.ASK_AGAIN, Outcome.REFER: Event.REFER}
EVENT_OF_REVIEW = {
    ReviewOutcome.APPROVE: Event.APPROVE,
    ReviewOutcome.ASK_AGAIN: Event.ASK_AGAIN,
    ReviewOutcome.REJECT: Event.REJECT,
}
_KIND_OF = {
    Piece.FRONT: EvidenceKind.DOCUMENT_FRONT,
    Piece.BACK: EvidenceKind.DOCUMENT_BACK,
    Piece.SELFIE: EvidenceKind.SELFIE,
    Piece.CLIP: EvidenceKind.CHALLENGE_CLIP,
}


# The check that speaks for a piece nobody could examine.
_CHECK_OF = {
    EvidenceKind.DOCUMENT_FRONT: CheckName.DOCUMENT_READABLE,
    EvidenceKind.DOCUMENT_BACK: CheckName.DOCUMENT_READABLE,
    EvidenceKind.SELFIE: CheckName.SELFIE_IMAGE,
    EvidenceKind.CHALLENGE_CLIP: CheckName.CHALLENGE_FOLLOWED,
}


def check_may_decide_pair(review: ReviewFacts, hits: frozenset[str], other_id: str, by: Actor) -> None:
    """Refuses: pair.account.not_found, and what `check_may_take` refuses.

    While a review waits, only who has taken it decides what its accounts are to each other. Once it is decided,
    a mistake may be put right on the same page, by whom accounts.rules.check_may_decide_pair lets.
    """
    if other_id not in hits:
        raise Refusal("pair.account.not_found")
    if review.status is ReviewStatus.DECIDED:
        return
    check_may_take(review, by)
    if review.taken_by != by.id:
        raise Refusal("review.state.not_taken")


def failed_reading(kind: EvidenceKind, reason: str) -> CheckResult:
    """Return the result that sends a case to a person because a piece could not be examined."""
    return CheckResult(check=_CHECK_OF[kind], outcome=Outcome.REFER, reasons=(reason,))


def pieces_of_reasons(book: Book, reasons: Iterable[str]) -> frozenset[EvidenceKind]:
    return frozenset(piece for code in reasons for piece in book.reasons[code].pieces)


def named_pieces(book: Book, result: CheckResult, *reasons: str) -> frozenset[EvidenceKind]:
    """Return the pieces that reasons of a result are about: those the check marked as bad, else all that the reasons name."""
    named = pieces_of_reasons(book, reasons)
    return frozenset(_KIND_OF[mark.piece] for mark in result.marks if not mark.good) & named or named


def pieces_to_ask_again(book: Book, results: Iterable[CheckResult]) -> frozenset[EvidenceKind]:
    """Return exactly the failed pieces: those a check marked as bad, else all its reasons name."""
    return frozenset(
        piece
        for result in results
        if result.outcome is Outcome.ASK_AGAIN
        for piece in named_pieces(book, result, *result.reasons)
    )


def needs_new_choice(book: Book, reasons: Iterable[str]) -> bool:
    """Return whether the customer has to choose kind and country of the document again."""
    return any(book.reasons[code].choose_again for code in reasons)


def told_reasons(book: Book, reasons: Iterable[str]) -> tuple[str, ...]:
    """Return the reasons whose words a customer reads, neutral ones included, each wording once."""
    seen: dict[str, str] = {}
    for code in reasons:
        seen.setdefault(book.reasons[code].customer, code)
    return tuple(seen.values())
