"""What do the values of a licence's barcode mean? Dates, heights, weights, postal codes as everybody writes them. Pure."""

import re
from datetime import date

_INCH, _POUND = 2.54, 0.45359237
# What issuers print where there is nothing to print; the standard knows NONE and unavl.
_NOTHING = frozenset({"", "NONE", "UNAVL", "UNAVAIL", "UNAVAILABLE", "N/A"})
_EARLIEST, _LATEST = 1900, 2150


def said(value: str) -> str:
    """Return the value, or nothing where it only says that there is none."""
    value = value.strip()
    return "" if value.upper() in _NOTHING or not re.search(r"[^\W_]", value) else value


def date_of(text: str) -> date | None:
    """Return a date of eight digits: CCYYMMDD in Canada and in the version of 2000, MMDDCCYY elsewhere.

    Issuers mix the two orders up, but no date can be read both ways: no month begins like a century (19, 20, 21).
    """
    digits = re.sub(r"[^0-9]", "", text)
    if len(digits) != 8:
        return None
    if "19" <= digits[:2] <= "21":
        year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    else:
        month, day, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    if not _EARLIEST <= year <= _LATEST:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def height_of(text: str) -> tuple[int, int] | None:
    """Return a height in centimetres and in inches.

    `168 CM` and `066 IN` since 2003; the version of 2000 writes feet and inches as FII: 506 is five feet six.
    Without a unit, its size tells: nobody is 97 inches or 90 centimetres tall, and FII begins at 300.
    """
    found = re.fullmatch(r"(\d{1,3})\s*(CM|IN|)[A-Z.\"]*", text.strip().upper(), re.ASCII)
    if found is None:
        return None
    number, unit = int(found[1]), found[2]
    if unit == "CM" or (not unit and 90 <= number <= 250):
        inches = number / _INCH
    elif unit != "IN" and number >= 300 and number % 100 < 12:
        inches = number // 100 * 12 + number % 100
    else:
        inches = number
    if not 20 <= inches <= 108:
        return None
    return int(inches * _INCH + 0.5), int(inches + 0.5)


def weight_of(text: str, *, kilograms: bool) -> tuple[int, int] | None:
    """Return a weight in kilograms and in pounds."""
    found = re.fullmatch(r"(\d{1,3})[\sA-Z]*", text.strip().upper(), re.ASCII)
    number = int(found[1]) if found else 0
    if not number:
        return None
    return (number, round(number / _POUND)) if kilograms else (round(number * _POUND), number)


def postal_code_of(text: str, country: str) -> str:
    """Return a ZIP as 12345 or 12345-6789 (zeros fill what is not known), a Canadian code as A1A 1A1, others as printed."""
    packed = re.sub(r"[\s-]", "", text).upper()
    if country == "CAN" and re.fullmatch(r"[A-Z]\d[A-Z]\d[A-Z]\d", packed, re.ASCII):
        return f"{packed[:3]} {packed[3:]}"
    if country == "USA" and re.fullmatch(r"\d{5}(\d{4}|0+|)", packed, re.ASCII):
        return f"{packed[:5]}-{packed[5:]}" if packed[5:].strip("0") else packed[:5]
    return text.strip()
