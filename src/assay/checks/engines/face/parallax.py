"""Did a head turn, or a picture of one? A picture moves as a plane; on a head the nose moves further."""

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks.engines.face.detector import Points
from assay.checks.engines.face.landmarks import Landmarks, pose

# Below this turn the movement is too small against the error of the points.
LEAST_TURN = 12.0

# The corners of the eyes and of the mouth lie nearly in one plane and keep their place in the skin.
_EYES = (33, 133, 362, 263)
_MOUTH = (61, 291)
# For the turn: middles, because a smile moves the corners of the mouth apart.
_LIPS = (61, 291, 0)
_BROW = (10, 151, 9)
# The tip of the nose and what lies around it.
_NOSE = (1, 2, 4, 5)

Flat = npt.NDArray[np.float64]


def _at(points: Points, indices: tuple[int, ...]) -> Flat:
    return points[list(indices), :2].astype(np.float64)


def _outline(points: Points) -> Flat:
    middles = [_at(points, indices).mean(axis=0) for indices in (_LIPS, _BROW)]
    return np.vstack([_at(points, _EYES), *middles])


def foreshortening(before: Points, after: Points) -> float:
    """Return by how many degrees a plane seen from the front must have been turned to be foreshortened so.

    Seen from afar, a turned plane is mapped affinely, and the smaller singular value of the map is the larger
    times the cosine of the angle (weak perspective; Hartley and Zisserman, "Multiple View Geometry", 6.3).
    """
    known = np.column_stack([_outline(before), np.ones(6)])
    linear = np.linalg.lstsq(known, _outline(after), rcond=None)[0][:2]
    most, least = np.linalg.svd(linear, compute_uv=False)
    return float(np.degrees(np.arccos(np.clip(least / most, 0.0, 1.0))))


def turned_by(frontal: Landmarks, turned: Landmarks) -> float | None:
    """Return by how many degrees a face turned, by its pose or by its foreshortening, whichever says more; None below
    LEAST_TURN. In a turned picture the pose model sees hardly any turn.
    """
    turn = max(abs(pose(turned).yaw - pose(frontal).yaw), foreshortening(frontal.points, turned.points))
    return turn if turn >= LEAST_TURN else None


def parallax(frontal: Landmarks, turned: Landmarks) -> float | None:
    """Return how far the nose stands out of the plane of eyes and mouth, in eye distances; 0 for a picture.

    A plane moves between two views by a homography (Hartley and Zisserman, 13.1). It is fitted to the corners
    of eyes and mouth; how much further the nose moved, over the eye distance, is the residual. A height above
    the plane shows by the sine of the turn, so the residual is divided by that. None when the face hardly turned.

    Measured on 34 people: pictures turned by up to 50 degrees at most 0.11, heads turned by 15 to 40 degrees
    0.33 and more.
    """
    turn = turned_by(frontal, turned)
    if turn is None:
        return None
    corners = _EYES + _MOUTH
    plane, _ = cv2.findHomography(_at(frontal.points, corners), _at(turned.points, corners), 0)
    if plane is None:
        return None
    expected = cv2.perspectiveTransform(_at(frontal.points, _NOSE)[None], plane)[0]
    moved = float(np.linalg.norm((_at(turned.points, _NOSE) - expected).mean(axis=0)))
    return moved / frontal.eye_distance / float(np.sin(np.radians(min(turn, 90.0))))
