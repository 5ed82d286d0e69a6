"""How good is the picture? Sharpness, light and glare, measured on the document and not on what it lies on."""

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks.engines.image.sharpness import sharpness
from assay.checks.engines.image.strips import Pixels
from assay.checks.readings import Point, Quality

_TILE = 96
_RICHEST_TILES = 20
_BURNT_OUT = 250
# A scan or a drawing has a white ground by nature: where this much is burnt out, nothing can be told about glare.
_WHITE_GROUND = 0.25
# A highlight fades: around it the picture is bright. Print on white ground is surrounded by sharp dark letters instead.
_HALO = 7
_HALO_LEAST = 205
_SMALLEST_BLOB = 0.002


def sharpness_of(pixels: Pixels) -> float:
    """Return 0 (blurred) to 1, the median of the tiles with the most contrast: a plain ground has nothing to lose."""
    smooth = cv2.GaussianBlur(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), (3, 3), 0)
    grey = cv2.normalize(smooth, np.empty_like(smooth), 0, 255, cv2.NORM_MINMAX).astype(np.float32)
    rows, columns = grey.shape
    tiles = [
        grey[y : y + _TILE, x : x + _TILE]
        for y in range(0, max(1, rows - _TILE), _TILE)
        for x in range(0, max(1, columns - _TILE), _TILE)
    ]
    richest = sorted(tiles, key=lambda tile: -float(tile.std()))[:_RICHEST_TILES]
    return float(np.median([sharpness(tile) for tile in richest]))


def glare_of(pixels: Pixels) -> tuple[float, list[tuple[Point, Point]]]:
    """Return the share of the picture that highlights burnt out, and a box (shares) around each highlight."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    burnt = (pixels.min(2) >= _BURNT_OUT).astype(np.uint8)
    if burnt.mean() > _WHITE_GROUND:
        return 0.0, []
    rows, columns = burnt.shape
    count, labels, stats, _ = cv2.connectedComponentsWithStats(burnt)
    total, boxes = 0.0, []
    for blob in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[blob])
        if area >= _SMALLEST_BLOB * burnt.size and _fades(grey, labels == blob):
            total += area
            boxes.append(((x / columns, y / rows), ((x + width) / columns, (y + height) / rows)))
    return total / burnt.size, boxes


def _fades(grey: npt.NDArray[np.generic], blob: npt.NDArray[np.bool_]) -> bool:
    grown = cv2.dilate(blob.astype(np.uint8), np.ones((_HALO, _HALO), np.uint8)).astype(bool)
    return float(grey[grown & ~blob].mean()) >= _HALO_LEAST


def measure(pixels: Pixels, width: int, height: int) -> Quality:
    """Return the quality of a document's (or a face's) own pixels; `width`, `height` are those of the whole picture."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    glare, boxes = glare_of(pixels)
    return Quality(
        width=width,
        height=height,
        sharpness=round(sharpness_of(pixels), 4),
        brightness=round(float(grey.mean()), 2),
        contrast=round(float(grey.std()), 2),
        glare=round(glare, 5),
        glare_boxes=tuple(boxes),
    )
