"""Where in print does the document say what its machine readable zone says? Pure.

Labels in passports are often too small to be read, their values are not. A line that carries the very name, number or date of
the zone is the field, whatever stands beside it, and says how the name is written with its diacritics. Nothing is taken that
differs by more than a letter read as a figure, a mark the reader lost, or a prefix of the number: a contradiction is left for
the labels to find.
"""

import re
from collections.abc import Iterator
from datetime import date

from assay.checks.engines.mrz.layouts import FILLER
from assay.checks.engines.text import scripts
from assay.checks.engines.visual_zone import labels, look_alikes, printed_dates
from assay.checks.engines.visual_zone.printed_page import Page
from assay.checks.naming import names
from assay.checks.readings import Mrz

Found = tuple[str, str, int]

_WORD = re.compile(r"[^\W\d_]+(?:['’`´.][^\W\d_]+)*")
_LEAST_TRUNCATED = 3
_LOST_MARK = re.compile("([AOU])E")
_NUMBER_WORDS = {"N", "NO", "NR", "NUMBER", "SERIA", "SERIE", "SERIES"}
# A number of this many characters, with at most so many more around it, is not found by accident.
_LONG_NUMBER, _MOST_AROUND = 8, 3


def find(page: Page, mrz: Mrz) -> Iterator[Found]:
    """Yield (field, value as printed, line), at most one for each field; dates as ISO 8601."""
    for field in ("surname", "given_names"):
        if hit := _name_on(page, getattr(mrz, field)):
            both = scripts.halves(page.text(hit[1]))
            yield field, page.text(hit[1]) if both and hit[0] in both else hit[0], hit[1]
    if mrz.document_number:
        there = _number_on(page, re.sub(r"[^A-Z0-9]", "", mrz.document_number))
        yield from (
            ("document_number", mrz.document_number.replace(FILLER, ""), index) for index in there[:1]
        )
    for field in ("born_on", "expires_on"):
        if wanted := getattr(mrz, field):
            there = [index for index in range(len(page.lines)) if _holds_date(page, index, wanted)]
            yield from ((field, wanted.isoformat(), index) for index in there[:1])


def _name_on(page: Page, wanted: str) -> tuple[str, int] | None:
    """Return a name as printed, and its line or the first of its two lines."""
    if not wanted:
        return None
    hits = [(_name_in(page.text(index), wanted), index) for index in _capitals_first(page)]
    # A line of nothing but the name comes before one that holds more, as a signature or a caption does.
    whole = [(text, index) for text, index in hits if text and len(text) >= len(page.text(index)) - 2]
    found = next(iter(whole or [(text, index) for text, index in hits if text]), None)
    return found or (_name_on_two_lines(page, wanted) if " " in wanted else None)


def _name_on_two_lines(page: Page, wanted: str) -> tuple[str, int] | None:
    """Return a name that goes on below: Spanish cards print the second surname under the first."""
    for index in range(len(page.lines)):
        for below in list(page.below(index))[:1]:
            text = f"{page.text(index)} {page.text(below)}"
            if _name_in(text, wanted) == text:
                return text, index
    return None


def _capitals_first(page: Page) -> list[int]:
    """Return the lines, those in capitals first: a signature repeats the name in other letters."""
    return sorted(range(len(page.lines)), key=lambda index: not page.text(index).isupper())


def _name_in(text: str, wanted: str) -> str | None:
    """Return the stretch of a line that spells the name, as printed."""
    sought = {"".join(words) for words in names.spellings(wanted)}
    # Where the reader lost the two dots the print says MULLER and the zone MUELLER.
    sought |= {_LOST_MARK.sub(r"\1", one) for one in sought}
    words = list(_WORD.finditer(text))
    for first in range(len(words)):
        for last in range(len(words), first, -1):
            stretch = text[words[first].start() : words[last - 1].end()]
            if any(_same(one, "".join(spelling)) for one in sought for spelling in names.spellings(stretch)):
                return stretch
    return None


def _same(wanted: str, printed: str) -> bool:
    # The zone has no room for long names: it holds their beginning.
    return printed == wanted or (len(wanted) >= _LEAST_TRUNCATED * 4 and printed.startswith(wanted))


def _number_on(page: Page, wanted: str) -> list[int]:
    """Return the lines that carry the number, alone first."""
    texts = [
        {one.upper() for one in (page.text(index), page.row(index), labels.without_labels(page.text(index)))}
        for index in range(len(page.lines))
    ]
    found = [{stretch for text in some for stretch in _stretches(text)} for some in texts]
    alone = [index for index, some in enumerate(found) if any(look_alikes.same(one, wanted) for one in some)]
    return alone or [index for index, some in enumerate(found) if any(_within(one, wanted) for one in some)]


def _stretches(text: str) -> Iterator[str]:
    """Yield every run of words of a line as one, without the words that part the series from the number."""
    words = [word for word in re.findall(r"[A-Z0-9|]+", text) if word not in _NUMBER_WORDS]
    for first in range(len(words)):
        yield from ("".join(words[first:last]) for last in range(first + 1, len(words) + 1))


def _within(stretch: str, wanted: str) -> bool:
    """Whether a long number is printed with a letter or the state's code before it, or its check digit behind it."""
    more = len(stretch) - len(wanted)
    if len(wanted) < _LONG_NUMBER or not 0 < more <= _MOST_AROUND:
        return False
    return any(look_alikes.same(stretch[at : at + len(wanted)], wanted) for at in range(more + 1))


def _holds_date(page: Page, index: int, wanted: date) -> bool:
    """Whether a line, or a line and what stands to its right, carries a date."""
    return any(printed_dates.says(text, wanted) for text in {page.text(index), page.row(index)})
