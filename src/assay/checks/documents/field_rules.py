"""Do two sources say the same of one field, by the rules documents follow? Pure.

Not every difference is one: the zone has two digits for a year and nine characters for a number, and print is read with errors.
Names have rules of their own (names.py).
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from rapidfuzz import fuzz

from assay.checks.engines.visual_zone import labels, printed_dates
from assay.checks.readings import TextLine
from assay.policy import countries

_SAME_NUMBER = 90.0
# Positions of a document number in a machine readable zone (Doc 9303 parts 4 to 7).
_ROOM_FOR_NUMBER = 9
_TOLD_SEXES = frozenset({"M", "F"})
NO_END = 9999


class Agreement(StrEnum):
    """From best to worst. UNSURE: the values differ, and one of them is no witness. ONE_SOURCE: nothing to compare with."""

    AGREE = "agree"
    ONE_SOURCE = "one_source"
    UNSURE = "unsure"
    SIMILAR = "similar"
    DIFFER = "differ"


class Answer(NamedTuple):
    """`why` is empty where two sources agree letter by letter."""

    agreement: Agreement
    why: str = ""


class Told(NamedTuple):
    """What one source says of a field. `lines` are all that is printed, where the source is print; `zone` is the whole zone."""

    source: str
    value: str | date
    lines: Sequence[TextLine] = ()
    zone: str = ""

    @property
    def is_zone(self) -> bool:
        return self.source in ("mrz", "chip")


def dates(one: Told, other: Told) -> Answer:
    """Return whether two dates are the same; the zone's have two digits of the year, and print may hold the date elsewhere."""
    first, second = one.value, other.value
    assert isinstance(first, date)
    assert isinstance(second, date)
    if first == second:
        return Answer(Agreement.AGREE)
    among_document = "typed" not in (one.source, other.source)
    if among_document and (one.is_zone or other.is_zone) and _same_two_digits(first, second):
        return Answer(Agreement.AGREE, "the zone has two digits of the year")
    if is_printed_date(first, other.lines):
        return Answer(Agreement.AGREE, "the date stands elsewhere in print")
    exchanged = (first.year, first.month, first.day) == (second.year, second.day, second.month)
    return Answer(Agreement.DIFFER, "day and month exchanged" if exchanged else "another date")


def _same_two_digits(one: date, other: date) -> bool:
    return (one.year % 100, one.month, one.day) == (other.year % 100, other.month, other.day)


def is_printed_date(day: date, lines: Sequence[TextLine]) -> bool:
    """Whether a date stands anywhere in print, in either order of day and month, also with two digits of the year."""
    for line in lines:
        for month_first in (False, True):
            found = printed_dates.find(line.text, month_first=month_first)
            if found and _same_two_digits(found, day):
                return True
    return False


def numbers(one: Told, other: Told) -> Answer:
    """Return whether two document numbers are the same; blanks and signs do not count, nor O against 0 and I against 1."""
    first, second = str(one.value), str(other.value)
    plain, second_plain = digits_and_letters(first), digits_and_letters(second)
    if plain == second_plain:
        return Answer(Agreement.AGREE)
    if one.is_zone and len(first) == _ROOM_FOR_NUMBER and second_plain.startswith(plain):
        return Answer(Agreement.AGREE, "the zone has room for nine characters")
    if any(plain in digits_and_letters(line.text) for line in other.lines):
        return Answer(Agreement.AGREE, "the number stands elsewhere in print")
    if second_plain in digits_and_letters(one.zone):
        return Answer(Agreement.AGREE, "the other number stands elsewhere in the zone")
    if other.lines and fuzz.ratio(plain, second_plain) >= _SAME_NUMBER:
        return Answer(Agreement.SIMILAR, "nearly the same number; print is read with errors")
    return Answer(Agreement.DIFFER, "another number")


def digits_and_letters(text: str) -> str:
    """Return capitals and digits; the zero and the letter O look alike in print, so do 1 and I."""
    return "".join(labels.normalised(text).upper().split()).replace("O", "0").replace("I", "1")


def sexes(one: Told, other: Told) -> Answer:
    """Return whether two sources give the same sex; X and an empty field contradict nothing."""
    if one.value == other.value:
        return Answer(Agreement.AGREE)
    if {one.value, other.value} <= _TOLD_SEXES:
        return Answer(Agreement.DIFFER, "another sex")
    return Answer(Agreement.UNSURE, "left open by one of them")


def states(one: Told, other: Told) -> Answer:
    """Return whether two sources name the same state: by the codes of Doc 9303 or ISO 3166, or by its English name."""
    first, second = state_of(str(one.value)), state_of(str(other.value))
    if str(one.value).upper() == str(other.value).upper() or (first and first == second):
        return Answer(Agreement.AGREE)
    if first and second:
        return Answer(Agreement.DIFFER, "another state")
    return Answer(Agreement.UNSURE, "one of them is no code of a state")


def state_of(text: str) -> str | None:
    """Return the alpha-2 code of a state; None for words, organisations and stateless persons."""
    if len(text) == 2 and text.upper() in countries.codes():
        return text.upper()
    return countries.alpha2_of(text) or _codes_by_name().get(text.upper())


@cache
def _codes_by_name() -> dict[str, str]:
    return {countries.name_of(code).upper(): code for code in countries.codes()}
