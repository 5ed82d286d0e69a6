"""Which field does a printed label name, and which kind of document does a title name? Pure; the words are in labels.toml."""

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from anyascii import anyascii
from rapidfuzz import fuzz, process

OTHER = "other"
# A label of this many characters may have one letter misread; shorter ones have to be exact.
_FUZZY_FROM = 6
_SAME = 86.0
# Small print is read with less confidence than this, and worse: a long label is still known by most of its letters.
_SMALL_PRINT, _LONG, _SAME_IN_SMALL_PRINT = 0.93, 8, 75.0
_TITLE_SAME = 90.0


class Label(NamedTuple):
    """A field's name (or OTHER), the phrase that told it, as printed and as `normalised` writes it."""

    field: str
    phrase: str
    plain: str


@cache
def _book() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "labels.toml").read_text(encoding="utf-8"))


@cache
def _phrases() -> tuple[Label, ...]:
    """Return every phrase, the longest first, so that `nom d usage` is seen before `nom`."""
    pairs = [(field, phrase) for field, phrases in _book()["fields"].items() for phrase in phrases]
    pairs += [(OTHER, phrase) for phrase in _book()["other"]["phrases"]]
    found = (Label(field, phrase, normalised(phrase)) for field, phrase in pairs)
    return tuple(sorted(found, key=lambda label: -len(label.plain)))


@cache
def month_numbers() -> dict[str, int]:
    names: list[list[str]] = _book()["months"]["names"]  # type: ignore[assignment]
    return {name: number for number, spellings in enumerate(names, 1) for name in spellings}


def normalised(text: str) -> str:
    """Return a text in lower-case ASCII words, one blank between them."""
    return " ".join(re.findall(r"[a-z0-9]+", anyascii(text).lower()))


@lru_cache(maxsize=4096)
def label_of(text: str, confidence: float = 1.0) -> Label | None:
    """Return the label a line carries, or None. The longest phrase wins; labels in several languages name one field.

    `confidence` is that of the line's reading: small print may be misread more.
    """
    line = normalised(text)
    words = line.split()
    small = confidence < _SMALL_PRINT
    spans = _spans(tuple(words))
    return next((label for label in _phrases() if _contains(text, line, spans, label, small=small)), None)


def _spans(words: tuple[str, ...]) -> dict[int, list[str]]:
    """Return the stretches of a line by their number of words."""
    counts = range(1, len(words) + 1)
    return {
        count: [" ".join(words[i : i + count]) for i in range(len(words) - count + 1)] for count in counts
    }


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    joined = (
        r"[\W_]+".join(map(re.escape, re.findall(r"\w+", _without_marks(label.phrase))))
        for label in _phrases()
    )
    return tuple(re.compile(rf"(?<![^\W\d_]){pattern}(?![^\W\d_])", re.IGNORECASE) for pattern in joined)


def without_labels(text: str) -> str:
    """Return what is left of a line when every known label is taken out: the value, where it stands on the same line."""
    kept = text
    for pattern in _patterns():
        while match := pattern.search(_without_marks(kept)):
            kept = f"{kept[: match.start()]} {kept[match.end() :]}"
    return re.sub(r"^[\s:./,;()-]+|[\s:/,;(-]+$", "", kept)


def _without_marks(text: str) -> str:
    """Return a text of the same length, each letter without its diacritics, so that places in one are places in the other.

    Letters whose marks make other letters (the Cyrillic short i, syllables of Korean) stay as they are.
    """
    return "".join(
        character if ord(character) >= 0x400 else unicodedata.normalize("NFD", character)[0]
        for character in text
    )


def _contains(text: str, line: str, spans: dict[int, list[str]], label: Label, *, small: bool) -> bool:
    if not label.phrase.isascii():
        return _contains_in_script(text, label)
    phrase = label.plain
    count = phrase.count(" ") + 1
    found = spans.get(count, ())
    if len(phrase) < _FUZZY_FROM:
        return phrase in found
    if phrase.replace(" ", "") in line.replace(" ", ""):
        return True
    same = _SAME_IN_SMALL_PRINT if small and len(phrase) >= _LONG else _SAME
    return process.extractOne(phrase, found, scorer=fuzz.ratio, score_cutoff=same) is not None


def _contains_in_script(text: str, label: Label) -> bool:
    """Whether a line holds a phrase in its own script, one letter in eight misread at most.

    Chinese, Japanese and Thai labels stand without blanks around them.
    """
    if text.isascii():
        return False
    lower, phrase = _without_marks(text.lower()), _without_marks(label.phrase)
    if ord(phrase[0]) >= 0xE00:
        return phrase in lower.replace(" ", "") if len(phrase) > 1 else lower.strip(" :/") == phrase
    if len(phrase) >= _FUZZY_FROM and len(lower) >= len(phrase):
        return fuzz.partial_ratio(phrase, lower, score_cutoff=_SAME) > 0
    return re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", lower) is not None


@lru_cache(maxsize=4096)
def kind_of_title(text: str) -> str | None:
    """Return the kind of document a line names, or None."""
    line, lower = normalised(text), text.lower()
    for kind, titles in _book()["titles"].items():
        if any(_is_title(line, lower, title) for title in titles):
            return kind
    return None


def _is_title(line: str, lower: str, title: str) -> bool:
    if not title.isascii():
        return title in lower or title in lower.replace(" ", "")
    if len(title) < _FUZZY_FROM:
        return title in line.split()
    fits = len(title) <= len(line) <= 3 * len(title) + 20
    return fits and fuzz.partial_ratio(title, line, score_cutoff=_TITLE_SAME) > 0


def names_a_visa(text: str) -> bool:
    """Whether a line is the word for a visa; a bank card may carry it too."""
    return any(_is_title(normalised(text), text.lower(), title) for title in _book()["visa"]["titles"])
