"""Do the words that were asked for stand on the note? Pure.

Case, punctuation and line breaks do not count (REQUIREMENTS X-23). Readers part and join words at will, so the letters of both
texts are aligned as one row, and each required word is judged by what its own letters were aligned with.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Levenshtein

from assay.checks.readings.note import NoteWord
from assay.checks.result import Frozen

# A word is right only as it stands; with up to this share of its letters wrong it may still have been written.
_MAY_BE = 0.4
# So many letters in a row that nobody asked for are words of their own.
_WORD_OF_ITS_OWN = 3
# Short words that turn a sentence into its contrary.
_TURNS_MEANING = frozenset({"not", "no", "never", "dont", "cant", "stop"})


class Standing(StrEnum):
    """How a required word stands on the note."""

    RIGHT = "right"
    UNSURE = "unsure"
    MISSING = "missing"


class WordFound(Frozen):
    """A required word, how it stands there, and what was read in its place. `places` are the stretches of writing (index into
    the sheet's words) that hold it.
    """

    word: str
    standing: Standing
    read: str = ""
    places: tuple[int, ...] = ()


class Comparison(Frozen):
    """`words` in the required order; `extra` is what stands on the note besides."""

    words: tuple[WordFound, ...]
    extra: tuple[str, ...] = ()

    @property
    def all_right(self) -> bool:
        return bool(self.words) and not self.extra and self.count(Standing.RIGHT) == len(self.words)

    def count(self, standing: Standing) -> int:
        return sum(word.standing is standing for word in self.words)


@dataclass(frozen=True, slots=True)
class _Written:
    """All letters of the writing in one row, and from which stretch each comes."""

    stretches: Sequence[NoteWord]
    text: str
    origin: tuple[int, ...]

    @classmethod
    def of(cls, stretches: Sequence[NoteWord]) -> "_Written":
        read = [letters_of(one.text) for one in stretches]
        return cls(stretches, "".join(read), tuple(place for place, text in enumerate(read) for _ in text))


def letters_of(text: str) -> str:
    """Return a text's letters and digits, in lower case and without marks above or below."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def compare(required: str, stretches: Sequence[NoteWord], sure: float) -> Comparison:
    """Return how each required word stands on the note. A word is right when all its letters are read, each in a stretch of
    writing whose reader is at least `sure`; nothing is guessed from what it ought to be.
    """
    wanted = [word for word in required.split() if letters_of(word)]
    written = _Written.of(stretches)
    partners = _partners("".join(map(letters_of, wanted)), written.text)
    found, start = [], 0
    for word in wanted:
        end = start + len(letters_of(word))
        found.append(_judged(word, partners[start:end], written, sure))
        start = end
    return Comparison(words=tuple(found), extra=_extra(required, partners, written))


def _partners(asked: str, text: str) -> list[int | None]:
    """Return for each letter asked for the place of its partner in the text; None where it was left out."""
    partners: list[int | None] = [None] * len(asked)
    for step in Levenshtein.opcodes(asked, text):
        if step.tag in ("equal", "replace"):
            partners[step.src_start : step.src_end] = range(step.dest_start, step.dest_end)
    return partners


def _judged(word: str, partners: Sequence[int | None], written: _Written, sure: float) -> WordFound:
    letters = letters_of(word)
    present = [place for place in partners if place is not None]
    if not present:
        return WordFound(word=word, standing=Standing.MISSING)
    span = range(present[0], present[-1] + 1)
    right = sum(
        place is not None and written.text[place] == letter
        for letter, place in zip(letters, partners, strict=True)
    )
    wrong = len(letters) - right + len(span) - len(present)
    places = tuple(dict.fromkeys(written.origin[place] for place in span))
    legible = all(written.stretches[place].confidence >= sure for place in places)
    standing = Standing.UNSURE if wrong <= _MAY_BE * len(letters) else Standing.MISSING
    return WordFound(
        word=word,
        standing=Standing.RIGHT if wrong == 0 and legible else standing,
        read=written.text[span.start : span.stop],
        places=places,
    )


def _extra(required: str, partners: Sequence[int | None], written: _Written) -> tuple[str, ...]:
    """Return what nobody asked for: runs of letters without a partner, and words that turn the meaning, however short."""
    used = {place for place in partners if place is not None}
    free = "".join(" " if place in used else letter for place, letter in enumerate(written.text))
    asked = {letters_of(word) for word in required.split()}
    turning = [
        word
        for stretch in written.stretches
        for word in map(letters_of, re.split(r"[\s.,;:!?()\[\]-]+", stretch.text))
        if word in _TURNS_MEANING - asked
    ]
    return tuple(dict.fromkeys([*turning, *(run for run in free.split() if len(run) >= _WORD_OF_ITS_OWN)]))
