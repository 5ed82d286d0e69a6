"""Do number and dates look like those of the country?"""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.checks.documents import number_checks, plausible
from assay.checks.documents.impossible_dates import months_after
from assay.checks.readings import Barcode, Claim, MrzFormat, TextLine, VisualFields
from assay.checks.result import Outcome
from assay.policy.documents import NumberCheck
from assay.sandbox.people import person
from made_cases import BOOK, ON, case, front, passing_front

BEARER = person(1)
FRONT = passing_front(BEARER)
CORNERS = ((0.1, 0.1), (0.5, 0.1), (0.5, 0.2), (0.1, 0.2))
NUMBER, DATES = ("document.number.format",), ("document.dates.impossible",)


def passport(**zone):
    return case(
        front=FRONT.model_copy(update={"visual": VisualFields(), "mrz": FRONT.mrz.model_copy(update=zone)})
    )


def card(second="<" * 30, **zone):
    return passport(format=MrzFormat.TD1, document_code="I", lines=("I" * 30, second, "A" * 30), **zone)


def with_issue(issued_on, confidence=0.99, **zone):
    line = TextLine(text=str(issued_on), confidence=confidence, corners=CORNERS)
    visual = VisualFields(issued_on=issued_on, lines={"issued_on": 0})
    mrz = FRONT.mrz.model_copy(update=zone)
    return case(front=FRONT.model_copy(update={"visual": visual, "text": (line,), "mrz": mrz}))


def licence(**fields):
    known = {"surname": "A", "document_number": "1", "country": "UTO", "kind": "DL"}
    code = Barcode(symbology="pdf417", text="@", fields={**known, **fields}, corners=CORNERS)
    return case(front=front().model_copy(update={"barcodes": (code,)}))


def judged(made):
    result = plausible.document_plausible(made, BOOK)
    assert (result.outcome is Outcome.PASS) == (not result.reasons)
    assert result.outcome is not Outcome.ASK_AGAIN
    return result.reasons


@pytest.mark.parametrize("number", range(20))
def test_people_of_utopia_are_plausible(number):
    assert judged(case(front=passing_front(person(number)))) == ()


@pytest.mark.parametrize(
    ("issuer", "number"),
    [
        ("D", "C01X00T47"), ("FRA", "12AB12345"), ("GBR", "707797979"), ("USA", "123456789"), ("USA", "A12345678"),
        ("CAN", "AB123456"), ("CAN", "P123456AA"), ("AUS", "PA0940409"), ("ESP", "ZAB000254"), ("POL", "ZS0000177"),
        ("ITA", "YA1234567"), ("NLD", "SPECI2014"), ("JPN", "XS1234567"), ("CHN", "E12345678"), ("CHN", "EA1234567"),
        ("KOR", "M123A4567"), ("IND", "K1234567"), ("UKR", "FX123456"), ("BEL", "EN123456"), ("XOM", "ANYTHING1"),
    ],
)  # fmt: skip
def test_passports_numbered_as_their_country_does(issuer, number):
    assert judged(passport(issuer=issuer, nationality=issuer, document_number=number)) == ()


@pytest.mark.parametrize(
    ("issuer", "number"),
    [
        ("D", "A01X00T4O"), ("D", "C01X00T4"), ("FRA", "AB1234512"), ("GBR", "70779797A"), ("USA", "12345678"),
        ("JPN", "X12345678"), ("NLD", "SPECO2014"), ("POL", "ZS0000178"), ("IND", "12345678"), ("MYS", "B12345678"),
    ],
)  # fmt: skip
def test_passports_numbered_otherwise_go_to_a_person(issuer, number):
    assert judged(passport(issuer=issuer, nationality=issuer, document_number=number)) == NUMBER


@pytest.mark.parametrize(
    ("issuer", "number", "reasons"),
    [
        ("D", "L01X00T47", ()), ("D", "L01X00T4E", NUMBER), ("POL", "ABA300000", ()), ("POL", "ABA400000", NUMBER),
        ("PRT", "000000000ZZ4", ()), ("PRT", "000000000ZZ5", NUMBER), ("BEL", "591000000181", NUMBER), ("ITA", "CA00000AA", ()),
        ("FRA", "X4RTBPFW4", ()), ("FRA", "880692A10285", NUMBER), ("FRA", "88062A310285", ()), ("HUN", "000001AE", ()),
    ],
)  # fmt: skip
def test_cards_by_form_and_check_digit(issuer, number, reasons):
    assert judged(card(issuer=issuer, nationality=issuer, document_number=number)) == reasons


def test_what_fits_says_so_and_what_is_unknown_too():
    known = plausible.document_plausible(passport(issuer="FRA", document_number="12AB12345"), BOOK)
    unknown = plausible.document_plausible(passport(), BOOK)
    assert known.seen["number"].startswith("As its country")
    assert "not known for sure" in unknown.seen["number"]


@pytest.mark.parametrize(("confidence", "reasons"), [(0.99, NUMBER), (0.6, ())])
def test_a_printed_number_counts_only_where_it_was_read_with_confidence(confidence, reasons):
    line = TextLine(text="12345", confidence=confidence, corners=CORNERS)
    shown = front().model_copy(
        update={
            "visual": VisualFields(document_number="12345", lines={"document_number": 0}),
            "text": (line,),
        }
    )
    typed = Claim(
        given_names="A", surname="B", born_on=date(1990, 1, 1), residence="FR", nationality="FR",
        document_kind="passport", issuing_country="FR",
    )  # fmt: skip
    result = plausible.document_plausible(case(claim=typed, front=shown), BOOK)
    assert result.reasons == reasons
    assert [mark.points for mark in result.marks] == ([CORNERS] if reasons else [])


@pytest.mark.parametrize(
    ("check", "number"),
    [
        ("pesel", "44051401359"), ("luhn", "8112189876"), ("luhn", "198112189876"), ("finnish", "131052-308T"),
        ("romanian", "1800101221144"), ("bulgarian", "7523169263"), ("turkish", "10000000146"), ("spanish", "12345678Z"),
        ("spanish", "X1234567L"), ("baltic", "37605030299"), ("baltic", "38001010015"),
        ("croatian", "94577403194"), ("yugoslav", "0101006500006"),
        ("belgian", "85073003328"), ("belgian", "17073003384"), ("belgian_card", "000001103271"), ("czechoslovak", "7103192745"),
        ("dutch", "111222333"), ("icelandic", "1201743399"), ("chinese", "11010519491231002X"), ("polish_passport", "ZS0000177"),
        ("polish_card", "ABA300000"), ("portuguese_card", "000000000ZZ4"), ("singaporean", "S1234567D"),
        ("singaporean", "M1234567X"),
    ],
)  # fmt: skip
def test_published_examples_hold(check, number):
    assert number_checks.HOLDS[NumberCheck(check)](number)


def test_every_check_has_a_function_and_is_used():
    assert set(number_checks.HOLDS) == set(NumberCheck)
    assert {one.check for one in BOOK.number_formats if one.check} == set(NumberCheck)


@settings(deadline=None)
@given(st.sampled_from([one for one in BOOK.number_formats if one.check]), st.data())
def test_no_number_that_fits_breaks_a_check_and_a_changed_last_digit_does_not_hold(one, data):
    number = data.draw(st.from_regex(re.compile(one.pattern, re.ASCII), fullmatch=True))
    holds = number_checks.HOLDS[one.check]
    if holds(number) and number[-1].isdigit() and one.check is not NumberCheck.CZECHOSLOVAK:
        other = number[:-1] + str((int(number[-1]) + 1) % 10)
        assert not re.fullmatch(one.pattern, other) or not holds(other) or one.check is NumberCheck.ICELANDIC


@pytest.mark.parametrize(
    ("issuer", "optional", "born_on", "reasons"),
    [
        ("POL", "44051401359", date(1944, 5, 14), ()),
        ("POL", "44051401358", date(1944, 5, 14), NUMBER),
        ("POL", "44051401359", date(1944, 5, 15), NUMBER),
        ("BGR", "7523169263", date(1875, 3, 16), ()),
        ("FIN", "131052-308T", date(1952, 10, 13), ()),
        ("ESP", "99999999R", date(1980, 1, 1), ()),
        ("ESP", "99999999A", date(1980, 1, 1), NUMBER),
        ("ISL", "120174 3399", date(1974, 1, 12), ()),
        ("ISL", "520174 3399", date(1974, 1, 12), NUMBER),
        ("FRA", "99999999A", date(1980, 1, 1), ()),
        ("POL", "", date(1980, 1, 1), ()),
        ("POL", "00000000000", date(1980, 1, 1), ()),
        ("SWE", "8112609876", date(1981, 12, 18), NUMBER),
    ],
)
def test_personal_numbers_in_the_zone(issuer, optional, born_on, reasons):
    made = passport(
        issuer=issuer, optional=optional, born_on=born_on, document_number="", expires_on=date(2027, 1, 1)
    )
    assert judged(made) == reasons


def test_a_card_has_optional_data_on_its_second_line_too():
    second = "800101" + "7F270101" + "0ESP"
    second = (second.ljust(18, "<")[:18] + "99999999A" + "<<<").ljust(30, "0")
    assert (
        judged(card(second, issuer="ESP", document_number="BAA000589", expires_on=date(2027, 1, 1))) == NUMBER
    )


def test_an_unread_date_of_birth_contradicts_no_personal_number():
    assert judged(passport(issuer="POL", optional="44051401359", born_on=None, document_number="")) == ()


@pytest.mark.parametrize(
    ("issued_on", "zone", "reasons"),
    [
        (date(2025, 1, 18), {}, ()),
        (date(2026, 11, 23), {"expires_on": date(2036, 1, 1)}, ()),
        (date(2026, 11, 24), {"expires_on": date(2036, 1, 1)}, DATES),
        (date(1991, 10, 4), {"expires_on": date(2001, 1, 1)}, DATES),
        (date(2020, 1, 1), {"expires_on": date(2019, 12, 31)}, DATES),
        (date(2020, 1, 1), {"expires_on": date(2031, 1, 1)}, ()),
        (date(2020, 1, 1), {"expires_on": date(2031, 1, 2)}, DATES),
        (date(2020, 1, 1), {"expires_on": date(9999, 1, 1)}, ()),
        (date(2020, 1, 1), {"expires_on": None}, ()),
        (date(2020, 1, 1), {"born_on": None, "expires_on": date(2030, 1, 1)}, ()),
        (date(2020, 1, 1), {"issuer": "SWE", "document_number": "", "expires_on": date(2025, 1, 1)}, ()),
        (date(2020, 1, 1), {"issuer": "SWE", "document_number": "", "expires_on": date(2029, 1, 1)}, DATES),
    ],
)  # fmt: skip
def test_day_of_issue_against_the_other_dates(issued_on, zone, reasons):
    assert judged(with_issue(issued_on, **zone)) == reasons


def test_a_day_of_issue_hardly_legible_contradicts_nothing():
    assert judged(with_issue(date(2030, 1, 1), confidence=0.5)) == ()


@pytest.mark.parametrize(
    ("zone", "reasons"),
    [
        ({"expires_on": date(2037, 11, 22)}, ()),
        ({"expires_on": date(2037, 11, 23)}, DATES),
        ({"expires_on": date(1985, 1, 1)}, DATES),
        # A child of the United States has five years at most, whatever the day of issue.
        ({"issuer": "USA", "born_on": date(2015, 1, 1), "expires_on": date(2031, 11, 1)}, ()),
        ({"issuer": "USA", "born_on": date(2015, 1, 1), "expires_on": date(2033, 1, 1)}, DATES),
        ({"issuer": "USA", "born_on": date(2000, 1, 1), "expires_on": date(2033, 1, 1)}, ()),
        ({"issuer": "USA", "born_on": None, "expires_on": date(2033, 1, 1)}, ()),
        ({"issuer": "D", "born_on": date(2005, 1, 1), "expires_on": date(2035, 1, 1)}, DATES),
    ],
)
def test_validity_without_a_day_of_issue_is_counted_from_today(zone, reasons):
    assert judged(passport(document_number="", **zone)) == reasons


@pytest.mark.parametrize(("born_on", "reasons"), [(date(1970, 1, 1), DATES), (date(1950, 1, 1), ())])
def test_cards_of_the_union_are_valid_for_ten_years_but_those_of_the_old(born_on, reasons):
    assert (
        judged(
            card(
                issuer="FRA",
                nationality="FRA",
                document_number="",
                born_on=born_on,
                expires_on=date(2050, 1, 1),
            )
        )
        == reasons
    )


def test_a_holder_born_after_today_has_no_age_to_judge_by():
    made = passport(born_on=date(2027, 2, 28), expires_on=date(2026, 12, 1), issuer="USA", document_number="")
    # The zone has two digits of the year, so this is somebody of 99.
    assert judged(made) == ()


@pytest.mark.parametrize(
    ("issued_on", "reasons"), [("2012-01-01", ()), ("2014-01-01", DATES), ("", ()), ("2026-10-01", ())]
)
def test_licences_of_the_union_by_their_day_of_issue(issued_on, reasons):
    made = licence(country="FRA", expires_on="2040-01-01", born_on="1980-01-01", issued_on=issued_on)
    assert judged(made) == reasons


def test_a_holder_who_was_not_born_is_out_of_order():
    made = licence(expires_on="2030-01-01", born_on="2031-01-01", issued_on="2026-01-01")
    result = plausible.document_plausible(made, BOOK)
    assert "before the holder was born" in result.seen["dates"]


def test_a_document_that_says_nothing_contradicts_nothing():
    assert judged(case(front=front())) == ()


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.integers(0, 400))
def test_months_go_on_and_never_skip_one(day, months):
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


@settings(deadline=None)
@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.dates(date(1930, 1, 1), ON))
def test_a_longer_validity_is_never_more_plausible(expires_on, born_on):
    shorter = judged(passport(issuer="USA", document_number="", born_on=born_on, expires_on=expires_on))
    if expires_on >= ON and shorter:
        longer = judged(
            passport(
                issuer="USA", document_number="", born_on=born_on, expires_on=months_after(expires_on, 60)
            )
        )
        assert longer
