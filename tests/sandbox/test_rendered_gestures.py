"""Rendered people before the real face models: they smile, look up, follow the dot, and take on the screen's colours."""

import numpy as np
import pytest

from assay.checks import examine
from assay.checks.readings import Colour, Flash, Gesture, Prompt
from assay.checks.recordings.challenge import Drawn
from assay.sandbox import figure, recordings
from assay.sandbox.manners import Manner, Scene
from assay.sandbox.people import person
from made_weights import are_in_place

pytestmark = pytest.mark.skipif(
    not are_in_place("face_detector", "face_landmarks"),
    reason="the weights are not fetched: run `assay models fetch`",
)

PATH = ((0.1, 0.5), (0.9, 0.5))
PROMPTS = (
    Prompt(gesture=Gesture.SMILE, from_second=0.5, to_second=1.9),
    Prompt(gesture=Gesture.LOOK_UP, from_second=2.0, to_second=3.4),
    Prompt(gesture=Gesture.FOLLOW_DOT, from_second=3.5, to_second=5.5, path=PATH),
)
FLASHES = (
    Flash(colour=Colour.RED, from_second=6.0, to_second=6.5),
    Flash(colour=Colour.BLUE, from_second=6.5, to_second=7.0),
)
ASKED = Drawn(PROMPTS, FLASHES, 7.1)


@pytest.fixture(scope="module")
def recording() -> recordings.Recording:
    manner = Manner(reaction=0.3, head=0.5)
    return recordings.genuine(person(0), ASKED, seed=5, manner=manner, scene=Scene(phone=True))


@pytest.fixture(scope="module")
def frames(recording):
    return examine.examine_clip(
        (number / recordings.FPS, one) for number, one in enumerate(recording.frames)
    ).frames


def during(frames, since: float, until: float):
    return [frame for frame in frames if since <= frame.at <= until]


def test_the_mouth_smiles_while_asked_and_rests_before(frames) -> None:
    assert max(frame.smile for frame in during(frames, 1.1, 1.7)) >= 0.4
    assert max(frame.smile for frame in during(frames, 0.0, 0.5)) <= 0.1


def test_the_head_is_lifted(frames) -> None:
    rest = np.median([frame.pitch for frame in during(frames, 0.0, 0.5)])
    assert min(frame.pitch for frame in during(frames, 2.6, 3.2)) <= rest - 10


def test_head_and_eyes_both_move_with_the_dot_from_left_to_right(frames) -> None:
    early, late = during(frames, 4.0, 4.3), during(frames, 5.2, 5.5)
    assert np.mean([frame.yaw for frame in early]) - np.mean([frame.yaw for frame in late]) >= 8
    assert np.mean([frame.gaze[0] for frame in early]) - np.mean([frame.gaze[0] for frame in late]) >= 4


@pytest.mark.parametrize(("flash", "channel"), [(FLASHES[0], 2), (FLASHES[1], 0)])
def test_the_face_takes_on_the_colour_of_the_screen_and_the_wall_hardly(recording, flash, channel) -> None:
    before, lit = (recording.frames[round(at * recordings.FPS)] for at in (5.9, flash.from_second + 0.3))
    face, wall = (slice(250, 330), slice(200, 280)), (slice(60, 120), slice(20, 60))
    assert _change(before[face], lit[face])[channel] >= 1.04
    assert _change(before[wall], lit[wall])[channel] <= 1.02


def _change(before, after):
    """Return how much brighter blue, green and red became, each against the mean of the other two."""
    ratio = after.reshape(-1, 3).mean(axis=0) / before.reshape(-1, 3).mean(axis=0)
    return [ratio[one] / np.delete(ratio, one).mean() for one in range(3)]


def test_the_phone_is_held_upright(recording) -> None:
    assert recording.frames[0].shape == (figure.PHONE.height, figure.PHONE.width, 3)
    assert (recording.capture.width, recording.capture.height) == (figure.PHONE.width, figure.PHONE.height)


def test_the_browser_noted_the_times_of_the_frames_unevenly(recording) -> None:
    steps = np.diff(recording.capture.frame_seconds)
    assert len(steps) == len(recording.frames) - 1
    assert steps.std() > 0.001
    assert steps.min() > 0
