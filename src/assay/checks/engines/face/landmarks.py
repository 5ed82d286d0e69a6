"""The shape of a face: 478 points in space, 52 expressions and the pose of the head.

The networks are those of MediaPipe Face Landmarker V2, read out of its task file and run by OpenCV; MediaPipe
itself, which reports usage to its maker, is neither needed nor used.
"""

import io
import zipfile
from functools import cache
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks.engines.face import alignment
from assay.checks.engines.face.detector import Detection, Pixels, Points
from assay.checks.engines.models import locate

_SIDE = 256
# The network was trained on squares half as large again as the face.
_MARGIN = 1.5
# Where such a square lies, and its side, when the five points of the detector are in their places: the median of 604 faces of
# the London and ORL sets.
_FIVE_CENTRE, _FIVE_SIDE = (56.5, 70.8), 144.4
RIGHT_EYE_OUTER, RIGHT_EYE_INNER, LEFT_EYE_INNER, LEFT_EYE_OUTER = 33, 133, 362, 263
FOREHEAD, CHIN = 10, 152
_INNER_LAYER = "p_re_lu_164/"
RIGHT_PUPIL, LEFT_PUPIL = 468, 473
MOUTH_RIGHT, MOUTH_LEFT = 61, 291
UPPER_LIP, LOWER_LIP = 13, 14

# The 146 of the 478 points that the expression network takes, in its order (MediaPipe
# face_blendshapes_graph.cc).
# fmt: off
_EXPRESSION_POINTS = (
    0, 1, 4, 5, 6, 7, 8, 10, 13, 14, 17, 21, 33, 37, 39, 40, 46, 52, 53, 54, 55, 58, 61, 63, 65, 66, 67,
    70, 78, 80, 81, 82, 84, 87, 88, 91, 93, 95, 103, 105, 107, 109, 127, 132, 133, 136, 144, 145, 146,
    148, 149, 150, 152, 153, 154, 155, 157, 158, 159, 160, 161, 162, 163, 168, 172, 173, 176, 178, 181,
    185, 191, 195, 197, 234, 246, 249, 251, 263, 267, 269, 270, 276, 282, 283, 284, 285, 288, 291, 293,
    295, 296, 297, 300, 308, 310, 311, 312, 314, 317, 318, 321, 323, 324, 332, 334, 336, 338, 356, 361,
    362, 365, 373, 374, 375, 377, 378, 379, 380, 381, 382, 384, 385, 386, 387, 388, 389, 390, 397, 398,
    400, 402, 405, 409, 415, 454, 466, 468, 469, 470, 471, 472, 473, 474, 475, 476, 477,
)
# fmt: on
# Places of the expressions used here among the 52 scores of that network.
_BLINK_LEFT, _BLINK_RIGHT, _SMILE_LEFT, _SMILE_RIGHT = 9, 10, 44, 45


class Pose(NamedTuple):
    """Degrees. `yaw` is positive when the person turns to their own left, `pitch` when they look down, `roll`
    when the head leans to the person's own left as the camera sees it clockwise.
    """

    yaw: float
    pitch: float
    roll: float


class Landmarks(NamedTuple):
    """`points` is 478 x 3, pixels of the picture, depth growing away from the camera; `confidence` 0 to 1."""

    points: Points
    confidence: float

    @property
    def eye_distance(self) -> float:
        """Pixels between the pupils."""
        return float(np.linalg.norm(self.points[LEFT_PUPIL, :2] - self.points[RIGHT_PUPIL, :2]))


class _Square(NamedTuple):
    """The turned square the network looks at: centre, side in pixels, angle of the eye line in radians."""

    centre: npt.NDArray[np.float64]
    side: float
    angle: float


@cache
def _nets() -> tuple[cv2.dnn.Net, cv2.dnn.Net]:
    with zipfile.ZipFile(io.BytesIO(locate("face_landmarks").read_bytes())) as task:
        members = [task.read(name) for name in ("face_landmarks_detector.tflite", "face_blendshapes.tflite")]
    points, expressions = (cv2.dnn.readNetFromTFLite(np.frombuffer(member, np.uint8)) for member in members)
    return points, expressions


def _square_of_five(face: Detection) -> _Square:
    """Return the square where the detector's five points expect it."""
    there = alignment.similarity(alignment.FIVE_PLACES, face.points)
    factor = complex(there[0, 0], there[1, 0])
    centre = there[:, :2] @ _FIVE_CENTRE + there[:, 2]
    return _Square(centre, _FIVE_SIDE * abs(factor), float(np.angle(factor)))


def _square_of_points(points: Points) -> _Square:
    """Return the square around points already known, as MediaPipe follows a face from frame to frame."""
    across = points[LEFT_EYE_OUTER, :2] - points[RIGHT_EYE_OUTER, :2]
    angle = float(np.arctan2(across[1], across[0]))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    turned = points[:, :2] @ turn.T
    least, most = turned.min(axis=0), turned.max(axis=0)
    return _Square(turn.T @ ((least + most) / 2), float((most - least).max()) * _MARGIN, angle)


def _show(pixels: Pixels, square: _Square) -> npt.NDArray[np.float64]:
    """Put the square before the network and return the map from the picture into it (2 x 3)."""
    scale = _SIDE / square.side
    cosine, sine = np.cos(square.angle) * scale, np.sin(square.angle) * scale
    linear = np.array([[cosine, sine], [-sine, cosine]])
    there = np.column_stack([linear, _SIDE / 2 - linear @ square.centre])
    crop = cv2.warpAffine(pixels, there, (_SIDE, _SIDE), borderMode=cv2.BORDER_REPLICATE)
    _nets()[0].setInput(cv2.dnn.blobFromImage(crop, 1 / 255.0, swapRB=True))
    return there


def _look(pixels: Pixels, square: _Square) -> Landmarks:
    there = _show(pixels, square)
    net, _ = _nets()
    raw, presence = net.forward(("Identity", "Identity_1"))
    points = raw.reshape(478, 3).astype(np.float32)
    back = cv2.invertAffineTransform(there)
    points[:, :2] = points[:, :2] @ back[:, :2].T + back[:, 2]
    points[:, 2] *= square.side / _SIDE
    return Landmarks(points, float(1 / (1 + np.exp(-float(presence.ravel()[0])))))


def _alike(one: _Square, other: _Square) -> bool:
    turn = (one.angle - other.angle + np.pi) % (2 * np.pi) - np.pi
    return bool(
        np.linalg.norm(one.centre - other.centre) < 0.05 * one.side
        and abs(np.log(one.side / other.side)) < 0.1
        and abs(np.degrees(turn)) < 5.0
    )


def place(pixels: Pixels, face: Detection) -> Landmarks:
    """Return the landmarks of a detected face: a first look by the detector's points, and where the landmarks would have had
    it look elsewhere, a second.

    On portraits the first look is enough 98 times of 100: a second one moves its points by 0.7 % of the eye distance.
    """
    square = _square_of_five(face)
    first = _look(pixels, square)
    second = _square_of_points(first.points)
    return first if _alike(second, square) else _look(pixels, second)


def follow(pixels: Pixels, before: Landmarks) -> Landmarks:
    """Return the landmarks of the face that was `before` in the frame just before this one."""
    return _look(pixels, _square_of_points(before.points))


@cache
def _inner_layer() -> str:
    """Return the name of the last layer of 16 x 16 in the landmark network."""
    return next(name for name in _nets()[0].getLayerNames() if _INNER_LAYER in name)


def features(pixels: Pixels, landmarks: Landmarks) -> npt.NDArray[np.float32]:
    """Return what the landmark network sees in the face inside itself: 1 x 128 x 16 x 16, of the square around the points.

    It was trained on people with and without glasses, hats and beards; what it keeps of them others can be told by.
    """
    _show(pixels, _square_of_points(landmarks.points))
    return np.asarray(_nets()[0].forward(_inner_layer()), np.float32)


def expressions(landmarks: Landmarks) -> npt.NDArray[np.float32]:
    """Return the 52 expression scores, 0 to 1."""
    _, net = _nets()
    net.setInput(landmarks.points[list(_EXPRESSION_POINTS), :2][None].astype(np.float32))
    return np.asarray(net.forward().ravel(), np.float32)


def smile(scores: npt.NDArray[np.float32]) -> float:
    return float((scores[_SMILE_LEFT] + scores[_SMILE_RIGHT]) / 2)


def mouth_width(landmarks: Landmarks) -> float:
    """Return how wide the mouth is, over the distance between the outer corners of the eyes."""
    points = landmarks.points[:, :2]
    eyes = float(np.linalg.norm(points[LEFT_EYE_OUTER] - points[RIGHT_EYE_OUTER]))
    return float(np.linalg.norm(points[MOUTH_LEFT] - points[MOUTH_RIGHT])) / max(eyes, 1.0)


def mouth_height(landmarks: Landmarks) -> float:
    """Return how far the lips are apart, over the distance between the outer corners of the eyes."""
    points = landmarks.points[:, :2]
    eyes = float(np.linalg.norm(points[LEFT_EYE_OUTER] - points[RIGHT_EYE_OUTER]))
    return float(np.linalg.norm(points[UPPER_LIP] - points[LOWER_LIP])) / max(eyes, 1.0)


def blinks(scores: npt.NDArray[np.float32]) -> tuple[float, float]:
    """Return how far the person's right and left lid are lowered, 0 to 1."""
    return float(scores[_BLINK_RIGHT]), float(scores[_BLINK_LEFT])


def pose(landmarks: Landmarks) -> Pose:
    """Return the pose from the line between the outer corners of the eyes and the line from forehead to chin.

    The second is made perpendicular to the first (Gram-Schmidt), so a tilted head does not count as a nod.
    """
    across = landmarks.points[LEFT_EYE_OUTER] - landmarks.points[RIGHT_EYE_OUTER]
    across = across / np.linalg.norm(across)
    down = landmarks.points[CHIN] - landmarks.points[FOREHEAD]
    down = down - (down @ across) * across
    return Pose(
        yaw=float(np.degrees(np.arctan2(across[2], across[0]))),
        pitch=float(np.degrees(np.arctan2(down[2], down[1]))),
        roll=float(np.degrees(np.arctan2(across[1], across[0]))),
    )
