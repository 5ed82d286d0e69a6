"""Which words of a name are no name by themselves: titles, particles, names at birth, names of fathers? Pure.

The words are in name_words.toml.
"""

import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

Words = tuple[str, ...]
# Names of people are not kept for as long as the process runs.
_MOST_KEPT = 512


class Plain(NamedTuple):
    """The words of a name without what was `set_aside`: titles and names at birth."""

    words: Words
    set_aside: Words = ()


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "name_words.toml").read_text(encoding="utf-8"))


@cache
def _set_of(key: str) -> frozenset[str]:
    return frozenset(_data()[key])


@lru_cache(_MOST_KEPT)
def plain(words: Words) -> Plain:
    """Return the words without titles and what follows a mark of the name at birth; abbreviations written out.

    A name that consists of such words only is a name: there are people called Frau and Sir.
    """
    same = _data()["same"]
    written_out = tuple(same.get(word, word) for word in words)
    birth = next((i for i, word in enumerate(written_out) if i and word in _set_of("name_at_birth")), None)
    kept = tuple(word for word in written_out[:birth] if word not in _set_of("titles"))
    if not kept:
        return Plain(written_out)
    return Plain(kept, tuple(word for word in written_out if word not in kept))


def without_particles(words: Words) -> Words:
    """Return the words of a surname that are no particles; all of them where there is nothing else."""
    kept = tuple(word for word in words if word not in _set_of("particles"))
    return kept or words


def generations(words: Words) -> frozenset[str]:
    """Return the words that tell father and son apart."""
    return frozenset(words[1:]) & _set_of("generations")


def is_patronymic(word: str) -> bool:
    """Whether a word has the ending of a name made from the father's."""
    return any(word.endswith(ending) and len(word) > len(ending) + 1 for ending in _data()["patronymics"])


def is_no_name(name: str) -> bool:
    """Whether documents write this where somebody has no such name."""
    return name.strip().upper() in _set_of("no_name")
