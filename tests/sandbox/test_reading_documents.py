"""The drawn documents before the real reading engines: exactly what was drawn is read, from the scan and the photo."""

from datetime import date

import cv2
import numpy as np
import pytest

from assay.checks import examine, pipeline
from assay.checks.readings import Case, DocumentReading, MrzFormat
from assay.checks.result import Outcome, combine
from assay.policy import load
from assay.sandbox import documents, photos
from assay.sandbox.people import Person, person
from assay.sandbox.photos import PhotoKind
from assay.sandbox.portraits import Pixels

BEARER = 1
SIDES = [(kind, side) for kind in documents.KINDS for side in range(1 if kind == "passport" else 2)]


@pytest.fixture(scope="module")
def bearer() -> Person:
    return person(BEARER)


@pytest.fixture(scope="module")
def read(bearer: Person) -> dict[tuple[str, int, str], DocumentReading]:
    readings = {}
    for kind, side in SIDES:
        scan = documents.draw(kind, bearer)[side]
        if side == 0:
            readings[kind, side, "scan"] = examine.examine_document(scan)
        readings[kind, side, "photo"] = examine.examine_document(_photo(scan, PhotoKind.CLEAN))
    return readings


@pytest.mark.parametrize(
    ("kind", "side", "form", "picture"),
    [
        ("passport", 0, MrzFormat.TD3, "scan"),
        ("passport", 0, MrzFormat.TD3, "photo"),
        ("id_card", 1, MrzFormat.TD1, "photo"),
    ],
)
def test_the_machine_readable_zone_is_read_as_drawn(read, bearer, kind, side, form, picture) -> None:
    zone = read[kind, side, picture].mrz
    assert zone is not None
    assert zone.format is form
    assert zone.agreed
    assert zone.failed_check_digits == ()
    assert (zone.surname, zone.given_names) == (bearer.surname.upper(), bearer.given_names.upper())
    assert zone.document_number == documents.number_of(kind, bearer)
    assert (zone.issuer, zone.nationality, zone.sex) == ("UTO", "UTO", bearer.sex)
    assert (zone.born_on, zone.expires_on) == (bearer.born_on, bearer.expires_on)


@pytest.mark.row("IDW-26")
@pytest.mark.parametrize("picture", ["scan", "photo"])
@pytest.mark.parametrize("kind", documents.KINDS)
def test_the_printed_fields_are_read_as_drawn(read, bearer, kind, picture) -> None:
    visual = read[kind, 0, picture].visual
    assert (visual.surname, visual.given_names) == (bearer.surname.upper(), bearer.given_names.upper())
    assert visual.document_number == documents.number_of(kind, bearer)
    assert (visual.born_on, visual.expires_on) == (bearer.born_on, bearer.expires_on)


def test_the_barcode_is_read_as_drawn(read, bearer) -> None:
    (code,) = read["driving_licence", 1, "photo"].barcodes
    assert code.fields["surname"] == bearer.surname.upper()
    assert code.fields["given_names"] == bearer.given_names.upper()
    assert code.fields["document_number"] == bearer.licence_number
    assert code.fields["born_on"] == bearer.born_on.isoformat()
    assert code.fields["expires_on"] == bearer.expires_on.isoformat()


@pytest.mark.parametrize("kind", documents.KINDS)
def test_the_portrait_is_found_and_large_enough(read, kind) -> None:
    face = read[kind, 0, "photo"].faces[0]
    assert face.eye_distance >= 40


@pytest.mark.parametrize("kind_side", SIDES, ids=lambda kind_side: "-".join(map(str, kind_side)))
def test_the_outline_is_found_on_the_desk(read, kind_side) -> None:
    reading = read[(*kind_side, "photo")]
    assert reading.documents_seen == 1
    assert not reading.cut_off
    assert reading.turned == 0


def test_a_spoilt_check_digit_is_reported_and_not_repaired(bearer) -> None:
    (page,) = documents.draw("passport", bearer, wrong_check_digit=True)
    zone = examine.examine_document(_photo(page, PhotoKind.CLEAN)).mrz
    assert zone is not None
    assert "born_on" in zone.failed_check_digits


def test_a_good_photo_passes_the_checks_of_the_document(read) -> None:
    assert _verdict(read["passport", 0, "photo"]) is Outcome.PASS


@pytest.mark.parametrize("fault", [kind for kind in PhotoKind if kind not in photos.GOOD])
def test_a_bad_photo_is_asked_for_again(bearer, fault) -> None:
    (page,) = documents.draw("passport", bearer)
    assert _verdict(examine.examine_document(_photo(page, fault))) is Outcome.ASK_AGAIN


def _verdict(front: DocumentReading) -> Outcome:
    case = Case(claim=None, front=front, specimens_allowed=True, on=date(2026, 6, 1))
    return combine(pipeline.assess(case, load.current(), "verified", partial=True)).outcome


def _photo(scan: Pixels, kind: PhotoKind) -> Pixels:
    data = np.frombuffer(photos.take(scan, kind, seed=BEARER), np.uint8)
    return cv2.imdecode(data, cv2.IMREAD_COLOR)
