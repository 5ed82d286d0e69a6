"""Turns the eyes of a portrait: the iris is lifted out, the white closed behind it, and both laid back where they look."""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
import numpy.typing as npt

from assay.sandbox.eyelids import EYES
from assay.sandbox.portraits import Pixels

Points = npt.NDArray[np.float32]
Map = npt.NDArray[np.float32]

# The middle of each iris and the points to its sides in the mesh, in the order of EYES.
_IRISES = ((468, 469, 471), (473, 474, 476))
# An eyeball measures 12 mm from its middle, a face 140 mm from temple to temple.
_EYEBALL = 12 / 140
_ROOM = 8


@dataclass(frozen=True, slots=True, eq=False)
class _Eye:
    """One eye: `box` of the picture, and in it the opening of the lids, the white alone, and the whole iris."""

    box: tuple[slice, slice]
    opening: Map
    white: Map
    iris: Map
    disc: Map

    def turned(self, dx: float, dy: float) -> Map:
        """Return the eye with its iris moved by pixels, lids not drawn."""
        size = (self.white.shape[1], self.white.shape[0])
        move = np.array([[1, 0, dx], [0, 1, dy]], np.float32)
        iris = cv2.warpAffine(self.iris, move, size, borderMode=cv2.BORDER_REPLICATE)
        disc = cv2.warpAffine(self.disc, move, size)[..., None]
        return np.asarray(self.white + (iris - self.white) * disc, np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Eyes:
    """Both eyes of a portrait, ready to be turned. `radius` of the eyeballs in pixels."""

    eyes: tuple[_Eye, ...]
    radius: float

    @classmethod
    def of(cls, picture: Pixels, points: Points, reach: float) -> Self:
        """Return the eyes of a picture; `reach` is the width of the face in pixels."""
        eyes = tuple(_eye(picture, points, *one) for one in zip(EYES, _IRISES, strict=True))
        return cls(eyes, _EYEBALL * reach)

    def turn(self, picture: Pixels, gaze: tuple[float, float]) -> Pixels:
        """Return the picture with the eyes turned by degrees: to the person's own left, and down."""
        dx, dy = (self.radius * float(np.sin(np.radians(angle))) for angle in gaze)
        if abs(dx) + abs(dy) < 0.25:
            return picture
        turned = picture.copy()
        for eye in self.eyes:
            under = turned[eye.box].astype(np.float32)
            laid = under + (eye.turned(dx, dy) - under) * eye.opening[..., None]
            turned[eye.box] = np.clip(laid, 0, 255).astype(np.uint8)
        return turned


def _eye(
    picture: Pixels, points: Points, lines: tuple[tuple[int, ...], ...], iris: tuple[int, int, int]
) -> _Eye:
    upper, lower, _ = lines
    outline = np.concatenate([points[list(upper), :2], points[list(lower[::-1]), :2]])
    left, top = np.floor(outline.min(axis=0)).astype(int) - _ROOM
    right, bottom = np.ceil(outline.max(axis=0)).astype(int) + _ROOM
    box = (slice(int(top), int(bottom)), slice(int(left), int(right)))
    crop = picture[box]
    centre = points[iris[0], :2] - (left, top)
    radius = float(np.linalg.norm(points[iris[1], :2] - points[iris[2], :2])) / 2
    opening = np.zeros(crop.shape[:2], np.uint8)
    cv2.fillPoly(opening, [np.round(outline - (left, top)).astype(np.int32)], 255)
    rows, columns = np.mgrid[0 : crop.shape[0], 0 : crop.shape[1]].astype(np.float32)
    away = np.hypot(columns - centre[0], rows - centre[1])
    hole = ((away < 1.15 * radius) & (cv2.dilate(opening, np.ones((3, 3))) > 0)).astype(np.uint8)
    return _Eye(
        box=box,
        opening=np.asarray(cv2.GaussianBlur(opening, (0, 0), 0.8) / 255.0, np.float32),
        white=cv2.inpaint(np.ascontiguousarray(crop), hole, 3, cv2.INPAINT_TELEA).astype(np.float32),
        iris=_whole_iris(crop, opening, centre),
        disc=np.asarray(np.clip((1.05 * radius - away) / 1.5 + 0.5, 0, 1), np.float32),
    )


def _whole_iris(crop: Pixels, opening: Pixels, centre: Points) -> Map:
    """Return the iris with what the lids hide of it taken from its other half."""
    rows, columns = np.mgrid[0 : crop.shape[0], 0 : crop.shape[1]].astype(np.float32)
    above = np.asarray(2 * centre[1] - rows, np.float32)
    mirrored = cv2.remap(crop, columns, above, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    inside = cv2.erode(opening, np.ones((3, 3)))[..., None] > 0
    return np.where(inside, crop, mirrored).astype(np.float32)
