"""The document seen from straight above, and the way back: where on the picture a point of it lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks.engines.image import outline
from assay.checks.engines.image.strips import Corners, Pixels
from assay.checks.readings import Point

Quad = tuple[Point, Point, Point, Point]
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Straightened:
    """`pixels` of the document alone; `back` maps its points onto the upright `picture` it was cut from."""

    pixels: Pixels
    picture: Pixels
    back: Matrix

    @classmethod
    def cut(cls, picture: Pixels, corners: Corners) -> "Straightened":
        pixels, back = outline.straightened(picture, corners)
        return cls(pixels, picture, back)

    def from_picture(self, points: Corners) -> Corners:
        """Return where points of the picture (pixels) lie on the document (pixels)."""
        return _moved(points, np.asarray(np.linalg.inv(self.back), np.float64))

    def on_picture(self, points: Corners) -> list[Point]:
        """Return where points of the document (pixels) lie, as shares of the picture."""
        return as_shares(_moved(points, self.back), self.picture)

    def shares_on_picture(self, points: Sequence[Point]) -> list[Point]:
        """Return where points, as shares of the document, lie as shares of the picture."""
        return self.on_picture(as_pixels(points, self.pixels))


def _moved(points: Corners, matrix: Matrix) -> Corners:
    moved = cv2.perspectiveTransform(points.reshape(-1, 1, 2).astype(np.float64), matrix)
    return np.asarray(moved, np.float32).reshape(-1, 2)


def as_shares(points: Corners, picture: Pixels) -> list[Point]:
    shares = np.clip(points / np.asarray([picture.shape[1], picture.shape[0]], np.float32), 0, 1)
    return [(round(float(x), 5), round(float(y), 5)) for x, y in shares]


def as_pixels(points: Sequence[Point], picture: Pixels) -> Corners:
    """Return points of a reading, shares of width and height, in pixels."""
    return np.asarray(points, np.float32) * np.asarray([picture.shape[1], picture.shape[0]], np.float32)


def as_quad(points: Sequence[Point]) -> Quad:
    return cast(Quad, tuple(points))
