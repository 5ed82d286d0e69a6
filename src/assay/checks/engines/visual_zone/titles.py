"""Which state does a printed line name? Pure; names come from the CLDR (by way of babel) and from countries_in_print.toml."""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

import iso3166
from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages

from assay.checks.engines.visual_zone.labels import normalised

# Shorter names stand in too many other words.
_SHORTEST = 4
# Germany's code in machine readable zones is its old plate.
_CODES = {"DEU": "D"}
_EAST_OF_LATIN = 0xE00
# Enough for the lines of one document: what stands on it is not kept for as long as the process runs.
_MOST_KEPT = 512


@cache
def _book() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "countries_in_print.toml").read_text(encoding="utf-8"))


@cache
def _formal() -> tuple[tuple[str, str], ...]:
    """Return (name, code) of the names of states, the longest first."""
    pairs = [(_plain(name), code) for code, names in _book()["formal"].items() for name in names]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def _common() -> tuple[tuple[str, str], ...]:
    """Return (name, code) of every country in English, French and its own languages, the longest first."""
    pairs: dict[str, str] = {}
    for country in iso3166.countries:
        for language in ("en", "fr", *get_official_languages(country.alpha2, de_facto=True)):
            if (name := _name_in(language, country.alpha2)) and len(_plain(name)) >= _SHORTEST:
                pairs.setdefault(_plain(name), _CODES.get(country.alpha3, country.alpha3))
    return tuple(sorted(pairs.items(), key=lambda pair: -len(pair[0])))


def _name_in(language: str, alpha2: str) -> str | None:
    try:
        return Locale.parse(language).territories.get(alpha2)
    except (UnknownLocaleError, ValueError):
        return None


def _plain(name: str) -> str:
    """Return a name as it is looked for: in its own script where that has no words, else as `normalised` writes it."""
    return name if ord(name[0]) >= _EAST_OF_LATIN else normalised(name)


@lru_cache(_MOST_KEPT)
def state_of(text: str) -> str | None:
    """Return the three-letter code of the state that a line names formally, or None."""
    return _found(text, _formal())


@lru_cache(_MOST_KEPT)
def country_of(text: str) -> str | None:
    """Return the three-letter code of a country that a line names in any way, or None."""
    return state_of(text) or _found(text, _common())


@lru_cache(_MOST_KEPT)
def part_of_country(text: str) -> str | None:
    """Return the code of the country whose state or province a line names, and nothing else."""
    line = normalised(text)
    return next((code for code, names in _book()["states"].items() if line in names), None)


def _found(text: str, pairs: tuple[tuple[str, str], ...]) -> str | None:
    line, compact = normalised(text), text.replace(" ", "")
    for name, code in pairs:
        if ord(name[0]) >= _EAST_OF_LATIN:
            if name in compact:
                return code
        elif name in line and re.search(rf"\b{name}\b", line):
            return code
    return None
