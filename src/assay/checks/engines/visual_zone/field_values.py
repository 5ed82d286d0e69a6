"""Can this text be the value of that field, and which? Pure."""

import re
from datetime import date

from assay.checks.engines.visual_zone import labels, printed_dates

DATES = ("born_on", "expires_on", "issued_on")
NAMES = ("surname", "given_names", "nationality")
PROSE = ("place_of_birth", "address", "authority")
_SEXES = {
    "M": "M", "MALE": "M", "MASCULIN": "M", "MASCULINO": "M", "MANNLICH": "M", "E": "M", "ERKEK": "M", "KK": "M",
    "М": "M", "Ч": "M", "ЧОЛ": "M", "МУЖ": "M", "Α": "M", "男": "M", "남": "M", "ذكر": "M", "ז": "M",
    "F": "F", "FEMALE": "F", "FEMININ": "F", "FEMENINO": "F", "WEIBLICH": "F", "W": "F", "K": "F", "KADIN": "F",
    "Ж": "F", "ЖІН": "F", "ЖЕН": "F", "Θ": "F", "女": "F", "여": "F", "أنثى": "F", "انثى": "F", "נ": "F", "X": "X",
}  # fmt: skip
_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9 /.-]{3,18}[A-Z0-9]")
_LEAST_DIGITS, _LEAST_CHARACTERS, _LONGEST_NAME, _LONGEST_PROSE = 3, 5, 60, 90


def value(field: str, text: str, *, month_first: bool = False) -> str | None:
    """Return a text as the value of a field, if it can be one; dates as ISO 8601."""
    if field in DATES:
        found = printed_dates.find_labelled(text, month_first=month_first, ahead=field == "expires_on")
        return found.isoformat() if found else None
    if field == "sex":
        return next((_SEXES[word] for word in re.findall(r"[^\W\d_]+", text.upper()) if word in _SEXES), None)
    if field in ("document_number", "personal_number"):
        return number(text)
    return prose(text) if field in PROSE else name(text)


def number(text: str) -> str | None:
    """Return a document's number without blanks; None where too few of its characters are digits, and for dates."""
    match = _NUMBER.search(text.upper())
    found = re.sub(r"[ /.-]", "", match[0]) if match else ""
    if sum(character.isdigit() for character in found) < _LEAST_DIGITS or len(found) < _LEAST_CHARACTERS:
        return None
    return None if re.search(r"\d[./-]", text) and printed_dates.find(text) else found


def name(text: str) -> str | None:
    """Return a name as printed; None where the line is a date, a number, or small print."""
    cleaned = _cleaned(text)
    letters = sum(character.isalpha() for character in cleaned)
    is_one_syllable = letters == 1 and ord(cleaned[0]) > 0x2E00
    if letters < 2 and not is_one_syllable:
        return None
    if any(character.isdigit() for character in cleaned) or "<" in cleaned or len(cleaned) > _LONGEST_NAME:
        return None
    return None if cleaned[0].islower() else cleaned


def prose(text: str) -> str | None:
    """Return a place, an address or an authority as printed."""
    cleaned = _cleaned(text)
    letters = sum(character.isalpha() for character in cleaned)
    if letters < 2 or 2 * letters < len(cleaned.replace(" ", "")) or len(cleaned) > _LONGEST_PROSE:
        return None
    is_other = "<" in cleaned or cleaned[0].islower() or printed_dates.find(cleaned) is not None
    return None if is_other else cleaned


def _cleaned(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" .:,/-|*")


def as_date(found: str | None) -> date | None:
    return date.fromisoformat(found) if found else None


def is_title(text: str) -> bool:
    """Whether a line names a kind of document: no value of any field."""
    return labels.kind_of_title(text) is not None
