"""Are the eyes closed? A small network on 24 x 24 grey pixels, and the lids of the landmark model."""

from functools import cache

import cv2
import numpy as np

from assay.checks.engines.face import landmarks as face_landmarks
from assay.checks.engines.face.detector import Pixels
from assay.checks.engines.face.landmarks import Landmarks
from assay.checks.engines.models import ModelMissing, locate

_EYES = (
    (face_landmarks.RIGHT_EYE_OUTER, face_landmarks.RIGHT_EYE_INNER),
    (face_landmarks.LEFT_EYE_INNER, face_landmarks.LEFT_EYE_OUTER),
)
# Measured on 248 open-eyed portraits: the network alone calls 2 closed, together with lids above 0.4 none.
_LIDS_HALF_CLOSED = 0.4


@cache
def _model() -> cv2.dnn.Net:
    return cv2.dnn.readNetFromONNX(str(locate("eye_state")))


def _closed(pixels: Pixels, one: np.ndarray, other: np.ndarray) -> float:
    side = int(max(6.0, float(np.linalg.norm(one - other)) * 1.6))
    centre = (one + other) / 2
    crop = cv2.getRectSubPix(pixels, (side, side), (float(centre[0]), float(centre[1])))
    grey = cv2.cvtColor(cv2.resize(crop, (24, 24)), cv2.COLOR_BGR2GRAY)
    net = _model()
    net.setInput(cv2.dnn.blobFromImage(grey, 1 / 255.0))
    scores = net.forward().ravel()
    weights = np.exp(scores - scores.max())
    return float(weights[0] / weights.sum())


def _look(pixels: Pixels, landmarks: Landmarks) -> list[float] | None:
    """Return how closed the right and left eye look, None when the optional network is not installed."""
    try:
        return [_closed(pixels, landmarks.points[a, :2], landmarks.points[b, :2]) for a, b in _EYES]
    except ModelMissing:
        return None


def _lowered(lids: tuple[float, float]) -> list[float]:
    return [min(1.0, lid / (2 * _LIDS_HALF_CLOSED)) for lid in lids]


def closed_in_still(pixels: Pixels, landmarks: Landmarks, lids: tuple[float, float]) -> float:
    """Return 0 (both open) to 1 (both closed), the mean of the two eyes: a wink gives about 0.4.

    `lids` are the expression scores of the right and left lid. Network and lids must agree, because a still
    has nothing else to compare with.
    """
    lowered = _lowered(lids)
    return sum(map(min, lowered, _look(pixels, landmarks) or lowered)) / 2


def lids_in_clip(pixels: Pixels, landmarks: Landmarks, lids: tuple[float, float]) -> tuple[float, float]:
    """Return how closed the right and the left eye are in one frame of a clip, by the network alone where it is installed.

    A clip is judged against the same eyes a moment before, so an eye that always looks a little closed does
    no harm; the lids of the landmark model, on the other hand, miss fast blinks and are weak on dark skin.
    """
    right, left = _look(pixels, landmarks) or _lowered(lids)
    return right, left
