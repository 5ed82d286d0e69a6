"""Where is text? Boxes around printed lines, by PP-OCRv6 (differentiable binarisation)."""

from enum import StrEnum

import cv2
import numpy as np

from assay.checks.engines import sessions
from assay.checks.engines.image.strips import Corners, Pixels, ordered

_INK_LEAST = 0.25
# Boxes are predicted shrunken; this is the published ratio by which they are grown again.
_UNCLIP = 1.6


class Size(StrEnum):
    """Two networks: the tiny one takes 50 to 120 ms, the small one seven times as long and finds more."""

    TINY = "text_detector_tiny"
    SMALL = "text_detector_small"


def find_text(pixels: Pixels, longest_side: int, size: Size = Size.TINY) -> list[Corners]:
    """Return the strips of text of a picture, looked for at a size of `longest_side` pixels."""
    rows, columns = pixels.shape[:2]
    scale = min(longest_side / max(rows, columns), 2.0)
    high, wide = (max(32, round(side * scale / 32) * 32) for side in (rows, columns))
    shrunk = cv2.resize(pixels, (wide, high), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    tensor = (shrunk.astype(np.float32) / 127.5 - 1).transpose(2, 0, 1)[None]
    ink = sessions.run(size, tensor)[0, 0] > _INK_LEAST
    contours, _ = cv2.findContours(ink.astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    back = np.asarray([columns / wide, rows / high], np.float32)
    boxes = (_grown(contour) for contour in contours if len(contour) >= 4)
    return [ordered(box * back) for box in boxes if box is not None]


def _grown(contour: Corners) -> Corners | None:
    """Return the box around a blob of ink, grown to the full height of the letters; None for specks."""
    centre, (a, b), angle = cv2.minAreaRect(contour)
    if min(a, b) < 3:
        return None
    by = a * b * _UNCLIP / (a + b)
    return np.asarray(cv2.boxPoints((centre, (a + by, b + by), angle)), np.float32)
