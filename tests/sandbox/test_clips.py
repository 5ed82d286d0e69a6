"""The rendered clips before the real face models and the real checks."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import av
import numpy as np
import pytest

from assay.checks import examine
from assay.checks.readings import Case, ClipReading, DocumentReading, Gesture, Prompt, Quality, SelfieReading
from assay.checks.recordings import attack, liveness
from assay.checks.recordings.challenge import Drawn
from assay.checks.result import Outcome
from assay.policy import load
from assay.sandbox import clips, figure, portraits
from assay.sandbox.attacks import printed, swaps
from assay.sandbox.people import person
from assay.sandbox.portraits import Pixels

TODAY = date(2026, 6, 1)
# The engine looks nine times a second; more frames only take time.
FPS = 10
SECONDS = 6.6
PROMPTS = (
    Prompt(gesture=Gesture.TURN_RIGHT, from_second=0.8, to_second=2.4),
    Prompt(gesture=Gesture.BLINK, from_second=2.4, to_second=4.0),
    Prompt(gesture=Gesture.TURN_LEFT, from_second=4.0, to_second=5.6),
)
# An attack needs no more than one turn to be seen.
ASKED = Drawn(PROMPTS[:1], (), 2.8)
# A woman and a man.
PEOPLE = (0, 3)


@pytest.fixture(scope="module")
def recordings() -> dict[int, list[Pixels]]:
    return {number: clips.render_clip(person(number), PROMPTS, fps=FPS) for number in PEOPLE}


@pytest.fixture(scope="module")
def readings(recordings) -> dict[int, ClipReading]:
    return {number: _examine(frames) for number, frames in recordings.items()}


@pytest.fixture(scope="module")
def selfies() -> dict[int, SelfieReading]:
    paths = {number: portraits.find(person(number).portrait_id).smiling for number in PEOPLE}
    return {number: examine.examine_selfie(portraits.load(path)) for number, path in paths.items()}


@pytest.mark.parametrize("number", PEOPLE)
def test_the_head_turns_to_both_sides_and_the_eyes_close(readings, number) -> None:
    frames = readings[number].frames
    yaws = {gesture: [f.yaw for f in _during(frames, gesture)] for gesture in {p.gesture for p in PROMPTS}}
    assert max(yaws[Gesture.TURN_LEFT]) >= 20
    assert min(yaws[Gesture.TURN_RIGHT]) <= -20
    assert max(f.eyes_closed for f in _during(frames, Gesture.BLINK)) >= 0.8
    assert max(abs(yaw) for yaw in yaws[Gesture.BLINK]) <= 10


@pytest.mark.parametrize("number", PEOPLE)
def test_the_checks_see_one_live_person_who_did_what_was_asked(readings, selfies, number) -> None:
    case = _case(readings[number], selfies[number])
    for check in (liveness.challenge_followed, liveness.one_live_face, attack.presentation_attack):
        result = check(case, load.current())
        assert result.outcome is Outcome.PASS, result


def test_the_clip_is_the_person_of_the_selfie(readings, selfies) -> None:
    for number in PEOPLE:
        template = np.array(selfies[number].faces[0].template)
        seen = [np.array(f.template) for f in readings[number].frames if f.template is not None]
        assert min(float(template @ one) for one in seen) >= 0.6


def test_another_order_of_prompts_is_not_followed(readings, selfies) -> None:
    turned_round = [
        prompt.model_copy(update={"gesture": gesture})
        for prompt, gesture in zip(
            PROMPTS, (Gesture.TURN_LEFT, Gesture.BLINK, Gesture.TURN_RIGHT), strict=True
        )
    ]
    case = _case(readings[0], selfies[0], turned_round)
    assert liveness.challenge_followed(case, load.current()).outcome is Outcome.ASK_AGAIN


def test_a_picture_turned_before_the_camera_is_caught(selfies) -> None:
    reading = _examine(printed.turned_and_bent(person(0), ASKED, seed=1).frames)
    case = _case(reading, selfies[0], ASKED.prompts)
    assert liveness.challenge_followed(case, load.current()).outcome is not Outcome.PASS
    assert liveness.one_live_face(case, load.current()).outcome is Outcome.REFER


def test_somebody_else_taking_over_half_way_is_caught(selfies) -> None:
    reading = _examine(swaps.person(person(0), ASKED, seed=2).frames)
    result = liveness.one_live_face(_case(reading, selfies[0], ASKED.prompts), load.current())
    assert result.outcome is Outcome.REFER
    assert "liveness.face.changed" in result.reasons


def test_the_same_arguments_give_the_same_frames() -> None:
    quick = (
        Prompt(gesture=Gesture.TURN_LEFT, from_second=0.0, to_second=0.8),
        Prompt(gesture=Gesture.BLINK, from_second=0.4, to_second=1.2),
    )
    one = clips.render_clip(person(0), quick, fps=FPS, seconds=1.2)
    figure.build.cache_clear()
    other = clips.render_clip(person(0), quick, fps=FPS, seconds=1.2)
    assert len(one) == len(other) == 12
    assert all(np.array_equal(*pair) for pair in zip(one, other, strict=True))


def test_the_webm_plays_as_long_as_the_clip(recordings, tmp_path: Path) -> None:
    path = tmp_path / "clip.webm"
    assert len(recordings[0]) == round(SECONDS * FPS)
    clips.write_webm(recordings[0], path, fps=FPS)
    with av.open(str(path)) as container:
        times = [frame.time for frame in container.decode(video=0)]
    assert len(times) == round(SECONDS * FPS)
    assert times[-1] == pytest.approx(SECONDS - 1 / FPS, abs=0.01)


def test_the_fake_camera_file_holds_thirty_pictures_a_second(recordings, tmp_path: Path) -> None:
    path = tmp_path / "camera.mjpeg"
    clips.write_mjpeg(recordings[0][:FPS], path, fps=FPS)
    assert path.read_bytes().count(b"\xff\xd8\xff") == 30


def _during(frames, gesture):
    prompt = next(prompt for prompt in PROMPTS if prompt.gesture is gesture)
    return [frame for frame in frames if prompt.from_second + 0.2 <= frame.at <= prompt.to_second]


def _examine(frames: Sequence[Pixels]) -> ClipReading:
    return examine.examine_clip((number / FPS, frame) for number, frame in enumerate(frames))


def _case(clip: ClipReading, selfie: SelfieReading, prompts: Sequence[Prompt] = PROMPTS) -> Case:
    quality = Quality(width=1, height=1, sharpness=1, brightness=1, contrast=1, glare=0)
    front = DocumentReading(
        quality=quality, outline=None, outline_confidence=0, cut_off=False, documents_seen=0, turned=0
    )
    return Case(claim=None, front=front, selfie=selfie, clip=clip, prompts=tuple(prompts), on=TODAY)
