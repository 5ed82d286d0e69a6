"""What do the lines of a machine readable zone mean, and do their check digits hold? ICAO Doc 9303 part 3.

Pure: works on text only.
"""

from collections.abc import Sequence
from datetime import date

from assay.checks.engines.mrz.layouts import (
    DIGITS,
    FILLER,
    FRENCH_ID,
    LAYOUTS,
    LETTERS,
    TD1,
    CheckDigit,
    Layout,
)
from assay.checks.readings import Mrz, MrzFormat

WEIGHTS = (7, 3, 1)
# Machine readable documents are issued since about 1980, and the longest are valid for a few decades.
_OLDEST_EXPIRY_YEAR = 70
_SPANISH_PERMANENT = ("ESP", "990101")
# The old French card carries no expiry; the last were issued in August 2021.
_LAST_FRENCH_ID = date(2021, 8, 1)


def value_of(character: str) -> int:
    """Return the value of a character in the check digit sum: digits themselves, A to Z 10 to 35, the filler 0."""
    return (
        DIGITS.find(character)
        if character in DIGITS
        else LETTERS.find(character) + 10
        if character in LETTERS
        else 0
    )


def check_digit(text: str) -> str:
    """Return the check digit over a text: the weighted sum modulo 10, weights 7, 3, 1 (Doc 9303 part 3, 4.9)."""
    return str(sum(value_of(character) * WEIGHTS[i % 3] for i, character in enumerate(text)) % 10)


def at(lines: Sequence[str], cells: Sequence[tuple[int, int]]) -> str:
    return "".join(lines[row][column] for row, column in cells)


def long_number(lines: Sequence[str]) -> tuple[str, str] | None:
    """Return (number, check digit) of a TD1 document number that runs on into the optional field; None where it does not.

    Doc 9303 part 5, note j: the ninth character is then followed by a filler, the rest, and the check digit.
    """
    if lines[0][14] != FILLER:
        return None
    rest = lines[0][15:].split(FILLER)[0]
    return (lines[0][5:14] + rest[:-1], rest[-1]) if len(rest) > 1 else None


def holds(layout: Layout, lines: Sequence[str], check: CheckDigit) -> bool:
    """Whether a check digit agrees with the characters it covers."""
    covered, digit = at(lines, check.cells), at(lines, (check.digit,))
    if check_digit(covered) == digit:
        return True
    if check.may_be_filler and digit == FILLER and not covered.strip(FILLER):
        return True
    if layout is TD1 and check.name == "document_number" and (number := long_number(lines)):
        return check_digit(number[0]) == number[1]
    return False


def failed_check_digits(layout: Layout, lines: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the check digits that do not hold, in the order of the layout."""
    checks = (*layout.checks, *((layout.composite,) if layout.composite else ()))
    return tuple(check.name for check in checks if not holds(layout, lines, check))


def expiry_of(text: str, issuer: str = "") -> date | None:
    """Return the date of expiry; None where the zone leaves it open. Spain writes `permanent` as 1 January 99."""
    if (issuer, text) == _SPANISH_PERMANENT:
        return date(9999, 1, 1)
    return _date(text, 1900 if text[:2].isdecimal() and int(text[:2]) >= _OLDEST_EXPIRY_YEAR else 2000)


def birth_of(text: str, expires_on: date | None) -> date | None:
    """Return the date of birth: the latest century that lies before the document's expiry.

    The zone has two digits for the year. A person of a hundred years reads as a child, so a judge that knows the day
    must still subtract a century from a birth in the future; an under-age result goes to a person anyway.
    """
    late = _date(text, 2000)
    if late and expires_on and late < expires_on:
        return late
    return _date(text, 1900)


def _date(text: str, century: int) -> date | None:
    try:
        return date(century + int(text[:2]), int(text[2:4]), int(text[4:6]))
    except ValueError:
        return None


def _plain(text: str) -> str:
    return " ".join(text.replace(FILLER, " ").split())


def names_of(field: str) -> tuple[str, str]:
    """Return (surname, given names) of a name field: two fillers part them; a holder with one name has it as surname."""
    surname, _, given = field.strip(FILLER).partition(FILLER * 2)
    return _plain(surname), _plain(given)


def is_truncated(mrz: Mrz) -> bool:
    """Whether the name fills its field to the last position, so that part of it may be missing."""
    field = LAYOUTS[mrz.format].fields.get("names")
    return field is not None and mrz.lines[field[0]][field[2] - 1] != FILLER


def parse(format_: MrzFormat, lines: Sequence[str]) -> Mrz:
    """Return the zone with its fields. Lines have to have the layout's length; check digits are judged, not repaired."""
    layout = LAYOUTS[format_]
    raw = {name: lines[row][start:stop] for name, (row, start, stop) in layout.fields.items()}
    surname, given = (
        names_of(raw["names"]) if "names" in raw else (_plain(raw["surname"]), _plain(raw["given_names"]))
    )
    issuer = raw["issuer"].strip(FILLER)
    number = raw["document_number"]
    if (
        layout is TD1
        and (long := long_number(lines))
        and "document_number" not in failed_check_digits(layout, lines)
    ):
        number = long[0]
    expires_on = expiry_of(raw.get("expires_on", ""), issuer)
    return Mrz(
        format=format_,
        lines=tuple(lines),
        document_code=raw["document_code"].strip(FILLER),
        issuer=issuer,
        document_number=number.strip(FILLER),
        surname=surname,
        given_names=given,
        nationality=raw.get("nationality", "").strip(FILLER),
        sex=raw["sex"].replace(FILLER, ""),
        born_on=birth_of(raw["born_on"], _LAST_FRENCH_ID if layout is FRENCH_ID else expires_on),
        expires_on=expires_on,
        optional=_plain(raw.get("optional", "")),
        failed_check_digits=failed_check_digits(layout, lines),
    )
