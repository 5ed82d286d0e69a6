"""What is worn or held before a face: glasses, a hat, a mask, a hand? A small network of our own on what the landmark network
sees inside itself (weights/README.md).
"""

from functools import cache

import cv2
import numpy as np

from assay.checks.engines.face import landmarks as face_landmarks
from assay.checks.engines.face import skin
from assay.checks.engines.face.detector import Pixels
from assay.checks.engines.face.landmarks import Landmarks
from assay.checks.engines.models import locate
from assay.checks.readings import Worn

# The answers of the network, in its order.
KINDS = ("glasses", "eyes_hidden", "glare", "hat", "mouth_covered")


@cache
def _model() -> cv2.dnn.Net:
    return cv2.dnn.readNetFromONNX(str(locate("face_worn")))


def worn(pixels: Pixels, landmarks: Landmarks) -> Worn:
    """Return how surely each thing is there, 0 to 1. Raises ModelMissing."""
    net = _model()
    net.setInput(face_landmarks.features(pixels, landmarks))
    scores = 1 / (1 + np.exp(-net.forward().ravel().astype(np.float64)))
    told = {kind: round(float(score), 3) for kind, score in zip(KINDS, scores, strict=True)}
    return Worn(**told, bare_forehead=skin.bare_forehead(pixels, landmarks.points))
