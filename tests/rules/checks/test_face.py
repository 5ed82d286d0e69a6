import pytest

from assay.checks.face import document_face, face_match, selfie_image
from assay.checks.readings import SelfieReading
from assay.checks.result import Outcome, Piece
from made_cases import BOOK, GOOD, case, face, front, template


def selfie(*faces):
    return SelfieReading(quality=GOOD, faces=faces)


def test_a_portrait_with_enough_pixels_passes_and_is_marked():
    result = document_face(case(), BOOK)
    assert result.outcome is Outcome.PASS
    assert result.marks[0].piece is Piece.FRONT


def test_a_document_without_a_portrait_is_asked_again():
    result = document_face(case(front=front()), BOOK)
    assert (result.outcome, result.reasons) == (Outcome.ASK_AGAIN, ("document.portrait.missing",))


def test_a_portrait_with_too_few_pixels_is_asked_again():
    result = document_face(case(front=front(face(eye_distance=15.0))), BOOK)
    assert (result.outcome, result.reasons) == (Outcome.ASK_AGAIN, ("document.portrait.too_small",))
    assert result.score < result.threshold
    assert not result.marks[0].good


def test_a_good_selfie_passes():
    assert selfie_image(case(), BOOK).outcome is Outcome.PASS


@pytest.mark.row("IDA-14", "IDA-15", "IDW-18")
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"box": ((0.45, 0.4), (0.5, 0.5))}, "selfie.face.out_of_frame"),
        ({"box": ((0.05, 0.0), (0.95, 1.0))}, "selfie.face.out_of_frame"),
        ({"box": ((-0.1, 0.2), (0.2, 0.7))}, "selfie.face.out_of_frame"),
        ({"yaw": -35.0}, "selfie.face.turned"),
        ({"pitch": 40.0}, "selfie.face.turned"),
        ({"eyes_closed": 0.9}, "selfie.face.eyes_closed"),
        ({"quality": GOOD.model_copy(update={"sharpness": 0.1})}, "selfie.image.blurred"),
        ({"quality": GOOD.model_copy(update={"brightness": 15.0})}, "selfie.image.dark"),
        ({"quality": GOOD.model_copy(update={"brightness": 250.0})}, "selfie.image.dark"),
    ],
)
def test_what_is_wrong_with_a_selfie_is_named_and_asked_again(changes, reason):
    result = selfie_image(case(selfie=selfie(face(**changes))), BOOK)
    assert (result.outcome, result.reasons) == (Outcome.ASK_AGAIN, (reason,))


def test_a_second_person_in_the_selfie_is_asked_again():
    other = face(box=((0.7, 0.2), (0.9, 0.5)))
    result = selfie_image(case(selfie=selfie(face(), other)), BOOK)
    assert result.reasons == ("selfie.face.several",)
    assert [mark.good for mark in result.marks] == [False, False]


def test_a_small_face_in_the_background_is_no_company():
    poster = face(box=((0.8, 0.2), (0.84, 0.26)))
    assert selfie_image(case(selfie=selfie(face(), poster)), BOOK).outcome is Outcome.PASS


@pytest.mark.parametrize("reading", [None, selfie()])
def test_no_selfie_and_no_face_in_it_are_asked_again(reading):
    result = selfie_image(case(selfie=reading), BOOK)
    assert (result.outcome, result.reasons) == (Outcome.ASK_AGAIN, ("selfie.face.missing",))


@pytest.mark.row("IDW-25")
@pytest.mark.parametrize(
    ("cosine", "outcome", "reasons"),
    [
        (0.9, Outcome.PASS, ()),
        (0.49, Outcome.PASS, ()),
        (0.45, Outcome.REFER, ("selfie.match.uncertain",)),
        (0.37, Outcome.REFER, ("selfie.match.uncertain",)),
        (0.35, Outcome.REFER, ("selfie.match.mismatch",)),
        (-0.2, Outcome.REFER, ("selfie.match.mismatch",)),
    ],
)
def test_faces_are_accepted_or_shown_to_a_person(cosine, outcome, reasons):
    result = face_match(case(front=front(face(template=template(cosine)))), BOOK)
    assert (result.outcome, result.reasons) == (outcome, reasons)
    assert result.score == pytest.approx(cosine)
    assert {mark.piece for mark in result.marks} == {Piece.FRONT, Piece.SELFIE}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"selfie": None}, "selfie.face.missing"),
        ({"selfie": selfie()}, "selfie.face.missing"),
        ({"front": front()}, "document.portrait.missing"),
    ],
)
def test_a_match_without_two_faces_asks_for_the_missing_one(changes, reason):
    result = face_match(case(**changes), BOOK)
    assert (result.outcome, result.reasons) == (Outcome.ASK_AGAIN, (reason,))


def test_marks_stay_inside_the_picture():
    result = document_face(case(front=front(face(box=((-0.1, 0.5), (0.3, 1.2))))), BOOK)
    assert result.marks[0].points == ((0.0, 0.5), (0.3, 1.0))
