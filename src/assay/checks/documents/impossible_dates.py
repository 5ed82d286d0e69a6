"""Which dates on a document cannot all be true? Pure; how long documents are valid is in validity.toml."""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

from assay.checks.documents.comparison import is_sure
from assay.checks.documents.field_rules import NO_END
from assay.checks.documents.holder import Holder, age_on, holder, issuer_of, kind_of, licence_of
from assay.checks.readings import Case
from assay.policy.documents import Validity
from assay.policy.schema import Book

# Where the document was issued it may already be tomorrow.
_ONE_DAY = timedelta(days=1)


def impossible(case: Case, book: Book) -> tuple[str, ...]:
    """Return in words what cannot be: dates in the wrong order, and validity longer than the law allows.

    A printed day of issue counts only where it was read with confidence.
    """
    who, kind = holder(case), kind_of(case) or (case.claim.document_kind if case.claim else None)
    issued_on = who.issued_on if licence_of(case) or is_sure(case, "issued_on") else None
    rules = [rule for rule in _rules(book, issuer_of(case), kind) if kind]
    return (*_out_of_order(who, issued_on, case.on), *_too_long(who, issued_on, case.on, rules))


def _out_of_order(who: Holder, issued_on: date | None, on: date) -> Iterator[str]:
    if issued_on and issued_on > on + _ONE_DAY:
        yield f"Issued on {issued_on}, which is in the future."
    if issued_on and who.born_on and who.born_on > issued_on:
        yield f"Issued on {issued_on}, before the holder was born on {who.born_on}."
    if issued_on and who.expires_on and who.expires_on < issued_on:
        yield f"Expires on {who.expires_on}, before it was issued on {issued_on}."
    if who.born_on and who.expires_on and who.expires_on < who.born_on:
        yield f"Expires on {who.expires_on}, before the holder was born on {who.born_on}."


def _rules(book: Book, country: str, kind: str | None) -> tuple[Validity, ...]:
    """Return the rules for a kind of document of a country: its own, and the general one where it has none for adults."""
    own = tuple(rule for rule in book.validities if rule.kind == kind and country in rule.countries)
    general = tuple(rule for rule in book.validities if rule.kind == kind and not rule.countries)
    return own if any(rule.under_age is None for rule in own) else (*own, *general)


def _too_long(who: Holder, issued_on: date | None, on: date, rules: list[Validity]) -> Iterator[str]:
    """Yield each rule that is broken. Without a day of issue today stands for it: less is found, and never too much."""
    if who.expires_on is None or who.expires_on.year == NO_END:
        return
    start = issued_on or on
    for rule in rules:
        last = months_after(start, rule.years * 12 + rule.extra_months)
        if _counts(rule, who.born_on, issued_on, start) and who.expires_on > last:
            words = f"holders under {rule.under_age}" if rule.under_age else "this kind of document"
            since = "issued" if issued_on else "seen"
            yield f"Valid until {who.expires_on} and {since} on {start}: {words} get {rule.years} years at most."


def _counts(rule: Validity, born_on: date | None, issued_on: date | None, start: date) -> bool:
    if rule.issued_from and (issued_on is None or issued_on < rule.issued_from):
        return False
    if rule.under_age is None and rule.up_to_age is None:
        return True
    if born_on is None or born_on > start:
        return False
    age = age_on(born_on, start)
    return age < (rule.under_age or rule.up_to_age or 0)


def months_after(day: date, months: int) -> date:
    """Return the same day of a later month, its last day where the month is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))
