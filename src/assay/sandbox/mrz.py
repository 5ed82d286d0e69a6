"""Composes machine readable zones after ICAO Doc 9303: TD3 for passports, TD1 for cards.

Written apart from the reader, so that a mistake in one is not repeated in the other.
"""

import unicodedata
from datetime import date

_WEIGHTS = (7, 3, 1)
# Letters that do not come apart into a base letter and an accent; Doc 9303 part 3, section 6.
_TRANSLITERATIONS = str.maketrans(
    {
        "Æ": "AE",
        "Ä": "AE",
        "Å": "AA",
        "Ö": "OE",
        "Ø": "OE",
        "Ü": "UE",
        "ß": "SS",
        "Ð": "D",
        "Þ": "TH",
        "Ł": "L",
        "'": "",
    }
)


def check_digit(text: str) -> str:
    """Return the check digit of Doc 9303 part 3, section 4.9: weights 7, 3, 1, modulo 10; A is 10, < is 0."""
    values = (0 if letter == "<" else int(letter, 36) for letter in text)
    return str(sum(value * _WEIGHTS[place % 3] for place, value in enumerate(values)) % 10)


def spell(name: str) -> str:
    """Return a name in the letters of the zone: A to Z, and < between words."""
    plain = unicodedata.normalize("NFD", name.upper().replace("ß", "SS").translate(_TRANSLITERATIONS))
    letters = "".join(
        letter if "A" <= letter <= "Z" else "<" for letter in plain if not unicodedata.combining(letter)
    )
    return "<".join(filter(None, letters.split("<")))


def compose_td3(
    *,
    issuer: str,
    surname: str,
    given_names: str,
    number: str,
    nationality: str,
    sex: str,
    born_on: date,
    expires_on: date,
) -> tuple[str, str]:
    """Return the two lines of 44 of a passport."""
    first = f"P<{issuer}{_names(surname, given_names, 39)}"
    second = (
        f"{_checked(_fill(number, 9))}{nationality}{_checked(_day(born_on))}{sex}{_checked(_day(expires_on))}"
    )
    second = _fill(second, 43)
    return first, second + check_digit(second[0:10] + second[13:20] + second[21:43])


def compose_td1(
    *,
    issuer: str,
    surname: str,
    given_names: str,
    number: str,
    nationality: str,
    sex: str,
    born_on: date,
    expires_on: date,
) -> tuple[str, str, str]:
    """Return the three lines of 30 of an identity card."""
    first = _fill(f"I<{issuer}{_checked(_fill(number, 9))}", 30)
    second = _fill(f"{_checked(_day(born_on))}{sex}{_checked(_day(expires_on))}{nationality}", 29)
    second += check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
    return first, second, _names(surname, given_names, 30)


def with_wrong_birth_check_digit(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Return the zone as a careless forger leaves it: the check digit of the birth date is wrong."""
    place = 19 if len(lines) == 2 else 6
    second = lines[1]
    wrong = str((int(second[place]) + 1) % 10)
    return (lines[0], second[:place] + wrong + second[place + 1 :], *lines[2:])


def _fill(text: str, length: int) -> str:
    return text.ljust(length, "<")[:length]


def _checked(text: str) -> str:
    return text + check_digit(text)


def _day(day: date) -> str:
    return f"{day:%y%m%d}"


def _names(surname: str, given_names: str, length: int) -> str:
    return _fill(f"{spell(surname)}<<{spell(given_names)}", length)
