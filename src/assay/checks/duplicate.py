"""Is this person, or this document, known under another account?

One person may have one account, but twins exist and so do errors: a hit is always shown to a person.
"""

from assay.checks.readings import Case
from assay.checks.result import CheckResult, Outcome
from assay.policy.schema import Book, CheckName

_NOTHING_TO_COMPARE = {"compared": "There is nothing to compare with here."}


def duplicate_face(case: Case, book: Book) -> CheckResult:
    """No other account has a face this close to the one in the selfie.

    Compared with the enrolled face of every other account. Brothers and sisters, twins above all, can be that
    close; so a hit never refuses anybody, it asks a person to look.
    """
    if case.duplicates is None:
        return CheckResult(
            check=CheckName.DUPLICATE_FACE, outcome=Outcome.PASS, seen=dict(_NOTHING_TO_COMPARE)
        )
    threshold = book.threshold(CheckName.DUPLICATE_FACE, "same_person", case.on)
    ranked = sorted(case.duplicates.faces, key=lambda hit: (-hit.score, hit.account_id))
    close = [hit for hit in ranked if hit.score >= threshold]
    return CheckResult(
        check=CheckName.DUPLICATE_FACE,
        outcome=Outcome.REFER if close else Outcome.PASS,
        score=ranked[0].score if ranked else None,
        threshold=threshold,
        reasons=("identity.duplicate.face",) if close else (),
        seen={hit.account_id: f"likeness {hit.score:.2f}" for hit in close}
        or {"compared": "No other account has a face this close."},
    )


def duplicate_document(case: Case, _book: Book) -> CheckResult:
    """No other account was verified with this document.

    Compared by issuing country, kind and number. A document can be handed on or lent, and a number can be
    misread, so a hit asks a person to look.
    """
    if case.duplicates is None:
        return CheckResult(
            check=CheckName.DUPLICATE_DOCUMENT, outcome=Outcome.PASS, seen=dict(_NOTHING_TO_COMPARE)
        )
    others = sorted(case.duplicates.documents)
    return CheckResult(
        check=CheckName.DUPLICATE_DOCUMENT,
        outcome=Outcome.REFER if others else Outcome.PASS,
        reasons=("identity.duplicate.document",) if others else (),
        seen=dict.fromkeys(others, "verified with the same document")
        or {"compared": "No other account was verified with this document."},
    )
