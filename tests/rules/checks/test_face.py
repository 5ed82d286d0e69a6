import pytest

from assay.checks.faces.face import document_face, face_match
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


@pytest.mark.row("IDW-25")
@pytest.mark.parametrize(
    ("cosine", "outcome", "reasons"),
    [
        (0.9, Outcome.PASS, ()),
        (0.55, Outcome.PASS, ()),
        (0.53, Outcome.REFER, ("selfie.match.uncertain",)),
        (0.39, Outcome.REFER, ("selfie.match.uncertain",)),
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
