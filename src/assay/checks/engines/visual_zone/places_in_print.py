"""Which line is which field where the labels are too small to be read? By order and place alone. Pure.

Documents put the surname first and the given names below it, in one column with what follows (ICAO 9303 part 3, 3.1, zones II
and III; Directive 2006/126/EC annex I), and of three dates the earliest is the birth and the last the expiry. Only on sides that
a title names a document, and only for fields nothing else told.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from assay.checks.engines.mrz import layouts
from assay.checks.engines.visual_zone import field_values, printed_dates, titles
from assay.checks.engines.visual_zone.printed_page import Page

Found = tuple[str, str, int]

# Print below this confidence is small print: labels and captions.
_SURE = 0.9
_SMALLEST = 0.6
# Two dates are birth and expiry when so many years lie between them; validities are shorter.
_LIFE = 16
# Three letters alone are the code of a state, two that of a kind of passport.
_CODES = {*layouts.COUNTRIES, "PA", "PC", "PD", "PN", "PO", "PS", "ID", "IR", "AR"}
_CODED_SEX = re.compile(r"^[^\W\d_]{1,2}\s?/\s?([MF])$")
# Personal numbers have 10 digits (Sweden, Ukraine) to 13 (Serbia, Korea); document numbers are shorter.
_PERSONAL_NUMBER = re.compile(r"^\d{10,13}$")
_HOUSE_NUMBER = re.compile(r"^\d{1,5}[A-Z]?[ ,]+[^\W\d_]")
_POSTCODE = re.compile(r"\b[A-Z]{2}\s+\d{5}(-\d{4})?\b")


def find(page: Page, known: Mapping[str, int], *, may_guess_names: bool) -> Iterator[Found]:
    """Yield (field, value, line) for fields that are not among the known ones; dates as ISO 8601."""
    if not any(field_values.is_title(line.text) for line in page.lines):
        return
    yield from _dates(page, known)
    yield from _by_form(page)
    if "address" not in known:
        yield from _american_address(page)
    if may_guess_names and "surname" not in known and "given_names" not in known:
        yield from _names(page, known)


def _by_form(page: Page) -> Iterator[Found]:
    """Yield the sex where it is coded in two languages, and the personal number where one line alone has its length."""
    coded = [
        (match[1], index) for index, line in enumerate(page.lines) if (match := _CODED_SEX.match(line.text))
    ]
    long = [(line.text, index) for index, line in enumerate(page.lines) if _PERSONAL_NUMBER.match(line.text)]
    yield from (("sex", value, index) for value, index in coded[:1])
    if len(long) == 1:
        yield "personal_number", *long[0]


def _dates(page: Page, known: Mapping[str, int]) -> Iterator[Found]:
    """Yield birth, issue and expiry by their order; nothing where there are more dates than fields."""
    found: dict[date, int] = {}
    told = {_day(page, index) for index in known.values()}
    for index in range(len(page.lines)):
        if (day := _day(page, index)) and day not in told:
            found.setdefault(day, index)
    days = sorted(found)
    missing = [field for field in ("born_on", "issued_on", "expires_on") if field not in known]
    if len(days) == len(missing) == 2 and "issued_on" in known:
        fits = True
    elif len(days) == 2 and len(missing) == 3:
        missing = ["born_on", "expires_on"]
        fits = days[1].year - days[0].year >= _LIFE
    else:
        fits = len(days) == len(missing)
    if fits:
        yield from ((field, day.isoformat(), found[day]) for field, day in zip(missing, days, strict=True))


def _day(page: Page, index: int) -> date | None:
    """Return the date on a line, or on a line that begins it and the ones beside that end it."""
    day = printed_dates.find(page.text(index), month_first=page.month_first)
    if day or not page.text(index)[:1].isdigit():
        return day
    return printed_dates.find(page.row(index), month_first=page.month_first)


def _american_address(page: Page) -> Iterator[Found]:
    """Yield the address of a card of the United States: a house number and a street over a state and a ZIP code."""
    for index, line in enumerate(page.lines):
        if not _HOUSE_NUMBER.match(line.text):
            continue
        for below in page.below(index):
            if _POSTCODE.search(page.text(below)):
                yield "address", f"{line.text.strip()}, {page.text(below).strip()}", index
                return


def _names(page: Page, known: Mapping[str, int]) -> Iterator[Found]:
    """Yield surname and given names: the first two names of the column over the address, or over the date of birth."""
    address = next((index for _, _, index in _american_address(page)), None)
    anchors = [index for index in (address, known.get("born_on"), *_birth_lines(page)) if index is not None]
    for anchor in anchors:
        column = [index for index in page.column_above(anchor) if _may_be_a_name(page, index, anchor)]
        pair = column[-2:] if anchor == address else column[:2]
        if len(pair) == 2:
            yield from zip(
                ("surname", "given_names"), (page.text(index) for index in pair), pair, strict=True
            )
            return


def _birth_lines(page: Page) -> list[int]:
    """Return the line of the earliest date."""
    dated = [(day, index) for index in range(len(page.lines)) if (day := _day(page, index))]
    return [min(dated)[1]] if dated else []


def _may_be_a_name(page: Page, index: int, anchor: int) -> bool:
    line = page.lines[index]
    return (
        page.labels[index] is None
        and line.confidence >= _SURE
        and page.height(index) >= _SMALLEST * page.height(anchor)
        # Names of documents stand in capitals; scripts without capitals count as such.
        and line.text.upper() == line.text
        and len(line.text) >= 2
        and line.text not in _CODES
        and field_values.name(line.text) is not None
        and not field_values.is_title(line.text)
        and titles.country_of(line.text) is None
    )
