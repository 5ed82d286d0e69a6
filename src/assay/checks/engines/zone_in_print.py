"""Where in print does the document say what its machine readable zone says? Pure.

Labels in passports are often too small to be read, their values are not. A line that carries the very name, number or date of
the zone is the field, whatever stands beside it, and says how the name is written with its diacritics. Nothing is taken that
differs: a contradiction is left for the labels to find.
"""

import re
from collections.abc import Iterator
from datetime import date

from assay.checks import names
from assay.checks.engines import labels, printed_dates
from assay.checks.engines.mrz.layouts import FILLER
from assay.checks.engines.printed_page import Page
from assay.checks.engines.text import scripts
from assay.checks.readings import Mrz

Found = tuple[str, str, int]

_WORD = re.compile(r"[^\W\d_]+(?:['’`´.][^\W\d_]+)*")
_LEAST_TRUNCATED = 3


def find(page: Page, mrz: Mrz) -> Iterator[Found]:
    """Yield (field, value as printed, line), at most one for each field; dates as ISO 8601."""
    for field in ("surname", "given_names"):
        wanted = getattr(mrz, field)
        hits = [(_name_in(page.text(index), wanted), index) for index in _capitals_first(page)]
        # A line of nothing but the name comes before one that holds more, as a signature or a caption does.
        whole = [(text, index) for text, index in hits if text and len(text) >= len(page.text(index)) - 2]
        if hit := next(iter(whole or [(text, index) for text, index in hits if text]), None):
            both = scripts.halves(page.text(hit[1]))
            yield field, page.text(hit[1]) if both and hit[0] in both else hit[0], hit[1]
    if mrz.document_number:
        there = [index for index in range(len(page.lines)) if _holds_number(page, index, mrz.document_number)]
        yield from (
            ("document_number", mrz.document_number.replace(FILLER, ""), index) for index in there[:1]
        )
    for field in ("born_on", "expires_on"):
        if wanted := getattr(mrz, field):
            there = [index for index in range(len(page.lines)) if _holds_date(page, index, wanted)]
            yield from ((field, wanted.isoformat(), index) for index in there[:1])


def _capitals_first(page: Page) -> list[int]:
    """Return the lines, those in capitals first: a signature repeats the name in other letters."""
    return sorted(range(len(page.lines)), key=lambda index: not page.text(index).isupper())


def _name_in(text: str, wanted: str) -> str | None:
    """Return the stretch of a line that spells the name, as printed."""
    if not wanted:
        return None
    sought = {"".join(words) for words in names.spellings(wanted)}
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


def _holds_number(page: Page, index: int, wanted: str) -> bool:
    wanted = re.sub(r"[^A-Z0-9]", "", wanted)
    if wanted not in re.sub(r"[^A-Z0-9]", "", labels.without_labels(page.text(index)).upper()):
        return False
    for text in (page.text(index), labels.without_labels(page.text(index))):
        words = re.findall(r"[A-Z0-9]+", text.upper())
        stretches = (
            "".join(words[first:last])
            for first in range(len(words))
            for last in range(first + 1, len(words) + 1)
        )
        if any(stretch == wanted for stretch in stretches):
            return True
    return False


def _holds_date(page: Page, index: int, wanted: date) -> bool:
    """Whether a line, or a line and what stands to its right, carries a date; the century is the zone's guess anyway."""
    found: list[date | None] = []
    for text in (page.text(index), page.row(index)):
        found += [printed_dates.find(text, month_first=american) for american in (False, True)]
        found += printed_dates.find_short(text)
    return any(
        one and (one.month, one.day, one.year % 100) == (wanted.month, wanted.day, wanted.year % 100)
        for one in found
    )
