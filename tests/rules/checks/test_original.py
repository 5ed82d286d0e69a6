"""Copies, covered documents, wrong sides: judged from readings made by hand."""

from datetime import date

import pytest

from assay.checks import pipeline
from assay.checks.documents import document_image, original
from assay.checks.readings import Barcode, Claim, Patch, Signs, Traces
from assay.checks.result import Outcome
from made_cases import BOOK, case, face, front, template

PHOTO = Traces(format="jpeg", width=4000, height=3000, has_camera=True, software=("16.5",))
CLEAR = Signs(colour=15.0, raster=1.8)
PORTRAIT = face(live=None, template=template(0.8))
GOOD = front(PORTRAIT).model_copy(update={"signs": CLEAR, "traces": PHOTO})
CORNERS = ((0.1, 0.1), (0.2, 0.1), (0.2, 0.2))
LICENCE = Barcode(symbology="pdf417", text="@", fields={"kind": "DL"}, corners=(*CORNERS, (0.1, 0.2)))


def with_signs(**changes):
    return GOOD.model_copy(update={"signs": CLEAR.model_copy(update=changes)})


def with_traces(**changes):
    return GOOD.model_copy(update={"traces": PHOTO.model_copy(update=changes)})


def judged(side, **changes):
    return original.document_original(case(front=side, **changes), BOOK)


@pytest.mark.parametrize("side", [GOOD, front(PORTRAIT)])
def test_a_photo_of_the_document_passes_and_so_does_a_reading_from_before_signs_were_measured(side):
    assert (judged(side).outcome, judged(side).reasons) == (Outcome.PASS, ())


@pytest.mark.parametrize(
    ("side", "outcome", "reason"),
    [
        (with_signs(colour=0.9), Outcome.ASK_AGAIN, "document.copy.black_and_white"),
        (with_signs(raster=5.0), Outcome.REFER, "document.copy.screen"),
        (with_signs(raster=None, dots=5.0), Outcome.REFER, "document.copy.printed"),
        (with_traces(says_screenshot=True), Outcome.ASK_AGAIN, "document.copy.screenshot"),
    ],
)
def test_a_copy_is_named_and_weak_signs_only_refer(side, outcome, reason):
    result = judged(side)
    assert (result.outcome, result.reasons) == (outcome, (reason,))
    assert result.marks, "the reviewer sees where"


@pytest.mark.parametrize(
    ("traces", "is_one"),
    [
        ({"format": "png", "width": 1920, "height": 1080, "has_camera": False}, True),
        ({"format": "png", "width": 1080, "height": 1920, "has_camera": False}, True),
        # The capture page takes frames of this size, and no camera is named in them.
        ({"format": "jpeg", "width": 1920, "height": 1080, "has_camera": False}, False),
        ({"format": "jpeg", "width": 1170, "height": 2532, "has_camera": False}, True),
        ({"format": "jpeg", "width": 1170, "height": 2532, "has_camera": True}, False),
        ({"format": "png", "width": 1234, "height": 870, "has_camera": False}, False),
        ({"format": "pdf", "width": 1920, "height": 1080, "has_camera": False}, False),
    ],
)
def test_a_screenshot_is_told_by_size_and_the_missing_camera(traces, is_one):
    assert original.is_screenshot(PHOTO.model_copy(update=traces), BOOK) is is_one


def test_a_back_without_colours_is_no_copy():
    back = front().model_copy(update={"signs": CLEAR.model_copy(update={"colour": 0.5})})
    assert judged(GOOD, back=back).outcome is Outcome.PASS


def test_what_was_read_from_a_copy_waits_for_the_document_itself():
    copied = with_signs(colour=0.9)
    results = {one.check: one for one in pipeline.assess(case(front=copied), BOOK, "verified", partial=True)}
    assert results["document_readable"].reasons == ("document.copy.black_and_white",)


@pytest.mark.row("IDW-12", "IDA-08")
def test_a_covered_document_is_asked_for_again_with_the_place_marked():
    small, large = (Patch(corners=CORNERS, strength=share) for share in (0.005, 0.06))
    covered = with_signs(covered=(large,))
    result = document_image.document_image(case(front=covered), BOOK)
    assert (result.outcome, result.reasons) == (Outcome.ASK_AGAIN, ("document.image.covered",))
    assert [(mark.label, mark.good) for mark in result.marks] == [("Covered", False)]
    fingertip = document_image.document_image(case(front=with_signs(covered=(small,))), BOOK)
    assert fingertip.outcome is Outcome.PASS


LICENCE_CHOSEN = Claim(
    given_names="Lumena",
    surname="Lumarelle",
    born_on=date(1990, 1, 1),
    residence="UT",
    nationality="UT",
    document_kind="driving_licence",
    issuing_country="UT",
)


@pytest.mark.row("IDA-09")
@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (front().model_copy(update={"barcodes": (LICENCE,)}), front(PORTRAIT), "a back is shown"),
        (GOOD, front(PORTRAIT), "twice"),
        (GOOD, front(face(eye_distance=20.0)), ""),
        (GOOD, front().model_copy(update={"barcodes": (LICENCE,)}), ""),
        (GOOD, None, ""),
    ],
)
def test_swapped_and_repeated_sides_are_asked_for_again(first, second, words):
    result = document_image.document_image(case(claim=LICENCE_CHOSEN, front=first, back=second), BOOK)
    assert words in result.seen.get("sides", "")
    assert ("document.side.wrong" in result.reasons) is bool(words)


def test_a_passport_has_one_side_only():
    back = front().model_copy(update={"barcodes": (LICENCE,)})
    passport = LICENCE_CHOSEN.model_copy(update={"document_kind": "passport"})
    result = document_image.document_image(case(claim=passport, front=back), BOOK)
    assert "document.side.wrong" not in result.reasons
