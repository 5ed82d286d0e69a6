"""Print in other scripts, cards without a zone, handwriting: real weights, real pictures."""

import json
from pathlib import Path

import cv2
import pytest
from rapidfuzz.distance import Levenshtein

from assay.checks.engines import documents
from assay.checks.engines.text import handwriting, script_reader
from assay.checks.engines.text.scripts import Language
from made_weights import are_in_place

SPECIMENS = Path(__file__).resolve().parents[2].parent / "shared" / "specimens" / "documents"
MODELS = ("text_detector_tiny", "text_detector_small", "text_recogniser_small", "orientation", "mrz_lines")


pytestmark = [
    pytest.mark.skipif(not SPECIMENS.is_dir(), reason="the document specimens are not on this machine"),
    pytest.mark.skipif(not are_in_place(*MODELS), reason="the weights are not fetched: assay models fetch"),
]


def read(name):
    return documents.read_document(cv2.imread(str(SPECIMENS / name)))


@pytest.mark.skipif(
    not script_reader.is_in_place(Language.UKRAINIAN), reason="the Ukrainian reader is not fetched"
)
def test_a_passport_in_two_scripts_is_read_in_both():
    found = read("mrz/arg0s__Ukraine.png").visual
    assert (found.surname, found.own_script["surname"]) == ("TKACHENKO", "ТКАЧЕНКО")


@pytest.mark.skipif(
    not script_reader.is_in_place(Language.SERBIAN), reason="the Serbian reader is not fetched"
)
def test_a_card_in_cyrillic_has_lines_in_cyrillic():
    assert "МИЛИЦА" in {line.text for line in read("mrz/arg0s__Serbia.png").text}


@pytest.mark.row("IDW-26")
@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("fr_id_2021_front.jpg", "id_card", "FRA"),
        ("us_az_driver_licence.jpg", "driving_licence", "USA"),
        ("tur_id_midv500_photo.tif", "id_card", "TUR"),
    ],
)
def test_fronts_without_a_zone_give_their_fields(name, kind, country):
    expected = next(
        item["expected"]
        for item in json.loads((SPECIMENS / "viz" / "expected.json").read_text())
        if item["file"].endswith(name)
    )
    reading = read(f"viz/{name}")
    found, told = reading.visual, reading.classification
    assert reading.documents_seen == 1
    assert (told.kind, told.country, told.side) == (kind, country, "front")
    assert (found.surname, found.given_names) == (expected["surname"], expected["given"])
    assert found.born_on.isoformat() == expected["dob"]


def test_a_bank_card_has_no_fields():
    reading = read("negative/bank_card_no_mrz.jpg")
    assert not reading.visual.lines


def test_handwriting_is_read_in_order_with_few_errors():
    errors = total = 0
    for item in json.loads((SPECIMENS / "handwriting" / "expected.json").read_text()):
        rows = handwriting.read(cv2.imread(str(SPECIMENS / item["file"])))
        said = " ".join(handwriting.text_of(rows).split()).casefold()
        errors += Levenshtein.distance(item["text"].casefold(), said)
        total += len(item["text"])
    assert errors / total <= 0.07
