"""In which ways may the words of two names differ, and what is each way worth? Pure.

Both names are given as words in capitals A to Z. Each rule answers one question and says None where it does not apply; the
first that applies decides. Scores are 0 to 100; the rule book says from which on a name is the same.
"""

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from assay.checks.naming import name_words
from assay.checks.naming.name_words import Words
from assay.checks.naming.transliteration import folded

# What is written otherwise and is the same name.
SAME, CUT, TITLE, FEWER, PARTICLE, OTHER_ORDER = 100.0, 99.5, 99.0, 98.0, 97.5, 97.0
# What may be another name: none of these reaches the threshold of a same name.
SOUND, PART, INITIALS, ONE_LETTER, MOST_OTHER = 94.0, 90.0, 90.0, 85.0, 95.0


class Likeness(NamedTuple):
    """`score` 0 to 100; `how` says in words what differs, empty where nothing does."""

    score: float
    how: str = ""


class Pair(NamedTuple):
    """Two names to compare. `given` for given names, which may be incomplete; `truncated` where the document had no room."""

    typed: Words
    read: Words
    given: bool
    truncated: bool


Rule = Callable[[Pair], Likeness | None]


def _same(pair: Pair) -> Likeness | None:
    # Joined, because particles are written together or apart: VANDENBERG, VAN DEN BERG.
    return Likeness(SAME) if "".join(pair.typed) == "".join(pair.read) else None


def _cut(pair: Pair) -> Likeness | None:
    """Doc 9303 part 4, 4.2.3: names too long lose letters at the end of their parts, parts at the end, or all but initials."""
    if not pair.truncated or not pair.read:
        return None
    joined = "".join(pair.typed).startswith("".join(pair.read))
    parts = len(pair.read) <= len(pair.typed) and all(
        whole.startswith(part) for whole, part in zip(pair.typed, pair.read, strict=False)
    )
    first_whole = pair.read[0] == pair.typed[0] or (joined and len(pair.read) == 1)
    if not (joined or parts):
        return None
    # A surname cut in front of given names, or a first name cut to an initial, might as well be another name.
    sure = first_whole and (pair.given or len(pair.read) > 1)
    return Likeness(CUT if sure else PART, "cut where the document had no more room")


def _other_order(pair: Pair) -> Likeness | None:
    return (
        Likeness(OTHER_ORDER, "words in another order") if sorted(pair.typed) == sorted(pair.read) else None
    )


def _title(pair: Pair) -> Likeness | None:
    typed, read = name_words.plain(pair.typed), name_words.plain(pair.read)
    if typed.words != read.words or name_words.generations(pair.typed) != name_words.generations(pair.read):
        return None
    aside = " ".join((*typed.set_aside, *read.set_aside))
    return Likeness(TITLE, f"title or name at birth left aside: {aside}")


def _fewer_given_names(pair: Pair) -> Likeness | None:
    if not pair.given or name_words.generations(pair.read) != name_words.generations(pair.typed):
        return None
    if Counter(pair.typed) < Counter(pair.read):
        return Likeness(FEWER, "some names on one side only")
    return None


def _initials_of_middle_names(pair: Pair) -> Likeness | None:
    if not pair.given or len(pair.typed) != len(pair.read) or pair.typed[0] != pair.read[0]:
        return None
    return Likeness(FEWER, "middle names as initials") if _is_initials(pair.typed, pair.read) else None


def _patronymic(pair: Pair) -> Likeness | None:
    """Passports leave out the father's name that people from eastern Europe give: IVAN IVANOVICH is IVAN."""
    if not pair.given:
        return None
    typed, read = _without_patronymic(pair.typed), _without_patronymic(pair.read)
    one_side = (typed == pair.typed) != (read == pair.read)
    return Likeness(PARTICLE, "patronymic on one side only") if one_side and typed == read else None


def _without_patronymic(words: Words) -> Words:
    return words[:1] + tuple(word for word in words[1:] if not name_words.is_patronymic(word))


def _particle(pair: Pair) -> Likeness | None:
    if pair.given:
        return None
    typed, read = name_words.without_particles(pair.typed), name_words.without_particles(pair.read)
    # One side only: VAN DYK and VON DYK are two names.
    one_side = (typed == pair.typed) != (read == pair.read)
    return Likeness(PARTICLE, "particle on one side only") if one_side and typed == read else None


def _part_of_it(pair: Pair) -> Likeness | None:
    short, long = sorted((pair.typed, pair.read), key=len)
    more = Counter(long) - Counter(short)
    if not Counter(short) < Counter(long):
        return None
    if more.keys() & name_words.generations(long):
        what = "generation"
    elif pair.given:
        what = "some names"
    else:
        what = "patronymic" if all(map(name_words.is_patronymic, more)) else "part of the surname"
    return Likeness(PART, f"{what} on one side only")


def _initials(pair: Pair) -> Likeness | None:
    return Likeness(INITIALS, "initials") if _is_initials(pair.typed, pair.read) else None


def _is_initials(typed: Words, read: Words) -> bool:
    return len(typed) == len(read) and all(
        one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])
        for one, other in zip(typed, read, strict=True)
    )


def _same_sound(pair: Pair) -> Likeness | None:
    alike = folded("".join(pair.typed)) == folded("".join(pair.read))
    return Likeness(SOUND, "another spelling of the same sounds") if alike else None


def _other_letters(pair: Pair) -> Likeness:
    ratio = max(
        fuzz.ratio("".join(pair.typed), "".join(pair.read)),
        fuzz.token_sort_ratio(" ".join(pair.typed), " ".join(pair.read)),
        fuzz.token_sort_ratio(" ".join(map(folded, pair.typed)), " ".join(map(folded, pair.read))),
    )
    if words := _one_letter_apart(pair):
        return Likeness(max(ONE_LETTER, min(float(ratio), MOST_OTHER)), f"one letter differs: {words}")
    return Likeness(min(float(ratio), MOST_OTHER), "other letters")


def _one_letter_apart(pair: Pair) -> str:
    """Return the two words where all others are the same and these are one letter apart: MARIA and MARIO. Else nothing."""
    if len(pair.typed) != len(pair.read):
        return ""
    apart = [(one, other) for one, other in zip(pair.typed, pair.read, strict=True) if one != other]
    if len(apart) != 1 or min(map(len, apart[0])) < 3 or OSA.distance(*apart[0]) > 1:
        return ""
    return " and ".join(apart[0])


# From the most to the least alike.
_RULES: tuple[Rule, ...] = (
    _same, _cut, _title, _fewer_given_names, _initials_of_middle_names, _patronymic, _particle, _other_order, _same_sound,
    _part_of_it, _initials,
)  # fmt: skip


def compared(pair: Pair) -> Likeness:
    """Return how alike two names are, by the first rule that has something to say. Neither may be empty."""
    answers = (rule(pair) for rule in _RULES)
    return next((answer for answer in answers if answer), None) or _other_letters(pair)
