"""Where is the sheet of paper? The light region around handwriting, with its four corners, whole or torn.

Writing is found first. From the paper between its letters the region of like colour is grown up to the next edge.
"""

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks.engines.image import strips
from assay.checks.engines.image.strips import Corners, Pixels
from assay.checks.engines.text import detector

Mask = npt.NDArray[np.uint8]

# Writing on a note is small beside the person: it is looked for at this size, and the paper at the other.
_TEXT_SIDE, _WORKING_SIDE = 1600, 900
# Differences of CIE Lab as OpenCV scales it, from the paper's own colour: a sheet in half shadow needs the wide one, a sheet
# before a light wall the narrow one, so all are tried and the clearest outline is kept.
_LIGHTNESSES, _TINT = (22, 34, 48), 11
# Paper is light, and next to colourless.
_DARKEST, _MOST_COLOUR = 105, 26
# Shares of the picture that a sheet may cover, and of its own box that it fills.
_SMALLEST, _LARGEST, _FILLED = 0.002, 0.6, 0.45
# A thing lies on the sheet when it is further in than this share of it; below the second share it is a speck.
_MARGIN, _SPECK = 0.1, 0.004
# No writing is higher than this share of the picture's longer side; an outline this clear is one that is seen.
_HIGHEST, _SEEN = 0.06, 0.5
# Strips of writing grown by this share of their height are the sheet where no edge of it is seen.
_AROUND = 0.8


class Paper(NamedTuple):
    """`corners` (pixels, clockwise from the top left as the writing is read), the strips of writing on it, and how well the shape
    is a sheet's (0 to 1; 0: only the writing is known). `shape`: 255 on paper, at `scale` of the picture.
    """

    corners: Corners
    writing: list[Corners]
    clear: float
    shape: Mask
    scale: float


def find(pixels: Pixels, elsewhere: Sequence[Corners] = ()) -> Paper | None:
    """Return the sheet with the most writing; None without any. Writing inside `elsewhere` (four corners each) does not count.

    Raises ModelMissing.
    """
    found = detector.find_text(pixels, _TEXT_SIDE, detector.Size.SMALL)
    highest = _HIGHEST * max(pixels.shape[:2])
    legible = [strip for strip in found if strips.height(strip) < highest]
    writing = [strip for strip in legible if not any(_inside(strip.mean(0), quad) for quad in elsewhere)]
    scale = min(1.0, _WORKING_SIDE / max(pixels.shape[:2]))
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    lab = np.asarray(cv2.cvtColor(cv2.GaussianBlur(small, (0, 0), 0.8), cv2.COLOR_BGR2LAB), np.uint8)
    papers: list[Paper] = []
    for strip in sorted(writing, key=_amount, reverse=True):
        if any(_holds(paper, strip) for paper in papers):
            continue
        if (one := _grown(lab, scale, strip, writing)) is not None:
            papers.append(one)
    # A sheet whose edges are seen goes before writing without one.
    return max(papers, key=lambda one: (one.clear > _SEEN, sum(map(_amount, one.writing))), default=None)


def _amount(strip: Corners) -> float:
    return strips.length(strip) * strips.height(strip)


def _inside(point: Corners, quad: Corners) -> bool:
    return cv2.pointPolygonTest(quad.astype(np.float32), (float(point[0]), float(point[1])), False) >= 0


def _holds(paper: Paper, strip: Corners) -> bool:
    return _inside(strip.mean(0), paper.corners)


def _grown(lab: Pixels, scale: float, strip: Corners, writing: Sequence[Corners]) -> Paper | None:
    """Return the sheet that a strip of writing stands on; None where it does not stand on light, colourless ground."""
    ground = _ground(lab, strip * scale)
    if ground is None:
        return None
    shapes = [_whole(_region(lab, ground, most), scale, strips.height(strip)) for most in _LIGHTNESSES]
    sheets = [(*_four_corners(shape), shape) for shape in shapes if shape is not None]
    if not sheets:
        lone = [
            one for one in writing if np.linalg.norm(one.mean(0) - strip.mean(0)) < 6 * strips.height(strip)
        ]
        return Paper(_around(lone), lone, 0.0, np.zeros(lab.shape[:2], np.uint8), scale)
    corners, clear, shape = max(sheets, key=lambda sheet: sheet[1])
    on_it = [one for one in writing if _inside(one.mean(0), corners / scale)]
    return Paper(_as_read(corners / scale, on_it or [strip]), on_it, float(clear), shape, scale)


def _ground(lab: Pixels, strip: Corners) -> tuple[tuple[int, int], Pixels] | None:
    """Return a point of paper in a strip of writing, and the paper's colour."""
    box = np.zeros(lab.shape[:2], np.uint8)
    cv2.fillConvexPoly(box, np.rint(strip).astype(np.int32), 255)
    ys, xs = np.nonzero(box)
    if len(ys) < 12:
        return None
    inside = lab[ys, xs].astype(np.int32)
    light = inside[:, 0] >= np.percentile(inside[:, 0], 70)
    colour = np.median(inside[light], axis=0)
    if colour[0] < _DARKEST or float(np.hypot(*(colour[1:] - 128))) > _MOST_COLOUR:
        return None
    nearest = int(np.abs(inside - colour).sum(1).argmin())
    return (int(xs[nearest]), int(ys[nearest])), colour.astype(np.uint8)


def _region(lab: Pixels, ground: tuple[tuple[int, int], Pixels], lightness: int) -> Mask:
    """Return 255 where the picture has the paper's colour and hangs together with the writing."""
    (x, y), colour = ground
    away = np.abs(lab.astype(np.int16) - colour.astype(np.int16))
    like = ((away[..., 0] < lightness) & (away[..., 1:].max(2) < _TINT)).astype(np.uint8)
    edges = cv2.Canny(np.ascontiguousarray(lab[..., 0]), 25, 60)
    # Edges part a sheet from a wall of its own colour; the writing's own edges must not part it.
    long_edges = _long(np.asarray(edges, np.uint8))
    like[long_edges > 0] = 0
    like[y, x] = 1
    _, labels = cv2.connectedComponents(like, connectivity=4)
    return np.asarray((labels == labels[y, x]) * 255, np.uint8)


def _long(edges: Mask) -> Mask:
    """Return only the edges that run on for more than a letter does."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(edges, connectivity=8)
    least = 0.07 * max(edges.shape)
    keep = np.zeros(count, np.uint8)
    keep[1:] = (np.maximum(stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]) > least) * 255
    return np.asarray(keep[labels], np.uint8)


def _whole(region: Mask, scale: float, line: float) -> Mask | None:
    """Return the sheet without the holes of its letters (`line` pixels of the picture high); None where it is no sheet."""
    letter = max(3, round(line * scale * 0.5))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (letter, letter))
    closed = cv2.morphologyEx(region, cv2.MORPH_CLOSE, kernel)
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    contours, _ = cv2.findContours(opened, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return None
    contour = max(contours, key=cv2.contourArea)
    share = cv2.contourArea(contour) / region.size
    if not _SMALLEST <= share <= _LARGEST or cv2.contourArea(contour) < _FILLED * _box_area(contour):
        return None
    return np.asarray(cv2.drawContours(np.zeros_like(region), [contour], -1, 255, cv2.FILLED), np.uint8)


def _box_area(contour: npt.NDArray[np.generic]) -> float:
    _, (wide, high), _ = cv2.minAreaRect(np.asarray(contour, np.float32))
    return float(wide * high)


def _four_corners(shape: Mask) -> tuple[Corners, float]:
    """Return the four corners of a shape, and which share of the four-sided figure the shape and it have in common."""
    contours, _ = cv2.findContours(shape, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = cv2.convexHull(contours[0])
    best, clear = np.asarray(cv2.boxPoints(cv2.minAreaRect(hull)), np.float32), 0.0
    around = cv2.arcLength(hull, True)
    candidates = [best]
    for tolerance in (0.02, 0.04, 0.06):
        simple = cv2.approxPolyDP(hull, tolerance * around, True).reshape(-1, 2).astype(np.float32)
        if len(simple) == 4:
            candidates.append(simple)
    for corners in candidates:
        drawn = _filled(shape, corners)
        common = np.count_nonzero(drawn & shape) / float(np.count_nonzero(drawn | shape) or 1)
        if common > clear:
            best, clear = corners, common
    return best, clear


def _filled(shape: Mask, corners: Corners) -> Mask:
    return np.asarray(
        cv2.fillConvexPoly(np.zeros_like(shape), np.rint(corners).astype(np.int32), 255), np.uint8
    )


def _as_read(corners: Corners, writing: Sequence[Corners]) -> Corners:
    """Return four corners clockwise, beginning at the top left of the writing."""
    longest = max(writing, key=strips.length)
    along = strips.direction(longest)
    below = strips.downwards(longest)
    centred = corners - corners.mean(0)
    angle = np.arctan2(centred @ below, centred @ along)
    clockwise = corners[np.argsort(angle)]
    turned = clockwise - clockwise.mean(0)
    start = int((turned @ (along + below)).argmin())
    return np.asarray(np.roll(clockwise, -start, axis=0), np.float32)


def _around(writing: Sequence[Corners]) -> Corners:
    grown = np.concatenate([strips.widened(one, _AROUND, _AROUND) for one in writing])
    box = np.asarray(cv2.boxPoints(cv2.minAreaRect(grown.astype(np.float32))), np.float32)
    return _as_read(box, writing)


def things_on(found: Paper, elsewhere: Sequence[Corners] = ()) -> list[tuple[Corners, float]]:
    """Return what lies on the sheet and is no paper, but inside its four corners and further in than its margin: outline in
    pixels of the picture, and share of the sheet. What lies inside `elsewhere` (four corners each) does not count.
    """
    if not found.clear:
        return []
    corners = found.corners * found.scale
    middle = corners.mean(0)
    whole = np.count_nonzero(_filled(found.shape, corners)) or 1
    inner = _filled(found.shape, np.asarray(middle + (corners - middle) * (1 - 2 * _MARGIN), np.float32))
    for quad in elsewhere:
        cv2.fillConvexPoly(inner, np.rint(quad * found.scale).astype(np.int32), 0)
    over = cv2.morphologyEx(inner & ~found.shape, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    contours, _ = cv2.findContours(over, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    shares = [(contour, cv2.contourArea(contour) / whole) for contour in contours]
    return [
        (np.asarray(cv2.convexHull(contour).reshape(-1, 2) / found.scale, np.float32), share)
        for contour, share in shares
        if share >= _SPECK
    ]


def straightened(pixels: Pixels, corners: Corners, longest: int) -> tuple[Pixels, npt.NDArray[np.float64]]:
    """Return the sheet as seen from the front, its longer side `longest` pixels, and the 3 x 3 matrix back to the picture."""
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    wide, high = max(1.0, float(sides[0] + sides[2]) / 2), max(1.0, float(sides[1] + sides[3]) / 2)
    scale = longest / max(wide, high)
    columns, rows = max(16, round(wide * scale)), max(16, round(high * scale))
    target = np.asarray([(0, 0), (columns, 0), (columns, rows), (0, rows)], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    flags = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    flat = cv2.warpPerspective(pixels, matrix, (columns, rows), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(flat, np.uint8), np.asarray(np.linalg.inv(matrix), np.float64)
