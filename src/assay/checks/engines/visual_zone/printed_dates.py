"""Which date is printed? Day, month and year in the orders, languages and calendars of identity documents. Pure.

Names of months come from the CLDR (by way of babel), short forms that documents use besides from labels.toml.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache

from babel import Locale

from assay.checks.engines.visual_zone import look_alikes
from assay.checks.engines.visual_zone.labels import month_numbers, normalised

_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})\s?[./\- ,]\s?(\d{1,2})\s?[./\- ,]\s?((?:19|20)\d{2})(?!\d)")
# Readers lose a blank or a dot: all of them where a date stands in figures of fixed width.
_RUN_TOGETHER = re.compile(r"(?<!\d)(\d{2})[./\- ,]?(\d{2})[./\- ,]?((?:19|20)\d{2})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d{2})\s?[./\- ]\s?(\d{1,2})\s?[./\- ]\s?(\d{1,2})(?!\d)")
_YEAR_FIRST_RUN_TOGETHER = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)")
_NAMED = re.compile(r"\b(\d{1,2})\s?([a-z]{3,12})(?: ([a-z]{3,12}))?\s?((?:19|20)?\d{2})\b")
_NAMED_FIRST = re.compile(r"\b([a-z]{3,12}) (\d{1,2}) ((?:19|20)\d{2})\b")
# A whole date with its separators taken out, in the orders in use.
_RUNS = ("%d%m%Y", "%m%d%Y", "%Y%m%d")
_SHORT_YEAR = re.compile(r"(?<!\d)(\d{1,2})\s?[./\- ]\s?(\d{1,2})\s?[./\- ]\s?(\d{2})(?!\d)")
# Chinese, Japanese and Korean dates name their parts; Japan counts years by eras.
_EAST_ASIAN = re.compile(r"(\d{1,4}|元)\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]?")
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018, "民國": 1911, "民国": 1911}
_ERA = re.compile("(" + "|".join(_ERAS) + r")\s?$")
# The Thai year is that of the Buddhist era; no other document carries a year of this range.
_BUDDHIST = re.compile(r"(?<!\d)(2[45]\d{2})(?!\d)")
_BUDDHIST_OFFSET = 543
# A year of two digits belongs to this century up to here. Expiry dates lie ahead, birth dates behind.
_LAST_YOUNG_BIRTH, _LAST_EXPIRY = 25, 69
_LANGUAGES = (
    "de", "fr", "it", "es", "pt", "nl", "da", "sv", "nb", "is", "fi", "et", "lv", "lt", "pl", "cs", "sk",
    "sl", "hr", "bs", "ro", "hu", "sq", "el", "tr", "az", "ar", "he", "th", "ca", "ga", "mt", "id", "ms",
    "vi",
)  # fmt: skip
# Kept apart: November in Ukrainian sounds as October in Croatian.
_CYRILLIC_LANGUAGES = ["ru", "uk", "be", "bg", "mk", "sr"]
_CYRILLIC = re.compile("[\u0400-\u04ff]")


def find(text: str, *, month_first: bool = False, ahead: bool = False) -> date | None:
    """Return the first date in a text. `month_first` for the order of the United States, `ahead` for a date of expiry."""
    text = _western(text)
    if match := _EAST_ASIAN.search(text):
        return _east_asian(text, match)
    if match := _YEAR_FIRST.search(text):
        return _date(match[1], match[2], match[3])
    if match := _NUMBERS.search(text) or _RUN_TOGETHER.search(text):
        first, second, year = match.groups()
        day, month = (second, first) if month_first else (first, second)
        return _date(year, month, day) or _date(year, day, month)
    if match := _YEAR_FIRST_RUN_TOGETHER.search(text):
        return _date(match[1], match[2], match[3])
    return next(_with_named_month(text, ahead=ahead), None)


def find_labelled(text: str, *, month_first: bool = False, ahead: bool = False) -> date | None:
    """Return the date of a line that a label says is one: it may be in figures with two digits of the year alone.

    Such a date is taken only where its order is clear: dots part day and month, and nothing else is possible beyond the twelfth.
    """
    if found := find(text, month_first=month_first, ahead=ahead):
        return found
    plain = _western(text).strip(" .:")
    match = _SHORT_YEAR.fullmatch(plain)
    if match is None:
        return None
    first, second, short = match.groups()
    year = _full_year(short, ahead=ahead)
    day_first, other = _date(year, second, first), _date(year, first, second)
    if month_first or "." in plain:
        return other if month_first else day_first
    possible = {one for one in (day_first, other) if one}
    return possible.pop() if len(possible) == 1 else None


def says(text: str, wanted: date) -> bool:
    """Whether a line prints a date that is known from elsewhere, in any order, form and century, figures read as letters or not.

    The century is the zone's guess anyway, but four figures of a year have to be its.
    """
    text = _western(text)
    if not any(map(str.isdigit, text)):
        return False
    found = [find(text, month_first=american) for american in (False, True)]
    if any(one and _same_but_century(one, wanted) for one in (*found, *_short(text))):
        return True
    run = re.sub(r"[ .:,/\-]", "", look_alikes.figures(text))
    return any(f"{wanted:{form}}" in run for form in _RUNS) or _says_in_words(text, wanted)


def _same_but_century(one: date, other: date) -> bool:
    return (one.month, one.day, one.year % 100) == (other.month, other.day, other.year % 100)


def _says_in_words(text: str, wanted: date) -> bool:
    """Whether a line prints a known date with a named month, although figures were read as letters or letters as figures."""
    words = re.findall(r"[^\W_]+", text)
    for at, word in enumerate(words):
        if look_alikes.figures(word).lstrip("0") != str(wanted.day):
            continue
        # One name of the month, or two of it in two languages, and then the year.
        for count in (1, 2):
            named, year = words[at + 1 : at + 1 + count], words[at + 1 + count : at + 2 + count]
            is_month = any(_month_of(look_alikes.letters(name)) == wanted.month for name in named)
            if is_month and year and look_alikes.figures(year[0]) in (f"{wanted:%Y}", f"{wanted:%y}"):
                return True
    return False


def _month_of(name: str) -> int | None:
    return _months(cyrillic=False).get(normalised(name))


def _short(text: str) -> Iterator[date]:
    """Yield every date that figures with two digits of the year may mean: both orders, both centuries."""
    for match in _SHORT_YEAR.finditer(text):
        first, second, year = match.groups()
        for century in (19, 20):
            found = (_date(f"{century}{year}", *order) for order in ((second, first), (first, second)))
            yield from (one for one in found if one)


def _western(text: str) -> str:
    """Return a text with digits of any script as 0 to 9, and the years of the Thai calendar as those of ours."""
    digits = "".join(
        str(unicodedata.digit(character)) if character.isdecimal() else character for character in text
    )
    return _BUDDHIST.sub(lambda match: str(int(match[0]) - _BUDDHIST_OFFSET), digits)


def _east_asian(text: str, match: re.Match[str]) -> date | None:
    year = 1 if match[1] == "元" else int(match[1])
    if era := _ERA.search(text[: match.start()]):
        year += _ERAS[era[1]]
    return _date(year, match[2], match[3])


def _with_named_month(text: str, *, ahead: bool) -> Iterator[date]:
    words = normalised(text)
    months = _months(cyrillic=bool(_CYRILLIC.search(text)))
    for match in _NAMED.finditer(words):
        # Of two names the second is the English or French one; `lip` alone is June in Croatian and July in Polish.
        month = months.get(match[3] or "") or months.get(match[2])
        if month and (found := _date(_full_year(match[4], ahead=ahead), month, match[1])):
            yield found
    for match in _NAMED_FIRST.finditer(words):
        if (month := months.get(match[1])) and (found := _date(match[3], month, match[2])):
            yield found


@cache
def _months(*, cyrillic: bool) -> dict[str, int]:
    """Return the month of each name, as `normalised` writes it. A name of two months in two languages tells neither."""
    found = {} if cyrillic else dict(month_numbers())
    doubtful: set[str] = set()
    for language in _CYRILLIC_LANGUAGES if cyrillic else _LANGUAGES:
        for context in Locale.parse(language).months.values():
            for width in ("wide", "abbreviated"):
                for number, name in context[width].items():
                    word = normalised(name)
                    if found.setdefault(word, number) != number and (cyrillic or word not in month_numbers()):
                        doubtful.add(word)
    known = {word: number for word, number in found.items() if word not in doubtful}
    # Bilingual documents print the English name behind a slash.
    return {**_months(cyrillic=False), **known} if cyrillic else known


def _full_year(year: str, *, ahead: bool) -> int:
    if len(year) == 4:
        return int(year)
    return int(year) + (2000 if int(year) <= (_LAST_EXPIRY if ahead else _LAST_YOUNG_BIRTH) else 1900)


def _date(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
