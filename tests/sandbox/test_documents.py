import cv2
import numpy as np
import pytest
import zxingcpp

from assay.sandbox import documents, driving_licence, id_card, passport
from assay.sandbox.people import person, with_portrait_of


@pytest.mark.parametrize("kind", documents.KINDS)
def test_the_same_person_has_the_same_document(kind: str) -> None:
    for one, other in zip(documents.draw(kind, person(4)), documents.draw(kind, person(4)), strict=True):
        assert np.array_equal(one, other)


def test_cards_have_two_sides_in_the_proportions_of_id_1_and_the_passport_one_page() -> None:
    assert [len(documents.draw(kind, person(0))) for kind in documents.KINDS] == [1, 2, 2]
    for side in documents.draw("id_card", person(0)):
        assert side.shape[1] / side.shape[0] == pytest.approx(85.6 / 54, rel=0.01)
        assert side.shape[1] >= 1000


def test_another_portrait_changes_the_portrait_only() -> None:
    before = documents.draw("passport", person(0))[0].astype(int)
    after = documents.draw("passport", with_portrait_of(person(0), person(1)))[0].astype(int)
    changed = np.abs(before - after).max(axis=-1) > 0
    assert changed[300:700, 120:500].mean() > 0.5
    assert not changed[:150].any()
    assert not changed[960:].any()


def test_a_wrong_check_digit_is_printed_only_where_asked_for() -> None:
    right, wrong = (
        documents.draw("id_card", person(0), wrong_check_digit=spoilt) for spoilt in (False, True)
    )
    assert np.array_equal(right[0], wrong[0])
    changed = np.argwhere((right[1] != wrong[1]).any(axis=-1))
    assert len(changed) > 0
    height, width = np.ptp(changed, axis=0)
    assert height < 60
    assert width < 60


def test_the_barcode_of_the_licence_says_who_drives() -> None:
    bearer = person(2)
    back = documents.draw("driving_licence", bearer)[1]
    codes = zxingcpp.read_barcodes(cv2.cvtColor(back, cv2.COLOR_BGR2GRAY))
    assert [bytes(code.bytes).decode() for code in codes] == [driving_licence.payload(bearer)]


def test_the_barcode_keeps_to_the_form_of_the_aamva_standard() -> None:
    text = driving_licence.payload(person(2))
    assert text.startswith("@\n\x1e\rANSI 636099090001DL")
    offset, length = int(text[23:27]), int(text[27:31])
    assert text[offset : offset + 2] == "DL"
    assert len(text) == offset + length
    assert f"DCS{person(2).surname.upper()}\n" in text


def test_zones_are_as_long_as_their_format_demands() -> None:
    assert [len(line) for line in passport.zone(person(9))] == [44, 44]
    assert [len(line) for line in id_card.zone(person(9))] == [30, 30, 30]


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="library_card"):
        documents.draw("library_card", person(0))
