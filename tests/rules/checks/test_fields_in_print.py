"""Fields found by the zone's values and by place. The lines are made by hand, after the places of real cards."""

from datetime import date

import pytest

from assay.checks.engines.mrz import parsing
from assay.checks.engines.visual_zone import printed_dates, visual_fields
from assay.checks.readings import MrzFormat, TextLine

ZONE = parsing.parse(
    MrzFormat.TD3,
    ["P<LTUBASANAVICIENE<<BIRUTE<<<<<<<<<<<<<<<<<<", "00000001<7LTU5911239F2301011<<<<<<<<<<<<<<<2"],
)


def line(text, x, y, width=0.2, confidence=0.99):
    return TextLine(
        text=text,
        confidence=confidence,
        corners=((x, y), (x + width, y), (x + width, y + 0.03), (x, y + 0.03)),
    )


def test_a_line_that_says_what_the_zone_says_is_the_field_with_its_diacritics():
    lines = [
        line("BASANAVIČIENĖ", 0.4, 0.2), line("BIRUTĖ", 0.4, 0.3), line("23 11 1959", 0.4, 0.5),
        line("01 01", 0.4, 0.7, 0.05), line("2023", 0.47, 0.7, 0.05), line("00000001", 0.7, 0.1),
    ]  # fmt: skip
    found = visual_fields.find(lines, 1.42, ZONE)
    assert (found.surname, found.given_names, found.document_number) == (
        "BASANAVIČIENĖ",
        "BIRUTĖ",
        "00000001",
    )
    assert (found.born_on, found.expires_on) == (date(1959, 11, 23), date(2023, 1, 1))


def test_print_that_contradicts_the_zone_is_told_by_its_label_and_not_bent():
    lines = [
        line("Surname", 0.4, 0.1), line("PETRAUSKAS", 0.4, 0.14),
        line("Date of birth", 0.4, 0.3), line("24.11.1959", 0.4, 0.34),
    ]  # fmt: skip
    found = visual_fields.find(lines, 1.42, ZONE)
    assert (found.surname, found.born_on) == ("PETRAUSKAS", date(1959, 11, 24))


def test_nothing_that_only_resembles_the_zone_is_taken_for_it():
    lines = [line("BASANAVICIUS", 0.4, 0.2), line("23 11 1958", 0.4, 0.5), line("00000002", 0.7, 0.1)]
    found = visual_fields.find(lines, 1.42, ZONE)
    assert (found.surname, found.born_on, found.document_number) == (None, None, None)


CARD = [
    line("REPUBLIC OF EXAMPLE IDENTITY CARD", 0.3, 0.05, 0.5), line("MARKOV", 0.4, 0.2), line("HELENA", 0.4, 0.3),
    line("22.05.1975", 0.4, 0.4), line("E/M", 0.7, 0.4, 0.05), line("20.07.2027", 0.4, 0.6),
    line("12345678902", 0.1, 0.7),
]  # fmt: skip


def test_a_card_whose_labels_are_illegible_is_read_by_place():
    found = visual_fields.find(CARD, 1.586)
    assert (found.surname, found.given_names, found.sex) == ("MARKOV", "HELENA", "M")
    assert (found.born_on, found.expires_on) == (date(1975, 5, 22), date(2027, 7, 20))
    assert found.personal_number == "12345678902"


def test_without_a_title_nothing_is_guessed():
    found = visual_fields.find(CARD[1:], 1.586)
    assert (found.surname, found.born_on, found.personal_number) == (None, None, None)


def test_an_american_licence_has_its_names_over_the_address():
    lines = [
        line("DRIVER LICENSE", 0.4, 0.02), line("DOB 02/01/1957", 0.35, 0.1),
        line("SAMPLE", 0.35, 0.2),
        line("JELANI", 0.35, 0.25),
        line("123 MAIN STREET", 0.35, 0.3), line("PHOENIX, AZ 85007", 0.35, 0.34), line("4b EXP 02/01/2018", 0.35, 0.5),
        line("4a ISS 01/10/2013", 0.35, 0.45), line("15 SEX M", 0.35, 0.6),
    ]  # fmt: skip
    found = visual_fields.find(lines, 1.586)
    assert (found.surname, found.given_names) == ("SAMPLE", "JELANI")
    assert found.address == "123 MAIN STREET, PHOENIX, AZ 85007"
    assert (found.issued_on, found.expires_on) == (date(2013, 1, 10), date(2018, 2, 1))


def test_labels_in_other_scripts_name_their_fields():
    lines = [
        line("Прізвище/Surname", 0.4, 0.1), line("ТКАЧЕНКО/TKACHENKO", 0.4, 0.14), line("Дата народження", 0.4, 0.3),
        line("24 СЕРПНЯ 1991", 0.4, 0.34), line("성명", 0.7, 0.5, 0.05), line("住所", 0.1, 0.5, 0.05),
        line("東京都千代田区", 0.1, 0.54),
    ]  # fmt: skip
    found = visual_fields.find(lines, 1.42)
    assert (found.surname, found.own_script["surname"]) == ("TKACHENKO", "ТКАЧЕНКО")
    assert (found.born_on, found.address) == (date(1991, 8, 24), "東京都千代田区")


def test_dates_in_an_order_that_cannot_be_are_left_out():
    lines = [
        line("Date of birth", 0.4, 0.1), line("01.03.2014", 0.4, 0.14),
        line("Date of expiry", 0.4, 0.3), line("07.06.1984", 0.4, 0.34),
    ]  # fmt: skip
    found = visual_fields.find(lines, 1.42)
    assert (found.born_on, found.expires_on) == (None, None)


def test_one_label_for_the_whole_name_gives_both_parts():
    found = visual_fields.find([line("Name / Nom", 0.4, 0.1), line("MARKOV, HELENA ANNE", 0.4, 0.14)], 1.42)
    assert (found.surname, found.given_names) == ("MARKOV", "HELENA ANNE")


@pytest.mark.parametrize(
    "print_",
    [
        "23 11 1959", "23.11.1959", "1959. 11. 23", "23:11 1959", "11/23/1959", "2311 1959", "23 111959", "Z3 11 I959",
        "23 NOV/NOV 59", "23-N0V-1959", "Z3 LAPKR/NOV 59", "VILNIUS 23-11-59", "Valid: 01/01/200923/11/1959",
    ],
)  # fmt: skip
def test_the_date_of_the_zone_is_found_in_every_form_and_with_look_alikes(print_):
    assert printed_dates.says(print_, date(1959, 11, 23))


@pytest.mark.parametrize(
    "print_", ["24 11 1959", "23 11 1958", "23 DEC/DEC 59", "NOV 59", "VILNIUS", "23 NOV 58"]
)
def test_another_date_is_never_bent_into_that_of_the_zone(print_):
    assert not printed_dates.says(print_, date(1959, 11, 23))


def test_a_date_in_four_pieces_under_small_print_is_one_date():
    lines = [
        TextLine(text="Date of birth/Date de naiss (4)", confidence=0.9,
                 corners=((0.4, 0.494), (0.6, 0.494), (0.6, 0.51), (0.4, 0.51))),
        line("23", 0.4, 0.51, 0.03), line("NOV", 0.44, 0.51, 0.05), line("/NOV", 0.5, 0.51, 0.05),
        line("59", 0.56, 0.51, 0.03),
    ]  # fmt: skip
    assert visual_fields.find(lines, 1.42, ZONE).born_on == date(1959, 11, 23)


@pytest.mark.parametrize(
    "print_", ["OOO0OOO1", "LTU00000001", "SERIA 000 NR 00001", "00000001 7", "No: 0000 0001"]
)
def test_the_number_of_the_zone_is_found_in_groups_with_prefix_check_digit_and_look_alikes(print_):
    assert visual_fields.find([line(print_, 0.7, 0.1)], 1.42, ZONE).document_number == "00000001"


@pytest.mark.parametrize("print_", ["00000007", "123400000001", "0000001", "LTU-X"])
def test_another_number_is_never_taken_for_that_of_the_zone(print_):
    assert visual_fields.find([line(print_, 0.7, 0.1)], 1.42, ZONE).document_number is None


def test_a_surname_on_two_lines_and_one_that_lost_its_dots_are_those_of_the_zone():
    zone = ZONE.model_copy(update={"surname": "GARCIA PEREZ", "given_names": "JUERGEN"})
    lines = [line("GARCÍA", 0.4, 0.2), line("PÉREZ", 0.4, 0.24), line("JURGEN", 0.4, 0.4)]
    found = visual_fields.find(lines, 1.42, zone)
    assert (found.surname, found.given_names) == ("GARCÍA PÉREZ", "JURGEN")


@pytest.mark.parametrize(
    ("print_", "meant"),
    [
        ("17-06-31", date(2031, 6, 17)), ("06.07.31", date(2031, 7, 6)), ("12 MAY/MAI 31", date(2031, 5, 12)),
        ("31. 12. 2031", date(2031, 12, 31)), ("06/07/31", None),
    ],
)  # fmt: skip
def test_a_short_year_behind_a_label_is_taken_where_day_and_month_are_clear(print_, meant):
    found = visual_fields.find([line("Date of expiry", 0.4, 0.3), line(print_, 0.4, 0.34)], 1.42)
    assert found.expires_on == meant
