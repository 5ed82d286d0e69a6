"""Which printed line is which field? By the zone's values, by number, by label, and where none is legible by place.

Driving licences number their fields (Directive 2006/126/EC annex I: 1 surname, 2 given names, 3 birth, 4a issue, 4b expiry,
4c authority, 4d personal number, 5 number, 8 address); those of the United States use the same numbers and words such as
DOB, with 4d for the number. Pure: works on lines that were read already.
"""

import re
from collections.abc import Iterator, Sequence

from assay.checks.engines.text import scripts
from assay.checks.engines.visual_zone import field_values, labels, places_in_print, zone_in_print
from assay.checks.engines.visual_zone.field_values import as_date
from assay.checks.engines.visual_zone.labels import OTHER, Label
from assay.checks.engines.visual_zone.printed_page import Page
from assay.checks.readings import Mrz, TextLine, VisualFields

_NUMBERED = re.compile(r"^\s*(15|4\s?[abcd46]|1|2|3|5|8)(?!\d)\s*[.,:)]?\s*(?=$|\W|[A-Z0-9])")
_NUMBERED_FIELDS = {
    "1": "surname",
    "2": "given_names",
    "3": "born_on",
    "4a": "issued_on",
    "4b": "expires_on",
    "4c": "authority",
    "5": "document_number",
    "8": "address",
    "15": "sex",
}
# The numbers without which a numbered list is no licence.
_TELLING = {"1", "2", "3", "4b", "5", "4d", "15"}
_LEAST_NUMBERED = 3
_ADDRESS_LINES = 3
# A line read with less confidence is small print: a label that was not known as one.
_LEGIBLE_VALUE = 0.85

Found = tuple[str, str, int]


def find(lines: Sequence[TextLine], proportion: float, mrz: Mrz | None = None) -> VisualFields:
    """Return the fields of one upright side. `proportion` is the picture's width over its height; `mrz` its zone, if any."""
    page = Page(lines, proportion)
    found: dict[str, tuple[str, int]] = {}
    of_zone = list(zone_in_print.find(page, mrz)) if mrz else []
    for field, value, index in (*of_zone, *_by_number(page), *_by_label(page)):
        found.setdefault(field, (value, index))
    known = {field: index for field, (_, index) in found.items()}
    # Beside a zone a guess is worth nothing: what it would tell the zone tells better, or somebody changed the print.
    for field, value, index in places_in_print.find(page, known, may_guess_names=mrz is None):
        found.setdefault(field, (value, index))
    _drop_unlikely_dates(found, {field for field, _, _ in of_zone})
    return _as_fields(found)


def _as_fields(found: dict[str, tuple[str, int]]) -> VisualFields:
    values: dict[str, object] = {}
    own_script = {}
    for field, (value, _) in found.items():
        halves = scripts.halves(value) if field in (*field_values.NAMES, *field_values.PROSE) else None
        values[field] = halves[1] if halves else value
        if halves:
            own_script[field] = halves[0]
    dated = {field: as_date(str(values[field])) for field in field_values.DATES if field in values}
    places = {field: index for field, (_, index) in found.items()}
    return VisualFields.model_validate({**values, **dated, "own_script": own_script, "lines": places})


def _drop_unlikely_dates(found: dict[str, tuple[str, int]], sure: set[str]) -> None:
    """Take out birth, issue and expiry where they are not in this order, those in `sure` apart: one of them is another date."""
    days = [found[field][0] for field in ("born_on", "issued_on", "expires_on") if field in found]
    if days != sorted(days):
        for field in set(field_values.DATES) - sure:
            found.pop(field, None)


def _by_label(page: Page) -> Iterator[Found]:
    for index, label in enumerate(page.labels):
        if label is None or label.field == OTHER:
            continue
        if value := _inline(page, index, label):
            yield label.field, value, index
            continue
        for other in (*page.below(index), *page.beside(index)):
            if page.labels[other] is not None or page.lines[other].confidence < _LEGIBLE_VALUE:
                continue
            if field_values.is_title(page.text(other)):
                continue
            text = page.row(other) if label.field in field_values.DATES else page.text(other)
            if value := field_values.value(label.field, text, month_first=page.month_first):
                yield from _parted(label.field, _with_following(page, label.field, value, other), other)
                break


def _parted(field: str, value: str, index: int) -> Iterator[Found]:
    """Yield a value; a whole name after one label as surname and given names where a comma parts them."""
    surname, comma, given = value.partition(",")
    if field == "surname" and comma and given.strip():
        yield field, surname.strip(), index
        yield "given_names", given.strip(), index
    else:
        yield field, value, index


def _with_following(page: Page, field: str, value: str, index: int) -> str:
    """Return an address with the lines that go on below its first one."""
    parts = [value]
    while field == "address" and len(parts) < _ADDRESS_LINES:
        following = next((other for other in page.below(index) if page.labels[other] is None), None)
        if following is None or not (more := field_values.prose(page.text(following))):
            break
        parts.append(more)
        index = following
    return ", ".join(parts)


def _inline(page: Page, index: int, label: Label) -> str | None:
    """Return the value behind a label on its own line. Names need capitals after a colon or after a label in small letters."""
    text = page.text(index)
    rest = labels.without_labels(text)
    if label.field in (*field_values.NAMES, *field_values.PROSE):
        if ":" not in text and not (rest.isupper() and not text.isupper()):
            return None
        rest = rest.split(":")[-1]
    return field_values.value(label.field, rest, month_first=page.month_first) if rest else None


def _by_number(page: Page) -> Iterator[Found]:
    """Yield the numbered fields of a driving licence; nothing where fewer than three numbers stand before lines."""
    numbered: dict[str, tuple[int, str]] = {}
    for index, line in enumerate(page.lines):
        if line.confidence >= _LEGIBLE_VALUE and (match := _NUMBERED.match(line.text)):
            sign = match[1].replace(" ", "").replace("46", "4b").replace("44", "4a")
            numbered.setdefault(sign, (index, line.text[match.end() :].strip(" .:")))
    fields = dict(_NUMBERED_FIELDS)
    if "4d" in numbered and page.month_first:
        # On cards of the United States 4d is the licence number and 5 the discriminator of the card.
        fields["4d"] = fields.pop("5")
    elif "4d" in numbered:
        fields["4d"] = "personal_number"
    if len(numbered.keys() & fields.keys() & _TELLING) < _LEAST_NUMBERED:
        return
    for sign, field in fields.items():
        if sign in numbered:
            yield from _numbered_value(page, field, *numbered[sign])


def _numbered_value(page: Page, field: str, index: int, rest: str) -> Iterator[Found]:
    if rest:
        candidates = [(labels.without_labels(rest), index)]
    else:
        candidates = [(page.text(other), other) for other in page.beside(index)][:1]
    for text, place in candidates:
        if value := field_values.value(field, text, month_first=page.month_first):
            yield field, _with_following(page, field, value, place), place
