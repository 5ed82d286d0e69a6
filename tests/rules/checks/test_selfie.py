"""The rules for the selfie, one check each, on hand-made readings."""

import pytest

from assay.checks.faces import selfie, worn
from assay.checks.pipeline import CHECKS
from assay.checks.readings import SelfieReading
from assay.checks.result import Outcome
from assay.policy.schema import CheckName
from made_cases import BOOK, GOOD, case, face

ABOUT_THE_SELFIE = (
    CheckName.SELFIE_FACE,
    CheckName.SELFIE_FRAME,
    CheckName.SELFIE_EYES,
    CheckName.SELFIE_IMAGE,
    CheckName.SELFIE_UNCOVERED,
    CheckName.SELFIE_UNFILTERED,
)
NOTHING_WORN = face().worn


def picture(*faces):
    return case(selfie=SelfieReading(quality=GOOD, faces=faces))


def wearing(**scores):
    return picture(face(worn=NOTHING_WORN.model_copy(update=scores)))


@pytest.mark.parametrize("check", ABOUT_THE_SELFIE)
def test_a_good_selfie_passes_every_rule(check):
    assert CHECKS[check](case(), BOOK).outcome is Outcome.PASS


@pytest.mark.parametrize("check", ABOUT_THE_SELFIE)
@pytest.mark.parametrize("reading", [None, SelfieReading(quality=GOOD, faces=())])
def test_no_selfie_and_no_face_in_it_are_asked_again(check, reading):
    result = CHECKS[check](case(selfie=reading), BOOK)
    assert (result.outcome, result.reasons) == (Outcome.ASK_AGAIN, ("selfie.face.missing",))


@pytest.mark.parametrize("check", ABOUT_THE_SELFIE)
def test_every_rule_explains_itself_to_people(check):
    assert len(CHECKS[check].__doc__) > 20


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"box": ((0.45, 0.4), (0.5, 0.5))}, "selfie.face.far"),
        ({"box": ((0.05, 0.0), (0.95, 1.0))}, "selfie.face.near"),
        ({"box": ((-0.1, 0.2), (0.2, 0.7))}, "selfie.face.cut_off"),
        ({"box": ((0.0, 0.2), (0.2, 0.7))}, "selfie.face.off_centre"),
        ({"box": ((0.4, 0.7), (0.6, 0.99))}, "selfie.face.off_centre"),
        ({"eyes": ((0.02, 0.4), (0.12, 0.4))}, "selfie.face.cut_off"),
        ({"yaw": -35.0}, "selfie.face.turned"),
        ({"pitch": 40.0}, "selfie.face.turned"),
    ],
)
def test_a_face_out_of_place_is_named_and_asked_again(changes, reason):
    result = selfie.selfie_frame(picture(face(**changes)), BOOK)
    assert (result.outcome, result.reasons) == (Outcome.ASK_AGAIN, (reason,))


def test_closed_eyes_are_asked_again():
    result = selfie.selfie_eyes(picture(face(eyes_closed=0.9)), BOOK)
    assert (result.outcome, result.reasons) == (Outcome.ASK_AGAIN, ("selfie.face.eyes_closed",))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"quality": GOOD.model_copy(update={"sharpness": 0.1})}, "selfie.image.blurred"),
        ({"quality": GOOD.model_copy(update={"brightness": 15.0})}, "selfie.image.dark"),
        ({"quality": GOOD.model_copy(update={"brightness": 250.0})}, "selfie.image.bright"),
        ({"lit_evenly": 0.02}, "selfie.image.one_sided"),
    ],
)
def test_a_bad_picture_of_the_face_is_named_and_asked_again(changes, reason):
    result = selfie.selfie_image(picture(face(**changes)), BOOK)
    assert (result.outcome, result.reasons) == (Outcome.ASK_AGAIN, (reason,))


def test_a_second_person_in_the_selfie_is_asked_again():
    result = selfie.selfie_face(picture(face(), face(box=((0.7, 0.2), (0.9, 0.5)))), BOOK)
    assert result.reasons == ("selfie.face.several",)
    assert [mark.good for mark in result.marks] == [False, False]


def test_a_small_face_in_the_background_is_no_company():
    poster = face(box=((0.8, 0.2), (0.84, 0.26)))
    assert selfie.selfie_face(picture(face(), poster), BOOK).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("scores", "reason"),
    [
        ({"eyes_hidden": 1.0}, "selfie.worn.dark_glasses"),
        ({"glare": 1.0}, "selfie.worn.glare"),
        ({"hat": 1.0, "bare_forehead": 0.1}, "selfie.worn.hat"),
        ({"mouth_covered": 1.0}, "selfie.worn.mouth"),
    ],
)
def test_a_hidden_part_of_the_face_is_named_marked_and_asked_again(scores, reason):
    result = worn.selfie_uncovered(wearing(**scores), BOOK)
    assert (result.outcome, result.reasons) == (Outcome.ASK_AGAIN, (reason,))
    (mark,) = result.marks
    assert not mark.good
    assert mark.points[0] < mark.points[1]


@pytest.mark.parametrize(
    "scores",
    [
        {"glasses": 1.0},
        # A scarf or turban that leaves the forehead bare; hair over the forehead of somebody without a hat.
        {"hat": 1.0, "bare_forehead": 0.5},
        {"hat": 0.1, "bare_forehead": 0.0},
    ],
)
def test_clear_glasses_and_a_head_cover_that_leaves_the_face_free_pass(scores):
    assert worn.selfie_uncovered(wearing(**scores), BOOK).outcome is Outcome.PASS


def test_a_face_of_which_nothing_was_measured_is_looked_at_by_a_person():
    result = worn.selfie_uncovered(picture(face(worn=None)), BOOK)
    assert (result.outcome, result.reasons) == (Outcome.REFER, ("selfie.worn.not_measured",))


def test_a_drawn_face_is_looked_at_by_a_person_and_nobody_is_told_why():
    result = worn.selfie_unfiltered(picture(face(flat_skin=0.95)), BOOK)
    assert (result.outcome, result.reasons) == (Outcome.REFER, ("selfie.face.filtered",))
    assert not BOOK.reasons["selfie.face.filtered"].told


@pytest.mark.parametrize("flat_skin", [None, 0.3])
def test_skin_with_grain_and_skin_too_small_to_show_it_are_not_called_drawn(flat_skin):
    assert worn.selfie_unfiltered(picture(face(flat_skin=flat_skin)), BOOK).outcome is Outcome.PASS
