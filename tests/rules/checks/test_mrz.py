"""What the lines of a machine readable zone mean. The examples are those of ICAO Doc 9303 parts 3 to 7."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.checks.engines.mrz import parsing
from assay.checks.engines.mrz.layouts import CLASSES, LAYOUTS, TD1, TD3
from assay.checks.readings import MrzFormat

PASSPORT = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
CARD = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
SHEET = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")


@pytest.mark.parametrize(
    ("text", "digit"), [("520727", "3"), ("AB2134<<<", "5"), ("D23145890", "7"), ("", "0")]
)
def test_check_digits_of_the_standard(text, digit):
    assert parsing.check_digit(text) == digit


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<", min_size=1, max_size=40), st.data())
def test_another_digit_in_one_place_never_keeps_the_check_digit(text, data):
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != text[place]]))
    changed = text[:place] + other + text[place + 1 :]
    if parsing.value_of(other) % 10 != parsing.value_of(text[place]) % 10:
        assert parsing.check_digit(changed) != parsing.check_digit(text)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=lambda layout: layout.format)
def test_every_cell_of_a_layout_lies_on_its_lines(layout):
    checks = (*layout.checks, *((layout.composite,) if layout.composite else ()))
    assert {len(pattern) for pattern in layout.patterns} == {layout.columns}
    assert set("".join(layout.patterns)) <= CLASSES.keys()
    for check in checks:
        assert all(
            row < layout.rows and column < layout.columns for row, column in (*check.cells, check.digit)
        )


def test_passport_of_the_standard():
    read = parsing.parse(MrzFormat.TD3, PASSPORT)
    assert (read.surname, read.given_names) == ("ERIKSSON", "ANNA MARIA")
    assert (read.document_number, read.issuer, read.nationality, read.sex) == ("L898902C3", "UTO", "UTO", "F")
    assert (read.born_on, read.expires_on) == (date(1974, 8, 12), date(2012, 4, 15))
    assert read.failed_check_digits == ()


@pytest.mark.parametrize(("format_", "lines"), [(MrzFormat.TD1, CARD), (MrzFormat.TD2, SHEET)])
def test_cards_of_the_standard(format_, lines):
    read = parsing.parse(format_, lines)
    assert (read.surname, read.given_names, read.document_number) == ("ERIKSSON", "ANNA MARIA", "D23145890")
    assert read.failed_check_digits == ()


def test_a_wrong_check_digit_is_named_and_the_line_stays_as_printed():
    lines = (PASSPORT[0], PASSPORT[1].replace("7408122", "7408123"))
    read = parsing.parse(MrzFormat.TD3, lines)
    assert read.failed_check_digits == ("born_on", "composite")
    assert read.lines == lines
    assert read.born_on == date(1974, 8, 12)


def test_a_long_number_of_a_card_runs_on_into_the_optional_field():
    rest = "1234567"
    lines = ("I<UTOD23145890<" + (rest + parsing.check_digit("D23145890" + rest)).ljust(15, "<"), *CARD[1:])
    assert parsing.parse(MrzFormat.TD1, lines).document_number == "D231458901234567"
    assert "document_number" not in parsing.failed_check_digits(TD1, lines)


def test_visas_have_no_composite_digit():
    lines = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<")
    read = parsing.parse(MrzFormat.MRV_A, lines)
    assert read.failed_check_digits == ()
    assert read.expires_on == date(1996, 12, 10)


def test_the_old_french_card_has_its_own_layout_and_no_expiry():
    lines = ("IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "8806923102858CORINNE<<<<<<<6512068F6")
    read = parsing.parse(MrzFormat.FRENCH_ID, lines)
    assert (read.surname, read.given_names, read.document_number) == ("BERTHIER", "CORINNE", "880692310285")
    assert (read.born_on, read.expires_on, read.sex) == (date(1965, 12, 6), None, "F")
    assert read.failed_check_digits == ()


@pytest.mark.parametrize(
    ("born", "expires", "year"),
    [
        ("740812", date(2030, 1, 1), 1974),
        ("150101", date(2030, 1, 1), 2015),
        ("310101", date(2030, 1, 1), 1931),
    ],
)
def test_a_birth_lies_in_the_last_century_before_the_expiry(born, expires, year):
    assert parsing.birth_of(born, expires).year == year


@pytest.mark.parametrize("text", ["<<<<<<", "740000", "991332", "74<<<<"])
def test_an_open_or_impossible_date_is_no_date(text):
    assert parsing.birth_of(text, None) is None


def test_a_raised_digit_of_hostile_data_is_no_year():
    assert parsing.expiry_of("²90101") is None


def test_spain_writes_permanent_as_the_first_of_january_99():
    assert parsing.expiry_of("990101", "ESP") == date(9999, 1, 1)
    assert parsing.expiry_of("990101", "UTO") == date(1999, 1, 1)


def test_a_holder_with_one_name_has_it_as_surname():
    assert parsing.names_of("ARKFREITH<<<<<<<<<<") == ("ARKFREITH", "")


def test_a_name_that_fills_its_field_is_truncated():
    whole = parsing.parse(MrzFormat.TD3, PASSPORT)
    cut = parsing.parse(MrzFormat.TD3, ("P<UTOPAPANDROPOULOUS<<JONATHON<WARREN<TREVOR", PASSPORT[1]))
    assert not parsing.is_truncated(whole)
    assert parsing.is_truncated(cut)
    assert len(cut.lines[0]) == TD3.columns
