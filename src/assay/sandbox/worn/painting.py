"""How is a thing drawn on a face? In the face's own coordinates, with soft edges and a surface of its own."""

from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from assay.sandbox.portraits import Pixels

Points = npt.NDArray[np.float32]
Curve = npt.NDArray[np.float64]
Mask = npt.NDArray[np.float32]
# What a thing looks like at every pixel, height x width x 3.
Surface = npt.NDArray[np.float32]
Colour = tuple[int, int, int]

_RIGHT_PUPIL, _LEFT_PUPIL = 468, 473
# The outline of the face in the mesh of the landmark model, from the forehead over the person's left ear to the chin and back.
OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip
_FINE = 4


class Frame(NamedTuple):
    """The face's own coordinates: origin between the pupils, x to the right of the picture, y to the chin, in eye distances."""

    middle: Curve
    across: Curve
    unit: float

    def on_picture(self, curve: npt.ArrayLike) -> Curve:
        """Return pixels of the picture for points (n x 2) of the face."""
        x, y = np.asarray(curve, np.float64).T
        down = np.array([-self.across[1], self.across[0]])
        return self.middle + self.unit * (np.outer(x, self.across) + np.outer(y, down))

    def on_face(self, pixels: npt.ArrayLike) -> Curve:
        """Return points of the face for pixels (n x 2) of the picture."""
        away = (np.asarray(pixels, np.float64) - self.middle) / self.unit
        down = np.array([-self.across[1], self.across[0]])
        return np.stack([away @ self.across, away @ down], axis=1)


def frame_of(points: Points) -> Frame:
    """Return the coordinates of a face from its 478 points."""
    right, left = (points[index, :2].astype(np.float64) for index in (_RIGHT_PUPIL, _LEFT_PUPIL))
    unit = float(np.linalg.norm(left - right))
    return Frame((left + right) / 2, (left - right) / unit, unit)


def filled(shape: tuple[int, ...], polygon: Curve, *, soft: float = 0.8) -> Mask:
    """Return a mask, 0 to 1, of the inside of a polygon in pixels; the edge fades over about `soft` pixels."""
    mask = np.zeros(shape[:2], np.float32)
    cv2.fillPoly(mask, [np.round(polygon * 2**_FINE).astype(np.int32)], 1.0, cv2.LINE_AA, _FINE)
    return _softened(mask, soft)


def lined(
    shape: tuple[int, ...], curve: Curve, width: float, *, closed: bool = False, soft: float = 0.6
) -> Mask:
    """Return a mask, 0 to 1, of a line `width` pixels wide."""
    mask = np.zeros(shape[:2], np.float32)
    line = np.round(curve * 2**_FINE).astype(np.int32)
    cv2.polylines(mask, [line], closed, 1.0, max(1, round(width)), cv2.LINE_AA, _FINE)
    return _softened(mask, soft) * min(1.0, max(width, 0.35))


def _softened(mask: Mask, soft: float) -> Mask:
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), soft) if soft > 0 else mask, np.float32)


def laid_over(pixels: Pixels, surface: npt.ArrayLike, mask: Mask) -> Pixels:
    """Return the picture with a colour or a painted surface over it where the mask is."""
    over = pixels + (np.asarray(surface, np.float32) - pixels) * mask[..., None]
    return np.asarray(np.clip(over, 0, 255), np.uint8)


def darkened(pixels: Pixels, mask: Mask, strength: float) -> Pixels:
    """Return the picture in shadow where the mask is: 0 as it was, 1 black."""
    return np.asarray(pixels * (1 - strength * mask[..., None]), np.uint8)


def cloth(
    shape: tuple[int, ...], colour: Colour, frame: Frame, drawn: np.random.Generator, *, stripes: float = 0.0
) -> Surface:
    """Return a surface of cloth (height x width x 3): folds, weave, and stripes of a strength 0 to 1."""
    height, width = shape[:2]
    folds = cv2.resize(
        drawn.normal(0, 1, (7, 7)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC
    )
    weave = cv2.GaussianBlur(drawn.normal(0, 1, (height, width)).astype(np.float32), (0, 0), 1.2) * 2
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    angle, pitch = drawn.uniform(0, np.pi), frame.unit * drawn.uniform(0.08, 0.5)
    waves = np.sign(np.sin((columns * np.cos(angle) + rows * np.sin(angle)) * 2 * np.pi / pitch))
    # A head is round: what lies to its sides turns away from the light.
    aside = ((columns - frame.middle[0]) / (1.6 * frame.unit)) ** 2
    light = 1 + 0.10 * folds + 0.05 * weave - 0.22 * np.minimum(aside, 1.5) + 0.35 * stripes * waves
    return np.asarray(np.clip(np.array(colour, np.float32) * light[..., None], 0, 255), np.float32)
