"""Where do the eyes look, relative to the head? By the place of the pupil between the corners of the eye."""

import numpy as np

from assay.checks.engines.face import landmarks as face_landmarks
from assay.checks.engines.face.landmarks import Landmarks

_EYES = (
    (face_landmarks.RIGHT_PUPIL, face_landmarks.RIGHT_EYE_OUTER, face_landmarks.RIGHT_EYE_INNER),
    (face_landmarks.LEFT_PUPIL, face_landmarks.LEFT_EYE_INNER, face_landmarks.LEFT_EYE_OUTER),
)
# An eyeball of 12 mm radius in an opening 30 mm wide (adults; the spread between people is under a tenth).
_RADIUS = 0.4


def gaze(landmarks: Landmarks) -> tuple[float, float]:
    """Return degrees to the person's own left, and down, the mean of both eyes. The zero differs between people by a few
    degrees across and by more than ten up and down, so only changes count.
    """
    places = [_place(landmarks.points[list(eye), :2]) for eye in _EYES]
    across, down = np.mean(places, axis=0) / _RADIUS
    degrees = np.degrees(np.arcsin(np.clip([across, down], -1.0, 1.0)))
    return float(degrees[0]), float(degrees[1])


def _place(eye: np.ndarray) -> np.ndarray:
    """Return where the pupil lies from the middle of the corners, along them and across, in widths of the eye.

    The corners come from the person's right to their left, which is from left to right in the picture.
    """
    pupil, right, left = eye.astype(np.float64)
    along = left - right
    width = max(float(np.linalg.norm(along)), 1e-6)
    along = along / width
    down = np.array([-along[1], along[0]])
    off = pupil - (right + left) / 2
    return np.array([off @ along, off @ down]) / width
