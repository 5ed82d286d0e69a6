"""Do the check digits of states' own numbers hold? Pure; one function for each name in NumberCheck.

All take a number that fits its pattern in number_formats.toml, where the source of each rule stands.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from assay.policy.documents import NumberCheck

_FINNISH = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_SPANISH = "TRWAGMYFPDXBNJZSQVHLCKE"
_CHINESE = "10X98765432"
_SINGAPOREAN = {"S": "JZIHGFEDCBA", "T": "GFEDCBAJZIH", "F": "XWUTRQPNMLK", "G": "RQPNMLKXWUT"}


def _values(text: str) -> list[int]:
    """Return the digits themselves and letters as 10 to 35."""
    return [int(character, 36) for character in text]


def _weighted(text: str, weights: Iterable[int]) -> int:
    return sum(value * weight for value, weight in zip(_values(text), weights, strict=False))


def _luhn(digits: str) -> bool:
    # Swedish numbers may carry the century in front; it is not covered.
    digits = digits[-10:] if len(digits) == 12 else digits
    return _doubled(_values(digits)) % 10 == 0


def _doubled(values: list[int]) -> int:
    """Return the sum in which every second value from the right, the last left out, counts double and nine less from ten on."""
    second = [value * 2 - 9 if value * 2 >= 10 else value * 2 for value in values[-2::-2]]
    return sum(values[-1::-2]) + sum(second)


def _pesel(digits: str) -> bool:
    return (_weighted(digits[:10], (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) + int(digits[10])) % 10 == 0


def _finnish(text: str) -> bool:
    return _FINNISH[int(text[:6] + text[-4:-1]) % 31] == text[-1]


def _romanian(digits: str) -> bool:
    rest = _weighted(digits[:12], (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)) % 11
    return (1 if rest == 10 else rest) == int(digits[12])


def _bulgarian(digits: str) -> bool:
    return _weighted(digits[:9], (2, 4, 8, 5, 10, 9, 7, 3, 6)) % 11 % 10 == int(digits[9])


def _turkish(digits: str) -> bool:
    values = _values(digits)
    tenth = (sum(values[0:9:2]) * 7 - sum(values[1:8:2])) % 10
    return (tenth, sum(values[:10]) % 10) == (values[9], values[10])


def _spanish(text: str) -> bool:
    number = text[:8].translate(str.maketrans("XYZ", "012"))
    return _SPANISH[int(number) % 23] == text[8]


def _baltic(digits: str) -> bool:
    rest = _weighted(digits[:10], (1, 2, 3, 4, 5, 6, 7, 8, 9, 1)) % 11
    if rest == 10:
        rest = _weighted(digits[:10], (3, 4, 5, 6, 7, 8, 9, 1, 2, 3)) % 11 % 10
    return rest == int(digits[10])


def _croatian(digits: str) -> bool:
    rest = 10
    for digit in digits[:10]:
        rest = ((rest + int(digit)) % 10 or 10) * 2 % 11
    return (11 - rest) % 10 == int(digits[10])


def _yugoslav(digits: str) -> bool:
    found = 11 - _weighted(digits[:12], (7, 6, 5, 4, 3, 2) * 2) % 11
    return (0 if found > 9 else found) == int(digits[12])


def _belgian(digits: str) -> bool:
    # Who was born in 2000 or later has a 2 in front of the digits that are divided.
    return any(97 - int(front + digits[:9]) % 97 == int(digits[9:]) for front in ("", "2"))


def _belgian_card(digits: str) -> bool:
    return (int(digits[:10]) % 97 or 97) == int(digits[10:])


def _czechoslovak(digits: str) -> bool:
    # To 1985 a remainder of ten was written as 0.
    return int(digits) % 11 == 0 or (int(digits[:9]) % 11 == 10 and digits[9] == "0")


def _dutch(digits: str) -> bool:
    return _weighted(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0


def _icelandic(digits: str) -> bool:
    return (_weighted(digits[:8], (3, 2, 7, 6, 5, 4, 3, 2)) + int(digits[8])) % 11 == 0


def _chinese(text: str) -> bool:
    return (
        _CHINESE[_weighted(text[:17], (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)) % 11] == text[17]
    )


def _polish_passport(text: str) -> bool:
    return _weighted(text, (7, 3, 9, 1, 7, 3, 1, 7, 3)) % 10 == 0


def _polish_card(text: str) -> bool:
    return _weighted(text, (7, 3, 1, 9, 7, 3, 1, 7, 3)) % 10 == 0


def _portuguese_card(text: str) -> bool:
    return _doubled(_values(text)) % 10 == 0


def _singaporean(text: str) -> bool:
    # The letters of the M series of 2022 were not published.
    letters = _SINGAPOREAN.get(text[0])
    return letters is None or letters[_weighted(text[1:8], (2, 7, 6, 5, 4, 3, 2)) % 11] == text[8]


HOLDS: Mapping[NumberCheck, Callable[[str], bool]] = {
    NumberCheck.PESEL: _pesel,
    NumberCheck.LUHN: _luhn,
    NumberCheck.FINNISH: _finnish,
    NumberCheck.ROMANIAN: _romanian,
    NumberCheck.BULGARIAN: _bulgarian,
    NumberCheck.TURKISH: _turkish,
    NumberCheck.SPANISH: _spanish,
    NumberCheck.BALTIC: _baltic,
    NumberCheck.CROATIAN: _croatian,
    NumberCheck.YUGOSLAV: _yugoslav,
    NumberCheck.BELGIAN: _belgian,
    NumberCheck.BELGIAN_CARD: _belgian_card,
    NumberCheck.CZECHOSLOVAK: _czechoslovak,
    NumberCheck.DUTCH: _dutch,
    NumberCheck.ICELANDIC: _icelandic,
    NumberCheck.CHINESE: _chinese,
    NumberCheck.POLISH_PASSPORT: _polish_passport,
    NumberCheck.POLISH_CARD: _polish_card,
    NumberCheck.PORTUGUESE_CARD: _portuguese_card,
    NumberCheck.SINGAPOREAN: _singaporean,
}


def tells_birth(groups: Mapping[str, str], month_offsets: Iterable[int], born_on: date) -> bool:
    """Whether the date of birth in a number (`yy`, `mm`, `dd`) is the one given; a day over 31 tells nothing."""
    if int(groups["dd"]) > 31:
        return True
    month = any(int(groups["mm"]) - offset == born_on.month for offset in month_offsets)
    return month and (int(groups["yy"]), int(groups["dd"])) == (born_on.year % 100, born_on.day)
