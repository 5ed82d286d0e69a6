"""Where is the person's body? MediaPipe Pose Landmarker for shoulders, elbows and wrists, its selfie segmenter for the outline.

MediaPipe finds the body with a network of its own, which OpenCV cannot read; here the face says where the body must be.
"""

from typing import NamedTuple

import cv2
import numpy as np

from assay.checks.engines.note import task_files
from assay.checks.engines.note.task_files import Pixels, Points

_POSE, _MEMBER, _PERSON = "pose_landmarks", "pose_landmarks_detector.tflite", "person_outline"
_SIDE = 256
# From the nose down to the hips, and from there to the end of the body, in heights of the face's box.
_TO_HIPS, _REACH = 3.6, 4.2
_GROWN = 1.25
# Points of the network: the last two say where the body's middle is and how far it reaches.
_SHOULDERS, _ELBOWS, _WRISTS, _HIPS, _MIDDLE, _END = (11, 12), (13, 14), (15, 16), (23, 24), 33, 34


class Body(NamedTuple):
    """Each pair is 2 x 3: pixels, and how likely the point is seen and not hidden (0 to 1); the person's own left first.
    `confidence` 0 to 1 is that there is a body at all.
    """

    shoulders: Points
    elbows: Points
    wrists: Points
    hips: Points
    confidence: float


def find(pixels: Pixels, face: tuple[float, float, float, float]) -> Body:
    """Return the body under a face; `face` is its box: left, top, width, height in pixels. Raises ModelMissing."""
    left, top, width, height = face
    centre = np.array([left + width / 2, top + height * (0.5 + _TO_HIPS)], np.float32)
    points, _ = _look(pixels, centre, 2 * _REACH * height * _GROWN, 0.0)
    along = points[_END, :2] - points[_MIDDLE, :2]
    reach = float(np.linalg.norm(along))
    angle = float(np.arctan2(along[1], along[0])) + np.pi / 2
    points, confidence = _look(pixels, points[_MIDDLE, :2], 2 * reach * _GROWN, angle)
    shoulders, elbows, wrists, hips = (points[list(pair)] for pair in (_SHOULDERS, _ELBOWS, _WRISTS, _HIPS))
    return Body(shoulders, elbows, wrists, hips, confidence)


def _look(pixels: Pixels, centre: Points, side: float, angle: float) -> tuple[Points, float]:
    square, back = task_files.turned_square(pixels, centre, side, angle, _SIDE)
    raw, presence = task_files.run(task_files.net(_POSE, _MEMBER), square, ("Identity", "Identity_1"))
    points = raw.reshape(39, 5)
    seen = 1 / (1 + np.exp(-np.clip(points[:, 3:4], -50, 50)))
    placed = task_files.moved(points[:, :2], back)
    return np.concatenate([placed, seen], 1).astype(np.float32), float(presence.ravel()[0])


def outline(pixels: Pixels) -> Points:
    """Return, for every pixel of the picture at 256 x 256, how likely it is the person (0 to 1). Raises ModelMissing."""
    small = cv2.resize(pixels, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    (person,) = task_files.run(task_files.net(_PERSON), np.asarray(small, np.uint8), ("activation_10",))
    return person.reshape(_SIDE, _SIDE)
