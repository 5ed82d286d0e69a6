"""Country codes and names: ISO 3166 inside, the three-letter codes of ICAO 9303 part 3 section 5 on documents."""

from functools import cache

import iso3166
from babel import Locale

# The fictional state of ICAO's specimens, and codes a document may carry that ISO does not have.
UTOPIA = "UT"
_ICAO = {
    "D": "DE", "UTO": UTOPIA, "GBD": "GB", "GBN": "GB", "GBO": "GB", "GBP": "GB", "GBS": "GB", "RKS": "XK", "XKX": "XK",
}  # fmt: skip
_NAMES = {UTOPIA: "Utopia (specimen state)"}


@cache
def codes() -> tuple[str, ...]:
    """Return every ISO 3166 alpha-2 code, Kosovo's XK and Utopia's UT."""
    return tuple(sorted({country.alpha2 for country in iso3166.countries} | {"XK", UTOPIA}))


def alpha2_of(icao: str) -> str | None:
    """Return the two-letter code of a document's issuer or nationality; None for organisations and stateless persons."""
    icao = icao.strip("<").upper()
    if icao in _ICAO:
        return _ICAO[icao]
    country = iso3166.countries_by_alpha3.get(icao)
    return country.alpha2 if country else None


@cache
def name_of(code: str, language: str = "en") -> str:
    """Return a country's name in a language of CLDR; the code itself where there is none."""
    if code in _NAMES:
        return _NAMES[code]
    return str(Locale.parse(language, sep="-").territories.get(code, code))


def choices(language: str = "en") -> list[tuple[str, str]]:
    """Return (code, name) of every country, by name."""
    return sorted(((code, name_of(code, language)) for code in codes()), key=lambda pair: pair[1])
