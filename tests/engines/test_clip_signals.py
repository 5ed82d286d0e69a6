"""What the clip engine measures beside pose and eyes, on rendered people and attacks and on made frames."""

from dataclasses import replace
from statistics import median

import cv2
import numpy as np
import pytest

from assay.checks import examine
from assay.checks.engines.clip.stream import StreamWatcher
from assay.checks.readings import Colour, Flash, Gesture, Prompt
from assay.checks.recordings import light, replay
from assay.checks.recordings.challenge import Drawn
from assay.policy.load import current
from assay.sandbox import recordings
from assay.sandbox.attacks.kinds import KINDS
from assay.sandbox.manners import Manner, Scene
from assay.sandbox.people import person
from made_cases import ON
from made_weights import are_in_place

MODELS = ("face_detector", "face_landmarks", "face_recogniser")
weights = pytest.mark.skipif(not are_in_place(*MODELS), reason="not fetched: run `assay models fetch`")

TURN = Prompt(gesture=Gesture.TURN_LEFT, from_second=0.4, to_second=2.2)
COLOURS = (Colour.GREEN, Colour.RED, Colour.BLUE)
FLASHES = tuple(
    Flash(colour=colour, from_second=2.3 + 0.7 * number, to_second=3.0 + 0.7 * number)
    for number, colour in enumerate(COLOURS)
)
ASKED = Drawn((TURN,), FLASHES, 4.6)
SHORT = Drawn((TURN,), (), 2.2)
MANNER = Manner(reaction=0.2, ramp=0.4, turn=24.0)


def limit(check, name):
    return current().threshold(check, name, ON)


def read(frames):
    return examine.examine_clip((number / recordings.FPS, frame) for number, frame in enumerate(frames))


@pytest.fixture(scope="module")
def genuine():
    return recordings.genuine(person(4), ASKED, 7, manner=MANNER, scene=Scene())


@pytest.fixture(scope="module")
def alive(genuine):
    return read(genuine.frames)


@pytest.fixture(scope="module")
def attacks():
    kept = {}

    def reading(kind):
        if kind not in kept:
            kept[kind] = read(KINDS[kind](person(4), SHORT, 7).frames)
        return kept[kind]

    return reading


def shown(reading, name):
    return [value for frame in reading.frames if (value := getattr(frame, name)) is not None]


@weights
def test_a_head_shows_its_depth_by_its_points_and_by_its_skin(alive):
    assert median(shown(alive, "relief")) > limit("one_live_face", "relief_least")
    assert median(shown(alive, "skin_relief")) > limit("one_live_face", "skin_relief_least")


@weights
def test_a_bent_picture_shows_no_depth_beyond_its_bend(attacks):
    assert median(shown(attacks("print_bent"), "relief")) < limit("one_live_face", "relief_least")


@weights
def test_the_skin_of_a_paper_mask_shows_no_depth_though_the_head_behind_it_turns(attacks):
    mask = attacks("cut_out_mask")
    assert max(frame.yaw for frame in mask.frames) > 12
    assert median(shown(mask, "skin_relief")) < limit("one_live_face", "skin_relief_least") / 2


@weights
def test_a_screen_shows_its_edges_around_the_face_and_a_room_does_not(attacks, alive):
    assert attacks("screen_replay").framed > limit("presentation_attack", "framed_most")
    assert alive.framed < limit("presentation_attack", "framed_most") - 0.2


@weights
def test_a_print_shows_its_raster_and_skin_does_not(attacks, alive):
    assert attacks("print_raster").raster > limit("presentation_attack", "raster_most")
    assert alive.raster < limit("presentation_attack", "raster_most") - 0.3


@weights
def test_the_face_takes_on_the_colours_of_the_screen_in_their_order(alive):
    assert light.measure(alive.frames, FLASHES).likeness > 0.9
    other = tuple(
        flash.model_copy(update={"colour": colour})
        for flash, colour in zip(FLASHES, (Colour.RED, Colour.BLUE, Colour.GREEN), strict=True)
    )
    assert light.measure(alive.frames, other).likeness < limit("light_response", "likeness_least")


@weights
@pytest.mark.row("IDW-13")
def test_a_recording_made_smaller_brighter_and_encoded_again_keeps_its_fingerprint(genuine, alive):
    copy = read([touched_up(frame) for frame in genuine.frames[2:]])
    least = limit("clip_fresh", "same_clip")
    assert replay.likeness(copy.fingerprint, alive.fingerprint) >= least
    later = replace(MANNER, reaction=0.6)
    again = recordings.genuine(person(4), ASKED, 8, manner=later, scene=Scene())
    assert replay.likeness(read(again.frames).fingerprint, alive.fingerprint) < least


def touched_up(frame):
    small = cv2.resize(frame, (480, 360), interpolation=cv2.INTER_AREA)
    brighter = np.clip(small.astype(np.float32) * 1.06 + 4, 0, 255).astype(np.uint8)
    return cv2.imdecode(cv2.imencode(".jpg", brighter, [cv2.IMWRITE_JPEG_QUALITY, 60])[1], cv2.IMREAD_COLOR)


# ------------------------------------------------------------------ the stream, on made frames


def watched(frames):
    watcher = StreamWatcher()
    for number, frame in enumerate(frames):
        watcher.look(number / 10, frame, None)
    return watcher.reading()


def moving(count, seed=0):
    """A bright spot that wanders irregularly over noise: what a person before a camera is to thumbnails."""
    drawn = np.random.default_rng(seed)
    places = np.cumsum(drawn.normal(0, 9, (count, 2)), axis=0)
    frames = []
    for x, y in places:
        frame = drawn.normal(90, 3, (120, 160)).clip(0, 255).astype(np.uint8)
        cv2.circle(frame, (80 + round(x) % 60, 60 + round(y) % 40), 25, 200, cv2.FILLED)
        frames.append(cv2.cvtColor(frame, cv2.COLOR_GRAY2BGR))
    return frames


def test_a_moving_picture_neither_stands_still_nor_comes_again():
    reading = watched(moving(80))
    assert (reading.frozen, reading.repeated_seconds) == (0.0, 0.0)


def test_a_picture_that_stands_still_is_seen():
    frames = moving(40)
    assert watched([*frames, *[frames[-1]] * 40]).frozen == pytest.approx(40 / 79)


def test_a_part_that_comes_again_is_seen_with_its_length():
    frames = moving(50)
    noise = np.random.default_rng(5)
    again = [np.clip(one + noise.normal(0, 1, one.shape), 0, 255).astype(np.uint8) for one in frames[5:30]]
    reading = watched([*frames, *again])
    assert reading.repeated_seconds == pytest.approx(2.4, abs=0.2)
