"""Is this person, or this document, known under another account?

One person may have one account, but twins exist and so do errors: a hit is always shown to a person. What that person
found out is remembered for the two accounts, and the same question is not asked again.
"""

from collections.abc import Iterable

from assay.accounts.rules import Relation
from assay.checks.readings import Case, Duplicates, KnownAccount
from assay.checks.result import CheckResult, Outcome
from assay.policy.schema import Book, CheckName

_NOTHING_TO_COMPARE = {"compared": "There is nothing to compare with here."}
RELATION_WORDS = {
    Relation.TWINS: "known to be a twin",
    Relation.SIBLINGS: "known to be a brother or sister",
    Relation.LOOK_ALIKES: "known to be somebody else who looks alike",
    Relation.SAME_PERSON: "known to be the same person",
}


def duplicate_face(case: Case, book: Book) -> CheckResult:
    """No other account has a face this close to the one in the selfie.

    Compared with the enrolled face of every other account. Brothers and sisters, twins above all, can be that
    close; so a hit never refuses anybody, it asks a person to look.

    Where a person has confirmed that the two are different people, the pair is named and no longer refers. Where the
    two are known to be one person, it no longer refers once a person has approved both accounts; until then a second
    account of somebody needs a person's yes each time.
    """
    found = case.duplicates
    if found is None:
        return _nothing_to_compare(CheckName.DUPLICATE_FACE)
    threshold = book.threshold(CheckName.DUPLICATE_FACE, "same_person", case.on)
    ranked = sorted(found.faces, key=lambda hit: (-hit.score, hit.account_id))
    close = [hit for hit in ranked if hit.score >= threshold]
    settled = {known.account_id for known in found.known if _is_settled(known, found)}
    refers = any(hit.account_id not in settled for hit in close)
    return CheckResult(
        check=CheckName.DUPLICATE_FACE,
        outcome=Outcome.REFER if refers else Outcome.PASS,
        score=ranked[0].score if ranked else None,
        threshold=threshold,
        reasons=("identity.duplicate.face",) if refers else (),
        seen=_seen(((hit.account_id, f"likeness {hit.score:.2f}") for hit in close), found)
        or {"compared": "No other account has a face this close."},
    )


def duplicate_document(case: Case, _book: Book) -> CheckResult:
    """No other account was verified with this document.

    Compared by issuing country, kind and number. A document can be handed on or lent, and a number can be
    misread, so a hit asks a person to look.

    That two people are known to be different does not settle it: different people have different documents, and one
    shared by a pair of twins is the stronger reason to look. Only two approved accounts of one person may share one.
    """
    found = case.duplicates
    if found is None:
        return _nothing_to_compare(CheckName.DUPLICATE_DOCUMENT)
    others = sorted(found.documents)
    settled = {
        known.account_id
        for known in found.known
        if known.relation == Relation.SAME_PERSON and _is_settled(known, found)
    }
    refers = not settled.issuperset(others)
    return CheckResult(
        check=CheckName.DUPLICATE_DOCUMENT,
        outcome=Outcome.REFER if refers else Outcome.PASS,
        reasons=("identity.duplicate.document",) if refers else (),
        seen=_seen(((other, "verified with the same document") for other in others), found)
        or {"compared": "No other account was verified with this document."},
    )


def _nothing_to_compare(check: CheckName) -> CheckResult:
    return CheckResult(check=check, outcome=Outcome.PASS, seen=dict(_NOTHING_TO_COMPARE))


def _is_settled(known: KnownAccount, found: Duplicates) -> bool:
    """Whether a close face of this account asks nothing new.

    A link between two accounts of one person must not let the machine approve the second one: that may be the very
    account a person has just rejected.
    """
    return known.relation != Relation.SAME_PERSON or found.verified_before


def _seen(hits: Iterable[tuple[str, str]], found: Duplicates) -> dict[str, str]:
    """Return each hit in words, by account, with what a person found out about it before."""
    known = {
        one.account_id: f", {RELATION_WORDS[Relation(one.relation)]}, confirmed on {one.decided_on:%d %B %Y}"
        for one in found.known
    }
    return {account_id: words + known.get(account_id, "") for account_id, words in hits}
