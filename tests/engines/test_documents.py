"""Documents read by the real weights from real pictures: a spread of specimens, simulated photos and licence barcodes."""

import json
import time
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest

from assay.checks.engines import documents
from assay.checks.engines.barcode import aamva
from assay.checks.engines.image import outline
from assay.checks.engines.image.straightened import as_pixels
from assay.checks.examine import examine_document
from assay.sandbox import documents as drawn
from assay.sandbox.people import person
from made_weights import are_in_place

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "specimens"
SPECIMENS = SHARED / "documents"
MODELS = ("text_detector_tiny", "text_detector_small", "text_recogniser_small", "orientation", "mrz_lines")
FORMATS = {"TD1": "td1", "TD2": "td2", "TD3": "td3", "MRVA": "mrv_a", "MRVB": "mrv_b"}
FLAT = (
    "passporteye__0_pass-lva.jpg", "arg0s__France.png", "arg0s__Germany.png", "arg0s__MRVB_ICAO_Example.png",
    "arg0s__Portugal.png", "arg0s__Qatar.png", "fastmrz__td2.jpg",
)  # fmt: skip
PHOTOS = ("005_rot.jpg", "006_small.jpg", "021_dark.jpg", "026_glare.jpg", "028_blur.jpg", "031_persp.jpg")
FORGED = ("arg0s__Malta_BAD.png", "arg0s__USA_Border_Crosser.png")
BARCODES = ("AK_rot.jpg", "AR_dark.jpg", "AZ_rot.jpg", "CA_blur.jpg")


pytestmark = [
    pytest.mark.skipif(not SPECIMENS.is_dir(), reason="the document specimens are not on this machine"),
    pytest.mark.skipif(not are_in_place(*MODELS), reason="the weights are not fetched"),
]


def picture(path):
    pixels = cv2.imread(str(path))
    if pixels is None:
        pytest.skip(f"{path.name} is not on this machine")
    return pixels


@cache
def expected(folder):
    return {
        Path(item["file"]).name: item
        for item in json.loads((SPECIMENS / folder / "expected.json").read_text())
    }


@cache
def reading(folder, name):
    return documents.read_document(picture(SPECIMENS / folder / name))


@cache
def passport():
    """The data page of a synthetic person's passport, as a flat scan."""
    return drawn.draw("passport", person(1))[0][:, :, ::-1].copy()


@pytest.mark.parametrize(
    ("folder", "name"), [*(("mrz", name) for name in FLAT), *(("hard", name) for name in PHOTOS)]
)
def test_the_zone_is_read_to_the_last_character(folder, name):
    item, read = expected(folder)[name], reading(folder, name)
    assert read.documents_seen >= 1
    assert list(read.mrz.lines) == item["lines"]
    assert read.mrz.format == FORMATS[item["format"]]


@pytest.mark.parametrize("name", FORGED)
def test_wrong_check_digits_are_read_as_printed_and_named(name):
    item, zone = expected("mrz")[name], reading("mrz", name).mrz
    names = {
        "doc": "document_number",
        "dob": "born_on",
        "exp": "expires_on",
        "opt": "optional",
        "comp": "composite",
    }
    assert list(zone.lines) == item["lines"]
    assert set(zone.failed_check_digits) == {names[failed] for failed in item["failed_checks"]}


@pytest.mark.parametrize("name", PHOTOS)
def test_photos_are_turned_upright_and_their_outline_is_found(name):
    item, read = expected("hard")[name], reading("hard", name)
    assert (read.turned + item["rotation"]) % 360 == 0
    assert read.outline_confidence > 0.45
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in read.outline)
    middles = [np.mean(line, axis=0) for line in read.mrz.corners]
    outline = np.asarray(read.outline, np.float32)
    assert all(cv2.pointPolygonTest(outline, (float(x), float(y)), False) > 0 for x, y in middles)


@pytest.mark.parametrize("name", BARCODES)
def test_a_licence_barcode_is_read_at_any_tilt(name):
    read = reading("aamva", name)
    texts = [
        path.read_text(encoding="utf-8", errors="replace")
        for path in (SPECIMENS / "aamva" / "texts").glob(f"{name[:2]}*.txt")
    ]
    fields = [code.fields for code in read.barcodes if code.fields]
    assert [one["document_number"] for one in fields] in [
        [aamva.parse(text)["document_number"]] for text in texts
    ]
    assert read.documents_seen == 1


def test_the_print_of_a_card_without_zone_gives_its_fields():
    fields = documents.read_document(picture(SPECIMENS / "viz" / "fr_id_2021_front.jpg")).visual
    assert (fields.surname, fields.document_number, fields.sex) == ("MARTIN", "D2H6862M2", "F")
    assert (str(fields.born_on), str(fields.expires_on)) == ("1990-07-13", "2030-02-11")


def test_a_flat_scan_is_one_whole_document_and_agrees_with_its_zone():
    read = examine_document(passport())
    assert (read.documents_seen, read.cut_off, read.mrz.agreed) == (1, False, True)
    assert read.visual.document_number == read.mrz.document_number == person(1).passport_number
    assert read.visual.born_on == read.mrz.born_on == person(1).born_on
    assert len(read.faces) >= 1


def test_a_bank_card_has_no_zone():
    assert reading("negative", "bank_card_no_mrz.jpg").mrz is None


def page_of_text():
    page = pypdfium2.PdfDocument(next((SPECIMENS / "poa").glob("*.pdf")))[0]
    return np.ascontiguousarray(page.render(scale=1.5).to_numpy()[:, :, :3])


def landscape():
    rows, columns = np.mgrid[0:900, 0:1350].astype(np.float32)
    hills = 500 + 90 * np.sin(columns / 170) + 30 * np.sin(columns / 47)
    sky = np.stack([220 - rows / 8, 190 - rows / 9, 150 - rows / 12], -1)
    ground = np.stack([60 + rows / 30, 110 + rows / 20, 70 + rows / 25], -1)
    scene = np.where((rows > hills)[..., None], ground, sky)
    return np.clip(scene + np.random.default_rng(7).normal(0, 9, scene.shape), 0, 255).astype(np.uint8)


def selfie():
    return picture(SHARED / "faces" / "london_frl" / "neutral_front" / "001_03.jpg")


@pytest.mark.parametrize("scene", [page_of_text, landscape, selfie])
def test_what_is_no_document_is_seen_as_none(scene):
    read = documents.read_document(scene())
    assert (read.documents_seen, read.outline, read.mrz) == (0, None, None)


def test_blur_glare_and_darkness_are_measured_on_the_document():
    sharp = documents.read_document(passport()).quality
    blurred = documents.read_document(cv2.GaussianBlur(passport(), (0, 0), 4)).quality
    assert sharp.sharpness > 0.4 > 0.3 > blurred.sharpness
    assert reading("hard", "021_dark.jpg").quality.brightness < 55 < sharp.brightness
    assert sharp.glare < 0.02


def test_a_photo_of_twelve_megapixels_is_read_in_three_seconds():
    photo = cv2.resize(
        picture(SPECIMENS / "hard" / "031_persp.jpg"), (4000, 3000), interpolation=cv2.INTER_CUBIC
    )
    reading("hard", "031_persp.jpg")
    started = time.process_time()
    read = documents.read_document(photo)
    assert time.process_time() - started < 3
    assert list(read.mrz.lines) == expected("hard")["031_persp.jpg"]["lines"]


def test_straightening_gives_the_document_alone():
    read = reading("hard", "031_persp.jpg")
    upright = documents.upright(picture(SPECIMENS / "hard" / "031_persp.jpg"), read.turned)
    flat, _ = outline.straightened(upright, as_pixels(read.outline, upright))
    again = documents.read_document(flat)
    assert again.mrz.lines == read.mrz.lines
    assert 1.2 < flat.shape[1] / flat.shape[0] < 1.9
