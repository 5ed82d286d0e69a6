"""Where do the sources of one document contradict each other? Pure."""

from collections.abc import Iterator
from datetime import date

from rapidfuzz import fuzz

from assay.checks import names
from assay.checks.engines import labels, printed_dates
from assay.checks.holder import Holder, holder, licence_of, printed, sides, zone_of
from assay.checks.readings import Case, TextLine
from assay.checks.result import Frozen, Mark, Piece

# A printed line read with less confidence than this is no witness against anybody.
_SURE = 0.9
_SAME_NUMBER = 90.0


class Difference(Frozen):
    """One field on which two sources differ; `mark` shows the printed line."""

    field: str
    other_source: str
    other: str
    printed: str
    mark: Mark | None = None


def compared(case: Case) -> str:
    """Return in words which sources there were to compare."""
    found = [
        name
        for name, there in (
            ("machine readable zone", zone_of(case) is not None),
            ("barcode", licence_of(case) is not None),
            ("print", bool(_fields_of_print(case))),
        )
        if there
    ]
    return (
        f"{', '.join(found)} agree" if len(found) > 1 else f"only one source: {found[0] if found else 'none'}"
    )


def _fields_of_print(case: Case) -> dict[str, str | date]:
    return {name: value for name, value in printed(case) if name != "lines" and value}


def differences(case: Case, alike: float) -> list[Difference]:
    """Return the fields on which the print contradicts the machine readable zone or the barcode. `alike` 0 to 100."""
    who = holder(case)
    if who.source == "print":
        return []
    name = {"mrz": "machine readable zone", "barcode": "barcode"}[who.source]
    lines = [line for _, side in sides(case) for line in side.text]
    return [
        Difference(field=field, other_source=name, other=other, printed=str(shown), mark=_mark(case, field))
        for field, other, shown in _contradictions(who, _fields_of_print(case), lines, alike)
        if _is_sure(case, field)
    ]


def _contradictions(
    who: Holder, shown: dict[str, str | date], lines: list[TextLine], alike: float
) -> Iterator[tuple[str, str, str | date]]:
    for field in ("born_on", "expires_on"):
        read, print_says = getattr(who, field), shown.get(field)
        if read and print_says and read != print_says and not _is_printed_date(read, lines):
            yield field, read.isoformat(), print_says
    number = str(shown.get("document_number", ""))
    known = number and who.document_number and _same_number(who.document_number, number)
    if number and who.document_number and not known and not _is_printed_number(who.document_number, lines):
        yield "document_number", who.document_number, number
    for field in ("surname", "given_names"):
        read, print_says = getattr(who, field), str(shown.get(field, ""))
        if (
            read
            and print_says
            and not _is_printed_name(read, [print_says, *(line.text for line in lines)], alike)
        ):
            yield field, read, print_says
    if who.sex in ("M", "F") and shown.get("sex") in ("M", "F") and shown["sex"] != who.sex:
        yield "sex", who.sex, shown["sex"]


def _is_printed_date(day: date, lines: list[TextLine]) -> bool:
    """Whether a date stands anywhere in print, in either order of day and month, also with two digits of the year."""
    for line in lines:
        for month_first in (False, True):
            found = printed_dates.find(line.text, month_first=month_first)
            if found and found.replace(year=day.year) == day and found.year % 100 == day.year % 100:
                return True
    return False


def _digits_and_letters(text: str) -> str:
    # The zero and the letter O look alike in print; so do 1 and I.
    return "".join(labels.normalised(text).upper().split()).replace("O", "0").replace("I", "1")


def _same_number(one: str, other: str) -> bool:
    return fuzz.ratio(_digits_and_letters(one), _digits_and_letters(other)) >= _SAME_NUMBER


def _is_printed_number(number: str, lines: list[TextLine]) -> bool:
    wanted = _digits_and_letters(number)
    return any(wanted in _digits_and_letters(line.text) for line in lines)


def _is_printed_name(name: str, texts: list[str], alike: float) -> bool:
    if any(names.likeness(name, text).score >= alike for text in texts):
        return True
    # A long name is printed on two lines, or with a title or a maiden name behind it.
    everything = {word for text in texts for spelling in names.spellings(text) for word in spelling}
    return all(word in everything for word in names.spellings(name)[0]) if names.spellings(name) else False


def _line_of(case: Case, field: str) -> tuple[Piece, TextLine] | None:
    for piece, side in sides(case):
        index = side.visual.lines.get(field)
        if getattr(side.visual, field) and index is not None and index < len(side.text):
            return piece, side.text[index]
    return None


def _is_sure(case: Case, field: str) -> bool:
    line = _line_of(case, field)
    return line is not None and line[1].confidence >= _SURE


def _mark(case: Case, field: str) -> Mark | None:
    line = _line_of(case, field)
    if line is None:
        return None
    return Mark(piece=line[0], label=field.replace("_", " ").capitalize(), points=line[1].corners, good=False)
