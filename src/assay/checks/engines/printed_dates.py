"""Which date is printed? Day, month and year in the orders and languages of identity documents. Pure."""

import re
from datetime import date

from assay.checks.engines.labels import month_numbers, normalised

_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})\s?[./\- ,]\s?(\d{1,2})\s?[./\- ,]\s?((?:19|20)\d{2})(?!\d)")
_RUN_TOGETHER = re.compile(r"(?<!\d)(\d{2})(\d{2})((?:19|20)\d{2})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d{2})\s?[./\- ]\s?(\d{1,2})\s?[./\- ]\s?(\d{1,2})(?!\d)")
_NAMED = re.compile(r"\b(\d{1,2})\s?([a-z]{3,10})(?: ([a-z]{3,10}))?\s?((?:19|20)?\d{2})\b")
_NAMED_FIRST = re.compile(r"\b([a-z]{3,10}) (\d{1,2}) ((?:19|20)\d{2})\b")
# A year of two digits belongs to this century up to here. Expiry dates lie ahead, birth dates behind.
_LAST_YOUNG_BIRTH = 25


def find(text: str, *, month_first: bool = False, ahead: bool = False) -> date | None:
    """Return the first date in a text. `month_first` for the order of the United States, `ahead` for a date of expiry."""
    if match := _YEAR_FIRST.search(text):
        return _date(match[1], match[2], match[3])
    if match := _NUMBERS.search(text) or _RUN_TOGETHER.search(text):
        first, second, year = match.groups()
        day, month = (second, first) if month_first else (first, second)
        return _date(year, month, day) or _date(year, day, month)
    words = normalised(text)
    for match in _NAMED.finditer(words):
        month = month_numbers().get(match[2]) or month_numbers().get(match[3] or "")
        if month and (found := _date(_full_year(match[4], ahead=ahead), month, match[1])):
            return found
    for match in _NAMED_FIRST.finditer(words):
        if (month := month_numbers().get(match[1])) and (found := _date(match[3], month, match[2])):
            return found
    return None


def _full_year(year: str, *, ahead: bool) -> int:
    if len(year) == 4:
        return int(year)
    return int(year) + (2000 if ahead or int(year) <= _LAST_YOUNG_BIRTH else 1900)


def _date(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
