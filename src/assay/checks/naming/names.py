"""Are two spellings of a name the same name? Pure.

Documents write names in capitals of A to Z after the tables of ICAO Doc 9303 part 3 section 6: Müller is MUELLER on
one and MULLER on another. Every spelling is tried (transliteration.py), apostrophes vanish, hyphens part words, and what is left
of the difference is named (name_rules.py).
"""

from itertools import product

from assay.checks.naming import name_words, transliteration
from assay.checks.naming.name_rules import MOST_OTHER, ONE_LETTER, OTHER_ORDER, PART, Likeness, Pair, compared
from assay.checks.naming.transliteration import Spelling

__all__ = ["Likeness", "likeness", "same_person", "spellings"]


def spellings(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the words of a name in capitals of A to Z, once for each way in which documents write it today."""
    return tuple(one.words for one in transliteration.spellings(name) if one.official)


def likeness(typed: str, read: str, *, truncated: bool = False, given: bool = True) -> Likeness:
    """Return how alike one part of a name is, as typed and as read; `truncated` where the document had no room for all of it.

    Given names (`given`) may be incomplete, surnames may not. A name that is the same only by a romanisation that documents do
    not use today is similar.
    """
    if name_words.is_no_name(read) and not typed.strip():
        return Likeness(100.0)
    pairs = product(transliteration.spellings(typed), transliteration.spellings(read))
    answers = (_alike(one, other, given=given, truncated=truncated) for one, other in pairs)
    return max(answers, key=lambda answer: answer.score, default=Likeness(0.0, "missing"))


def _alike(typed: Spelling, read: Spelling, *, given: bool, truncated: bool) -> Likeness:
    found = compared(Pair(typed.words, read.words, given=given, truncated=truncated))
    if typed.official and read.official:
        return found
    if found.score < ONE_LETTER and (typed.abjad or read.abjad) and _same_consonants(typed, read):
        return Likeness(ONE_LETTER, "the same consonants; the other script writes no vowels")
    if found.score <= MOST_OTHER:
        return found
    return Likeness(MOST_OTHER, f"by another romanisation{', ' if found.how else ''}{found.how}")


def _same_consonants(typed: Spelling, read: Spelling) -> bool:
    one, other = transliteration.consonants(typed.joined), transliteration.consonants(read.joined)
    return one == other and len(one) > 1


def same_person(typed: tuple[str, str], read: tuple[str, str], *, truncated: bool = False) -> Likeness:
    """Return how alike two names are; each is (surname, given names). Given names may be incomplete, a surname may not.

    A name whose words are the same but stand in other fields is the same name: countries part names in
    different places, and some people have one name only.
    """
    surname = likeness(typed[0], read[0], truncated=truncated, given=False)
    given = likeness(typed[1], read[1], truncated=truncated)
    if truncated and not read[1]:
        given = Likeness(PART, "the surname left no room for them")
    if not typed[1].strip() and not read[1].strip():
        given = surname
    apart = _worse(surname, given)
    together = likeness(" ".join(typed), " ".join(read))
    if together.score == 100 or together.how == "words in another order":
        elsewhere = Likeness(OTHER_ORDER, "surname and given names parted in another place")
        return max(apart, elsewhere, key=lambda answer: answer.score)
    return apart


def _worse(surname: Likeness, given: Likeness) -> Likeness:
    """Return the lower score, and in words what differs in either."""
    hows = {"surname": surname.how, "given names": given.how if given is not surname else ""}
    how = "; ".join(f"{part}: {words}" for part, words in hows.items() if words)
    return Likeness(min(surname.score, given.score), how)
