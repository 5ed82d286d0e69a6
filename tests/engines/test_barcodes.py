"""Barcodes drawn by the test, tilted and damaged as photos are, and the pictures of the specimens where they are at hand."""

import json
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
import zxingcpp

from assay.checks.engines import barcodes
from assay.checks.engines.barcode import aamva, bars
from assay.checks.readings import Barcode
from assay.sandbox import driving_licence
from assay.sandbox.people import person

SPECIMENS = Path(__file__).resolve().parents[2].parent / "shared" / "specimens" / "documents"
FORMAT = zxingcpp.BarcodeFormat
PAYLOAD = driving_licence.payload(person(1))
# Corners of the card in a picture of 1600 by 1200, clockwise from its own top left.
LEVEL = ((200, 200), (1400, 200), (1400, 960), (200, 960))
TILTED = ((300, 110), (1480, 430), (1290, 1120), (110, 800))
STEEP = ((260, 330), (1330, 160), (1450, 1010), (190, 880))
LEANING = ((170, 560), (1250, 120), (1430, 780), (330, 1130))


@cache
def back():
    return driving_licence.draw_back(person(1))


def seen(card, corners, size=(1600, 1200)):
    """Return the card as a photo shows it with its corners there, on a table of one dull colour."""
    height, width = card.shape[:2]
    flat = np.asarray([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(flat, np.asarray(corners, np.float32))
    small = cv2.warpPerspective(card, matrix, size, flags=cv2.INTER_AREA, borderValue=(96, 110, 120))
    return np.asarray(small, np.uint8)


def dark(photo):
    noise = np.random.default_rng(3).normal(0, 4, photo.shape)
    return np.clip(photo * np.linspace(0.2, 0.12, photo.shape[1])[None, :, None] + noise, 0, 255).astype(
        np.uint8
    )


def blurred(photo):
    return cv2.GaussianBlur(photo, (0, 0), 1.8)


def small(photo):
    return cv2.resize(photo, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)


def glaring(photo):
    y, x = np.mgrid[0 : photo.shape[0], 0 : photo.shape[1]].astype(np.float32)
    light = 170 * np.exp(-(((x - 900) / 110) ** 2) - ((y - 420) / 90) ** 2)
    return np.clip(photo + light[..., None], 0, 255).astype(np.uint8)


def as_jpeg(photo):
    return cv2.imdecode(cv2.imencode(".jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, 45])[1], cv2.IMREAD_COLOR)


DAMAGES = (as_jpeg, dark, blurred, small, glaring)


def code_of(content, kind=FORMAT.QRCode, scale=6):
    drawn = zxingcpp.write_barcode_to_image(
        zxingcpp.create_barcode(content, kind), scale=scale, add_quiet_zones=True
    )
    return np.repeat(np.array(drawn, np.uint8)[..., None], 3, axis=2)


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize(
    "corners", [LEVEL, TILTED, STEEP, LEANING], ids=["level", "tilted", "steep", "leaning"]
)
def test_a_licence_is_read_tilted_and_damaged(corners, damage):
    (code,) = barcodes.read(damage(seen(back(), corners)))
    assert (code.symbology, code.content, code.text) == ("pdf417", "aamva", PAYLOAD)
    assert code.fields["document_number"] == person(1).licence_number


def test_zxing_alone_reads_none_of_the_tilted_ones():
    """Why the region is straightened at all: should this ever fail, zxing-cpp has learnt it and bars.py may go."""
    photos = [seen(back(), corners) for corners in (TILTED, LEANING)]
    assert not any(zxingcpp.read_barcodes(photo, formats=FORMAT.PDF417) for photo in photos)


@pytest.mark.parametrize("turn", [cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_180, cv2.ROTATE_90_COUNTERCLOCKWISE])
def test_a_licence_lying_on_its_side_or_head_is_read(turn):
    (code,) = barcodes.read(cv2.rotate(seen(back(), TILTED), turn))
    assert code.text == PAYLOAD


@pytest.mark.parametrize("damage", [as_jpeg, dark, small])
def test_corners_lie_where_the_code_is(damage):
    (code,) = barcodes.read(damage(seen(back(), STEEP)))
    (flat,) = barcodes.read(back())
    height, width = back().shape[:2]
    matrix = cv2.getPerspectiveTransform(
        np.asarray([[0, 0], [width, 0], [width, height], [0, height]], np.float32),
        np.asarray(STEEP, np.float32),
    )
    truth = cv2.perspectiveTransform(np.asarray([flat.corners]) * (width, height), matrix)[0] / (1600, 1200)
    assert np.abs(truth - np.asarray(code.corners)).max() < 0.02


@pytest.mark.parametrize(
    ("kind", "name"), [(FORMAT.QRCode, "qr"), (FORMAT.Aztec, "aztec"), (FORMAT.DataMatrix, "data_matrix")]
)
@pytest.mark.parametrize("damage", [as_jpeg, dark, blurred])
def test_square_codes_are_read_tilted_and_damaged(kind, name, damage):
    card = np.full((638, 1012, 3), 235, np.uint8)
    drawn = cv2.resize(code_of("Zażółć 42", kind), (300, 300), interpolation=cv2.INTER_NEAREST)
    card[100:400, 100:400] = drawn
    (code,) = barcodes.read(damage(seen(card, TILTED)))
    assert (code.symbology, code.text, code.fields) == (name, "Zażółć 42", {})


@pytest.mark.parametrize(
    ("text", "content"),
    [("https://utopia.example/v/1", "url"), ("HC1:6BFOXN", "eu_health_certificate"), ("DC04FR000001", "2d_doc"),
     ("IDUTO123<<<", "")],
)  # fmt: skip
def test_what_a_payload_is_follows_from_its_beginning(text, content):
    (code,) = barcodes.read(code_of(text))
    assert (code.text, code.content) == (text, content)


@pytest.mark.parametrize("kind", [FORMAT.QRCode, FORMAT.Aztec, FORMAT.DataMatrix])
def test_bytes_that_are_no_text_come_out_as_hexadecimal_without_loss(kind):
    every = bytes(range(256))
    (code,) = barcodes.read(code_of(every, kind))
    assert (bytes.fromhex(code.text), code.content) == (every, "binary")


def test_a_seal_of_the_icao_is_known_by_its_first_byte():
    seal = bytes([0xDC, 0x03, 0xD9, 0xC5, 0x1A, 0x2B, 0x00, 0x41])
    (code,) = barcodes.read(code_of(seal))
    assert (bytes.fromhex(code.text), code.content) == (seal, "icao_seal")


def test_a_pdf417_that_is_neither_licence_nor_text_is_not_believed():
    assert barcodes.read(code_of(bytes(range(1, 120)), FORMAT.PDF417)) == ()


def test_a_licence_with_faults_names_them():
    faulty = PAYLOAD.replace("DBB", "DXX").replace("DAQ", "DAA")
    (code,) = barcodes.read(code_of(faulty, FORMAT.PDF417, scale=3))
    assert {"missing:born_on", "missing:document_number"} <= set(code.problems)


def waves():
    rows, columns = np.mgrid[0:900, 0:1200].astype(np.float32)
    return np.repeat((128 + 100 * np.sin(columns / 9 + rows / 40))[..., None], 3, axis=2).astype(np.uint8)


def print_():
    page = np.full((900, 1200, 3), 245, np.uint8)
    for row in range(60, 880, 34):
        cv2.putText(page, "The quick brown fox 0123456789 jumps over", (40, row), 0, 1, (20, 20, 20), 2)
    return page


def noise(rows, columns):
    return np.random.default_rng(11).integers(0, 256, (rows, columns, 3), np.uint8)


SCENES = {
    "noise": lambda: noise(900, 1200),
    "a strip of noise": lambda: noise(7, 1900),
    "one dot": lambda: noise(1, 1),
    "grey": lambda: np.full((900, 1200, 3), 130, np.uint8),
    "waves": waves,
    "print": print_,
    "the front of a licence": lambda: driving_licence.draw_front(person(1)),
}


@pytest.mark.parametrize("scene", SCENES)
def test_where_there_is_no_barcode_none_is_read(scene):
    assert barcodes.read(SCENES[scene]()) == ()


def test_bars_are_found_where_they_are_and_nowhere_else():
    grey = cv2.cvtColor(seen(back(), TILTED), cv2.COLOR_BGR2GRAY)
    (region,) = bars.find(grey)
    assert abs(region.degrees - np.degrees(np.arctan2(320, 1180))) < 6
    assert bars.find(np.full((800, 800), 90, np.uint8)) == []


def test_readings_stored_before_there_was_a_content_stay_readable():
    old = {"symbology": "qr", "text": "a", "fields": {}, "corners": [[0, 0], [1, 0], [1, 1], [0, 1]]}
    code = Barcode.model_validate_json(json.dumps(old))
    assert (code.content, code.problems) == ("", ())


def pictures():
    return sorted(path.name for path in (SPECIMENS / "aamva").glob("*.[jp][pn]g"))


@pytest.mark.skipif(not pictures(), reason="the barcode specimens are not on this machine")
@pytest.mark.parametrize("name", pictures())
def test_every_picture_of_the_specimens_is_read(name):
    found = [code for code in barcodes.read(cv2.imread(str(SPECIMENS / "aamva" / name))) if code.fields]
    (code,) = found
    texts = [
        path.read_text("utf-8-sig", errors="replace").replace("\r\n", "\n")
        for path in (SPECIMENS / "aamva" / "texts").glob(f"{name[:2]}*.txt")
    ]
    numbers = {aamva.parse(text)["document_number"]: text for text in texts}
    # Some pictures carry a payload whose text is not at hand; the code's own error correction vouches for those.
    assert {"surname", "document_number", "born_on"} <= code.fields.keys()
    if text := numbers.get(code.fields["document_number"]):
        assert code.fields == aamva.parse(text)


def test_a_pdf417_that_is_no_licence_is_read_all_the_same_when_two_reads_agree():
    text = "BOARDING PASS 0042 LUMARELLE/KELDAN"
    card = np.full((638, 1012, 3), 235, np.uint8)
    drawn = cv2.resize(code_of(text, FORMAT.PDF417), (820, 260), interpolation=cv2.INTER_AREA)
    card[60:320, 96:916] = drawn
    for corners in (LEVEL, TILTED):
        (code,) = barcodes.read(seen(card, corners))
        assert (code.symbology, code.text, code.fields) == ("pdf417", text, {})


@pytest.mark.parametrize(
    ("text", "certain"), [(PAYLOAD, True), (PAYLOAD.replace("DBB", "DXX"), False), ("AGGER 300$", False)]
)
def test_one_read_is_enough_for_a_whole_licence_only(text, certain):
    drawn = code_of(text, FORMAT.PDF417)
    (read,) = zxingcpp.read_barcodes(drawn, formats=FORMAT.PDF417, text_mode=zxingcpp.TextMode.Plain)
    assert barcodes._is_certain(read) is certain
