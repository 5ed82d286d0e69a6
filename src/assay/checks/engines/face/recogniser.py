"""Whose face is it? SFace turns an aligned face into a unit vector of 128 numbers; the cosine of two compares
them.
"""

from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks.engines.face.detector import Detection, Pixels
from assay.checks.engines.models import locate

Template = npt.NDArray[np.float32]


@cache
def _model() -> cv2.FaceRecognizerSF:
    return cv2.FaceRecognizerSF.create(str(locate("face_recogniser")), "")


def embed(pixels: Pixels, face: Detection) -> Template:
    """Return the unit template (128 float32) of a face, aligned by its five points. Raises ModelMissing."""
    model = _model()
    vector = np.asarray(model.feature(model.alignCrop(pixels, face.row()))[0], np.float32)
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


def cosine(one: npt.ArrayLike, other: npt.ArrayLike) -> float:
    """Return the cosine of two unit templates, -1 to 1."""
    return float(np.dot(np.asarray(one, np.float32), np.asarray(other, np.float32)))
