"""What each source says of each field, and whether they agree."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.checks.documents import document
from assay.checks.documents.comparison import FIELDS, comparison
from assay.checks.documents.field_rules import Agreement
from assay.checks.readings import Barcode, ChipReading, MrzFormat, TextLine, VisualFields
from assay.checks.result import Outcome
from assay.sandbox.people import person
from made_cases import BOOK, case, claim_of, front, passing_front

BEARER = person(1)
FRONT = passing_front(BEARER)
CORNERS = ((0.1, 0.1), (0.5, 0.1), (0.5, 0.2), (0.1, 0.2))
DIFFER, AGREE, SIMILAR, UNSURE = Agreement.DIFFER, Agreement.AGREE, Agreement.SIMILAR, Agreement.UNSURE


def claim(**changes):
    return claim_of(BEARER, **changes)


def printed(confidence=0.99, text="", **fields):
    """The zone of a passport with these fields in print, each on a line of its own."""
    texts = [*(str(value) for value in fields.values()), text]
    lines = tuple(TextLine(text=text, confidence=confidence, corners=CORNERS) for text in texts)
    visual = VisualFields(**fields, lines={field: index for index, field in enumerate(fields)})
    return FRONT.model_copy(update={"visual": visual, "text": lines})


def zone(reading=FRONT, **changes):
    return reading.model_copy(update={"mrz": reading.mrz.model_copy(update=changes)})


def licence(**fields):
    known = {
        "surname": "LUMARELLE",
        "given_names": "KELDAN",
        "document_number": "UT96315050",
        "country": "UTO",
    }
    code = Barcode(symbology="pdf417", text="@", fields={**known, **fields}, corners=CORNERS)
    return front().model_copy(update={"barcodes": (code,)})


def compared(**changes):
    return {one.field: one for one in comparison(case(**changes), BOOK)}


@pytest.mark.row("IDW-06")
def test_every_field_that_was_typed_is_compared_with_the_document():
    found = compared(claim=claim(), front=FRONT)
    for field in ("surname", "given_names", "born_on", "nationality", "issuer"):
        assert found[field].against["typed"] is AGREE
    assert set(found) <= set(FIELDS)


@pytest.mark.row("IDW-06")
@pytest.mark.parametrize(
    ("typed", "field", "why"),
    [
        ({"surname": "Santos"}, "surname", "other letters"),
        ({"given_names": "Ophirine"}, "given_names", "other letters"),
        ({"born_on": date(1980, 1, 1)}, "born_on", "another date"),
        ({"born_on": date(1991, 5, 10)}, "born_on", "day and month exchanged"),
        ({"born_on": date(1891, 10, 5)}, "born_on", "another date"),
        ({"nationality": "FR"}, "nationality", "another state"),
        ({"issuing_country": "FR"}, "issuer", "another state"),
    ],
)
def test_a_typed_field_that_differs_is_the_only_one_that_does_and_says_why(typed, field, why):
    found = compared(claim=claim(**typed), front=FRONT)
    assert [name for name, one in found.items() if one.typed_differs()] == [field]
    assert why in found[field].why
    assert not found[field].sources_differ()


def test_a_typed_name_that_is_nearly_the_same_is_similar():
    found = compared(claim=claim(surname=BEARER.surname[:-1] + "a"), front=FRONT)
    assert found["surname"].agreement is SIMILAR
    assert "one letter differs" in found["surname"].why


def test_names_parted_in_another_place_agree():
    found = compared(claim=claim(surname=BEARER.given_names, given_names=BEARER.surname), front=FRONT)
    assert found["surname"].agreement is AGREE
    assert "parted in another place" in found["surname"].why


@pytest.mark.parametrize(
    ("read", "shown", "why"),
    [
        ({"surname": "MUELLER"}, {"surname": "Müller"}, "say the same"),
        ({"surname": "SHCHERBAKOV"}, {"surname": "Щербаков"}, "say the same"),
        ({"born_on": date(2025, 10, 5)}, {"born_on": date(1925, 10, 5)}, "two digits of the year"),
        ({"document_number": "123456789"}, {"document_number": "123456789012"}, "nine characters"),
        (
            {"document_number": "BAA000589"},
            {"document_number": "U 7284 2014"},
            "stands elsewhere in the zone",
        ),
        ({"document_number": "C0O1I2345"}, {"document_number": "COO112345"}, "say the same"),
        ({"sex": "F"}, {"sex": "F"}, "say the same"),
        ({"nationality": "D"}, {"nationality": "Germany"}, "say the same"),
        ({"nationality": "D"}, {"nationality": "DEU"}, "say the same"),
        ({"nationality": "XXA"}, {"nationality": "XXA"}, "say the same"),
    ],
)
def test_what_the_rules_of_documents_make_of_a_value_is_no_difference(read, shown, why):
    field = next(iter(read))
    found = compared(front=zone(printed(**shown), **read))
    assert found[field].agreement is AGREE
    assert why in found[field].why
    assert (
        document.document_sources_agree(case(front=zone(printed(**shown), **read)), BOOK).outcome
        is Outcome.PASS
    )


def test_a_name_cut_by_the_zone_agrees_with_the_whole_one_in_print():
    names = "LUMARELLE<<KELDAN<DESTRIAN<WARREN<TREVO"
    lines = ("P<UTO" + names, "0" * 44)
    cut = zone(
        printed(given_names="KELDAN DESTRIAN WARREN TREVOR"),
        lines=lines,
        given_names="KELDAN DESTRIAN WARREN TREVO",
    )
    assert compared(front=cut)["given_names"].agreement is AGREE


@pytest.mark.parametrize(
    ("shown", "field", "agreement"),
    [
        ({"surname": "SANTOS"}, "surname", DIFFER),
        ({"surname": "LUMARELLO"}, "surname", SIMILAR),
        ({"born_on": date(1980, 1, 1)}, "born_on", DIFFER),
        ({"expires_on": date(1980, 1, 1)}, "expires_on", DIFFER),
        ({"document_number": "X99999999"}, "document_number", DIFFER),
        ({"sex": "F"}, "sex", DIFFER),
        ({"sex": "X"}, "sex", UNSURE),
        ({"nationality": "FRA"}, "nationality", DIFFER),
        ({"nationality": "UTOPIAN"}, "nationality", UNSURE),
    ],
)
def test_print_against_the_zone(shown, field, agreement):
    assert compared(front=printed(**shown))[field].agreement is agreement
    reasons = document.document_sources_agree(case(front=printed(**shown)), BOOK).reasons
    assert reasons == (("document.sources.differ",) if agreement is DIFFER else ())


def test_a_long_number_with_one_character_misread_in_print_is_similar():
    shown = zone(printed(document_number="U7284Z0145K"), document_number="U728420145K")
    assert compared(front=shown)["document_number"].agreement is SIMILAR


def test_print_read_without_confidence_contradicts_nothing():
    found = compared(front=printed(confidence=0.6, surname="SANTOS"))
    assert found["surname"].agreement is UNSURE
    assert "not read with confidence" in found["surname"].why


def test_a_value_that_stands_elsewhere_in_print_agrees():
    birth = compared(front=printed(text=f"{BEARER.born_on:%d.%m.%Y}", born_on=date(1980, 1, 1)))
    number = compared(front=printed(text="No U7284 2014", document_number="X99999999"))
    name = compared(front=printed(text="Lumarelle", surname="SANTOS"))
    spread = compared(front=printed(text="KELDAN", given_names="DESTRIAN LUMEN"))
    for found, field in (
        (birth, "born_on"), (number, "document_number"), (name, "surname"), (spread, "given_names"),
    ):  # fmt: skip
        assert found[field].agreement is AGREE, field
        assert "elsewhere in print" in found[field].why


def test_barcode_and_typed_details_are_compared_without_a_zone():
    found = compared(claim=claim(surname="Santos"), front=front(), back=licence())
    assert list(found["surname"].values) == ["barcode", "typed"]
    assert found["surname"].typed_differs()
    assert found["document_number"].agreement is Agreement.ONE_SOURCE


@pytest.mark.parametrize(("cut", "agreement"), [("yes", AGREE), ("no", SIMILAR)])
def test_a_barcode_says_itself_whether_a_name_was_cut(cut, agreement):
    back = licence(given_names="CHRISTELLE HELENE LAUR", given_names_truncated=cut)
    found = compared(claim=claim(given_names="Christelle Helene Laurence"), front=front(), back=back)
    assert found["given_names"].agreement is agreement


def test_a_chip_that_says_otherwise_is_a_difference_of_the_document():
    chip = ChipReading(mrz=FRONT.mrz.model_copy(update={"born_on": date(1980, 1, 1)}))
    found = compared(front=FRONT, chip=chip)
    assert found["born_on"].sources_differ()
    assert document.document_sources_agree(case(front=FRONT, chip=chip), BOOK).marks == ()
    assert found["surname"].agreement is AGREE
    assert compared(front=front(), chip=chip)["surname"].agreement is Agreement.ONE_SOURCE


def test_a_permanent_document_is_shown_to_be_valid_without_end():
    assert compared(front=zone(expires_on=date(9999, 1, 1)))["expires_on"].values["mrz"] == "without end"


def test_nothing_read_and_nothing_typed_is_nothing_to_compare():
    assert comparison(case(front=front()), BOOK) == ()
    seen = document.document_sources_agree(case(front=front()), BOOK).seen
    assert seen == {"sources": "only one source: none"}


def test_the_old_french_card_agrees_with_itself():
    card = zone(format=MrzFormat.FRENCH_ID, nationality="", issuer="FRA", lines=("I" * 36, "J" * 36))
    assert compared(front=card)["nationality"].values["mrz"] == "FRA"


WORDS = st.text("ABCDEFGHIJ ", min_size=1, max_size=12).filter(str.strip)
DAYS = st.dates(date(1930, 1, 1), date(2020, 1, 1))


@settings(deadline=None)
@given(WORDS, WORDS, DAYS, st.sampled_from(["MRZ", "none"]))
def test_what_was_typed_as_it_was_read_always_agrees(surname, given_names, born_on, kind):
    shown = zone(surname=surname.strip(), given_names=given_names.strip(), born_on=born_on)
    if kind == "none":
        visual = VisualFields(surname=surname.strip(), given_names=given_names.strip(), born_on=born_on)
        shown = front().model_copy(update={"visual": visual})
    found = compared(claim=claim(surname=surname, given_names=given_names, born_on=born_on), front=shown)
    assert not any(one.typed_differs() for one in found.values())


@settings(deadline=None)
@given(WORDS, DAYS)
def test_another_source_never_mends_a_difference(surname, born_on):
    without = compared(claim=claim(), front=zone(surname=surname, born_on=born_on))
    more = compared(
        claim=claim(),
        front=zone(printed(surname="SANTOS", born_on=date(1980, 1, 1)), surname=surname, born_on=born_on),
    )
    for field, one in without.items():
        if one.agreement is DIFFER:
            assert more[field].agreement is DIFFER
