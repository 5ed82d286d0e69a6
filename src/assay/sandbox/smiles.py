"""Makes a portrait smile: the corners of the mouth go out and up, the cheeks rise."""

from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from assay.sandbox.portraits import Pixels

Points = npt.NDArray[np.float32]

# Points of the mesh with how far each goes at a full smile, outwards and up, and how far around it the skin follows:
# all in face widths.
_MOVES = (
    (61, (-0.050, -0.062), 0.085),
    (291, (0.050, -0.062), 0.085),
    (50, (-0.012, -0.030), 0.10),
    (280, (0.012, -0.030), 0.10),
)  # fmt: skip


def smile(picture: Pixels, points: Points, reach: float, share: float) -> Pixels:
    """Return the picture with a smile; `share` is 0 as it is, 1 a broad one. `reach` is the width of the face."""
    if share <= 0:
        return picture
    height, width = picture.shape[:2]
    rows, columns = _places(height, width)
    across, down = np.zeros_like(rows), np.zeros_like(rows)
    for index, (out, up), around in _MOVES:
        x, y = points[index, :2]
        near = np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2 * (around * reach) ** 2))
        across += out * reach * share * near
        down += up * reach * share * near
    from_x, from_y = np.asarray(columns - across, np.float32), np.asarray(rows - down, np.float32)
    moved = cv2.remap(picture, from_x, from_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, np.uint8)


@cache
def _places(height: int, width: int) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    return np.ascontiguousarray(rows), np.ascontiguousarray(columns)
