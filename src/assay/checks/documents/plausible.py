"""Do number and dates of a document look like those its country gives? Pure. What does not is a weak sign: it only refers."""

import re
from collections.abc import Iterator

from assay.checks.documents import number_checks
from assay.checks.documents.comparison import is_sure
from assay.checks.documents.holder import holder, issuer_of, kind_of, zone_of
from assay.checks.documents.impossible_dates import impossible
from assay.checks.documents.sources import mark
from assay.checks.readings import Case, Mrz, MrzFormat
from assay.checks.result import CheckResult, Outcome, result_of
from assay.policy.documents import NumberFormat
from assay.policy.schema import Book, CheckName


def document_plausible(case: Case, book: Book) -> CheckResult:
    """The document's number has the form its country gives such documents, and its dates can all be true.

    Looked at are the number's letters, digits and length and its own check digit, personal numbers in the zone with their check
    digit and the date of birth they tell, the order of birth, issue and expiry, and whether the document is valid for longer
    than the law allows for its kind and the holder's age. Countries whose forms are not known for sure are left out.
    These are weak signs: forms change, so a person looks.
    """
    numbers, dates = tuple(odd_numbers(case, book)), impossible(case, book)
    problems = {}
    if numbers:
        problems["document.number.format"] = Outcome.REFER
    if dates:
        problems["document.dates.impossible"] = Outcome.REFER
    fields = ("document_number",) * bool(numbers) + ("issued_on", "expires_on", "born_on") * bool(dates)
    return result_of(
        CheckName.DOCUMENT_PLAUSIBLE,
        problems,
        seen={
            "number": " ".join(numbers) or _known(case, book),
            "dates": " ".join(dates) or "Nothing contradicts.",
        },
        marks=tuple(one for field in fields if (one := mark(case, field))),
    )


def _formats(case: Case, book: Book) -> tuple[NumberFormat, ...]:
    """Return the forms of the document's own number."""
    kind = kind_of(case) or (case.claim.document_kind if case.claim else "")
    country = issuer_of(case)
    return tuple(one for one in book.number_formats if one.country == country and kind in one.kinds)


def _known(case: Case, book: Book) -> str:
    if _formats(case, book):
        return "As its country numbers such documents."
    return "How its country numbers such documents is not known for sure."


def odd_numbers(case: Case, book: Book) -> Iterator[str]:
    """Yield in words what is odd about the numbers on a document."""
    who = holder(case)
    number = re.sub(r"[^A-Z0-9]", "", who.document_number.upper())
    if number and (who.source != "print" or is_sure(case, "document_number")):
        yield from _odd_document_number(number, _formats(case, book))
    if zone := zone_of(case):
        yield from _odd_personal_numbers(case, zone[1], book)


def _odd_document_number(number: str, formats: tuple[NumberFormat, ...]) -> Iterator[str]:
    fitting = [one for one in formats if re.fullmatch(one.pattern, number)]
    if formats and not fitting:
        yield f"The number {number} does not have the form of such documents."
    elif fitting and not any(one.check is None or number_checks.HOLDS[one.check](number) for one in fitting):
        yield f"The check digit in the number {number} does not hold."


def _odd_personal_numbers(case: Case, mrz: Mrz, book: Book) -> Iterator[str]:
    born_on = holder(case).born_on
    for one in book.number_formats:
        if one.kinds or one.country != issuer_of(case):
            continue
        for text in _optional(mrz):
            match = re.fullmatch(one.pattern, text)
            if match and one.check and not number_checks.HOLDS[one.check](text):
                yield "The check digit of the personal number in the zone does not hold."
            groups = match.groupdict() if match else {}
            if groups and born_on and not number_checks.tells_birth(groups, one.month_offsets, born_on):
                yield "The personal number in the zone tells another date of birth."


def _optional(mrz: Mrz) -> tuple[str, ...]:
    """Return what the issuer put into the optional fields: the parts between fillers, and all of them together."""
    fields = [mrz.optional]
    if mrz.format is MrzFormat.TD1:
        fields.append(mrz.lines[1][18:29].replace("<", " "))
    found = [text for field in fields for text in (*field.split(), "".join(field.split()))]
    # Noughts only stand for nothing.
    return tuple(dict.fromkeys(text for text in found if text.strip("0")))
