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
_LOOK_ALIKE = re.compile("[АВЕЗКМНОРСТУХЬЅІЈаеорсухіјΑΒΕΖΗΙΚΜΝΟΡΤΥΧνοΆΈΉΊΌΎΏ]")
# And a word without any of the Latin letters that have no look-alike there is hardly a Latin one.
_LATIN_ALONE = {
    **dict.fromkeys(CYRILLIC, frozenset("DFGJLNQRSUVWZ")),
    Language.GREEK: frozenset("CDFGJLQRSUVW"),
}
_LATIN_ONLY = re.compile("[\u0000-\u036f\u1e00-\u206f]+")
_LEAST_LETTERS, _LEAST_WITHOUT_LATIN = 2, 4
# Which share of a line's letters has to be the script's own beyond doubt.
_OWN = 0.12
# How sure a reading in the other script has to be: against an unsure Latin one (below `_UNSURE`), against a sure one, and where
# the Latin reader left most of the letters out, with an alphabet like the Latin one and without.
_SURE, _SURER, _UNSURE = 0.6, 0.8, 0.9
_LEFT_OUT, _LEAST, _LEAST_UNLIKE = 0.6, 0.5, 0.3
_RIGHT_TO_LEFT = (Language.ARABIC, Language.HEBREW)
# A slash in the other script's eyes.
_PARTING = re.compile(r"[/|!\\]")

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
    if len(parts) == len(native_parts) == 2:
        if native[1] < _LEAST or not is_in(native_parts[0], language):
            return latin
        return f"{native_parts[0].strip()}/{parts[1].strip()}", min(latin[1], native[1])
    if not _holds(latin, native, language):
        return latin
    return (native[0] if language in _LATIN_ALONE else _with_figures(native[0], latin[0], language)), native[
        1
    ]


def _holds(latin: Reading, native: Reading, language: Language) -> bool:
    """Whether a line is in the other script: the Latin reader left it out, or its letters say so."""
    count = letters(native[0], language)
    seen = [letter for letter in latin[0].upper() if letter.isalpha()]
    if count < _LEAST_LETTERS or 2 * count < sum(letter.isalpha() for letter in native[0]):
        return False
    alike = _LATIN_ALONE.get(language)
    if len(seen) < _LEFT_OUT * count:
        return native[1] >= (_LEAST if alike else _LEAST_UNLIKE)
    if alike and len(seen) >= _LEAST_WITHOUT_LATIN and not alike.intersection(seen):
        return native[1] >= _SURE
    return is_in(native[0], language) and native[1] >= (_SURE if latin[1] < _UNSURE else _SURER)


def _with_figures(native: str, latin: str, language: Language) -> str:
    """Return a line in an alphabet unlike the Latin one with its figures as the Latin reader has them, who knows them better."""
    known, found = re.findall(r"\d+", latin), re.findall(r"\d+", native)
    if not found or len(known) != len(found):
        return native
    if language in _RIGHT_TO_LEFT:
        known.reverse()
    fitting = iter(known)
    return re.sub(r"\d+", lambda _: next(fitting), native)
