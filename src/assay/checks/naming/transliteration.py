"""How may a name be written in the letters A to Z? Pure; the tables are in transliteration.toml.

Documents are written by the tables of ICAO Doc 9303 part 3, section 6, and each of the spellings it allows counts as the same
name. Other romanisations are known too: names written by them are similar, and a person looks.
"""

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from itertools import islice, product
from pathlib import Path
from typing import Any, NamedTuple

from anyascii import anyascii

_APOSTROPHES = re.compile(r"['’‘ʼ`´ʻ]")
_TONOS, _DIALYTIKA = "\u0301", "\u0308"
# A name with many letters that have several spellings: a document uses the same one throughout, so a few dozen do.
_MOST_SPELLINGS = 64
# Enough for the lines of one document: names of people are not kept for as long as the process runs.
_MOST_KEPT = 512


class Spelling(NamedTuple):
    """The words of a name in capitals A to Z. `official` where documents are written so today; `abjad` where its script
    leaves vowels out, so that only consonants can be compared.
    """

    words: tuple[str, ...]
    official: bool = True
    abjad: bool = False

    @property
    def joined(self) -> str:
        return "".join(self.words)


class _Table(NamedTuple):
    id: str
    official: bool
    letters: dict[str, list[str]]
    pattern: re.Pattern[str]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "transliteration.toml").read_text(encoding="utf-8"))


@cache
def tables() -> dict[str, _Table]:
    """Return the tables by name, each with everything it takes over from the one it is based on."""
    found: dict[str, _Table] = {}
    for row in _data()["table"]:
        base = found[row["based_on"]].letters if "based_on" in row else {}
        letters = {**base, **row["letters"]}
        # Marks of the word's edge first, then the longest: ^Ю before Ю, ЗГ before З.
        keys = sorted(letters, key=lambda key: (-len(key), key))
        pattern = re.compile("|".join(_regex(key) for key in keys))
        found[row["id"]] = _Table(row["id"], row["official"], letters, pattern)
    return found


def _regex(key: str) -> str:
    bare = re.escape(key.strip("^$"))
    return (r"\b" if key.startswith("^") else "") + bare + (r"\b" if key.endswith("$") else "")


def _key_at(table: _Table, match: re.Match[str]) -> str:
    """Return the row that matched: the pattern has no groups, so the edges of the word tell which."""
    bare, text = match[0], match.string
    first = match.start() == 0 or not text[match.start() - 1].isalnum()
    last = match.end() == len(text) or not text[match.end()].isalnum()
    edges = ["^" + bare] * first + [bare + "$"] * last
    return next((key for key in edges if key in table.letters), bare)


def _written_by(table: _Table, text: str) -> list[str]:
    """Return the text in every spelling of a table; each letter the same way throughout."""
    keys = list(dict.fromkeys(_key_at(table, match) for match in table.pattern.finditer(text)))
    found = []
    for choice in islice(product(*(table.letters[key] for key in keys)), _MOST_SPELLINGS):
        chosen = dict(zip(keys, choice, strict=True))
        found.append(table.pattern.sub(lambda match, by=chosen: by[_key_at(table, match)], text))  # type: ignore[misc]
    return found


def _capitals(name: str) -> str:
    """Return a name in capitals, composed, without apostrophes and the accents of Greek."""
    # Python turns the small sharp s into two letters when it makes capitals, as ICAO does.
    upper = unicodedata.normalize("NFC", _APOSTROPHES.sub("", name).upper())
    return "".join(_without_tonos(letter) for letter in upper)


def _without_tonos(letter: str) -> str:
    if not unicodedata.name(letter, "").startswith("GREEK"):
        return letter
    marks = unicodedata.normalize("NFD", letter)
    return unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in {_TONOS, _DIALYTIKA}))


def script_of(letter: str) -> str:
    """Return the first word of a letter's Unicode name: LATIN, CYRILLIC, ARABIC, CJK …; empty for what is no letter."""
    return unicodedata.name(letter, "").split(" ")[0] if letter.isalpha() else ""


_BY_SCRIPT = {
    "CYRILLIC": (
        "cyrillic", "ukrainian", "belarusian", "bulgarian", "serbian", "macedonian", "english", "gost_2006", "french",
    ),
    "GREEK": ("greek",),
    "ARABIC": ("arabic",),
}  # fmt: skip
_ABJADS = frozenset({"ARABIC", "HEBREW"})


@lru_cache(_MOST_KEPT)
def spellings(name: str) -> tuple[Spelling, ...]:
    """Return the ways a name is written in A to Z, the official ones first; empty where there is no letter in it."""
    text = _capitals(name)
    scripts = {script_of(letter) for letter in text}
    abjad = bool(scripts & _ABJADS)
    known = [tables()[id_] for script in sorted(scripts & _BY_SCRIPT.keys()) for id_ in _BY_SCRIPT[script]]
    forms = [(form, table.official) for table in known for form in _written_by(table, text)] or [(text, True)]
    if abjad:
        forms.append((anyascii(text).upper(), False))
    latin = tables()["latin"]
    found = [
        _words(one, official=official, abjad=abjad)
        for form, official in forms
        for one in _written_by(latin, form)
    ]
    once: dict[tuple[str, ...], Spelling] = {}
    for spelling in sorted(found, key=lambda one: not one.official):
        if spelling.words:
            once.setdefault(spelling.words, spelling)
    # A name of several scripts has the spellings of each.
    return tuple(once.values())[:_MOST_SPELLINGS]


def _words(text: str, *, official: bool, abjad: bool) -> Spelling:
    bare = "".join(mark for mark in unicodedata.normalize("NFD", text) if not unicodedata.combining(mark))
    plain = anyascii(bare).upper()
    # Letters that only anyascii knows are written in more ways than one.
    told = official and all(script_of(letter) in {"", "LATIN"} for letter in bare)
    return Spelling(tuple(re.findall(r"[A-Z]+", plain)), told, abjad)


@lru_cache(_MOST_KEPT)
def folded(text: str) -> str:
    """Return capitals with spellings that sound alike made one, and double letters single."""
    for written, one in _data()["fold"]["order"]:
        text = text.replace(written, one)
    return re.sub(r"(.)\1+", r"\1", text)


def consonants(text: str) -> str:
    """Return the consonants of folded capitals: all that scripts without vowels tell."""
    return re.sub(
        r"(.)\1+", r"\1", folded(text).translate(dict.fromkeys(map(ord, _data()["fold"]["vowels"])))
    )
