"""How a name is written in A to Z, by the tables documents use."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.checks.naming import transliteration

CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґўёђћљњџѓќ"


def official(name):
    return {" ".join(one.words) for one in transliteration.spellings(name) if one.official}


def known(name):
    return {" ".join(one.words) for one in transliteration.spellings(name)}


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Müller", {"MUELLER", "MUXXLLER", "MULLER"}), ("Åberg", {"AABERG", "ABERG"}), ("Muñoz", {"MUNOZ", "MUNXXOZ"}),
        ("Weiß", {"WEISS"}), ("Þórður", {"THORDUR"}), ("Łódź", {"LODZ"}), ("İnce ılık", {"INCE ILIK"}), ("Əliyev", {"ELIYEV"}),
        ("Nguyễn", {"NGUYEN"}), ("Ħal Għaxaq", {"HAL GHAXAQ"}),
    ],
)  # fmt: skip
def test_latin_letters_by_table_a(name, written):
    assert official(name) == written


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Щербаков", "SHCHERBAKOV"), ("Подъячев", "PODIEIACHEV"), ("Юлия", "IULIIA"), ("Игорь", "IGOR"), ("Фёдор", "FEDOR"),
        # Ukrainian: the first letter counts, and зг is no ж.
        ("Юлія", "YULIIA"), ("Юрій", "YURII"), ("Їжакевич", "YIZHAKEVYCH"), ("Гаєвич", "HAIEVYCH"), ("Згурський", "ZGHURSKYI"),
        ("Єнакієве Яна", "YENAKIIEVE YANA"), ("Короп’є", "KOROPIE"),
        # Belarusian, Bulgarian, Serbian, Macedonian.
        ("Гончарёнок", "HONCHARIONOK"), ("Щерев", "SHTEREV"), ("Христо", "HRISTO"), ("Мария", "MARIA"),
        ("Живковић", "ZIVKOVIC"), ("Ђорђевић", "DJORDJEVIC"), ("Ђорђевић", "DORDEVIC"), ("Хаџић", "HADZIC"),
        ("Ѓорѓиев", "GJORGJIEV"), ("Ќосев", "KJOSEV"), ("Џеко", "DJEKO"),
    ],
)  # fmt: skip
def test_cyrillic_letters_by_table_b(name, written):
    assert written in official(name)


def test_earlier_romanisations_are_known_and_not_official():
    assert "YULIYA" in known("Юлия") - {"IULIIA"}
    assert "TCARKOV" in known("Царьков") - official("Царьков")
    assert "JOUKOV" in known("Жуков") - official("Жуков")


@pytest.mark.parametrize(
    ("name", "written"),
    [("أبو بكر محمد بن زكريا الرازي", "XAEBW BKR MXHMD BN ZKRYA ALRAZY"), ("فاطمة", "FAXTTMXAH")],
)
def test_arabic_letters_by_table_c(name, written):
    assert written in official(name)


@pytest.mark.parametrize(
    ("name", "written"),
    [("Παπαδόπουλος", "PAPADOPOULOS"), ("Μπάμπης", "BAMPIS"), ("Άγγελος", "ANGELOS"), ("Ευτυχία", "EFTYCHIA"), ("Εύα", "EVA")],
)  # fmt: skip
def test_greek_letters_by_elot_743(name, written):
    assert written in official(name)


def test_what_only_anyascii_knows_is_not_official():
    assert official("張偉") == set()
    assert known("張偉") == {"ZHANGWEI"}


def test_nothing_is_written_for_what_has_no_letters():
    assert transliteration.spellings("-- 12") == ()


@settings(deadline=None)
@given(st.text(CYRILLIC + "äöüßåñøé -'", max_size=14))
def test_every_spelling_is_made_of_capitals(name):
    for one in transliteration.spellings(name):
        assert one.joined.isascii()
        assert one.joined.isupper()


@settings(deadline=None)
@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ ", max_size=20))
def test_what_is_written_in_a_to_z_stays_as_it_is(name):
    assert known(name) == ({" ".join(name.split())} if name.strip() else set())


@settings(deadline=None)
@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", max_size=20))
def test_folding_twice_is_folding_the_result_no_longer_than_before(name):
    assert len(transliteration.folded(name)) <= len(name) + name.count("X")
