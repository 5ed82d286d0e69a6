"""By how many degrees clockwise does a picture have to be turned to stand upright?"""

from collections.abc import Sequence

import cv2
import numpy as np

from assay.checks.engines import sessions
from assay.checks.engines.image.strips import Corners, Pixels, direction, length

_SHORT_SIDE = 256
_CROP = 224
_MEAN = np.asarray([0.485, 0.456, 0.406], np.float32)
_SPREAD = np.asarray([0.229, 0.224, 0.225], np.float32)


def by_print(pixels: Pixels, print_at: Sequence[Corners] = ()) -> int:
    """Return 0, 90, 180 or 270 from the look of the print (PaddleClas; 64 of 68 simulated photos right).

    Where most of the lines lie level, only 0 and 180 are left; where they stand, only 90 and 270.
    """
    scale = _SHORT_SIDE / min(pixels.shape[:2])
    small = cv2.resize(
        pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    )
    top, left = (small.shape[0] - _CROP) // 2, (small.shape[1] - _CROP) // 2
    middle = small[top : top + _CROP, left : left + _CROP].astype(np.float32) / 255
    tensor = ((middle - _MEAN) / _SPREAD).transpose(2, 0, 1)[None].astype(np.float32)
    likely = sessions.run("orientation", tensor)[0]
    level = sum(length(strip) * (1 if abs(direction(strip)[0]) > 0.7 else -1) for strip in print_at)
    allowed = np.asarray([level >= 0, level <= 0] * 2)
    return -int(np.where(allowed, likely, -np.inf).argmax()) * 90 % 360


def by_reading(strip: Corners) -> int:
    """Return 0, 90, 180 or 270 from the direction in which a line was read."""
    x, y = direction(strip)
    return -round(float(np.degrees(np.arctan2(y, x))) / 90) * 90 % 360


def turned(pixels: Pixels, degrees: int) -> Pixels:
    """Return the picture turned clockwise by a multiple of 90 degrees."""
    return np.ascontiguousarray(np.rot90(pixels, -degrees // 90 % 4)) if degrees % 360 else pixels


def turned_points(corners: Corners, degrees: int, width: int, height: int) -> Corners:
    """Return where points of a picture of width x height lie after `turned`."""
    x, y = corners[:, 0], corners[:, 1]
    moved = {0: (x, y), 90: (height - y, x), 180: (width - x, height - y), 270: (y, width - x)}[degrees % 360]
    return np.stack(moved, 1).astype(np.float32)
