"""Draws the photo with a note for the reviewer: what was found where, and below it the note alone, large, word by word."""

from collections.abc import Sequence

import cv2
import numpy as np

from assay.checks import overlay
from assay.checks.overlay import Pixels
from assay.checks.readings import Point
from assay.checks.readings.note import NoteSheet
from assay.checks.result import CheckResult, Mark
from assay.policy.schema import CheckName

# What is shown around the sheet, as a share of its size.
_MARGIN = 0.06


def draw(pixels: Pixels, sheet: NoteSheet | None, results: Sequence[CheckResult]) -> Pixels:
    """Return the upright photo with its marks; below it, as wide as the photo, the note with its words."""
    words = [mark for one in results if one.check is CheckName.NOTE_WORDS for mark in one.marks]
    others = [mark for one in results if one.check is not CheckName.NOTE_WORDS for mark in one.marks]
    photo = overlay.draw(pixels, others)
    if sheet is None:
        return photo
    close_up = _close_up(pixels, sheet.outline, words)
    divider = np.full((8, photo.shape[1], 3), 255, np.uint8)
    return np.vstack([photo, divider, close_up])


def _close_up(pixels: Pixels, outline: Sequence[Point], words: Sequence[Mark]) -> Pixels:
    rows, columns = pixels.shape[:2]
    left, top, right, bottom = _frame(outline)
    box = [round(left * columns), round(top * rows), round(right * columns), round(bottom * rows)]
    part = pixels[box[1] : box[3], box[0] : box[2]]
    scale = columns / max(1, part.shape[1])
    large = cv2.resize(part, (columns, max(1, round(part.shape[0] * scale))), interpolation=cv2.INTER_CUBIC)
    wide, high = (box[2] - box[0]) / columns, (box[3] - box[1]) / rows
    moved = [
        mark.model_copy(
            update={"points": tuple(((x - left) / wide, (y - top) / high) for x, y in mark.points)}
        )
        for mark in words
    ]
    return overlay.draw(np.asarray(large, np.uint8), moved)


def _frame(outline: Sequence[Point]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    across, down = _MARGIN * (max(xs) - min(xs)), _MARGIN * (max(ys) - min(ys))
    return (
        max(0.0, min(xs) - across),
        max(0.0, min(ys) - down),
        min(1.0, max(xs) + across),
        min(1.0, max(ys) + down),
    )
