"""Which of two readings of a line holds. The readings are such as the two readers really give."""

import pytest

from assay.checks.engines.text import scripts
from assay.checks.engines.text.scripts import Language


@pytest.mark.parametrize(
    ("issuer", "language"),
    [("UKR", Language.UKRAINIAN), ("GRC", Language.GREEK), ("SAU", Language.ARABIC), ("D", None), ("CHN", None), ("", None)],
)  # fmt: skip
def test_the_issuer_tells_the_language(issuer, language):
    assert scripts.language_of_issuer(issuer) is language


def test_no_issuer_has_two_languages():
    codes = [code for listed in scripts.ISSUERS.values() for code in listed.split()]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("latin", "native", "language", "held"),
    [
        # What the Latin reader leaves out, and what it takes for its own letters.
        (("", 0.9), ("СМИРНОВ ЭДУАРД", 0.92), Language.RUSSIAN, "СМИРНОВ ЭДУАРД"),
        (("22 BEPECHA 2022", 0.99), ("22 ВЕРЕСНЯ 2022", 0.93), Language.UKRAINIAN, "22 ВЕРЕСНЯ 2022"),
        (("OYKPANIA", 1.0), ("ΟΥΚΡΑΝΙΑ", 0.91), Language.GREEK, "ΟΥΚΡΑΝΙΑ"),
        # Latin lines, as the other reader misreads them.
        (("PASSPORT", 1.0), ("РАЗ5РОВТ", 0.33), Language.UKRAINIAN, "PASSPORT"),
        (("SURNAME", 0.99), ("ЗЦВМАМЕ", 0.7), Language.RUSSIAN, "SURNAME"),
        (("XX000000", 1.0), ("ХХ000000", 0.9), Language.UKRAINIAN, "XX000000"),
        (("Type", 1.0), ("لمانا", 0.5), Language.ARABIC, "Type"),
        (("ALI HAMAD ABDULLAH", 0.97), ("[التخ نفع سآن", 0.05), Language.ARABIC, "ALI HAMAD ABDULLAH"),
        # Both scripts on one line.
        (("TKA4ÉHKO/TKACHENKO", 0.97), ("ТКАЧЕНКО/ТКАСНЕМКО", 0.91), Language.UKRAINIAN, "ТКАЧЕНКО/TKACHENKO"),
        (("pi/Surname", 0.8), ("Прізвище! Затате", 0.64), Language.UKRAINIAN, "Прізвище/Surname"),
        (("24 CEP/AUG 91", 0.95), ("24 СЕР/АС 91", 0.76), Language.UKRAINIAN, "24 CEP/AUG 91"),
        # Figures are the Latin reader's, from right to left where the script runs so.
        (("2019 21", 0.93), ("1 نوفمبر 2019", 0.7), Language.ARABIC, "21 نوفمبر 2019"),
        (("2021 3 25", 0.75), ("2021년 3월 25일", 0.9), Language.KOREAN, "2021년 3월 25일"),
    ],
)  # fmt: skip
def test_each_half_is_believed_where_its_letters_say_so(latin, native, language, held):
    assert scripts.chosen(latin, native, language)[0] == held


@pytest.mark.parametrize(
    ("text", "halves"),
    [
        ("ТКАЧЕНКО/TKACHENKO", ("ТКАЧЕНКО", "TKACHENKO")), ("REPUBLIC OF KOREA/대한민국", ("대한민국", "REPUBLIC OF KOREA")),
        ("M/F", None), ("ТКАЧЕНКО", None), ("ПОЛ/Ж", None),
    ],
)  # fmt: skip
def test_a_value_in_two_scripts_has_two_halves(text, halves):
    assert scripts.halves(text) == halves
