"""Which printed line is which field? By label and place: the value stands behind its label, below it, or to its right.

Driving licences number their fields instead (Directive 2006/126/EC annex I: 1 surname, 2 given names, 3 birth, 4b
expiry, 5 number); those of the United States use the same numbers and words such as DOB, with 4d for the number.
Pure: works on lines that were read already.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from assay.checks.engines import labels, printed_dates
from assay.checks.engines.labels import OTHER, Label
from assay.checks.readings import TextLine, VisualFields

_NUMBERED = re.compile(r"^\s*(15|4\s?[abcd46]|1|2|3|5)(?!\d)\s*[.,:)]?\s*(?=$|\W|[A-Z0-9])")
_NUMBERED_FIELDS = {
    "1": "surname",
    "2": "given_names",
    "3": "born_on",
    "4b": "expires_on",
    "5": "document_number",
    "15": "sex",
}
# A word from which it follows that dates are written month first.
_AMERICAN = {"usa", "dob", "dln"}
_SEXES = {
    "M": "M", "MALE": "M", "MASCULIN": "M", "MASCULINO": "M", "MANNLICH": "M", "E": "M",
    "F": "F", "FEMALE": "F", "FEMININ": "F", "FEMENINO": "F", "WEIBLICH": "F", "W": "F", "K": "F", "X": "X",
}  # fmt: skip
_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9 /.-]{3,18}[A-Z0-9]")
_LEAST_NUMBERED = 3


class _Page:
    """The lines of one side, and where they stand: shares of width and height."""

    def __init__(self, lines: Sequence[TextLine], proportion: float) -> None:
        self.lines = lines
        self.labels = [labels.label_of(line.text) for line in lines]
        words = {word for line in lines for word in labels.normalised(line.text).split()}
        self.month_first = bool(words & _AMERICAN)
        self.proportion = proportion

    def box(self, index: int) -> tuple[float, float, float, float]:
        """Return left, top, right, bottom in units of the picture's height."""
        xs = [x * self.proportion for x, _ in self.lines[index].corners]
        ys = [y for _, y in self.lines[index].corners]
        return min(xs), min(ys), max(xs), max(ys)

    def below(self, index: int) -> Iterator[int]:
        """Yield lines under a label that overlap it sideways, the nearest first."""
        left, _, right, bottom = self.box(index)
        high = self.height(index)
        found = []
        for other in self.others(index):
            left2, top2, right2, _ = self.box(other)
            gap = top2 - bottom
            if (
                -0.7 * high <= gap <= 2.5 * high
                and left2 < right + high
                and right2 > left - high
                and abs(left2 - left) < 8 * high
            ):
                found.append((gap + 0.3 * abs(left2 - left), other))
        yield from (other for _, other in sorted(found))

    def beside(self, index: int) -> Iterator[int]:
        """Yield lines to the right of a label on the same row, the nearest first."""
        _, top, right, bottom = self.box(index)
        high = self.height(index)
        found = []
        for other in self.others(index):
            left2, top2, _, bottom2 = self.box(other)
            if (
                abs((top2 + bottom2) / 2 - (top + bottom) / 2) < 0.7 * high
                and -0.5 * high < left2 - right < 12 * high
            ):
                found.append((left2 - right, other))
        yield from (other for _, other in sorted(found))

    def height(self, index: int) -> float:
        _, top, _, bottom = self.box(index)
        return bottom - top

    def others(self, index: int) -> Iterator[int]:
        return (other for other in range(len(self.lines)) if other != index)


def find(lines: Sequence[TextLine], proportion: float) -> VisualFields:
    """Return the fields of one upright side. `proportion` is the picture's width over its height."""
    page = _Page(lines, proportion)
    found: dict[str, tuple[str, int]] = {}
    for field, value, index in (*_by_number(page), *_by_label(page)):
        found.setdefault(field, (value, index))
    values = {field: value for field, (value, _) in found.items()}
    return VisualFields(
        surname=values.get("surname"),
        given_names=values.get("given_names"),
        document_number=values.get("document_number"),
        born_on=_as_date(values.get("born_on")),
        expires_on=_as_date(values.get("expires_on")),
        sex=values.get("sex"),
        nationality=values.get("nationality"),
        lines={field: index for field, (_, index) in found.items()},
    )


def _as_date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _by_label(page: _Page) -> Iterator[tuple[str, str, int]]:
    for index, label in enumerate(page.labels):
        if label is None or label.field == OTHER:
            continue
        if value := _inline(page, index, label):
            yield label.field, value, index
            continue
        for other in (*page.below(index), *page.beside(index)):
            if page.labels[other] is not None:
                continue
            if value := _value(label.field, page.lines[other].text, page):
                yield label.field, value, other
                break


def _inline(page: _Page, index: int, label: Label) -> str | None:
    """Return the value behind a label on its own line. Names need capitals after a colon or after a label in small letters."""
    text = page.lines[index].text
    rest = labels.without_labels(text)
    if label.field in ("surname", "given_names", "nationality"):
        if ":" not in text and not (rest.isupper() and not text.isupper()):
            return None
        rest = rest.split(":")[-1]
    return _value(label.field, rest, page) if rest else None


def _by_number(page: _Page) -> Iterator[tuple[str, str, int]]:
    """Yield the numbered fields of a driving licence; nothing where fewer than three numbers stand before lines."""
    numbered: dict[str, tuple[int, str]] = {}
    for index, line in enumerate(page.lines):
        if match := _NUMBERED.match(line.text):
            sign = match[1].replace(" ", "").replace("46", "4b").replace("44", "4a")
            numbered.setdefault(sign, (index, line.text[match.end() :].strip(" .:")))
    fields = dict(_NUMBERED_FIELDS)
    if "4d" in numbered:
        # On cards of the United States 4d is the licence number and 5 the discriminator of the card.
        fields["4d"] = fields.pop("5")
    if len(numbered.keys() & fields.keys()) < _LEAST_NUMBERED:
        return
    for sign, field in fields.items():
        if sign in numbered:
            index, rest = numbered[sign]
            candidates = [(labels.without_labels(rest), index)] if rest else []
            candidates += (
                [(page.lines[other].text, other) for other in page.beside(index)][:1] if not rest else []
            )
            for text, place in candidates:
                if value := _value(field, text, page):
                    yield field, value, place


def _value(field: str, text: str, page: _Page) -> str | None:
    """Return a text as the value of a field, if it can be one; dates as ISO 8601."""
    if field in ("born_on", "expires_on"):
        found = printed_dates.find(text, month_first=page.month_first, ahead=field == "expires_on")
        return found.isoformat() if found else None
    if field == "sex":
        return next((_SEXES[word] for word in re.findall(r"[A-Z]+", text.upper()) if word in _SEXES), None)
    if field == "document_number":
        match = _NUMBER.search(text.upper())
        number = re.sub(r"[ /.-]", "", match[0]) if match else ""
        return number if sum(character.isdigit() for character in number) >= 3 and len(number) >= 5 else None
    return _name(text)


def _name(text: str) -> str | None:
    """Return a name as printed; None where the line is a date, a number, or small print."""
    cleaned = re.sub(r"\s+", " ", text).strip(" .:,/-|")
    letters = sum(character.isalpha() for character in cleaned)
    if letters < 2 or any(character.isdigit() for character in cleaned) or "<" in cleaned:
        return None
    return cleaned if cleaned[0].isupper() and len(cleaned) <= 60 else None
