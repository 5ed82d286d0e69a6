"""Which pose a person has at each moment of a challenge."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assay.checks.readings import Gesture, Prompt
from assay.sandbox.manners import Manner

# The angle between the middle of the screen and its sides, and its upper and lower edge, as the eyes see it: a laptop.
_SCREEN_YAW, _SCREEN_PITCH = 16.0, 11.0
# Told to follow a dot, people overdo it with the head.
_OVERDONE = 1.3


@dataclass(frozen=True, slots=True)
class Pose:
    """How the figure is to be seen.

    `yaw` and `pitch` of the head in degrees: yaw positive to the person's own left, pitch positive downwards; `shift` of the
    camera in pixels; `closed` and `smile` 0 to 1; `gaze` of the eyes in the head in degrees, signs as yaw and pitch.
    """

    yaw: float
    pitch: float
    shift: tuple[float, float]
    closed: float
    smile: float = 0.0
    gaze: tuple[float, float] = (0.0, 0.0)


def poses(
    prompts: Sequence[Prompt], *, fps: float, count: int, seed: int, manner: Manner | None = None
) -> Iterator[Pose]:
    """Yield the pose of each frame: what the prompts ask for, on top of the small sway of somebody sitting still."""
    manner = manner or Manner()
    phases = np.random.default_rng(seed).uniform(0, 2 * np.pi, 6)
    for frame in range(count):
        yield pose_at(frame / fps, prompts, manner, phases)


def pose_at(at: float, prompts: Sequence[Prompt], manner: Manner, phases: np.ndarray) -> Pose:
    """Return the pose at a second; `phases` are six angles that make one person's sway."""
    sway = manner.sway * np.sin(at * np.array([0.9, 1.3, 0.7, 1.1, 2.3, 2.9]) + phases)
    yaw = pitch = smile = 0.0
    closed = max((_lids(at, centre, 0.1) for centre in manner.blinks), default=0.0)
    gaze = np.zeros(2)
    for prompt in prompts:
        share = _there_and_back(at, prompt, manner)
        match prompt.gesture:
            case Gesture.BLINK:
                closed = max(closed, _blinks(at, prompt, manner))
            case Gesture.TURN_LEFT:
                yaw += manner.turn * share
            case Gesture.TURN_RIGHT:
                yaw -= manner.turn * share
            case Gesture.LOOK_UP:
                pitch -= manner.lift * share
            case Gesture.SMILE:
                smile = max(smile, manner.smile * share)
            case Gesture.FOLLOW_DOT:
                to_dot = _to_dot(at, prompt, manner)
                yaw, pitch = (
                    yaw + _OVERDONE * manner.head * to_dot[0],
                    pitch + _OVERDONE * manner.head * to_dot[1],
                )
                gaze += (1 - manner.head) * to_dot
    return Pose(
        yaw=yaw + 1.2 * float(sway[0]) + 0.5 * float(sway[1]),
        pitch=pitch + 1.0 * float(sway[2]),
        shift=(1.6 * float(sway[3]) + 0.5 * float(sway[4]), 1.2 * float(sway[1]) + 0.5 * float(sway[5])),
        closed=closed,
        smile=smile,
        gaze=(float(gaze[0]), float(gaze[1])),
    )


def _there_and_back(at: float, prompt: Prompt, manner: Manner) -> float:
    """Return how much of the gesture is done: after the reaction it takes a ramp, is held, and ends with the prompt."""
    start, end = prompt.from_second + manner.reaction, prompt.to_second + manner.reaction / 2 - 0.3
    ramp = min(manner.ramp, (end - start) * 0.4)
    return ease((at - start) / ramp) * ease((end - at) / ramp)


def _blinks(at: float, prompt: Prompt, manner: Manner) -> float:
    """Return how far the eyes are closed in two slow blinks, as people do when asked to."""
    middle = (prompt.from_second + prompt.to_second) / 2 + manner.reaction - 0.3
    half = min(0.55, (prompt.to_second - prompt.from_second) / 4)
    return max(_lids(at, centre, 0.24) for centre in (middle - half, middle + half))


def _lids(at: float, centre: float, held: float) -> float:
    return ease((held + 0.12 - abs(at - centre)) / 0.12)


def dot_at(share: float, path: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return where the dot is after a share of its time: straight lines of equal time between the places."""
    place = min(max(share, 0.0), 1.0) * (len(path) - 1)
    xs, ys = (np.interp(place, range(len(path)), axis) for axis in zip(*path, strict=True))
    return float(xs), float(ys)


def _to_dot(at: float, prompt: Prompt, manner: Manner) -> np.ndarray:
    """Return yaw and pitch in degrees from the middle of the screen to the dot, as late as the person looks."""
    length = prompt.to_second - prompt.from_second
    if not prompt.path or length <= 0:
        return np.zeros(2)
    late = 0.6 * manner.reaction
    x, y = dot_at((at - prompt.from_second - late) / length, prompt.path)
    present = ease((at - prompt.from_second - late) / 0.35) * ease(
        (prompt.to_second + late + 0.35 - at) / 0.35
    )
    # The person's own left is 0 across the screen, the top is 0 down it.
    return present * np.array([(0.5 - x) * 2 * _SCREEN_YAW, (y - 0.5) * 2 * _SCREEN_PITCH])


def ease(share: float) -> float:
    held = min(max(share, 0.0), 1.0)
    return held * held * (3 - 2 * held)
