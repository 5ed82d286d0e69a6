"""Which field does a printed label name, and which kind of document does a title name? Pure; the words are in labels.toml."""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

from anyascii import anyascii
from rapidfuzz import fuzz

OTHER = "other"
# A label of this many characters may have one letter misread; shorter ones have to be exact.
_FUZZY_FROM = 6
_SAME = 86.0
_TITLE_SAME = 90.0


class Label(NamedTuple):
    """A field's name (or OTHER) and the phrase that told it."""

    field: str
    phrase: str


@cache
def _book() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "labels.toml").read_text(encoding="utf-8"))


@cache
def _phrases() -> tuple[Label, ...]:
    """Return every phrase, the longest first, so that `nom d usage` is seen before `nom`."""
    own = [Label(field, phrase) for field, phrases in _book()["fields"].items() for phrase in phrases]
    others = [Label(OTHER, phrase) for phrase in _book()["other"]["phrases"]]
    return tuple(sorted(own + others, key=lambda label: -len(label.phrase)))


@cache
def month_numbers() -> dict[str, int]:
    names: list[list[str]] = _book()["months"]["names"]  # type: ignore[assignment]
    return {name: number for number, spellings in enumerate(names, 1) for name in spellings}


def normalised(text: str) -> str:
    """Return a text in lower-case ASCII words, one blank between them."""
    return " ".join(re.findall(r"[a-z0-9]+", anyascii(text).lower()))


def label_of(text: str) -> Label | None:
    """Return the label a line carries, or None. The longest phrase wins; labels in several languages name one field."""
    line = normalised(text)
    words = line.split()
    for label in _phrases():
        if _contains(line, words, label.phrase):
            return label
    return None


def without_labels(text: str) -> str:
    """Return what is left of a line when every known label is taken out: the value, where it stands on the same line."""
    kept = text
    for label in _phrases():
        pattern = r"(?<![A-Za-z])" + r"[\W_]+".join(map(re.escape, label.phrase.split())) + r"(?![A-Za-z])"
        while match := re.search(pattern, _without_marks(kept), re.IGNORECASE):
            kept = f"{kept[: match.start()]} {kept[match.end() :]}"
    return re.sub(r"^[\s:./,;()-]+|[\s:/,;(-]+$", "", kept)


def _without_marks(text: str) -> str:
    """Return a text of the same length, each letter without its diacritics, so that places in one are places in the other."""
    return "".join(unicodedata.normalize("NFD", character)[0] for character in text)


def _contains(line: str, words: list[str], phrase: str) -> bool:
    count = phrase.count(" ") + 1
    spans = (" ".join(words[i : i + count]) for i in range(len(words) - count + 1))
    if len(phrase) < _FUZZY_FROM:
        return any(span == phrase for span in spans)
    return any(fuzz.ratio(span, phrase) >= _SAME for span in spans) or phrase.replace(
        " ", ""
    ) in line.replace(" ", "")


@cache
def kind_of_title(text: str) -> str | None:
    """Return the kind of document a line names, or None."""
    line = normalised(text)
    for kind, titles in _book()["titles"].items():
        if any(
            len(line) <= 3 * len(title) + 20 and fuzz.partial_ratio(title, line) >= _TITLE_SAME
            for title in titles
            if len(line) >= len(title)
        ):
            return kind
    return None
