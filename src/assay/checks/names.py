"""Are two spellings of a name the same name? Pure.

Documents write names in capitals of A to Z after the tables of ICAO Doc 9303 part 3 section 6: Müller is MUELLER on
one and MULLER on another. Both are tried, apostrophes vanish, hyphens part words, and the order of words does not count.
"""

import re
from functools import cache
from itertools import product
from typing import NamedTuple

from anyascii import anyascii
from rapidfuzz import fuzz

# Doc 9303 part 3, section 6 A, where it differs from leaving the diacritic out.
_ICAO = str.maketrans(
    {
        "Ä": "AE", "Å": "AA", "Æ": "AE", "Ð": "D", "Ö": "OE", "Ø": "OE", "Œ": "OE", "Ü": "UE", "Þ": "TH", "ẞ": "SS",
        "Ĳ": "IJ", "Ŋ": "N", "Ł": "L",
    }
)  # fmt: skip
_APOSTROPHES = re.compile(r"['’‘ʼ`´ʻ]")
# What a partial or rearranged name is worth; 100 is the same name letter by letter.
_WITHOUT_MIDDLE_NAMES, _OTHER_ORDER, _INITIAL = 98.0, 97.0, 90.0


class Likeness(NamedTuple):
    """`score` 0 to 100; `how` says in words what differs, empty where nothing does."""

    score: float
    how: str = ""


@cache
def spellings(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the words of a name in capitals of A to Z, once by the ICAO table and once with diacritics left out."""
    # Python turns the small sharp s into two letters when it makes capitals, as ICAO does.
    upper = _APOSTROPHES.sub("", name).upper()
    forms = (upper.translate(_ICAO), upper)
    found = (tuple(re.findall(r"[A-Z]+", anyascii(form).upper())) for form in forms)
    return tuple(dict.fromkeys(words for words in found if words))


def likeness(typed: str, read: str, *, truncated: bool = False) -> Likeness:
    """Return how alike one part of a name is, as typed and as read; `truncated` where the document had no room for all of it."""
    pairs = product(spellings(typed), spellings(read))
    return max(
        (_words_alike(one, other, truncated=truncated) for one, other in pairs),
        default=Likeness(0.0, "missing"),
    )


def _words_alike(typed: tuple[str, ...], read: tuple[str, ...], *, truncated: bool) -> Likeness:
    # Joined, because particles are written together or apart: VANDENBERG, VAN DEN BERG.
    if "".join(typed) == "".join(read):
        return Likeness(100.0)
    if truncated and "".join(typed).startswith("".join(read)):
        return Likeness(100.0)
    if sorted(typed) == sorted(read):
        return Likeness(_OTHER_ORDER, "words in another order")
    if set(typed) < set(read):
        return Likeness(_WITHOUT_MIDDLE_NAMES, "some of the names on the document were not typed")
    if len(typed) == len(read) and all(
        _is_initial(one, other) for one, other in zip(typed, read, strict=True)
    ):
        return Likeness(_INITIAL, "initials")
    ratio = max(
        fuzz.ratio("".join(typed), "".join(read)), fuzz.token_sort_ratio(" ".join(typed), " ".join(read))
    )
    return Likeness(min(float(ratio), _OTHER_ORDER - 0.1), "other letters")


def _is_initial(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def same_person(typed: tuple[str, str], read: tuple[str, str], *, truncated: bool = False) -> Likeness:
    """Return how alike two names are; each is (surname, given names). Given names may be incomplete, a surname may not.

    A name whose words are the same but stand in other fields is the same name: countries part names in
    different places, and some people have one name only.
    """
    surname = likeness(typed[0], read[0], truncated=truncated and not read[1])
    if surname.how.startswith("some of"):
        surname = Likeness(_INITIAL, "part of the surname was not typed")
    given = likeness(typed[1], read[1], truncated=truncated)
    if not typed[1].strip() and not read[1].strip():
        given = surname
    apart = min(surname, given)
    together = likeness(" ".join(typed), " ".join(read))
    if together.score == 100 or together.how == "words in another order":
        return max(apart, Likeness(_OTHER_ORDER, "surname and given names parted in another place"))
    return apart
