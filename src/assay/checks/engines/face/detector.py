"""Where are the faces? YuNet: a box, five points and a score for each."""

from functools import cache
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks.engines.models import locate

# One thread for each model: several workers share a machine, and a decision must not depend on its load.
cv2.setNumThreads(1)

Pixels = npt.NDArray[np.uint8]
Points = npt.NDArray[np.float32]

_LEAST_SCORE = 0.6
_OVERLAP = 0.3
_MOST_FACES = 50
_CLEARLY = 0.02


class Detection(NamedTuple):
    """One face in pixels of the picture it was found in.

    `x`, `y`, `width`, `height` are the box; `points` (5 x 2) are the person's right eye, left eye, nose tip,
    right and left corner of the mouth. `score` is 0 to 1.
    """

    x: float
    y: float
    width: float
    height: float
    points: Points
    score: float

    @property
    def area(self) -> float:
        return self.width * self.height

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    def moved(self, scale: float, left: float, top: float) -> "Detection":
        """Return the same face in a picture that begins at (left, top) and is scaled afterwards."""
        offset = np.array([left, top], np.float32)
        return self._replace(
            x=(self.x - left) * scale,
            y=(self.y - top) * scale,
            width=self.width * scale,
            height=self.height * scale,
            points=((self.points - offset) * scale).astype(np.float32),
        )

    def row(self) -> npt.NDArray[np.float32]:
        """Return the fifteen numbers OpenCV's recogniser aligns by."""
        head = [self.x, self.y, self.width, self.height]
        return np.array([*head, *self.points.ravel(), self.score], np.float32)


@cache
def _model() -> cv2.FaceDetectorYN:
    path = str(locate("face_detector"))
    return cv2.FaceDetectorYN.create(path, "", (320, 320), _LEAST_SCORE, _OVERLAP, _MOST_FACES)


def shrink(pixels: Pixels, side: int) -> tuple[Pixels, float]:
    """Return the picture with its longer side at most `side`, and its scale. Never enlarges."""
    scale = min(1.0, side / max(pixels.shape[:2]))
    if scale == 1.0:
        return pixels, 1.0
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return small.astype(np.uint8, copy=False), scale


def _detection(row: npt.NDArray[np.float32]) -> Detection:
    x, y, width, height = (float(number) for number in row[:4])
    return Detection(x, y, width, height, row[4:14].reshape(5, 2).copy(), float(row[14]))


def detect(pixels: Pixels, side: int = 640) -> list[Detection]:
    """Return the faces of an upright picture, largest first, looked for at `side` pixels at most.

    Portraits from about 40 pixels of height at that size are found. Raises ModelMissing.
    """
    small, scale = shrink(pixels, side)
    model = _model()
    model.setInputSize((small.shape[1], small.shape[0]))
    _, rows = model.detect(small)
    if rows is None:
        return []
    return sorted((_detection(row).moved(1 / scale, 0, 0) for row in rows), key=lambda face: -face.area)


def quarter_turns(pixels: Pixels, side: int = 320) -> tuple[int, list[Detection]]:
    """Return by how many quarter turns clockwise the picture must be turned for its faces to stand upright,
    and the faces of the picture turned so.

    YuNet finds faces in any rotation, but places upright points on them; its score is highest in the right rotation, so all
    four are tried. A picture is only turned where that is clearly better: of 116 upright ones none was, by 0.02 and more.
    """
    tried = [(turns, detect(np.ascontiguousarray(np.rot90(pixels, -turns)), side)) for turns in range(4)]
    return max(
        tried,
        key=lambda item: max((face.score for face in item[1]), default=0.0) + (0 if item[0] else _CLEARLY),
    )
