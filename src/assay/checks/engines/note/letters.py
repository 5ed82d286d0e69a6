"""Was the note typed? A machine prints every letter of a kind alike; a hand never draws one twice the same.

Each letter on the straightened sheet is compared with all of like size. The share with an exact twin is high in print and low in
handwriting. It says nothing of a hand that copies letters carefully, nor of handwriting printed by a machine that varies it.
"""

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks.engines.image.strips import Pixels

Letters = npt.NDArray[np.float32]

# Letters are compared at this size; how alike (correlation) twins are, and how much their boxes may differ, in shares.
_SIDE, _ALIKE, _SIZES = 28, 0.90, 0.10
# Shares of the sheet's height that a letter's box may have, and of its box that ink fills.
_LOWEST, _HIGHEST, _FULLEST = 0.02, 0.3, 0.72
_FEWEST = 12


def twins(flat: Pixels) -> float | None:
    """Return the share of letters that have a twin, 0 to 1; None where there are too few letters to tell."""
    boxes, letters = _letters(flat)
    if len(letters) < _FEWEST:
        return None
    likeness = letters @ letters.T
    np.fill_diagonal(likeness, 0)
    ratio = boxes[:, None] / np.maximum(boxes[None], 1)
    same_size = (np.abs(ratio - 1) < _SIZES).all(2)
    return float((np.where(same_size, likeness, 0).max(1) >= _ALIKE).mean())


def ink(flat: Pixels) -> Pixels:
    """Return 255 where the sheet is darker than the paper around."""
    grey = cv2.cvtColor(flat, cv2.COLOR_BGR2GRAY)
    side = max(31, (min(grey.shape) // 12) | 1)
    paper = cv2.medianBlur(
        cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), (side // 4) | 1
    )
    paper = cv2.resize(paper, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    darker = cv2.subtract(paper, grey)
    level = max(18.0, float(np.percentile(darker, 99)) * 0.4)
    return np.asarray((darker > level) * 255, np.uint8)


def _letters(flat: Pixels) -> tuple[Letters, Letters]:
    """Return the sizes (n x 2) and the pictures (n x pixels, unit length, mean 0) of what looks like single letters."""
    rows, columns = flat.shape[:2]
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink(flat), connectivity=8)
    grey = 255 - cv2.cvtColor(flat, cv2.COLOR_BGR2GRAY).astype(np.float32)
    boxes, pictures = [], []
    for left, top, width, height, area in stats[1:]:
        touches = left <= 1 or top <= 1 or left + width >= columns - 1 or top + height >= rows - 1
        is_letter = _LOWEST * rows < height < _HIGHEST * rows and 0.2 < width / height < 1.8
        if touches or not is_letter or area > _FULLEST * width * height:
            continue
        crop = cv2.resize(
            grey[top : top + height, left : left + width], (_SIDE, _SIDE), interpolation=cv2.INTER_AREA
        )
        crop = crop - crop.mean()
        boxes.append((width, height))
        pictures.append((crop / max(float(np.linalg.norm(crop)), 1e-6)).ravel())
    return np.asarray(boxes, np.float32).reshape(-1, 2), np.asarray(pictures, np.float32).reshape(
        -1, _SIDE * _SIDE
    )
