"""Which field does a printed label name, and which kind of document does a title name? Pure; the words are in labels.toml."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
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
_OTHER_SCRIPT = re.compile("[\u0370-\u1dff\u2e80-\uffff]")


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
    found = set(_exact(text)) | set(_alike(text, small=confidence < _SMALL_PRINT))
    if _OTHER_SCRIPT.search(text):
        found |= {phrase for phrase in _phrases_in_script() if _contains_in_script(text, phrase)}
    return next((label for label in _phrases() if label.phrase in found), None) if found else None


def _exact(text: str) -> Iterator[str]:
    """Yield the Latin phrases that stand in a line letter by letter; the long ones wherever its blanks are."""
    line = normalised(text)
    framed, compact = f" {line} ", line.replace(" ", "")
    for label in _phrases():
        if label.phrase.isascii() and (
            f" {label.plain} " in framed
            or (len(label.plain) >= _FUZZY_FROM and label.plain.replace(" ", "") in compact)
        ):
            yield label.phrase


def _alike(text: str, *, small: bool) -> Iterator[str]:
    """Yield the long Latin phrases that stand in a line with letters misread."""
    words = normalised(text).split()
    for count, phrases in _long_phrases().items():
        for first in range(len(words) - count + 1):
            span = " ".join(words[first : first + count])
            least = _SAME_IN_SMALL_PRINT if small else _SAME
            for phrase, score, _ in process.extract(
                span, phrases, scorer=fuzz.ratio, score_cutoff=least, limit=None
            ):
                if score >= _SAME or len(phrase) >= _LONG:
                    yield phrase


@cache
def _long_phrases() -> dict[int, list[str]]:
    """Return the Latin phrases in which letters may be misread, by their number of words."""
    found: dict[int, list[str]] = {}
    for label in _phrases():
        if label.phrase.isascii() and len(label.plain) >= _FUZZY_FROM:
            found.setdefault(label.plain.count(" ") + 1, []).append(label.phrase)
    return found


@cache
def _pattern() -> re.Pattern[str]:
    phrases = (re.findall(r"\w+", _without_marks(label.phrase)) for label in _phrases())
    any_phrase = "|".join(r"[\W_]+".join(map(re.escape, words)) for words in phrases)
    return re.compile(rf"(?<![^\W\d_])(?:{any_phrase})(?![^\W\d_])", re.IGNORECASE)


@lru_cache(maxsize=4096)
def without_labels(text: str) -> str:
    """Return what is left of a line when every known label is taken out: the value, where it stands on the same line."""
    kept, after = [], 0
    for match in _pattern().finditer(_without_marks(text)):
        kept.append(text[after : match.start()])
        after = match.end()
    return re.sub(r"^[\s:./,;()-]+|[\s:/,;(-]+$", "", " ".join([*kept, text[after:]]))


@lru_cache(maxsize=4096)
def _without_marks(text: str) -> str:
    """Return a text of the same length, each letter without its diacritics, so that places in one are places in the other.

    Letters whose marks make other letters (the Cyrillic short i, syllables of Korean) stay as they are.
    """
    return "".join(
        character if ord(character) >= 0x400 else unicodedata.normalize("NFD", character)[0]
        for character in text
    )


@cache
def _phrases_in_script() -> tuple[str, ...]:
    return tuple(label.phrase for label in _phrases() if not label.phrase.isascii())


def _contains_in_script(text: str, phrase: str) -> bool:
    """Whether a line holds a phrase in its own script, one letter in eight misread at most.

    Chinese, Japanese and Thai labels stand without blanks around them.
    """
    lower, plain = _without_marks(text.lower()), _without_marks(phrase)
    if ord(plain[0]) >= 0xE00:  # Thai, and Chinese, Japanese, Korean further up
        return plain in lower.replace(" ", "") if len(plain) > 1 else lower.strip(" :/") == plain
    if len(plain) >= _FUZZY_FROM:
        return len(lower) >= len(plain) and fuzz.partial_ratio(plain, lower, score_cutoff=_SAME) > 0
    return re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", lower) is not None


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
