"""In which ways may a recogniser write down what was to be said, and what could be taken for it?

Whisper writes dates, addresses and digits as the web does, and the same sound now one way, now another. So each piece is tried in
several forms, and the best one counts. Rivals are what a recording of another day or another code would hold: a date is compared
with every other day of its month, every other month and the years beside it; a code with every code that differs in one digit, or
has two neighbours exchanged.
"""

from collections.abc import Iterator
from datetime import date

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_SIGNS = {"@": " at ", ".": " dot ", "-": " dash ", "_": " underscore ", "+": " plus "}
_VOWELS = frozenset("aeiou")


def date_forms(on: date) -> tuple[str, ...]:
    """Return written forms of a date, in the same order for each date."""
    return _date_forms(on.year, on.month, on.day)


def rival_dates(on: date) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return other dates, each with its forms in the order of date_forms.

    A date that no calendar has (31 November) may still be heard, so all 31 days take part.
    """
    days = [(on.year, on.month, day) for day in range(1, 32) if day != on.day]
    months = [(on.year, month, on.day) for month in range(1, 13) if month != on.month]
    years = [(year, on.month, on.day) for year in (on.year - 1, on.year + 1)]
    return tuple((f"{d} {_MONTHS[m - 1]} {y}", _date_forms(y, m, d)) for y, m, d in (*days, *months, *years))


def _date_forms(year: int, month: int, day: int) -> tuple[str, ...]:
    name, nth = _MONTHS[month - 1], f"{day}{_ending(day)}"
    century, rest = divmod(year, 100)
    years = (f"{year}", f"{century * 100} and {rest}", f"{century}-{rest:02}")
    return (
        f" {nth} {name} {years[0]}",
        f" {name} {nth}, {years[0]}",
        f" {day} {name} {years[0]}",
        f" {name} {day}, {years[0]}",
        f" the {nth} of {name}, {years[0]}",
        f" {nth} of {name} {years[0]}",
        f" {nth} {name} {years[1]}",
        f" {name} {nth}, {years[1]}",
        f" {nth} {name}, {years[2]}",
        f" {name} {nth}, {years[2]}",
    )


def _ending(day: int) -> str:
    return "th" if 10 <= day % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def code_forms(code: str) -> tuple[str, ...]:
    """Return written forms of a code of digits, in the same order for each code."""
    words = [_DIGITS[int(digit)] for digit in code]
    half = len(code) // 2
    return (
        f" {code}",
        " " + " ".join(code),
        " " + ", ".join(code),
        " " + "-".join(code),
        " " + ", ".join(words),
        " " + " ".join(words),
        " " + ", ".join("O" if digit == "0" else digit for digit in code),
        f" {code[:half]}-{code[half:]}",
        f" {code[:half]} {code[half:]}",
        " " + "-".join(code[at : at + 2] for at in range(0, len(code), 2)),
    )


def rival_codes(code: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return codes one digit or one exchange away, each with its forms in the order of code_forms."""
    return tuple((rival, code_forms(rival)) for rival in dict.fromkeys(_neighbours(code)) if rival != code)


def _neighbours(code: str) -> Iterator[str]:
    for at in range(len(code)):
        for digit in "0123456789":
            yield code[:at] + digit + code[at + 1 :]
        yield code[:at] + code[at + 1 : at + 2] + code[at] + code[at + 2 :]


def email_forms(email: str) -> tuple[str, ...]:
    """Return written forms of an e-mail address: as such, spoken, and spelled where nobody could pronounce it."""
    local, _, domain = email.partition("@")
    dotted = f" {local} at {domain}"
    forms = [
        f" {email}",
        dotted,
        f" {local.capitalize()} at {domain}",
        f" {_spoken(email)}",
        f" {_spoken(local)} at {domain}",
    ]
    if not _VOWELS & set(local.lower()):
        letters = local.upper()
        forms += [f" {letters}@{domain}", f" {letters} at {domain}", f" {', '.join(letters)} at {domain}"]
    return tuple(dict.fromkeys(forms))


def _spoken(text: str) -> str:
    for sign, words in _SIGNS.items():
        text = text.replace(sign, words)
    return " ".join(text.split())
