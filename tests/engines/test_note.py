"""A composed photo with a note: what is found where, and what of it is judged. Real hands and a real page where there are any."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from assay.checks import examine, pipeline
from assay.checks.engines.face import detector
from assay.checks.engines.note import body, hands, letters, paper
from assay.checks.notes import note_picture
from assay.checks.notes.note_geometry import area, share_covered
from assay.checks.readings.note import NotePhoto
from assay.checks.result import Outcome
from assay.policy.load import current
from assay.sandbox import handwriting, notes
from assay.sandbox.people import person
from made_notes import ON, WORDS
from made_weights import are_in_place

pytestmark = pytest.mark.skipif(
    not are_in_place(
        "hand_landmarks", "pose_landmarks", "person_outline", "text_detector_small", "face_detector"
    ),
    reason="the weights are not fetched",
)
FAULTS = notes.faults(WORDS)


def photo(bearer, scene):
    return cv2.imdecode(np.frombuffer(notes.take(person(bearer), scene), np.uint8), cv2.IMREAD_COLOR)


def overlap(quad, scene, thing):
    """Return intersection over union with where the thing was laid."""
    (left, top), (right, bottom) = notes.box_of(scene, thing)
    there = ((left, top), (right, top), (right, bottom), (left, bottom))
    common = share_covered(quad, there) * area(quad)
    return common / (area(quad) + area(there) - common)


def judged(reading, required=WORDS):
    found = pipeline.assess_note(
        NotePhoto(reading=reading, required=required), "document_and_note", current(), on=ON
    )
    return {one.check.value: one for one in found}


@pytest.fixture(scope="module")
def good():
    """The pixels of a photo that keeps every rule, and its reading."""
    pixels = photo(5, notes.Scene(note=WORDS))
    return pixels, examine.examine_note(pixels)


@pytest.fixture(scope="module")
def taped():
    return examine.examine_note(photo(6, FAULTS["note.document.on_note"]))


def test_face_document_sheet_and_both_hands_are_found_where_they_are(good):
    reading = good[1]
    assert len(reading.faces) == 1
    assert overlap(reading.sheet.outline, notes.Scene(), "note") > 0.8
    assert overlap(reading.document.outline, notes.Scene(), "document") > 0.8
    assert len(reading.hands) == 2
    assert min(joint.seen for joint in (*reading.body.shoulders, *reading.body.elbows)) > 0.9


@pytest.mark.row("RTE-25", "RTE-28", "RTE-30")
def test_a_photo_that_keeps_every_rule_passes_all_that_is_not_the_reading_of_words(good):
    results = judged(good[1])
    assert {name: one.reasons for name, one in results.items() if one.reasons and name != "note_words"} == {}


@pytest.mark.row("RTE-22")
def test_most_words_are_read_and_another_text_is_not_taken_for_them(good):
    right = judged(good[1])["note_words"]
    assert right.score > 0.5
    other = judged(good[1], "Please never close the ledger of my cousin")["note_words"]
    assert other.outcome is not Outcome.PASS
    assert other.score == 0


def test_the_reviewers_picture_shows_the_photo_and_the_note_below_it(good):
    pixels, reading = good
    drawn = note_picture.draw(pixels, reading.sheet, tuple(judged(reading).values()))
    assert drawn.shape[1] == pixels.shape[1]
    assert drawn.shape[0] > pixels.shape[0] + 500
    assert (drawn[: pixels.shape[0]] != pixels).any()


@pytest.mark.row("RTE-27")
def test_a_document_taped_to_the_note_is_seen(taped):
    assert judged(taped)["note_held"].reasons == ("note.document.on_note",)


@pytest.mark.row("RTE-29")
def test_a_hand_over_the_writing_is_seen_and_a_thumb_at_the_edge_is_not(good):
    found = paper.find(photo(7, replace(FAULTS["note.sheet.covered"], document=None)))
    assert sum(share for _, share in paper.things_on(found)) > 0.1
    assert good[1].sheet.covered == ()


@pytest.mark.row("RTE-23")
def test_a_whole_sheet_is_measured_larger_than_a_part_of_one(good):
    scene = replace(FAULTS["note.sheet.large"], document=None)
    found = paper.find(photo(8, scene))
    quad = [(x / notes.WIDTH, y / notes.HEIGHT) for x, y in found.corners]
    assert overlap(quad, scene, "note") > 0.85
    assert area(quad) > 3 * area(good[1].sheet.outline)


@pytest.mark.row("RTE-26", "X-27")
def test_a_third_hand_and_a_second_face_are_found():
    scene = notes.Scene(note=WORDS, third_hand=True, company="042")
    pixels = photo(9, scene)
    assert len(hands.find(pixels)) > 2
    large = [face for face in detector.detect(pixels) if face.width > 250]
    assert len(large) == 2


@pytest.mark.row("RTE-21")
@pytest.mark.parametrize("hand", [*handwriting.HANDS, handwriting.TYPED])
def test_typed_letters_have_twins_and_written_ones_have_not(hand):
    sheet = handwriting.write(WORDS, 150, 105, hand=hand, torn=False, seed=3).pixels
    small = cv2.GaussianBlur(cv2.resize(sheet, (540, 378), interpolation=cv2.INTER_AREA), (0, 0), 0.7)
    seen = cv2.resize(small, (1280, 896), interpolation=cv2.INTER_CUBIC)
    assert (letters.twins(seen) > 0.4) == (hand == handwriting.TYPED)


@pytest.mark.row("RTE-21")
def test_letters_of_a_real_hand_have_no_twins(specimens):
    page = cv2.imread(str(specimens / "documents" / "handwriting" / "htrp_1.png"))
    assert letters.twins(page) < 0.2


def test_a_page_without_writing_has_no_sheet_and_no_letters():
    plain = np.full((900, 1200, 3), 235, np.uint8)
    assert paper.find(plain) is None
    assert letters.twins(plain) is None
    assert hands.find(plain) == []


def test_a_real_fist_and_real_shoulders_are_found(specimens):
    picture = cv2.imread(str(specimens / "faces" / "spoof" / "vietmoney__fake_001.jpg"))
    (fist,) = hands.find(picture)
    middle = fist.points.mean(0) / (picture.shape[1], picture.shape[0])
    assert np.abs(middle - (0.11, 0.7)).max() < 0.08
    face = max(detector.detect(picture), key=lambda one: one.area)
    found = body.find(picture, (face.x, face.y, face.width, face.height))
    assert found.confidence > 0.9
    assert (found.shoulders[:, 2] > 0.9).all()
    # The person's own left shoulder is on the right of the picture.
    assert found.shoulders[0, 0] > face.centre[0] > found.shoulders[1, 0]
