"""Which zones does the recogniser learn from? Invented names, numbers and dates in every layout of ICAO Doc 9303."""

import random

from assay.checks.engines.mrz.layouts import COUNTRIES, DIGITS, FILLER, LETTERS
from assay.checks.engines.mrz.parsing import check_digit

_SYLLABLES = (
    "KA LO MI RA TEN SON VER AL AN MAR JO HAN PE TRA STE FAN CHI LIN WANG SIN GH AB DUL QU IJK WIT XI ZHU YOU BE RG ER IK "
    "EL IZ OK SKA KOW BUL GA RIA FOR DE LA CRUZ MC NEIL O DI SA NTO NGU YEN PHAM OBI ADE YEMI Z Q W J"
).split()
_MIXED = LETTERS + DIGITS


def zone(chance: random.Random) -> list[str]:
    """Return the lines of a zone whose check digits hold: the recogniser learns shapes, so a wrong digit would add nothing."""
    make = chance.choice((_two_lines,) * 9 + (_three_lines,) * 5 + (_french_card,))
    return make(chance)


def _two_lines(chance: random.Random) -> list[str]:
    columns = chance.choice((44, 44, 44, 36, 36))
    visa = chance.random() < 0.25
    code = ("V" if visa else "P" if columns == 44 else chance.choice("IAC")) + chance.choice("<<<<<ABCDOSPNT")
    first = _padded(code + chance.choice(COUNTRIES) + _names(chance), columns)
    number, born, expires = _number(chance, 9), _date(chance), _date(chance)
    second = number + check_digit(number) + chance.choice(COUNTRIES) + born + check_digit(born)
    second += chance.choice("MMMFFF<X") + expires + check_digit(expires)
    if visa:
        return [first, second + _optional(chance, columns - 28)]
    optional = _optional(chance, columns - 30 if columns == 44 else 7)
    second += optional
    if columns == 44:
        second += check_digit(optional) if optional.strip(FILLER) else chance.choice("<0")
    return [first, second + check_digit(second[0:10] + second[13:20] + second[21:])]


def _three_lines(chance: random.Random) -> list[str]:
    number = _number(chance, 9)
    first = chance.choice("IIIIAC") + chance.choice("<<<DRPT1") + chance.choice(COUNTRIES)
    first += number + check_digit(number) + _optional(chance, 15)
    born, expires = _date(chance), _date(chance)
    second = born + check_digit(born) + chance.choice("MMMFFF<X") + expires + check_digit(expires)
    second += chance.choice(COUNTRIES) + _optional(chance, 11)
    second += check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
    return [first, second, _padded(_names(chance), 30)]


def _french_card(chance: random.Random) -> list[str]:
    first = _padded("IDFRA" + _word(chance), 30) + "".join(chance.choice(DIGITS) for _ in range(6))
    number, born = "".join(chance.choice(_MIXED) for _ in range(12)), _date(chance)
    second = number + check_digit(number) + _padded(_word(chance) + FILLER * 2 + _word(chance), 14)
    second += born + check_digit(born) + chance.choice("MF")
    return [first, second + check_digit(first + second)]


def _padded(text: str, columns: int) -> str:
    return text[:columns].ljust(columns, FILLER)


def _word(chance: random.Random) -> str:
    if chance.random() < 0.75:
        return "".join(chance.choice(_SYLLABLES) for _ in range(chance.randint(1, 4)))
    return "".join(chance.choice(LETTERS) for _ in range(chance.randint(2, 11)))


def _names(chance: random.Random) -> str:
    surnames = (_word(chance) for _ in range(chance.choice((1, 1, 1, 2))))
    given = (_word(chance) for _ in range(chance.choice((0, 1, 1, 1, 2, 2, 3))))
    return FILLER.join(surnames) + FILLER * 2 + FILLER.join(given)


def _number(chance: random.Random, columns: int) -> str:
    kind = chance.random()
    if kind < 0.35:
        text = "".join(chance.choice(DIGITS) for _ in range(chance.randint(7, columns)))
    elif kind < 0.7:
        text = "".join(chance.choice(LETTERS) for _ in range(chance.randint(1, 2)))
        text += "".join(chance.choice(DIGITS) for _ in range(chance.randint(5, columns - 2)))
    else:
        text = "".join(chance.choice(_MIXED) for _ in range(columns))
    return _padded(text, columns)


def _date(chance: random.Random) -> str:
    return f"{chance.randint(0, 99):02d}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"


def _optional(chance: random.Random, columns: int) -> str:
    kind = chance.random()
    if kind < 0.5:
        return FILLER * columns
    if kind < 0.8:
        return _number(chance, min(9, columns)).ljust(columns, FILLER)
    return _padded(
        "".join(chance.choice(_MIXED + FILLER) for _ in range(chance.randint(1, columns))), columns
    )
