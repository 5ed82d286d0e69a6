"""Does something lie across the border of the document, a finger for instance, and hide part of it?

Where a thing crosses the border, the border is missing: the colour outside goes on inside. From each such stretch the thing
is grown inwards over like colours. It has to be smooth and of one piece, and the rest of the border has to be clear.
Things that lie wholly inside the document are not found.
"""

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks.engines.image.strips import Corners, Pixels
from assay.checks.readings import Patch

Field = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

# The document as seen from above at this size, with a margin of what lies around it (shares of the shorter side).
_LONG, _MARGIN, _REACH = 420, 0.08, 0.05
# Differences of CIE Lab as OpenCV scales it: the same colour, clearly another, and what belongs to one thing.
_SAME, _OTHER = 14.0, 22.0
_LIKE = (26, 9, 9)
_MOST_UNCLEAR = 0.5
# Shares: of the side that a thing may cross, of the document that it hides, of its hull that it fills.
_NARROWEST, _WIDEST = 0.035, 0.5
_SMALLEST, _LARGEST = 0.004, 0.4
_COMPACT, _SMOOTH = 0.78, 0.6


def measure(picture: Pixels, corners: Corners) -> list[Patch]:
    """Return what lies across the border, corners in pixels of the picture; strength is the share of the document hidden."""
    flat, inside, back = _with_margin(picture, corners)
    lab = np.asarray(cv2.cvtColor(cv2.GaussianBlur(flat, (0, 0), 2.0), cv2.COLOR_BGR2LAB), np.uint8)
    texture = np.abs(cv2.Laplacian(cv2.cvtColor(flat, cv2.COLOR_BGR2GRAY), cv2.CV_32F))
    found: list[Patch] = []
    for seed in _crossings(lab, inside):
        thing = _grown(lab, inside, seed)
        share = float(thing.sum()) / float(inside.sum())
        if _SMALLEST <= share <= _LARGEST and _is_a_thing(thing, texture, inside):
            inside = inside & ~thing
            found.append(Patch(corners=_hull(thing, back), strength=round(share, 4)))
    return found


def _with_margin(picture: Pixels, corners: Corners) -> tuple[Pixels, Mask, npt.NDArray[np.float64]]:
    """Return the document with its surroundings, where in it the document lies, and the way back to the picture."""
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    width, height = max(1.0, float(sides[0] + sides[2])), max(1.0, float(sides[1] + sides[3]))
    scale = _LONG / max(width, height)
    columns, rows = max(24, round(width * scale)), max(24, round(height * scale))
    margin = round(min(columns, rows) * _MARGIN)
    target = np.asarray([(0, 0), (columns, 0), (columns, rows), (0, rows)], np.float32) + margin
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    size = columns + 2 * margin, rows + 2 * margin
    shrink = min(1.0, 2 * _LONG / max(picture.shape[:2]))
    small = cv2.resize(picture, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    flat = cv2.warpPerspective(
        small, matrix @ np.diag((1 / shrink, 1 / shrink, 1.0)), size, borderValue=(0, 0, 0)
    )
    inside = np.zeros(flat.shape[:2], bool)
    inside[margin : margin + rows, margin : margin + columns] = True
    return np.asarray(flat, np.uint8), inside, np.asarray(np.linalg.inv(matrix), np.float64)


def _crossings(lab: Pixels, inside: Mask) -> list[tuple[int, int]]:
    """Return a point (x, y) inside the document for each stretch of its border over which the outside goes on inside."""
    margin = int(inside.argmax() // inside.shape[1])
    reach = max(3, round(min(inside.shape) * _REACH))
    picture = lab.astype(np.float32)
    seeds, unclear = [], []
    for turns in range(4):
        view = np.rot90(picture, turns)
        places = np.rot90(np.moveaxis(np.indices(inside.shape), 0, -1), turns)
        row = slice(margin, view.shape[1] - margin)
        outside, within = view[max(0, margin - reach), row], view[margin + reach, row]
        difference = np.linalg.norm(outside - within, axis=1)
        difference[outside.max(1) < 1] = 255.0
        unclear.append(float((difference < _OTHER).mean()))
        seeds += [tuple(places[margin + reach, margin + middle][::-1]) for middle in _stretches(difference)]
    return [(int(x), int(y)) for x, y in seeds] if float(np.mean(unclear)) < _MOST_UNCLEAR else []


def _stretches(difference: Field) -> list[int]:
    """Return the middle of each stretch of a side over which there is no border."""
    same = np.concatenate([[False], difference < _SAME, [False]]).astype(np.int8)
    starts, ends = np.flatnonzero(np.diff(same) == 1), np.flatnonzero(np.diff(same) == -1)
    length = len(difference)
    return [
        int(start + end) // 2
        for start, end in zip(starts, ends, strict=True)
        if _NARROWEST * length <= end - start <= _WIDEST * length
    ]


def _grown(lab: Pixels, inside: Mask, seed: tuple[int, int]) -> Mask:
    """Return the part of the document around a point that is of like colour and of one piece."""
    mask = np.ones((inside.shape[0] + 2, inside.shape[1] + 2), np.uint8)
    mask[1:-1, 1:-1] = ~inside
    if mask[seed[1] + 1, seed[0] + 1]:
        return np.zeros_like(inside)
    flags = 4 | (2 << 8) | cv2.FLOODFILL_FIXED_RANGE | cv2.FLOODFILL_MASK_ONLY
    cv2.floodFill(lab.copy(), mask, seed, 0, _LIKE, _LIKE, flags)
    grown = cv2.morphologyEx(
        (mask[1:-1, 1:-1] == 2).astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)
    )
    return np.asarray(grown, bool)


def _is_a_thing(thing: Mask, texture: Field, inside: Mask) -> bool:
    """Whether a part fills its own hull and is smoother than the printed rest of the document."""
    contours, _ = cv2.findContours(thing.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    hull = cv2.contourArea(cv2.convexHull(np.concatenate(contours)))
    core = cv2.erode(thing.astype(np.uint8), np.ones((5, 5), np.uint8)).astype(bool)
    rest = inside & ~thing
    if not hull or not core.any() or not rest.any():
        return False
    return float(thing.sum()) / hull > _COMPACT and texture[core].mean() < _SMOOTH * texture[rest].mean()


def _hull(thing: Mask, back: npt.NDArray[np.float64]) -> tuple[tuple[float, float], ...]:
    contours, _ = cv2.findContours(thing.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    hull = cv2.convexHull(np.concatenate(contours))
    simple = cv2.approxPolyDP(hull, 4.0, True).reshape(-1, 1, 2).astype(np.float64)
    moved = cv2.perspectiveTransform(simple, back).reshape(-1, 2)
    return tuple((float(x), float(y)) for x, y in moved)
