"""A failed image for the page: reduced, turned as it was read, with the outline and the zone's lines drawn on it."""

import base64

import cv2
import numpy as np
import numpy.typing as npt

from assay.cli.benching.documents.answers import Seen
from assay.cli.benching.documents.expected import Corners
from assay.cli.benching.documents.scores import Score
from assay.sandbox.photos import encode

Pixels = npt.NDArray[np.uint8]

_LONGEST_SIDE, _QUALITY = 640, 72
# Blue, green, red: an outline that stands out on paper and on dark desks, and the lines of the zone.
_OUTLINE, _STRIPS, _HALO = (80, 200, 40), (20, 140, 255), (20, 20, 20)


def as_data_url(score: Score) -> str | None:
    """Return the image as a `data:` address; None where the file cannot be opened as a picture."""
    pixels = cv2.imread(str(score.item.path))
    if pixels is None:
        return None
    picture = _drawn(np.asarray(pixels, np.uint8), score.answer.seen or Seen())
    return f"data:image/jpeg;base64,{base64.b64encode(encode(picture, quality=_QUALITY)).decode()}"


def _drawn(pixels: Pixels, seen: Seen) -> Pixels:
    upright = np.ascontiguousarray(np.rot90(pixels, -seen.turned // 90 % 4))
    scale = min(1.0, _LONGEST_SIDE / max(upright.shape[:2]))
    small = np.asarray(cv2.resize(upright, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    for strip in seen.strips:
        _draw(small, strip, _STRIPS, 2)
    if seen.outline:
        _draw(small, seen.outline, _OUTLINE, 3)
    return small


def _draw(pixels: Pixels, corners: Corners, colour: tuple[int, int, int], thick: int) -> None:
    size = np.asarray((pixels.shape[1] - 1, pixels.shape[0] - 1))
    points = np.rint(np.asarray(corners) * size).astype(np.int32)
    cv2.polylines(pixels, [points], True, _HALO, thick + 2, cv2.LINE_AA)
    cv2.polylines(pixels, [points], True, colour, thick, cv2.LINE_AA)
