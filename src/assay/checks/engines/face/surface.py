"""Is the face on a surface: a raster on the skin as of a screen or of print, the edges of a sheet or a device around it?

Both are found by what the documents' engines look for: peaks in the spectrum, and four-sided outlines.
"""

from typing import NamedTuple

import cv2
import numpy as np

from assay.checks.engines.face.detector import Pixels, shrink
from assay.checks.engines.image import outline
from assay.checks.engines.sign import raster
from assay.checks.readings import Point

# Outlines are found no better in larger pictures.
_SIDE = 640
# An outline that is the whole picture is its rim.
_MOST_SHARE = 0.95


class Surface(NamedTuple):
    """`raster`: how high peaks stand in the spectrum of the face, a logarithm; noise reaches 1.4. None on small pictures.
    `framed`: the share of an outline around the face that lies on edges, 0 to 1.
    """

    raster: float | None
    framed: float


def look(pixels: Pixels, face: tuple[Point, Point]) -> Surface:
    """Return what one uncropped picture shows; `face` is the top left and the bottom right of a face, in pixels.

    Takes a third of a second of processor time, so few frames are looked at.
    """
    (left, top), (right, bottom) = face
    box = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float32)
    found = raster.measure(pixels, box)
    small, scale = shrink(pixels, _SIDE)
    height, width = small.shape[:2]
    framed = [
        one.confidence
        for one in outline.find_outlines(small)
        if cv2.contourArea(one.corners.astype(np.float32)) < _MOST_SHARE * height * width
        and _holds(one.corners, box * scale)
    ]
    return Surface(found[0] if found else None, max(framed, default=0.0))


def _holds(corners: np.ndarray, box: np.ndarray) -> bool:
    around = corners.astype(np.float32).reshape(-1, 1, 2)
    return all(cv2.pointPolygonTest(around, (float(x), float(y)), measureDist=False) > 0 for x, y in box)
