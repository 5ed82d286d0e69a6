import pytest

from assay.checks.readings import SelfieReading
from assay.checks.result import Outcome
from assay.checks.selfie import selfie_image
from made_cases import BOOK, GOOD, case, face


def selfie(*faces):
    return SelfieReading(quality=GOOD, faces=faces)


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
