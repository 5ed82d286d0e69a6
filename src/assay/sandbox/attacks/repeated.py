"""A recording that was given before, or part of one: the same file, the same film, or one of another challenge."""

import random
from dataclasses import replace

import cv2
import numpy as np

from assay.checks.recordings.challenge import Drawn
from assay.sandbox import challenges, recordings
from assay.sandbox.people import Person
from assay.sandbox.portraits import Pixels
from assay.sandbox.recordings import Recording

_TRIMMED_SECONDS = 0.5


def same_file(bearer: Person, asked: Drawn, seed: int) -> Recording:
    """The very file of an earlier attempt, which by chance was asked the same."""
    earlier = recordings.genuine(bearer, asked, seed)
    return replace(earlier, earlier=earlier)


def re_encoded(bearer: Person, asked: Drawn, seed: int) -> Recording:
    """The earlier film encoded again: coarser, a little cropped and brighter."""
    earlier = recordings.genuine(bearer, asked, seed)
    frames = [_touched_up(frame) for frame in earlier.frames]
    return replace(earlier, frames=frames, bit_rate=600_000, earlier=earlier)


def trimmed(bearer: Person, asked: Drawn, seed: int) -> Recording:
    """The earlier film without its first half second and its last."""
    earlier = recordings.genuine(bearer, asked, seed)
    cut = round(_TRIMMED_SECONDS * recordings.FPS)
    kept = slice(cut, -cut)
    start = earlier.times[cut]
    times = tuple(round(at - start, 4) for at in earlier.times[kept])
    shorter = replace(earlier, frames=earlier.frames[kept], times=times, earlier=earlier)
    return recordings.with_capture(shorter, frame_seconds=times)


def other_challenge(bearer: Person, asked: Drawn, seed: int) -> Recording:
    """A film of the person doing what another challenge asked."""
    randomness = random.Random(seed + 1)  # noqa: S311  a repeatable draw, no secret
    other = challenges.unlike(asked, randomness)
    return replace(recordings.genuine(bearer, other, seed), asked=asked)


def _touched_up(frame: Pixels) -> Pixels:
    height, width = frame.shape[:2]
    cropped = cv2.resize(frame[6:-6, 8:-8], (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(np.clip(cropped.astype(np.float32) * 1.05 + 3, 0, 255), np.uint8)
