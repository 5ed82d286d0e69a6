"""The rules for the selfie on pictures of rendered people, with the real networks: one picture for each rule."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from assay.checks import examine, pipeline
from assay.checks.readings import NOTHING_READ, Case, SelfieReading
from assay.checks.result import CheckResult, Outcome
from assay.policy.schema import CheckName
from assay.sandbox import eyelids, selfies
from assay.sandbox.people import person
from assay.sandbox.portraits import Pixels
from assay.sandbox.worn import glasses, headwear, mouth
from assay.sandbox.worn.glasses import Glasses
from assay.sandbox.worn.headwear import Hat
from made_cases import BOOK, ON
from made_weights import are_in_place

pytestmark = pytest.mark.skipif(
    not are_in_place("face_detector", "face_recogniser", "face_landmarks"),
    reason="the weights are not fetched",
)

RULES = [check for check in pipeline.CHECKS if check.value.startswith("selfie_")]
Change = Callable[[Pixels, np.ndarray], Pixels]


def taken(number: int = 2) -> Pixels:
    data = np.frombuffer(selfies.take(person(number)), np.uint8)
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)


@pytest.fixture(scope="module")
def plain() -> Pixels:
    return taken()


@pytest.fixture(scope="module")
def upright(plain: Pixels) -> SelfieReading:
    return examine.examine_selfie(plain)


@pytest.fixture(scope="module")
def points(plain: Pixels) -> np.ndarray:
    return examine.face_mesh(plain)[0]


def by_chance() -> np.random.Generator:
    return np.random.default_rng(4)


def results_of(reading: SelfieReading) -> dict[CheckName, CheckResult]:
    case = Case(claim=None, front=NOTHING_READ, selfie=reading, on=ON)
    return {name: pipeline.CHECKS[name](case, BOOK) for name in RULES}


def judged(picture: Pixels) -> tuple[set[str], set[str]]:
    """Return the reasons the rules give for a picture, and the checks that give them."""
    return told_of(examine.examine_selfie(np.ascontiguousarray(picture)))


def told_of(reading: SelfieReading) -> tuple[set[str], set[str]]:
    results = results_of(reading)
    failed = [result for result in results.values() if result.outcome is not Outcome.PASS]
    return {reason for result in failed for reason in result.reasons}, {
        result.check.value for result in failed
    }


def test_a_plain_selfie_keeps_every_rule(upright):
    assert told_of(upright) == (set(), set())


# ------------------------------------------------------------------ what is worn


def dark_glasses(picture: Pixels, face: np.ndarray) -> Pixels:
    return glasses.put_on(picture, face, glasses.dark_glasses(), by_chance())


def glare(picture: Pixels, face: np.ndarray) -> Pixels:
    return glasses.put_on(picture, face, Glasses(rim=0.04, half_height=0.3, glare=1.0), by_chance())


def hat(picture: Pixels, face: np.ndarray) -> Pixels:
    return headwear.put_on(picture, face, Hat(edge=0.9, brim=0.4, colour=(120, 40, 30)), by_chance())


def mask(picture: Pixels, face: np.ndarray) -> Pixels:
    return mouth.mask(picture, face, (225, 205, 170), by_chance())


def hand(picture: Pixels, face: np.ndarray) -> Pixels:
    return mouth.hand(picture, face, by_chance())


@pytest.mark.row("IDW-15", "IDW-16", "IDA-16")
@pytest.mark.parametrize(
    ("put_on", "reason"),
    [
        (dark_glasses, "selfie.worn.dark_glasses"),
        (glare, "selfie.worn.glare"),
        (hat, "selfie.worn.hat"),
        (mask, "selfie.worn.mouth"),
        (hand, "selfie.worn.mouth"),
    ],
)
def test_what_hides_the_face_is_named_and_asked_to_be_taken_off(plain, points, put_on: Change, reason):
    reasons, failed = judged(put_on(plain, points))
    assert reason in reasons
    assert "selfie_uncovered" in failed


def clear_glasses(picture: Pixels, face: np.ndarray) -> Pixels:
    return glasses.put_on(picture, face, Glasses(rim=0.03), by_chance())


def head_scarf(picture: Pixels, face: np.ndarray) -> Pixels:
    return headwear.scarf(picture, face, (110, 70, 50), by_chance(), edge=0.0)


def fringe(picture: Pixels, face: np.ndarray) -> Pixels:
    return headwear.fringe(picture, face, (30, 40, 60), by_chance(), edge=0.9)


def beard(picture: Pixels, face: np.ndarray) -> Pixels:
    return mouth.beard(picture, face, (30, 40, 55), by_chance())


@pytest.mark.row("IDW-15", "IDW-16")
@pytest.mark.parametrize("put_on", [clear_glasses, head_scarf, fringe, beard])
def test_clear_glasses_a_head_scarf_and_hair_are_nobodys_business(plain, points, put_on: Change):
    assert "selfie_uncovered" not in judged(put_on(plain, points))[1]


@pytest.mark.row("IDW-17")
def test_a_face_drawn_like_a_cartoon_is_sent_to_a_person(plain):
    soft = plain
    for _ in range(3):
        soft = cv2.bilateralFilter(soft, 9, 60, 9)
    reasons, _ = judged((soft // 32) * 32 + 16)
    assert "selfie.face.filtered" in reasons


# ------------------------------------------------------------------ the person


@pytest.mark.row("IDA-15")
def test_closed_eyes_are_asked_again(plain, points):
    assert judged(eyelids.close(plain, points, 1.0))[0] == {"selfie.face.eyes_closed"}


def test_two_people_are_one_too_many(plain):
    assert "selfie_face" in judged(np.hstack([plain, taken(6)]))[1]


def test_a_wall_is_nobody():
    wall = np.full((900, 700, 3), 150, np.uint8)
    assert judged(wall)[0] == {"selfie.face.missing"}


# ------------------------------------------------------------------ the frame


@pytest.mark.row("IDA-13", "IDA-14")
def test_half_a_face_is_cut_off(plain, points):
    middle = int(points[1, 0])
    assert judged(plain[:, middle:])[0] & {"selfie.face.cut_off", "selfie.face.missing"}


@pytest.mark.row("IDA-13", "IDA-14")
def test_a_face_far_from_the_middle_is_off_centre(plain):
    room = cv2.copyMakeBorder(plain, 0, 0, 0, 900, cv2.BORDER_REPLICATE)
    assert judged(room)[0] == {"selfie.face.off_centre"}


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_selfie_that_lies_on_its_side_is_turned_and_keeps_every_rule(plain, upright, turns):
    reading = examine.examine_selfie(np.ascontiguousarray(np.rot90(plain, turns)))
    assert reading.turned == 90 * turns
    assert {result.outcome for result in results_of(reading).values()} == {Outcome.PASS}
    assert np.allclose(reading.faces[0].eyes, upright.faces[0].eyes, atol=0.01)


# ------------------------------------------------------------------ light and sharpness


@pytest.mark.row("IDW-18")
def test_a_dark_selfie_is_dark(plain):
    assert "selfie.image.dark" in judged((plain * 0.12).astype(np.uint8))[0]


@pytest.mark.row("IDW-18")
def test_a_face_lit_from_one_side_only_is_named(plain, points):
    across = (np.arange(plain.shape[1]) - points[1, 0]) / np.ptp(points[:, 0])
    light = 1 / (1 + np.exp(-12 * across)) * 0.95 + 0.05
    assert "selfie.image.one_sided" in judged((plain * light[None, :, None]).astype(np.uint8))[0]


def test_a_blurred_selfie_is_blurred(plain):
    assert "selfie.image.blurred" in judged(cv2.GaussianBlur(plain, (0, 0), 9))[0]
