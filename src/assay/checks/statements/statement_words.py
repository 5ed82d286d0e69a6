"""Which words of a statement were heard, which are missing, and what was said besides? Shown to the person who reviews.

What the recogniser wrote by itself is laid beside what was to be said. It misspells names and digits that were said well, so
these marks judge nothing: `statement_said` does, by scores.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from assay.checks.readings.statement import Expected, Word

_TOKEN = re.compile(r"\d|[^\W\d_]+")
_SIGNS = {"@": " at ", ".": " dot ", "-": " dash ", "_": " underscore ", "+": " plus "}
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_SAID_AS = {word: str(digit) for digit, word in enumerate(_DIGITS)} | {"o": "0", "oh": "0"}
# Endings of ordinals and the little words of dates say nothing that the rest does not.
_SILENT = frozenset({"st", "nd", "rd", "th", "the", "of", "and"})
_ALIKE = 75.0


class WordState(StrEnum):
    RIGHT = "right"
    MISSING = "missing"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class MarkedWord:
    """A word as it was to be said (RIGHT, MISSING) or as it was heard instead (OTHER); seconds where it was heard."""

    text: str
    state: WordState
    from_second: float | None = None
    to_second: float | None = None


def sentence_of(expected: Expected, date_text: str) -> str:
    """Return the statement as it stands on the speaker's screen."""
    return expected.phrase.format(date=date_text, email=expected.email, code=" ".join(expected.code))


def statement_words(words: Sequence[Word], sentence: str) -> tuple[MarkedWord, ...]:
    """Return the statement's words in order, each marked, with what was said besides where it was said.

    Compared without case and signs, digit by digit; an address as it is spoken ("at", "dot").
    """
    asked = sentence.split()
    asked_tokens = [(token, place) for place, text in enumerate(asked) for token in _tokens(text)]
    said_tokens = [(token, place) for place, word in enumerate(words) for token in _tokens(word.text)]
    pairs = _aligned([token for token, _ in asked_tokens], [token for token, _ in said_tokens])
    heard: dict[int, list[int]] = {}
    for here, there in pairs:
        heard.setdefault(asked_tokens[here][1], []).append(said_tokens[there][1])
    needed = {place: sum(one == place for _, one in asked_tokens) for place in range(len(asked))}
    used = {place for places in heard.values() for place in places}
    marked: list[MarkedWord] = []
    following = 0
    for place, text in enumerate(asked):
        places = heard.get(place, [])
        if places:
            marked += _others(words, range(following, min(places)), used)
            following = max(following, max(places) + 1)
        # A word is right when most of its parts were heard: of an address, one may be misspelt.
        is_right = len(places) * 2 > needed[place] or not needed[place]
        state = WordState.RIGHT if is_right else WordState.MISSING
        times = (words[min(places)].from_second, words[max(places)].to_second) if places else (None, None)
        marked.append(MarkedWord(text, state, *times))
    return (*marked, *_others(words, range(following, len(words)), used))


def _others(words: Sequence[Word], places: range, used: set[int]) -> list[MarkedWord]:
    """Return the words that belong to nothing that was asked, without those that say nothing."""
    others = [words[at] for at in places if at not in used and _tokens(words[at].text)]
    return [MarkedWord(word.text, WordState.OTHER, word.from_second, word.to_second) for word in others]


def _tokens(text: str) -> list[str]:
    """Return the comparable parts of a word."""
    inner = text.strip(".,:;()!?").lower()
    if "@" in inner or re.search(r"\w\.\w", inner):
        for sign, word in _SIGNS.items():
            inner = inner.replace(sign, word)
    return [_SAID_AS.get(token, token) for token in _TOKEN.findall(inner) if token not in _SILENT]


def _aligned(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Return pairs of places, in order in both: the longest common sequence, words alike counting nearly as much as equal
    ones.
    """
    best = [[0.0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for here in range(len(one) - 1, -1, -1):
        for there in range(len(other) - 1, -1, -1):
            together = best[here + 1][there + 1] + _worth(one[here], other[there])
            best[here][there] = max(best[here + 1][there], best[here][there + 1], together)
    pairs = []
    here = there = 0
    while here < len(one) and there < len(other):
        worth = _worth(one[here], other[there])
        if worth and best[here][there] == best[here + 1][there + 1] + worth:
            pairs.append((here, there))
            here, there = here + 1, there + 1
        elif best[here + 1][there] >= best[here][there + 1]:
            here += 1
        else:
            there += 1
    return pairs


def _worth(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if one.isdigit() or other.isdigit():
        return 0.0
    alike = fuzz.ratio(one, other)
    return alike / 101 if alike >= _ALIKE else 0.0
