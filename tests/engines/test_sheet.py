"""Where the document lies when it does not lie alone: both faces on a sheet, an open passport, two documents."""

import cv2
import numpy as np
import pytest

from assay.checks.engines import documents
from assay.sandbox import documents as drawn
from assay.sandbox.people import person
from made_weights import are_in_place

SIZE = (1500, 2000)


pytestmark = pytest.mark.skipif(
    not are_in_place("text_detector_tiny", "text_recogniser_tiny"), reason="the weights are not fetched"
)


def table():
    """A dark, slightly uneven table top."""
    coarse = np.random.default_rng(5).normal(60, 12, (12, 16, 3)).astype(np.float32)
    return np.clip(cv2.resize(coarse, SIZE[::-1], interpolation=cv2.INTER_CUBIC), 0, 255).astype(np.uint8)


def laid(pieces, degrees):
    """Return a photo of pictures that lie at (left, top, width) on a table, and the corners of all of them together."""
    top = table()
    for picture, left, upper, width in pieces:
        height = round(width * picture.shape[0] / picture.shape[1])
        top[upper : upper + height, left : left + width] = cv2.resize(
            picture, (width, height), interpolation=cv2.INTER_AREA
        )
    turn = cv2.getRotationMatrix2D((SIZE[1] / 2, SIZE[0] / 2), degrees, 1)
    return cv2.warpAffine(top, turn, SIZE[::-1], borderMode=cv2.BORDER_REPLICATE)


def box(reading, picture):
    turned = documents.upright(picture, reading.turned)
    corners = np.asarray(reading.outline) * (turned.shape[1], turned.shape[0])
    return float(cv2.contourArea(corners.astype(np.float32)))


def test_both_faces_of_a_card_side_by_side_are_one_document_and_both_are_read():
    front, back = drawn.draw("id_card", person(1))
    photo = laid([(front, 150, 480, 800), (back, 1010, 480, 800)], 4)
    reading = documents.read_document(photo)
    assert reading.documents_seen == 1
    assert reading.mrz is not None
    assert reading.mrz.surname in {line.text.upper() for line in reading.text}
    assert box(reading, photo) > 1.8 * 800 * 504


@pytest.mark.parametrize("quarter", [0, 1, 2, 3])
def test_an_open_passport_is_one_document_however_it_is_turned(quarter):
    page = drawn.draw("passport", person(2))[0]
    blank = np.full_like(page, (214, 226, 222))
    cv2.putText(blank, "VISAS", (80, 120), cv2.FONT_HERSHEY_SIMPLEX, 2, (150, 160, 150), 3)
    photo = np.rot90(laid([(blank, 500, 30, 980), (page, 500, 725, 980)], -3), quarter).copy()
    reading = documents.read_document(photo)
    assert (reading.documents_seen, reading.turned) == (1, 90 * quarter)
    assert reading.mrz is not None
    assert reading.mrz.surname == person(2).surname.upper()


def test_two_passports_in_one_picture_are_two_documents():
    pages = [drawn.draw("passport", person(number))[0] for number in (3, 4)]
    photo = laid([(pages[0], 120, 400, 850), (pages[1], 1030, 400, 850)], 2)
    assert documents.read_document(photo).documents_seen == 2


def test_a_document_that_leaves_the_picture_is_cut_off():
    page = drawn.draw("passport", person(5))[0]
    photo = laid([(page, 500, 300, 1200)], 0)[:, 700:]
    assert documents.read_document(np.ascontiguousarray(photo)).cut_off
