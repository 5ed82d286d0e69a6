"""Gestures in made frames: 10 a second, a prompt from second 2 to 5, all of it against the same person's own neutral."""

import math

import pytest

from assay.checks.readings import ClipReading, Frame, Gesture, Prompt
from assay.checks.recordings.liveness import challenge_followed
from assay.checks.result import Outcome
from made_cases import BOOK, case

PATH = ((0.1, 0.15), (0.9, 0.85), (0.1, 0.5), (0.9, 0.15))


def asked(gesture, path=()):
    return Prompt(gesture=gesture, from_second=2.0, to_second=5.0, path=path)


def recorded(**at_second):
    """Frames of a calm person; each value is a function of the second and replaces what the calm person shows."""
    calm = {"yaw": 3.0, "pitch": 6.0, "eyes_closed": 0.05, "smile": 0.1, "mouth": 0.55, "gaze": (2.0, -9.0)}
    frames = []
    for number in range(70):
        at = number / 10
        frames.append(Frame(at=at, faces=1, **calm, lids=(0.05, 0.05)))
        frames[-1] = frames[-1].model_copy(update={name: value(at) for name, value in at_second.items()})
    return ClipReading(seconds=6.9, width=640, height=480, frames=tuple(frames))


def between(start, end, shown, else_):
    return lambda at: shown if start <= at <= end else else_


def judged(gesture, path=(), **at_second):
    return challenge_followed(case(clip=recorded(**at_second), prompts=(asked(gesture, path),)), BOOK)


def dot(second):
    """Where the dot of PATH is across the screen, in 0.1 to 0.9, between seconds 2 and 5."""
    place = min(max(second - 2.0, 0.0), 3.0)
    return 0.1 + 0.8 * abs((place + 1) % 2 - 1)


@pytest.mark.row("IDW-13", "IDA-13")
@pytest.mark.parametrize(
    ("gesture", "shown"),
    [
        (Gesture.TURN_LEFT, {"yaw": between(2.8, 4.0, 25.0, 3.0)}),
        (Gesture.TURN_RIGHT, {"yaw": between(2.8, 4.0, -20.0, 3.0)}),
        (Gesture.LOOK_UP, {"pitch": between(2.8, 4.0, -6.0, 6.0)}),
        (Gesture.BLINK, {"eyes_closed": between(3.0, 3.2, 0.95, 0.05)}),
        (Gesture.SMILE, {"smile": between(3.0, 4.0, 0.6, 0.1)}),
        (Gesture.SMILE, {"mouth": between(3.0, 4.0, 0.61, 0.55)}),
    ],
)
def test_a_gesture_made_while_asked_is_found_and_one_never_made_is_not(gesture, shown):
    assert judged(gesture, **shown).outcome is Outcome.PASS
    never = judged(gesture)
    assert never.outcome is Outcome.ASK_AGAIN
    assert never.reasons == ("liveness.challenge.not_followed",)


@pytest.mark.row("IDA-13")
def test_a_gesture_other_than_the_one_asked_for_is_not_it():
    assert judged(Gesture.LOOK_UP, yaw=between(2.8, 4.0, 25.0, 3.0)).outcome is Outcome.ASK_AGAIN
    assert judged(Gesture.SMILE, pitch=between(2.8, 4.0, -6.0, 6.0)).outcome is Outcome.ASK_AGAIN


def test_pitch_measured_on_a_turned_head_is_no_look_up():
    turned = {"yaw": between(2.5, 4.0, 25.0, 3.0), "pitch": between(2.5, 4.0, -6.0, 6.0)}
    assert judged(Gesture.LOOK_UP, **turned).outcome is Outcome.ASK_AGAIN


def test_a_twitch_of_the_mouth_is_no_smile():
    assert judged(Gesture.SMILE, smile=between(3.0, 3.05, 0.9, 0.1)).outcome is Outcome.ASK_AGAIN


def test_somebody_who_smiles_from_the_start_has_to_smile_more():
    assert judged(Gesture.SMILE, smile=lambda at: 0.6).outcome is Outcome.ASK_AGAIN


@pytest.mark.parametrize("late", [0.2, 0.4, 0.6])
def test_eyes_alone_or_the_head_alone_may_follow_the_dot_somewhat_late(late):
    eyes = judged(Gesture.FOLLOW_DOT, PATH, gaze=lambda at: (2.0 + 12 * (0.5 - dot(at - late)), -9.0))
    head = judged(Gesture.FOLLOW_DOT, PATH, yaw=lambda at: 3.0 + 30 * (0.5 - dot(at - late)))
    assert (eyes.outcome, head.outcome) == (Outcome.PASS, Outcome.PASS)


def test_looking_the_other_way_or_hardly_at_all_does_not_follow_the_dot():
    mirrored = judged(Gesture.FOLLOW_DOT, PATH, yaw=lambda at: 3.0 - 30 * (0.5 - dot(at - 0.3)))
    still = judged(Gesture.FOLLOW_DOT, PATH, yaw=lambda at: 3.0 + 2 * (0.5 - dot(at - 0.3)))
    shaking = judged(Gesture.FOLLOW_DOT, PATH, yaw=lambda at: 20 * math.sin(9 * at))
    assert {one.outcome for one in (mirrored, still, shaking)} == {Outcome.ASK_AGAIN}


@pytest.mark.row("IDW-13")
@pytest.mark.parametrize(
    ("gesture", "shown"),
    [
        (Gesture.TURN_LEFT, {"yaw": between(1.8, 4.0, 25.0, 3.0)}),
        (Gesture.LOOK_UP, {"pitch": between(2.1, 4.0, -6.0, 6.0)}),
    ],
)
def test_an_answer_sooner_than_anybody_can_read_is_shown_to_a_person(gesture, shown):
    result = judged(gesture, **shown)
    assert (result.outcome, result.reasons) == (Outcome.REFER, ("liveness.challenge.early",))
    assert BOOK.reasons["liveness.challenge.early"].told is False


def test_a_head_still_at_the_last_place_of_the_dot_is_not_too_early():
    turned = Prompt(gesture=Gesture.TURN_RIGHT, from_second=5.2, to_second=6.8)
    yaw = lambda at: 3.0 + 40 * (0.5 - dot(at - 0.3)) if at < 5.3 else -20.0  # noqa: E731
    result = challenge_followed(
        case(clip=recorded(yaw=yaw), prompts=(asked(Gesture.FOLLOW_DOT, PATH), turned)), BOOK
    )
    assert result.outcome is Outcome.PASS


def test_every_gesture_is_listed_with_its_strength():
    result = judged(Gesture.TURN_LEFT, yaw=between(2.8, 4.0, 25.0, 3.0))
    assert [(one.name, one.strength) for one in result.signals] == [("turn left", 1.0)]
    assert "turned by 22°" in result.signals[0].said
