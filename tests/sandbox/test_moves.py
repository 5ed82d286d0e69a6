"""What people do at which second of a challenge, without rendering any of it."""

import numpy as np
import pytest

from assay.checks.readings import Colour, Flash, Gesture, Prompt
from assay.sandbox import lights, moves
from assay.sandbox.manners import Manner, Scene

PATH = ((0.1, 0.5), (0.9, 0.5))
FPS = 20


def asked(gesture: Gesture, path=()) -> list[moves.Pose]:
    """Return the poses of three seconds in which a gesture is asked from the first to the third."""
    prompt = Prompt(gesture=gesture, from_second=1.0, to_second=3.0, path=path)
    return list(moves.poses((prompt,), fps=FPS, count=3 * FPS, seed=1, manner=Manner(reaction=0.5, sway=0.0)))


@pytest.mark.parametrize(
    ("gesture", "most", "least"),
    [
        (Gesture.TURN_LEFT, lambda pose: pose.yaw, 25),
        (Gesture.TURN_RIGHT, lambda pose: -pose.yaw, 25),
        (Gesture.LOOK_UP, lambda pose: -pose.pitch, 15),
        (Gesture.SMILE, lambda pose: pose.smile, 0.95),
        (Gesture.BLINK, lambda pose: pose.closed, 0.95),
    ],
)
def test_each_gesture_is_made_once_the_prompt_was_read_and_not_before(gesture, most, least) -> None:
    done = asked(gesture)
    assert max(map(most, done)) >= least
    assert all(abs(most(pose)) < 1e-6 for pose in done[: round(1.3 * FPS)])


def test_head_and_eyes_together_follow_the_dot_to_the_persons_left_first() -> None:
    looked = [pose.yaw + pose.gaze[0] for pose in asked(Gesture.FOLLOW_DOT, PATH)]
    early, late = looked[round(1.7 * FPS)], looked[round(2.95 * FPS)]
    assert early > 5
    assert late < -5


def test_the_dot_moves_in_straight_lines_of_equal_time() -> None:
    path = ((0.1, 0.2), (0.9, 0.2), (0.9, 0.8))
    assert moves.dot_at(0.0, path) == pytest.approx((0.1, 0.2))
    assert moves.dot_at(0.25, path) == pytest.approx((0.5, 0.2))
    assert moves.dot_at(0.75, path) == pytest.approx((0.9, 0.5))
    assert moves.dot_at(2.0, path) == pytest.approx((0.9, 0.8))


def test_people_differ_and_react_within_eight_tenths_of_a_second() -> None:
    drawn = [Manner.drawn(np.random.default_rng(seed)) for seed in range(40)]
    assert {0.3 <= one.reaction <= 0.8 for one in drawn} == {True}
    assert len({one.turn for one in drawn}) == 40


def test_a_flash_adds_its_colour_and_the_camera_takes_some_back_later() -> None:
    flash = Flash(colour=Colour.RED, from_second=1.0, to_second=3.0)
    lit = list(lights.lights((flash,), Scene(), fps=FPS, count=3 * FPS))
    assert lit[FPS - 2].screen == (0.0, 0.0, 0.0)
    blue, green, red = lit[2 * FPS].screen
    assert red > 5 * max(blue, green) > 0
    assert lit[-1].gains[2] < lit[FPS + 2].gains[2] < 1.0
