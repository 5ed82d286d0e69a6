"""Where are hands? MediaPipe Hand Landmarker: palms first, then 21 points of each hand.

Palms are looked for in the whole picture and in its parts, because a hand that holds a note is small beside the person.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import cv2
import numpy as np

from assay.checks.engines.note import task_files
from assay.checks.engines.note.task_files import Pixels, Points

_MODEL, _PALM, _HAND = "hand_landmarks", "hand_detector.tflite", "hand_landmarks_detector.tflite"
_PALM_SIDE, _HAND_SIDE = 192, 224
# Strides of the palm network's grids, and how many palms each cell may hold (MediaPipe palm_detection_cpu.pbtxt).
_GRIDS = ((8, 2), (16, 6))
_PALM_LEAST, _HAND_LEAST, _OVERLAP = 0.5, 0.5, 0.3
# From a palm to the square around its hand (hand_detector_graph.cc): grown, and moved towards the fingers.
_GROWN, _TOWARDS_FINGERS = 2.6, 0.5
_WRIST, _MIDDLE_KNUCKLE = 0, 2
# Parts of the picture: so large a share of its shorter side, and so far apart.
_PART, _STEP = 0.5, 0.25
# Two finds are one hand when their middles are nearer than this share of its size.
_SAME = 0.5


class Hand(NamedTuple):
    """One hand: 21 x 2 points in pixels (0 the wrist, 4 8 12 16 20 the finger tips), and how sure, 0 to 1."""

    points: Points
    confidence: float

    @property
    def size(self) -> float:
        return float(np.ptp(self.points, axis=0).max())


def find(pixels: Pixels) -> list[Hand]:
    """Return the hands of a picture, the surest first. Raises ModelMissing."""
    found = [
        hand for palm in _palms_everywhere(pixels) if (hand := _hand(pixels, palm)).confidence >= _HAND_LEAST
    ]
    kept: list[Hand] = []
    for hand in sorted(found, key=lambda one: -one.confidence):
        if not any(_is_same(hand, other) for other in kept):
            kept.append(hand)
    return kept


def _is_same(one: Hand, other: Hand) -> bool:
    apart = float(np.linalg.norm(one.points.mean(0) - other.points.mean(0)))
    return apart < _SAME * max(one.size, other.size)


def _palms_everywhere(pixels: Pixels) -> Iterator[Points]:
    """Yield palms, 7 x 2 points each, of the picture and its parts."""
    yield from _palms(pixels)
    height, width = pixels.shape[:2]
    side = round(_PART * min(height, width))
    step = max(1, round(_STEP * min(height, width)))
    for top in range(0, height - side + 1, step):
        for left in range(0, width - side + 1, step):
            for palm in _palms(pixels[top : top + side, left : left + side]):
                yield palm + np.array([left, top], np.float32)


@cache
def _anchors() -> Points:
    """Return the middles of the palm network's cells, 2016 x 2, as shares of its square."""
    rows = []
    for stride, count in _GRIDS:
        cells = _PALM_SIDE // stride
        y, x = np.mgrid[0:cells, 0:cells]
        middles = (np.stack([x, y], -1).reshape(-1, 1, 2) + 0.5) / cells
        rows.append(np.repeat(middles, count, axis=1).reshape(-1, 2))
    return np.concatenate(rows).astype(np.float32)


def _palms(part: Pixels) -> Iterator[Points]:
    height, width = part.shape[:2]
    side = float(max(height, width))
    square, back = task_files.turned_square(part, np.array([width / 2, height / 2]), side, 0.0, _PALM_SIDE)
    boxes, scores = task_files.run(task_files.net(_MODEL, _PALM), square, ("Identity", "Identity_1"))
    likely = 1 / (1 + np.exp(-np.clip(scores.ravel(), -50, 50)))
    chosen = np.flatnonzero(likely >= _PALM_LEAST)
    if not len(chosen):
        return
    values = boxes.reshape(-1, 9, 2)[chosen] / _PALM_SIDE
    anchors = _anchors()[chosen][:, None]
    points = (values[:, 2:] + anchors) * _PALM_SIDE
    size = values[:, 1] * _PALM_SIDE
    corner = (values[:, 0] + anchors[:, 0]) * _PALM_SIDE - size / 2
    rectangles = np.concatenate([corner, size], 1).tolist()
    for kept in cv2.dnn.NMSBoxes(rectangles, likely[chosen].tolist(), _PALM_LEAST, _OVERLAP):
        yield task_files.moved(points[int(kept)], back)


def _hand(pixels: Pixels, palm: Points) -> Hand:
    """Return the hand of a palm, looked at so that its fingers point up."""
    up = palm[_MIDDLE_KNUCKLE] - palm[_WRIST]
    reach = max(float(np.ptp(palm, axis=0).max()), 1.0)
    angle = float(np.arctan2(up[1], up[0])) + np.pi / 2
    towards = np.array([np.sin(angle), -np.cos(angle)]) * _TOWARDS_FINGERS * reach
    middle = (palm.min(0) + palm.max(0)) / 2
    return _look(pixels, np.asarray(middle + towards, np.float32), reach * _GROWN, angle)


def _look(pixels: Pixels, centre: Points, side: float, angle: float) -> Hand:
    square, back = task_files.turned_square(pixels, centre, side, angle, _HAND_SIDE)
    points, presence = task_files.run(task_files.net(_MODEL, _HAND), square, ("Identity", "Identity_1"))
    return Hand(task_files.moved(points.reshape(21, 3)[:, :2], back), float(presence.ravel()[0]))
