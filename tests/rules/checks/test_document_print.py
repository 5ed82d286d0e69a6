"""Labels, dates and fields in print. The lines are made by hand."""

from datetime import date

import pytest

from assay.checks.engines.visual_zone import labels, printed_dates, visual_fields
from assay.checks.readings import TextLine


def line(text, x, y, width=0.2):
    return TextLine(
        text=text, confidence=0.99, corners=((x, y), (x + width, y), (x + width, y + 0.03), (x, y + 0.03))
    )


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Surname / Nom", "surname"), ("NOM/Sumame", "surname"), ("Vornamen / Given names", "given_names"), ("DOB", "born_on"),
        ("Date of birth / Date de naissance", "born_on"), ("Place of birth / Lieu de naissance", "place_of_birth"),
        ("Date of issue", "issued_on"), ("Date d'expiration", "expires_on"), ("N° du document", "document_number"),
        ("NACIONALIDAD", "nationality"), ("Sex / Sexe", "sex"),
    ],
)  # fmt: skip
def test_labels_in_several_languages_name_one_field(text, field):
    assert labels.label_of(text).field == field


@pytest.mark.parametrize("text", ["HYTHLOWIN", "22.02.2000", "U67835750", ""])
def test_values_are_no_labels(text):
    assert labels.label_of(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("DRIVER LICENSE", "driving_licence"), ("Führerschein", "driving_licence"), ("Passport / Passeport", "passport"),
        ("CARTE NATIONALE D'IDENTITÉ", "id_card"), ("TITRE DE SÉJOUR", "residence_permit"), ("Shopping list", None),
    ],
)  # fmt: skip
def test_titles_tell_the_kind(text, kind):
    assert labels.kind_of_title(text) == kind


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("22.02.2000", date(2000, 2, 22)), ("22 FEB 2000", date(2000, 2, 22)), ("22 FÉV /FEB 2000", date(2000, 2, 22)),
        ("2000-02-22", date(2000, 2, 22)), ("13071990", date(1990, 7, 13)), ("12 AUG/AOUT 74", date(1974, 8, 12)),
        ("平成3年5月18日", date(1991, 5, 18)), ("令和元年12月1日", date(2019, 12, 1)), ("2021년 3월 25일", date(2021, 3, 25)),
        ("民國 80 年 1 月 2 日", date(1991, 1, 2)), ("٢١ نوفمبر ٢٠١٩", date(2019, 11, 21)), ("١٢/٠٥/١٩٩٠", date(1990, 5, 12)),
        ("21 листопада 1990", date(1990, 11, 21)), ("12 มกราคม 2534", date(1991, 1, 12)), ("5 Απριλίου 2035", date(2035, 4, 5)),
        ("13 LIP/JUL 2016", date(2016, 7, 13)), ("24 СЕРПНЯ/AUG 91", date(1991, 8, 24)),
        ("February 22 2000", date(2000, 2, 22)), ("31.02.2000", None), ("ABRAXA", None), ("12345678901", None),
    ],
)  # fmt: skip
def test_dates_in_the_orders_of_documents(text, found):
    assert printed_dates.find(text) == found


def test_the_order_of_day_and_month_follows_the_country():
    assert printed_dates.find("02/03/1990") == date(1990, 3, 2)
    assert printed_dates.find("02/03/1990", month_first=True) == date(1990, 2, 3)


def test_values_stand_below_their_labels():
    lines = [
        line("Surname / Nom", 0.4, 0.10), line("HYTHLOWIN", 0.4, 0.14), line("Given names / Prénoms", 0.4, 0.22),
        line("NERELDA", 0.4, 0.26), line("Date of birth", 0.4, 0.34), line("22 FEB 2000", 0.4, 0.38),
        line("Sex", 0.7, 0.34, 0.05),
        line("F", 0.7, 0.38, 0.02),
    ]  # fmt: skip
    found = visual_fields.find(lines, 1.42)
    assert (found.surname, found.given_names, found.born_on, found.sex) == (
        "HYTHLOWIN",
        "NERELDA",
        date(2000, 2, 22),
        "F",
    )
    assert found.lines["surname"] == 1


def test_values_stand_behind_their_labels():
    found = visual_fields.find([line("Surname: Santos", 0.1, 0.1), line("DOB 02/22/2000", 0.1, 0.2)], 1.6)
    assert (found.surname, found.born_on) == ("Santos", date(2000, 2, 22))


def test_licences_number_their_fields():
    lines = [
        line("1. LUMARELLE", 0.35, 0.1), line("2. KELDAN", 0.35, 0.18), line("3.", 0.35, 0.26, 0.03),
        line("05.10.1991 POLYLERIT", 0.4, 0.26), line("4b. 18.01.2035", 0.35, 0.42), line("5. UT96315050", 0.35, 0.5),
    ]  # fmt: skip
    found = visual_fields.find(lines, 1.586)
    assert (found.surname, found.given_names, found.document_number) == ("LUMARELLE", "KELDAN", "UT96315050")
    assert (found.born_on, found.expires_on) == (date(1991, 10, 5), date(2035, 1, 18))


def test_a_licence_of_the_united_states_has_its_number_under_4d():
    lines = [
        line("4d DLN D12345678", 0.5, 0.1), line("5 DD 1234567890123456", 0.3, 0.8), line("15 SEX M", 0.3, 0.6),
        line("3 DOB 02/01/1957", 0.5, 0.2), line("4b EXP 02/01/2018", 0.3, 0.5),
    ]  # fmt: skip
    found = visual_fields.find(lines, 1.586)
    assert (found.document_number, found.born_on, found.sex) == ("D12345678", date(1957, 2, 1), "M")


def test_a_numbered_list_that_is_no_licence_has_no_fields():
    assert visual_fields.find([line("1. Milk", 0.1, 0.1), line("2. Bread", 0.1, 0.2)], 0.7).surname is None
