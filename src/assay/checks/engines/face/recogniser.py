"""Whose face is it? SFace turns an aligned face into a unit vector of 128 numbers; the cosine of two compares
them.
"""

from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks.engines.face import alignment
from assay.checks.engines.face.detector import Pixels, Points
from assay.checks.engines.face.landmarks import Landmarks
from assay.checks.engines.models import locate

# Templates of another network or alignment cannot be compared with these: with either, change templates.MADE_BY.
Template = npt.NDArray[np.float32]

# The eye is where its lids are: the pupil goes where the person looks.
_RIGHT_LIDS, _LEFT_LIDS = (33, 160, 158, 133, 153, 144), (263, 387, 385, 362, 380, 373)
_NOSE_TIP, _MOUTH_RIGHT, _MOUTH_LEFT = 4, 61, 291


@cache
def _model() -> cv2.FaceRecognizerSF:
    return cv2.FaceRecognizerSF.create(str(locate("face_recogniser")), "")


def five_points(points: Points) -> npt.NDArray[np.float64]:
    """Return the five points (5 x 2) that the network is aligned by, out of the 478 landmarks."""
    flat = points[:, :2].astype(np.float64)
    eyes = [flat[list(lids)].mean(axis=0) for lids in (_RIGHT_LIDS, _LEFT_LIDS)]
    return np.vstack([*eyes, flat[[_NOSE_TIP, _MOUTH_RIGHT, _MOUTH_LEFT]]])


def aligned(pixels: Pixels, landmarks: Landmarks) -> Pixels:
    """Return the face as the network wants it: 112 x 112, eyes, nose and mouth in their places."""
    there = alignment.similarity(five_points(landmarks.points), alignment.FIVE_PLACES)
    return cv2.warpAffine(pixels, there, (alignment.SIDE, alignment.SIDE)).astype(np.uint8, copy=False)


def embed(pixels: Pixels, landmarks: Landmarks) -> Template:
    """Return the unit template (128 float32) of a face. Raises ModelMissing.

    It is aligned by the landmarks: by the detector's own five points, which lie three times as far from the truth, twice as
    many people are not recognised (docs/accuracy.md).
    """
    vector = np.asarray(_model().feature(aligned(pixels, landmarks))[0], np.float32)
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


def cosine(one: npt.ArrayLike, other: npt.ArrayLike) -> float:
    """Return the cosine of two unit templates, -1 to 1."""
    return float(np.dot(np.asarray(one, np.float32), np.asarray(other, np.float32)))
