"""Published samples and traces of editing: judged from readings made by hand."""

import pytest

from assay.checks.documents import authentic
from assay.checks.readings import Barcode, Patch, Signs, TextLine, Traces
from assay.checks.result import Outcome
from assay.sandbox.people import person
from made_cases import BOOK, case, face, front, passing_front, template

CORNERS = ((0.1, 0.1), (0.5, 0.1), (0.5, 0.2), (0.1, 0.2))
UTOPIAN = passing_front(person(1))
# The same page as if France had issued it: no sample by its number.
FRENCH = UTOPIAN.model_copy(
    update={"mrz": UTOPIAN.mrz.model_copy(update={"issuer": "FRA", "document_number": "22AB51733"})}
)


def judged(side, *, allowed=False, **changes):
    return authentic.document_authentic(case(front=side, specimens_allowed=allowed, **changes), BOOK)


def with_zone(**changes):
    return FRENCH.model_copy(update={"mrz": FRENCH.mrz.model_copy(update=changes)})


def with_line(text, side=FRENCH):
    return side.model_copy(update={"text": (TextLine(text=text, confidence=0.9, corners=CORNERS),)})


def with_traces(**changes):
    made = Traces(format="jpeg", width=4000, height=3000).model_copy(update=changes)
    return FRENCH.model_copy(update={"traces": made})


def licence(number, issuer):
    fields = {"document_number": number, "issuer_id": issuer, "country": "USA", "kind": "DL"}
    return front().model_copy(
        update={"barcodes": (Barcode(symbology="pdf417", text="@", fields=fields, corners=CORNERS),)}
    )


def test_a_document_of_its_own_passes():
    assert (judged(FRENCH).outcome, judged(FRENCH).reasons) == (Outcome.PASS, ())


@pytest.mark.parametrize(
    "side",
    [
        UTOPIAN,
        with_zone(issuer="D", document_number="C01X00T47"),
        with_zone(issuer="GBR", document_number="925665416"),
        licence("D04852767", "636026"),
        licence("K04-76-5990", "636022"),
        with_line("SPECIMEN"),
        with_line("* Muster *"),
        with_line("見本"),
    ],
)
def test_a_published_sample_is_refused_outside_a_demo(side):
    assert (judged(side).outcome, judged(side).reasons) == (Outcome.ASK_AGAIN, ("document.specimen",))
    allowed = judged(side, allowed=True)
    assert allowed.outcome is Outcome.PASS
    assert "published sample" in allowed.seen


@pytest.mark.parametrize(
    "side",
    [
        with_zone(issuer="FRA", document_number="C01X00T47"),
        licence("D04852767", "636014"),
        with_line("SPECIMEN OF SIGNATURE"),
        with_line("SAMPLE", with_zone(surname="SAMPLE")),
        with_line("MUSTER", with_zone(given_names="ANNA MUSTER")),
    ],
)
def test_another_issuers_number_and_a_holders_name_are_no_sample(side):
    assert judged(side).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "changes",
    [
        {"software": ("Adobe Photoshop 25.1 (Windows)",)},
        {"software": ("Canva",), "format": "pdf"},
        {"format": "pdf", "updates": 1},
        {"format": "pdf", "updates": 3, "signatures": 2},
    ],
)
def test_a_file_that_was_edited_goes_to_a_person(changes):
    result = judged(with_traces(**changes))
    assert (result.outcome, result.reasons) == (Outcome.REFER, ("document.file.edited",))


@pytest.mark.parametrize(
    "changes",
    [
        {"software": ("HDR+ 1.0.345618096zd",), "has_camera": True},
        {"software": ("16.5.1",)},
        {"software": ("Canvas Workspace 2",)},
        {"format": "pdf", "updates": 1, "signatures": 1},
        {"format": "pdf", "modified_later": True},
    ],
)
def test_a_camera_a_signature_and_a_later_date_are_no_editing(changes):
    assert judged(with_traces(**changes)).outcome is Outcome.PASS


def test_a_part_compressed_unlike_the_rest_goes_to_a_person_with_its_place():
    patches = (Patch(corners=CORNERS, strength=40.0), Patch(corners=CORNERS, strength=3.5))
    result = judged(FRENCH.model_copy(update={"signs": Signs(splices=patches)}))
    assert (result.outcome, result.reasons) == (Outcome.REFER, ("document.image.spliced",))
    assert len([mark for mark in result.marks if not mark.good]) == 1


@pytest.mark.parametrize(
    ("likeness", "eye_distance", "reasons"),
    [
        (0.6, 30.0, ()),
        (-0.1, 30.0, ("document.portrait.ghost_differs",)),
        (-0.1, 6.0, ()),
    ],
)
def test_a_second_image_of_somebody_else_goes_to_a_person(likeness, eye_distance, reasons):
    ghost = face(template=template(likeness), eye_distance=eye_distance, live=None)
    result = judged(FRENCH.model_copy(update={"faces": (face(template=template()), ghost)}))
    assert result.reasons == reasons
