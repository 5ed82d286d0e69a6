"""Was a printed line pasted into the picture? Compared are compression and noise of each line with those of all lines.

A line that was pasted was compressed once less than the rest, and often carries no noise of the camera. Measured on JPEG
artefacts after Krawetz, "A Picture's Worth" (2007), error level analysis, here relative to each line's own contrast.
A weak sign: stamps, holograms, blur and light make lines differ, too.
"""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks.engines.image.strips import Corners, Pixels

Field = npt.NDArray[np.float32]

_QUALITY = 90
_LEAST_LINES = 7
_MOST_PIXELS = 3_000_000
_SMALLEST = 9
# Spread of the logarithms that lines of one picture have by nature.
_NATURAL = (0.12, 0.15)
_FLAT = 0.35


def measure(picture: Pixels, lines: Sequence[Corners]) -> list[float]:
    """Return for each printed line (corners in pixels) by how many robust standard deviations it is unlike the others.

    Empty where there are too few lines to compare, or the picture is too large to be worth the time.
    """
    boxes = [box_of(line, picture) for line in lines]
    usable = [i for i, (x, y, right, bottom) in enumerate(boxes) if min(right - x, bottom - y) >= _SMALLEST]
    if len(usable) < _LEAST_LINES:
        return []
    # On the grid of JPEG's blocks, as the file was saved.
    left, top = (min(boxes[i][axis] for i in usable) // 8 * 8 for axis in (0, 1))
    right, bottom = (max(boxes[i][axis] for i in usable) for axis in (2, 3))
    if (right - left) * (bottom - top) > _MOST_PIXELS:
        return []
    grey = np.asarray(cv2.cvtColor(picture[top:bottom, left:right], cv2.COLOR_BGR2GRAY), np.uint8)
    fields = _fields(grey)
    measured = np.asarray([_of_line(fields, boxes[i], left, top) for i in usable])
    middle = np.median(measured, 0)
    spread = np.maximum(1.4826 * np.median(np.abs(measured - middle), 0), _NATURAL)
    unlike = (np.abs(measured - middle) / spread).max(1)
    found = [0.0] * len(lines)
    for i, value in zip(usable, unlike, strict=True):
        found[i] = round(float(value), 2)
    return found


def box_of(line: Corners, picture: Pixels) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of a line, in pixels and within the picture."""
    limit = (picture.shape[1], picture.shape[0])
    (x, y), (right, bottom) = (np.clip(edge, 0, limit).astype(int) for edge in (line.min(0), line.max(0)))
    return int(x), int(y), int(right), int(bottom)


def _fields(grey: npt.NDArray[np.uint8]) -> tuple[Field, Field, Field]:
    """Return what another compression changes, the contrast, and the noise, of each pixel."""
    data = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1]
    again = np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)
    level = cv2.absdiff(grey, again).astype(np.float32)
    contrast = np.abs(cv2.Sobel(grey, cv2.CV_32F, 1, 0)) + np.abs(cv2.Sobel(grey, cv2.CV_32F, 0, 1))
    noise = np.abs(cv2.Laplacian(grey, cv2.CV_32F))
    return level, contrast.astype(np.float32), noise.astype(np.float32)


def _of_line(
    fields: tuple[Field, Field, Field], box: tuple[int, int, int, int], left: int, top: int
) -> tuple[float, float]:
    x, y, right, bottom = box
    level, contrast, noise = (one[y - top : bottom - top, x - left : right - left] for one in fields)
    flat = contrast <= np.quantile(contrast, _FLAT)
    return (
        float(np.log((level.mean() + 0.05) / (contrast.mean() + 8))),
        float(np.log(noise[flat].mean() + 0.4)),
    )
