"""What does the skin show: the light on it, the grain a camera leaves there, and how far up the forehead is bare?"""

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks.engines.face.detector import Pixels, Points

Grey = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

# Half of the outline of the face in the mesh, from the forehead over the person's right (left) ear to the chin.
_RIGHT_HALF = (10, 109, 67, 103, 54, 21, 162, 127, 234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 4, 6)
_LEFT_HALF = (
    10,
    338,
    297,
    332,
    284,
    251,
    389,
    356,
    454,
    323,
    361,
    288,
    397,
    365,
    379,
    378,
    400,
    377,
    152,
    4,
    6,
)
# Cheeks below the eyes, clear of glasses, nose and lips; where people have no beard.
_CHEEKS = ((117, 118, 101, 36, 205, 50), (346, 347, 330, 266, 425, 280))
# With fewer pixels between the pupils the camera has averaged the grain away.
_LEAST_EYE_DISTANCE = 70.0
_LEAST_PATCH = 8
# Skin to compare the forehead with: cheeks, between the brows and just above them. And the ends of the brows nearest the middle.
_SKIN, _BROWS, _ABOVE_NOSE = (50, 280, 9, 8), (105, 334), 9
# How far colours of skin differ on one face, in CIE Lab as OpenCV scales it: much in light, little in hue; and from where on
# it is something else. Two rows of something else end the skin, so that a wrinkle or a strand of hair does not.
_SPREAD = np.array([45.0, 9.0, 9.0], np.float32)
_OTHER, _ROWS, _MOST = 1.6, 2, 1.2
# The face is brought to this distance between the pupils, so that a row means the same on every picture.
_UNIT = 32.0
_GAMMA = 2.2
# Immerkaer, "Fast noise variance estimation" (1996): blind to edges and slopes, so that what it answers to is grain.
_IMMERKAER = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)


def _inside(shape: tuple[int, ...], outline: Points) -> Mask:
    mask = np.zeros(shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.round(outline).astype(np.int32)], 1)
    return mask.astype(bool)


def lit_evenly(pixels: Pixels, points: Points) -> float:
    """Return the light on the darker half of the face as a share of that on the other, 0 to 1.

    `points` are the landmarks (478 x 3, pixels). Grey values are turned into light by the usual gamma of 2.2. 1 where nothing
    of a half lies in the picture.
    """
    light = (cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY).astype(np.float32) / 255) ** _GAMMA
    halves = [light[_inside(pixels.shape, points[list(half), :2])] for half in (_RIGHT_HALF, _LEFT_HALF)]
    if min(half.size for half in halves) == 0:
        return 1.0
    # The median ignores brows, beard and a highlight.
    darker, lighter = sorted(float(np.median(half)) for half in halves)
    return darker / max(lighter, 1e-6)


def flatness(pixels: Pixels, points: Points, eye_distance: float) -> float | None:
    """Return the share of the cheeks that has no grain at all, at the picture's own size, 0 to 1.

    A camera leaves grain, however much it smooths; a drawing has areas of one colour or of one slope. Measured on the cheek that
    has more grain. None where there are too few pixels to tell.
    """
    if eye_distance < _LEAST_EYE_DISTANCE:
        return None
    shares = [_grainless(pixels, points[list(cheek), :2]) for cheek in _CHEEKS]
    return min((share for share in shares if share is not None), default=None)


def _grainless(pixels: Pixels, outline: Points) -> float | None:
    left, top = np.maximum(np.floor(outline.min(axis=0)).astype(int), 0)
    right, bottom = np.ceil(outline.max(axis=0)).astype(int) + 1
    patch = pixels[top:bottom, left:right]
    if min(patch.shape[:2], default=0) < _LEAST_PATCH:
        return None
    grey = cv2.cvtColor(patch, cv2.COLOR_BGR2GRAY).astype(np.float32)
    inside = _inside(patch.shape, outline - [left, top])[1:-1, 1:-1]
    grain = cv2.filter2D(grey, -1, _IMMERKAER)[1:-1, 1:-1][inside]
    return round(float((grain == 0).mean()), 3) if grain.size else None


def bare_forehead(pixels: Pixels, points: Points) -> float:
    """Return how far the skin goes on above the brows, in eye distances, 0 to 1.2: hair, a hat or a shadow ends it."""
    flat = points[:, :2]
    apart = float(np.linalg.norm(flat[468] - flat[473]))
    scale = _UNIT / max(apart, 1.0)
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(cv2.GaussianBlur(small, (0, 0), 1.0).astype(np.uint8), cv2.COLOR_BGR2LAB).astype(
        np.float32
    )
    spots = flat * scale
    skin = np.median(np.concatenate([_around(lab, spots[index]) for index in _SKIN]), axis=0)
    middle = float(spots[list(_BROWS), 0].mean())
    left, right = max(0, int(middle - 0.3 * _UNIT)), max(1, int(middle + 0.3 * _UNIT) + 1)
    lowest = round(float(min(spots[list(_BROWS), 1].min(), spots[_ABOVE_NOSE, 1])) - 0.06 * _UNIT)
    band = lab[max(0, lowest - int(_MOST * _UNIT)) : max(0, lowest + 1), left:right]
    if band.size == 0 or not np.isfinite(skin).all():
        return 0.0
    other = np.linalg.norm((np.median(band, axis=1) - skin) / _SPREAD, axis=1)[::-1] > _OTHER
    ends = np.flatnonzero(np.convolve(other, np.ones(_ROWS), "valid") == _ROWS)
    return round(float(ends[0] if ends.size else other.size) / _UNIT, 3)


def _around(lab: Grey, spot: Points) -> Grey:
    x, y = (int(number) for number in spot)
    reach = 3
    return lab[max(0, y - reach) : max(0, y + reach + 1), max(0, x - reach) : max(0, x + reach + 1)].reshape(
        -1, 3
    )
