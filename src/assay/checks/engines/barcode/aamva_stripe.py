"""What does a magnetic stripe say that a province prints as a barcode? British Columbia does. Pure.

AAMVA DL/ID Card Design Standard, annex F: three tracks, `%` place, name and address; `;` issuer, number, expiry, birth;
a third of fixed columns. `^` ends a field that is shorter than its room, `$` stands between the parts of a field.
"""

import calendar
import re

from assay.checks.engines.barcode import aamva_names, aamva_values

_FIRST = re.compile(r"%(?P<state>[A-Z]{2})(?P<rest>[^?]{3,120})\?", re.ASCII)
_SECOND = re.compile(
    r";(?P<issuer>\d{6})(?P<number>\d{0,13})=(?P<expires>\d{4})(?P<born>\d{8})(?P<more>\d{0,5})=?\?",
    re.ASCII,
)
_THIRD = re.compile(
    r"[%#+](?P<stripe_version>.)(?P<stripe_jurisdiction_version>.)(?P<postal_code>.{11})(?P<vehicle_class>.{2})"
    r"(?P<restrictions>.{10})(?P<endorsements>.{4})(?P<sex>[MFX129])(?P<height>.{3})(?P<weight>.{3})(?P<hair>.{3})(?P<eyes>.{3})"
)
_CITY, _NAME = 13, 35
# Months beyond twelve say how the day of expiry follows from the birthday.
_NEVER, _BIRTHDAY = 77, 99


def issuer_of(text: str) -> str:
    """Return the issuer's six digits; empty where the text is no stripe."""
    second = _SECOND.search(text[:400]) if text.startswith("%") else None
    return second["issuer"] if second and _FIRST.match(text) else ""


def read(text: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return named values as they are written, dates CCYYMMDD, and what is in doubt as `what:where`."""
    first, second = _FIRST.match(text), _SECOND.search(text[:400])
    if first is None or second is None:
        return {}, ()
    city, rest = _field(first["rest"], _CITY)
    name, address = _field(rest, _NAME)
    names = aamva_names.split(name)
    values = {
        "state": first["state"], "city": city, "surname": names.surname, "given_names": names.given_names,
        "street": address.rstrip("^").split("$")[0], "document_number": second["number"] + second["more"],
        "born_on": second["born"], "expires_on": _expiry(second["expires"], second["born"]),
    }  # fmt: skip
    third = _THIRD.search(text, second.end())
    values |= {name: value.strip() for name, value in third.groupdict().items()} if third else {}
    month = int(second["expires"][2:])
    problems = ("month_only:expires_on",) if 1 <= month <= 12 else ()
    return {name: aamva_values.said(value) for name, value in values.items()}, problems


def _field(text: str, room: int) -> tuple[str, str]:
    """Return a field and what follows it: up to its `^`, or all its room."""
    end = text.find("^", 0, room + 1)
    return (text[:end], text[end + 1 :]) if end >= 0 else (text[:room], text[room:])


def _expiry(year_and_month: str, born: str) -> str:
    """Return CCYYMMDD: the last day of the month, which is all the stripe tells, or the birthday; empty for never."""
    year, month = 2000 + int(year_and_month[:2]), int(year_and_month[2:])
    if month == _BIRTHDAY:
        return f"{year}{born[4:]}"
    if month == _NEVER or not 1 <= month <= 12:
        return ""
    return f"{year}{month:02}{calendar.monthrange(year, month)[1]:02}"
