"""The tables of the AAMVA standard, as data: elements and their names, codes and their meanings, issuers. Pure."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

_HERE = Path(__file__).parent


class Issuer(NamedTuple):
    """`country` is ISO 3166 alpha-3, `code` the part of ISO 3166-2 behind it."""

    country: str
    code: str
    name: str


@cache
def _book() -> dict[str, dict[str, Any]]:
    return tomllib.loads((_HERE / "aamva_elements.toml").read_text(encoding="utf-8"))


@cache
def issuers() -> dict[str, Issuer]:
    """Return issuers by their six digits."""
    by_country = tomllib.loads((_HERE / "aamva_issuers.toml").read_text(encoding="utf-8"))
    return {
        number: Issuer(country, *words.split(" ", 1))
        for country, numbers in by_country.items()
        for number, words in numbers.items()
    }


@cache
def names(version: int) -> dict[str, str]:
    """Return the names of the element ids, as a card of that version means them."""
    newer, older = _book()["elements"], _book()["elements_2000"]
    return newer | older if version <= 1 else older | newer


def is_of_today(id_: str) -> bool:
    """Whether an element is one of the standard since 2003."""
    return id_ in _book()["elements"]


def mandatory() -> list[str]:
    return list(_book()["mandatory"]["names"])


def instead() -> dict[str, list[str]]:
    """Return, for a name, the names that are looked at where a card leaves it empty."""
    return _book()["instead"]


@cache
def codes(name: str) -> dict[str, str]:
    """Return the codes of a field and what they mean; empty where it is free text."""
    book = _book()
    if name in book["flags"]["names"]:
        return dict.fromkeys(book["flags"]["yes"], "yes") | dict.fromkeys(book["flags"]["no"], "no")
    if name.endswith("_truncated"):
        return dict(book["truncated"])
    return dict(book[name]) if name in ("sex", "real_id", "weight_range") else {}
