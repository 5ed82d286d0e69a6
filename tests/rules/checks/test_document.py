"""What the document's reading is judged to be."""

from datetime import date

import pytest

from assay.checks.documents import document, document_image
from assay.checks.readings import Barcode, MrzFormat, TextLine, VisualFields
from assay.checks.result import Outcome
from assay.sandbox.people import person
from made_cases import BOOK, ON, case, claim_of, front, passing_front

BEARER = person(1)
FRONT = passing_front(BEARER)
CORNERS = ((0.1, 0.1), (0.5, 0.1), (0.5, 0.2), (0.1, 0.2))


def claim(**changes):
    return claim_of(BEARER, **changes)


def with_zone(**changes):
    return FRONT.model_copy(update={"mrz": FRONT.mrz.model_copy(update=changes)})


def with_quality(**changes):
    return FRONT.model_copy(update={"quality": FRONT.quality.model_copy(update=changes)})


def card(**changes):
    """The zone as one of an ID card."""
    return with_zone(format=MrzFormat.TD1, document_code="I", lines=("a" * 30, "b" * 30, "c" * 30), **changes)


def licence_back(**fields):
    known = {
        "surname": BEARER.surname.upper(), "given_names": BEARER.given_names.upper(), "document_number": "UT96315050",
        "born_on": BEARER.born_on.isoformat(), "expires_on": BEARER.expires_on.isoformat(), "country": "UTO", "kind": "DL",
    }  # fmt: skip
    code = Barcode(symbology="pdf417", text="@", fields={**known, **fields}, corners=CORNERS)
    return front().model_copy(update={"barcodes": (code,)})


PRINT = VisualFields(
    surname="LUMARELLE", document_number="UT96315050", born_on=BEARER.born_on, expires_on=BEARER.expires_on
)


@pytest.mark.parametrize(
    "check",
    [
        document.document_found, document_image.document_image, document.document_readable, document.document_kind,
        document.document_check_digits, document.document_sources_agree, document.document_expiry, document.holder_age,
    ],
)  # fmt: skip
@pytest.mark.parametrize("typed", [claim(), None])
def test_a_good_passport_passes_with_and_without_typed_details(check, typed):
    result = check(case(claim=typed, front=FRONT), BOOK)
    assert (result.outcome, result.reasons) == (Outcome.PASS, ())


@pytest.mark.row("IDW-12", "IDA-08")
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"documents_seen": 0, "mrz": None}, "document.image.not_found"),
        ({"outline_confidence": 0.2, "mrz": None}, "document.image.not_found"),
        ({"documents_seen": 2}, "document.image.several"),
        ({"cut_off": True}, "document.image.cut_off"),
    ],
)
def test_a_document_that_is_not_whole_is_asked_for_again(changes, reason):
    result = document.document_found(case(front=FRONT.model_copy(update=changes)), BOOK)
    assert (result.outcome, result.reasons) == (Outcome.ASK_AGAIN, (reason,))


def test_a_read_zone_finds_a_document_whose_border_is_faint():
    assert (
        document.document_found(
            case(front=FRONT.model_copy(update={"outline_confidence": 0.1})), BOOK
        ).outcome
        is Outcome.PASS
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"sharpness": 0.1}, "document.image.blurred"),
        ({"brightness": 20.0}, "document.image.dark"),
        ({"glare": 0.2, "glare_boxes": (((0.2, 0.2), (0.4, 0.4)),)}, "document.image.glare"),
        ({"width": 400, "height": 300}, "document.image.too_small"),
    ],
)
def test_a_bad_picture_is_asked_for_again(changes, reason):
    result = document_image.document_image(case(front=with_quality(**changes)), BOOK)
    assert (result.outcome, result.reasons) == (Outcome.ASK_AGAIN, (reason,))
    assert all(not mark.good for mark in result.marks)


def test_two_readers_that_differ_need_a_person():
    result = document.document_readable(case(claim=claim(), front=with_zone(agreed=False)), BOOK)
    assert (result.outcome, result.reasons) == (Outcome.REFER, ("document.mrz.uncertain",))


def test_two_readers_that_differ_on_a_zone_that_does_not_hold_need_a_better_picture():
    spoilt = with_zone(agreed=False, failed_check_digits=("born_on",))
    assert document.document_readable(case(claim=claim(), front=spoilt), BOOK).reasons == (
        "document.image.unreadable",
    )


def test_a_passport_without_zone_is_asked_for_again_even_if_its_print_is_read():
    bare = FRONT.model_copy(update={"mrz": None})
    result = document.document_readable(case(claim=claim(), front=bare), BOOK)
    assert (result.outcome, result.reasons) == (Outcome.ASK_AGAIN, ("document.image.unreadable",))


def test_a_card_may_have_its_zone_on_the_back():
    typed = claim(document_kind="id_card")
    assert (
        document.document_readable(case(claim=typed, front=front(), back=card()), BOOK).outcome
        is Outcome.PASS
    )


def test_a_card_without_its_back_is_asked_for_it():
    result = document.document_readable(case(claim=claim(document_kind="id_card"), front=card()), BOOK)
    assert (result.outcome, result.reasons) == (Outcome.ASK_AGAIN, ("document.side.back_missing",))


def test_the_same_side_twice_is_the_wrong_side():
    result = document.document_readable(
        case(claim=claim(document_kind="id_card"), front=card(), back=card()), BOOK
    )
    assert result.reasons == ("document.side.wrong",)


def test_a_card_with_print_but_no_zone_goes_to_a_person():
    readable = front().model_copy(update={"visual": PRINT})
    result = document.document_readable(
        case(claim=claim(document_kind="id_card"), front=readable, back=front()), BOOK
    )
    assert (result.outcome, result.reasons) == (Outcome.REFER, ("document.mrz.missing",))


@pytest.mark.parametrize("back", [licence_back(), front()])
def test_a_licence_is_read_from_its_barcode_or_its_print(back):
    readable = front().model_copy(update={"visual": PRINT})
    typed = claim(document_kind="driving_licence")
    assert (
        document.document_readable(case(claim=typed, front=readable, back=back), BOOK).outcome is Outcome.PASS
    )


def test_a_licence_of_the_united_states_needs_its_barcode():
    readable = front().model_copy(update={"visual": PRINT})
    typed = claim(document_kind="driving_licence", issuing_country="US")
    result = document.document_readable(case(claim=typed, front=readable, back=front()), BOOK)
    assert result.reasons == ("document.image.unreadable",)


def test_another_kind_and_another_country_are_asked_for_again():
    result = document.document_kind(
        case(claim=claim(document_kind="id_card", issuing_country="FR"), front=FRONT), BOOK
    )
    assert result.outcome is Outcome.ASK_AGAIN
    assert set(result.reasons) == {"document.kind.other", "document.issuer.other"}


def test_a_visa_is_never_an_accepted_kind():
    result = document.document_kind(case(claim=claim(), front=with_zone(format=MrzFormat.MRV_A)), BOOK)
    assert result.reasons == ("document.kind.other",)


@pytest.mark.parametrize(
    ("nationality", "code", "reasons"), [("FRA", "I", ("document.kind.other",)), ("UTO", "I", ())]
)
def test_a_foreigners_card_is_a_residence_permit(nationality, code, reasons):
    typed = claim(document_kind="id_card")
    made = case(claim=typed, front=front(), back=card(nationality=nationality).model_copy())
    assert document.document_kind(made, BOOK).reasons == reasons


def test_a_kind_that_the_country_does_not_accept_is_asked_for_again():
    typed = claim(document_kind="driving_licence", issuing_country="DE")
    made = case(claim=typed, front=front(), back=licence_back(country="DEU"))
    assert "document.kind.not_accepted" in document.document_kind(made, BOOK).reasons


def test_a_document_that_tells_neither_kind_nor_country_goes_to_a_person():
    result = document.document_kind(case(claim=claim(), front=front()), BOOK)
    assert (result.outcome, result.reasons) == (Outcome.REFER, ("document.kind.unknown",))


def test_a_wrong_check_digit_goes_to_a_person_and_is_shown():
    spoilt = with_zone(failed_check_digits=("born_on", "composite"), corners=(CORNERS, CORNERS))
    result = document.document_check_digits(case(front=spoilt), BOOK)
    assert (result.outcome, result.reasons) == (Outcome.REFER, ("document.mrz.check_digit",))
    assert [mark.good for mark in result.marks] == [False, False]


def test_a_licence_has_no_check_digits_to_fail():
    assert (
        document.document_check_digits(case(front=front(), back=licence_back()), BOOK).outcome is Outcome.PASS
    )


def printed(confidence=0.99, text="01 JAN 1980", **visual):
    line = TextLine(text=text, confidence=confidence, corners=CORNERS)
    fields = FRONT.visual.model_copy(update={**visual, "lines": dict.fromkeys(visual, 0)})
    return FRONT.model_copy(update={"visual": fields, "text": (line,)})


def test_a_printed_date_of_birth_that_differs_goes_to_a_person_and_is_shown():
    result = document.document_sources_agree(case(front=printed(born_on=date(1980, 1, 1))), BOOK)
    assert (result.outcome, result.reasons) == (Outcome.REFER, ("document.sources.differ",))
    assert result.marks[0].points == CORNERS


def test_print_that_was_hardly_legible_is_no_witness():
    result = document.document_sources_agree(
        case(front=printed(confidence=0.6, born_on=date(1980, 1, 1))), BOOK
    )
    assert result.outcome is Outcome.PASS


def test_a_value_that_stands_elsewhere_in_print_agrees():
    shown = printed(text=f"{BEARER.born_on:%d.%m.%Y}", born_on=date(1980, 1, 1))
    assert document.document_sources_agree(case(front=shown), BOOK).outcome is Outcome.PASS


def test_barcode_and_print_of_a_licence_are_compared():
    line = TextLine(text="SANTOS", confidence=0.99, corners=CORNERS)
    shown = front().model_copy(
        update={"visual": VisualFields(surname="SANTOS", lines={"surname": 0}), "text": (line,)}
    )
    result = document.document_sources_agree(case(front=shown, back=licence_back()), BOOK)
    assert result.reasons == ("document.sources.differ",)


@pytest.mark.parametrize(
    ("expires_on", "reasons"), [(date(2026, 11, 21), ("document.expiry.expired",)), (ON, ())]
)
def test_the_last_day_of_validity_still_counts(expires_on, reasons):
    assert document.document_expiry(case(front=with_zone(expires_on=expires_on)), BOOK).reasons == reasons


def test_an_unknown_expiry_goes_to_a_person():
    blank = with_zone(expires_on=None).model_copy(update={"visual": VisualFields()})
    assert document.document_expiry(case(front=blank), BOOK).outcome is Outcome.REFER


@pytest.mark.parametrize(
    ("born_on", "reasons"), [(date(2008, 11, 22), ()), (date(2008, 11, 23), ("document.holder.under_age",))]
)
def test_the_least_age_is_reached_on_the_birthday(born_on, reasons):
    result = document.holder_age(case(claim=claim(), front=with_zone(born_on=born_on)), BOOK)
    assert result.reasons == reasons
    assert result.outcome in (Outcome.PASS, Outcome.REFER)


def test_a_birth_that_reads_as_in_the_future_lies_a_century_back():
    assert (
        document.holder_age(case(claim=claim(), front=with_zone(born_on=date(2028, 2, 29))), BOOK).score == 98
    )
