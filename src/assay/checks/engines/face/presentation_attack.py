"""Is a living face before the camera, or a print or screen? MiniFASNetV2; one signal among several, never a
verdict.

Preprocessing is part of the model: blue-green-red order and values 0 to 255, unlike what its own package
feeds it. It needs the surroundings of the face: on tight crops it is no better than chance.
"""

from functools import cache

import cv2
import numpy as np

from assay.checks.engines.face.detector import Detection, Pixels
from assay.checks.engines.models import ModelMissing, locate

_SIDE = 128
# A square of nine tenths of the longer side of the box, enlarged 2.7 times: the best of the shapes measured.
_SQUARE = 0.9
_SURROUNDINGS = 2.7


@cache
def _model() -> cv2.dnn.Net:
    return cv2.dnn.readNetFromONNX(str(locate("presentation_attack")))


def _surroundings(pixels: Pixels, face: Detection) -> Pixels:
    height, width = pixels.shape[:2]
    side = max(face.width, face.height) * _SQUARE
    side *= min((height - 1) / side, (width - 1) / side, _SURROUNDINGS)
    centre_x, centre_y = face.centre
    left = int(np.clip(centre_x - side / 2, 0, width - 1 - side))
    top = int(np.clip(centre_y - side / 2, 0, height - 1 - side))
    return pixels[top : int(top + side) + 1, left : int(left + side) + 1]


def live(pixels: Pixels, face: Detection) -> float | None:
    """Return 0 (attack) to 1 (live), None when the optional model is not installed. `pixels` is the uncropped
    picture.
    """
    try:
        net = _model()
    except ModelMissing:
        return None
    net.setInput(cv2.dnn.blobFromImage(cv2.resize(_surroundings(pixels, face), (_SIDE, _SIDE))))
    scores = net.forward().ravel()
    weights = np.exp(scores - scores.max())
    return float(weights[0] / weights.sum())
