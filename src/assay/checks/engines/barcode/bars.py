"""Where in the picture are bars, how do they lie, and how do they look straightened and well lit?

zxing-cpp loses PDF417 at tilts of three degrees, because it reads along the rows of the picture. So the barred region is
found first (cheaply: most pictures have none), then cut out with its own rows level and its bars upright.
"""

from collections.abc import Iterator
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]
Map = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
Matrix = npt.NDArray[np.float64]

# The map of bars: gradients are taken where bars are still two pixels wide, and averaged over cells of four pixels.
_MAP_SIDE, _CELL = 960, 4
_WINDOW = 11
# Where edges are dense and mostly point one way: inside a PDF417 the rows' own edges stay weaker than the bars'.
_COHERENT, _DENSE = 0.3, 0.3
# Over a whole region: MRZ lines and paragraphs stay below 0.37 on the specimens, PDF417 above 0.46.
_PARALLEL = 0.4
_SMALLEST_AREA, _COMPACT = 0.008, 0.6
# The narrowest licence barcode has 220 modules across, and none is read below 1.3 pixels a module.
_NARROWEST_CODE = 280.0
# A PDF417 is wider than high, across its bars; 30 degrees leave room for a steep view.
_LEAST_PROPORTION, _MOST_PROPORTION, _MOST_OFF = 1.15, 9.0, 30.0
_SAME_DIRECTION = 12.0
_MOST_PARTS, _MOST_REGIONS = 4, 2
_MARGIN = 0.1
_WIDEST, _LEAST_WIDTH = 2000.0, 1100.0
_SWEEP = (1.5, -1.5, 3.0, -3.0)


class Region(NamedTuple):
    """A barred region: the middle, the size along and down the rows of bars, in pixels, and the degrees of the rows."""

    middle: tuple[float, float]
    size: tuple[float, float]
    degrees: float


class Look(NamedTuple):
    """One straightened picture of a region, and the homography that leads from it back into the whole picture."""

    pixels: Grey
    back: Matrix


def find(grey: Grey) -> list[Region]:
    """Return the barred regions of a picture, the largest first; empty where it has none.

    The structure tensor tells: where its smaller eigenvalue is far below the larger, all edges of a window run in parallel.
    """
    scale = min(1.0, _MAP_SIDE / max(grey.shape))
    fine = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else grey
    tensor = _tensor(np.asarray(fine, np.uint8))
    xx, yy, xy = tensor
    energy = xx + yy
    coherent = np.sqrt((xx - yy) ** 2 + 4 * xy**2) / np.maximum(energy, 1e-3)
    dense = energy > max(_DENSE * float(np.percentile(energy, 99.5)), 300.0)
    barred = ((coherent > _COHERENT) & dense).astype(np.uint8)
    for how in (cv2.MORPH_CLOSE, cv2.MORPH_OPEN):
        barred = np.asarray(cv2.morphologyEx(barred, how, np.ones((7, 7), np.uint8)), np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(barred)
    order = sorted(range(1, count), key=lambda label: -int(stats[label, cv2.CC_STAT_AREA]))
    large = [label for label in order if stats[label, cv2.CC_STAT_AREA] >= _SMALLEST_AREA * barred.size]
    masks = [labels == label for label in large[:_MOST_PARTS]]
    found = (_region(mask, tensor, _CELL / scale) for mask in _joined(masks, tensor))
    return [region for region in found if region][:_MOST_REGIONS]


def _joined(masks: list[Mask], tensor: tuple[Map, ...]) -> list[Mask]:
    """Return the masks, and first of all those together whose bars stand as those of the largest: glare divides a code."""
    directions = [_direction(mask, tensor) for mask in masks]
    alike = [
        mask
        for mask, (degrees, parallel) in zip(masks, directions, strict=True)
        if parallel >= _PARALLEL and abs((degrees - directions[0][0] + 90) % 180 - 90) < _SAME_DIRECTION
    ]
    return [np.logical_or.reduce(alike), *masks] if len(alike) > 1 else masks


def _direction(mask: Mask, tensor: tuple[Map, ...]) -> tuple[float, float]:
    """Return the degrees across the bars, and the share of the edges that agrees with them, 0 to 1."""
    xx, yy, xy = (float(part[mask].sum()) for part in tensor)
    degrees = float(np.degrees(0.5 * np.arctan2(2 * xy, xx - yy)))
    return degrees, float(np.hypot(xx - yy, 2 * xy)) / max(xx + yy, 1e-3)


def _tensor(fine: Grey) -> tuple[Map, ...]:
    """Return the window means of dx dx, dy dy and dx dy, one value a cell."""
    dx, dy = (cv2.Sobel(fine, cv2.CV_32F, *order) for order in ((1, 0), (0, 1)))
    size = (max(1, fine.shape[1] // _CELL), max(1, fine.shape[0] // _CELL))
    cells = (
        cv2.resize(product, size, interpolation=cv2.INTER_AREA) for product in (dx * dx, dy * dy, dx * dy)
    )
    return tuple(np.asarray(cv2.blur(cell, (_WINDOW, _WINDOW)), np.float32) for cell in cells)


def _region(mask: Mask, tensor: tuple[Map, ...], scale: float) -> Region | None:
    """Return the region of a mask in pixels of the picture; None where its shape is not that of a barcode."""
    across, parallel = _direction(mask, tensor)
    points = np.argwhere(mask)[:, ::-1].astype(np.float32)
    middle, sides, turn = cv2.minAreaRect(points)
    wide, high = max(sides), min(sides)
    along = turn if sides[0] >= sides[1] else turn + 90
    off = abs((along - across + 90) % 180 - 90)
    shaped = _LEAST_PROPORTION * high <= wide <= _MOST_PROPORTION * high and off <= _MOST_OFF
    compact = len(points) >= _COMPACT * wide * high
    if not (shaped and compact and parallel >= _PARALLEL and wide * scale >= _NARROWEST_CODE):
        return None
    at = ((middle[0] + 0.5) * scale, (middle[1] + 0.5) * scale)
    return Region(at, (wide * scale, high * scale), float((along + 90) % 180 - 90))


def looks(grey: Grey, region: Region) -> Iterator[Look]:
    """Yield pictures of a region, the likeliest to be readable first: level, then cleaned, then with its rows swept."""
    level = _cut(grey, region)
    flat = _rectified(grey, level)
    yield flat
    lit = _evened(flat.pixels)
    # Bars stand upright now, so averaging downwards takes noise away and leaves the bars.
    calm = np.asarray(cv2.blur(lit, (1, 7)), np.uint8)
    for pixels in (_sharpened(flat.pixels), lit, calm, _sharpened(calm)):
        yield Look(pixels, flat.back)
    yield level
    yield Look(_sharpened(level.pixels), level.back)
    for degrees in _SWEEP:
        yield _sheared(Look(lit, flat.back), degrees)


def _cut(grey: Grey, region: Region) -> Look:
    """Return the region with its rows as level as its outline tells, at a size at which zxing-cpp reads well."""
    wide, high = (side + 2 * _MARGIN * region.size[0] for side in region.size)
    zoom = float(np.clip(1.0, _LEAST_WIDTH / wide, _WIDEST / wide))
    size = (round(wide * zoom), round(high * zoom))
    matrix = np.eye(3)
    matrix[:2] = cv2.getRotationMatrix2D(region.middle, region.degrees, zoom)
    matrix[:2, 2] += np.asarray(size) / 2 - region.middle
    pixels = cv2.warpPerspective(grey, matrix, size, flags=cv2.INTER_CUBIC, borderValue=(200,))
    return Look(np.asarray(pixels, np.uint8), np.asarray(np.linalg.inv(matrix), np.float64))


def _rectified(grey: Grey, level: Look) -> Look:
    """Return the region seen from straight above, after the four sides of its bars; as it is where they are not clear."""
    corners = _corners(level.pixels)
    if corners is None:
        return level
    rows, columns = level.pixels.shape
    x, y = _MARGIN * columns * 0.8, _MARGIN * columns * 0.5
    goal = np.asarray([[x, y], [columns - x, y], [columns - x, rows - y], [x, rows - y]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, goal)
    whole = matrix @ np.linalg.inv(level.back)
    pixels = cv2.warpPerspective(grey, whole, (columns, rows), flags=cv2.INTER_CUBIC, borderValue=(200,))
    return Look(np.asarray(pixels, np.uint8), np.asarray(np.linalg.inv(whole), np.float64))


def _corners(level: Grey) -> npt.NDArray[np.float32] | None:
    """Return the four corners of the bars in a nearly level picture of them, clockwise from top left."""
    small = np.asarray(cv2.resize(level, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)
    change = np.abs(cv2.Sobel(small, cv2.CV_32F, 1, 0))
    dense = cv2.blur(change, (21, 7))
    inside = float(
        np.median(
            dense[dense.shape[0] // 3 : 2 * dense.shape[0] // 3, dense.shape[1] // 4 : -dense.shape[1] // 4]
        )
    )
    mask = (dense > 0.4 * inside).astype(np.uint8)
    # The stop pattern begins with a bar seven modules wide, in which nothing changes.
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((5, 41), np.uint8))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((9, 25), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(opened)
    if count < 2:
        return None
    mask = labels == 1 + int(stats[1:count, cv2.CC_STAT_AREA].argmax())
    top, bottom = _edge(mask), _edge(mask[::-1])
    left, right = _edge(mask.T), _edge(mask.T[::-1])
    if top is None or bottom is None or left is None or right is None:
        return None
    rows, columns = mask.shape
    bottom = (-bottom[0], rows - 1 - bottom[1])
    right = (-right[0], columns - 1 - right[1])
    corners = [
        _crossing(down, across)
        for down, across in ((top, left), (top, right), (bottom, right), (bottom, left))
    ]
    return np.asarray(corners, np.float32) * 2


def _edge(mask: Mask) -> tuple[float, float] | None:
    """Return slope and offset of the line along which a mask begins, from above; single outliers do not move it."""
    columns = np.flatnonzero(mask.any(0))
    if len(columns) < 30:
        return None
    columns = columns[len(columns) // 12 : -len(columns) // 12]
    firsts = mask[:, columns].argmax(0).astype(np.float64)
    kept = np.ones(len(columns), bool)
    for _ in range(4):
        slope, offset = np.polyfit(columns[kept], firsts[kept], 1)
        away = np.abs(firsts - slope * columns - offset)
        kept = away <= max(1.5, float(np.median(away)) * 2)
    return float(slope), float(offset)


def _crossing(down: tuple[float, float], across: tuple[float, float]) -> tuple[float, float]:
    """Return where y = a x + b (a side above or below) crosses x = c y + d (a side at the left or right)."""
    (a, b), (c, d) = down, across
    y = (a * d + b) / (1 - a * c)
    return c * y + d, y


def _evened(pixels: Grey) -> Grey:
    """Return the picture with light that is the same everywhere: each place against the mean and spread around it."""
    soft = pixels.astype(np.float32)
    size = (61, 61)
    mean = cv2.blur(soft, size)
    spread = np.sqrt(np.maximum(cv2.blur(soft * soft, size) - mean * mean, 16.0))
    return np.asarray(np.clip(128 + (soft - mean) / spread * 60, 0, 255), np.uint8)


def _sharpened(pixels: Grey) -> Grey:
    soft = cv2.GaussianBlur(pixels, (0, 0), 2)
    return np.asarray(cv2.addWeighted(pixels, 3.5, soft, -2.5, 0), np.uint8)


def _sheared(look: Look, degrees: float) -> Look:
    """Return the picture with its rows tilted by some degrees more, and its bars left upright."""
    rows, columns = look.pixels.shape
    slope = float(np.tan(np.radians(degrees)))
    room = abs(slope) * columns / 2
    matrix = np.asarray([[1, 0, 0], [slope, 1, room - slope * columns / 2], [0, 0, 1]], np.float64)
    size = (columns, round(rows + 2 * room))
    pixels = cv2.warpPerspective(look.pixels, matrix, size, flags=cv2.INTER_LINEAR, borderValue=(200,))
    return Look(np.asarray(pixels, np.uint8), look.back @ np.linalg.inv(matrix))
