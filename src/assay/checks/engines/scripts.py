"""Which language may a line be in, and which of two readings of it holds? Pure.

Documents outside the Latin, Chinese and Japanese world print everything twice, or a label in both scripts. The Latin reader
gives look-alikes for the other half (YKPAIHA for УКРАЇНА), the reader of the other script for the Latin half (РАЗ5РОВТ for
PASSPORT): each half is believed where it shows letters that the other script has not.
"""

import re
from enum import StrEnum


class Language(StrEnum):
    """The languages with a line recogniser of their own, by the names Tesseract gives them."""

    RUSSIAN = "rus"
    UKRAINIAN = "ukr"
    SERBIAN = "srp"
    BULGARIAN = "bul"
    GREEK = "ell"
    ARABIC = "ara"
    KOREAN = "kor"
    HEBREW = "heb"
    HINDI = "hin"
    THAI = "tha"


# Issuers as ICAO codes them. Kazakh, Kyrgyz, Tajik, Mongolian, Macedonian and Belarusian have letters that the nearest of these
# packs does not know, Persian and Urdu have letters beyond Arabic: there the reading is partial, and its confidence low.
ISSUERS = {
    Language.RUSSIAN: "RUS BLR KAZ KGZ TJK MNG",
    Language.UKRAINIAN: "UKR",
    Language.SERBIAN: "SRB MNE BIH MKD",
    Language.BULGARIAN: "BGR",
    Language.GREEK: "GRC CYP",
    Language.ARABIC: "ARE BHR DJI DZA EGY ERI IRN IRQ JOR KWT LBN LBY MAR MRT OMN PAK PSE QAT SAU SDN SYR TUN YEM",
    Language.KOREAN: "KOR PRK",
    Language.HEBREW: "ISR",
    Language.HINDI: "IND NPL",
    Language.THAI: "THA",
}
# Which languages are tried where nothing tells the country: one for each script, then the other Cyrillic ones.
PROBED = (Language.RUSSIAN, Language.GREEK, Language.ARABIC, Language.KOREAN, Language.HEBREW)
CYRILLIC = (Language.RUSSIAN, Language.UKRAINIAN, Language.SERBIAN, Language.BULGARIAN)

_LETTERS = {
    **dict.fromkeys(CYRILLIC, re.compile("[\u0400-\u04ff]")),
    Language.GREEK: re.compile("[\u0370-\u03ff\u1f00-\u1fff]"),
    Language.ARABIC: re.compile("[\u0600-\u06ff]"),
    Language.KOREAN: re.compile("[\uac00-\ud7a3]"),
    Language.HEBREW: re.compile("[\u0590-\u05ff]"),
    Language.HINDI: re.compile("[\u0900-\u097f]"),
    Language.THAI: re.compile("[\u0e00-\u0e7f]"),
}
# Letters of the Cyrillic and Greek alphabets that look like Latin ones tell nothing about the script of a line.
_LOOK_ALIKE = re.compile("[АВЕЗКМНОРСТУХЬЅІЈабвгезикмнорстухьѕіјΑΒΕΖΗΙΚΜΝΟΡΤΥΧικνορτυχΆΈΉΊΌΎΏάέήίόύώ]")
_LATIN_ONLY = re.compile("[\u0000-\u036f\u1e00-\u206f]+")
_LEAST_LETTERS = 2
# Which share of a line's letters has to be the script's own beyond doubt.
_OWN = 0.12
# How sure a reading in the other script has to be for a whole line, and for the first half of a line printed twice.
_SURE, _LEAST = 0.6, 0.5
# A slash in the other script's eyes.
_PARTING = re.compile(r"[/|!\\]")
# Below this the Latin reader is not sure of a line itself; with fewer letters than this share it left most of the line out.
_UNSURE, _LEFT_OUT = 0.9, 0.5
# A line with so many figures is a date or a number.
_FIGURES = 3

Reading = tuple[str, float]


def language_of_issuer(issuer: str) -> Language | None:
    """Return the language of a country's documents by its three-letter code; None for Latin ones and unknown ones."""
    return next((language for language, codes in ISSUERS.items() if issuer in codes.split()), None)


def letters(text: str, language: Language) -> int:
    return len(_LETTERS[language].findall(text))


def own_letters(text: str, language: Language) -> int:
    """Return how many letters of a text are of this script and look like no Latin letter."""
    return sum(not _LOOK_ALIKE.match(letter) for letter in _LETTERS[language].findall(text))


def is_in(text: str, language: Language) -> bool:
    """Whether a text is in the script of a language beyond doubt."""
    count = letters(text, language)
    total = sum(character.isalpha() for character in text)
    return (
        count >= _LEAST_LETTERS
        and 2 * count >= total
        and own_letters(text, language) >= max(1.0, _OWN * count)
    )


def halves(text: str) -> tuple[str, str] | None:
    """Return (own script, Latin) of a value printed in both and parted by a slash; None for any other."""
    parts = [part.strip() for part in text.split("/")]
    if len(parts) != 2:
        return None
    latin = [bool(part) and _LATIN_ONLY.fullmatch(part) is not None for part in parts]
    return (
        (parts[0], parts[1])
        if latin == [False, True]
        else (parts[1], parts[0])
        if latin == [True, False]
        else None
    )


def chosen(latin: Reading, native: Reading, language: Language) -> Reading:
    """Return the reading that holds; where a line is printed twice, parted by a slash, the half of each that holds.

    The state's own language stands first.
    """
    parts, native_parts = latin[0].split("/"), _PARTING.split(native[0])
    if len(parts) == len(native_parts) == 2 and native[1] >= _LEAST and is_in(native_parts[0], language):
        return f"{native_parts[0].strip()}/{parts[1].strip()}", min(latin[1], native[1])
    if native[1] >= _SURE and is_in(native[0], language) and _gives_way(latin, native[0], language):
        return native
    return latin


def _gives_way(latin: Reading, native: str, language: Language) -> bool:
    """Whether the Latin reading may be look-alikes: always with alphabets like the Latin one, else where it is unsure.

    Figures are the same in both, and a sure reading of them is kept.
    """
    if latin[1] >= _UNSURE and sum(character.isdigit() for character in native) >= _FIGURES:
        return False
    if language in CYRILLIC or language is Language.GREEK:
        return True
    count = sum(character.isalpha() for character in latin[0])
    return latin[1] < _UNSURE or count < _LEFT_OUT * letters(native, language)
