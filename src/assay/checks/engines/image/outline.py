"""Where are the four corners of the document, and what does it look like straightened?

Edges are looked for in lightness, colour and saturation at two levels; every hull that is large enough becomes a
four-sided candidate, rated by how much of its border lies on edges, by its proportions, and by whether it holds what
is known to lie on the document (the machine readable zone).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks.engines.image.strips import Corners, Pixels

_WORKING_SIDE = 640
# ISO/IEC 7810: ID-1 (cards) 85.60 x 53.98 mm, ID-3 (passport page) 125 x 88 mm.
PROPORTIONS = (1.586, 1.420)
_SMALLEST, _LARGEST = 0.10, 0.97
_SAMPLES = 40
# Pixels of the working picture: how near to its frame a border counts as on it, and how deep a line is run through.
_FRAME, _THROUGH = 4.0, 7.0
# Cosines: of an edge against the border it supports, and of the worst corner.
_ALONG, _LEAST_SQUARE = 0.9, 0.75
_CROSSED = 0.12
# Pixels of the working picture: the strips of a zone are drawn loosely.
_OUTSIDE = -6.0
# How many outlines are snapped to edges; which sides are moved, how far at most (share of the sides beside), and what for.
_SNAPPED = 3
_WEAK_SIDE, _FARTHEST, _STRONG_SIDE = 0.75, 0.45, 0.8
_STEPS = 24
_STRAIGHT_SIDE = 1400

Grey = npt.NDArray[np.uint8]
Field = npt.NDArray[np.float32]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Outline:
    """`corners` in pixels, clockwise from the top left; `confidence` is the share of the border that lies on edges running
    its way; `rating` ranks the outlines of one picture. One without the zone that was read is at best a neighbour.
    """

    corners: Corners
    confidence: float
    rating: float
    holds_zone: bool = True


@dataclass(frozen=True, slots=True)
class _View:
    """The picture at working size: its edges, where they run (unit normals), and what is known to be printed where."""

    channels: list[Grey]
    edges: list[Grey]
    normals: Field
    zone: Corners
    lines: list[Corners]
    rows: int
    columns: int


def find_outlines(
    pixels: Pixels, zone: Sequence[Corners] = (), print_at: Sequence[Corners] = ()
) -> list[Outline]:
    """Return the outlines in a picture, best first, those that hold the strips of `zone` before the others; strips of
    `print_at` should lie inside, too.
    """
    scale = min(1.0, _WORKING_SIDE / max(pixels.shape[:2]))
    small = np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    view = _view(small, [strip * scale for strip in zone], [strip * scale for strip in print_at])
    found = [one for corners in _candidates(view) if (one := _rated(corners, view))]
    found.sort(key=_rank)
    found[:0] = [one for best in found[:_SNAPPED] if (one := _rated(_snapped(best.corners, view), view))]
    kept = [replace(one, corners=in_order(one.corners / scale)) for one in found]
    return sorted(kept, key=_rank)


def _rank(one: Outline) -> tuple[bool, float]:
    return not one.holds_zone, -one.rating


def _view(small: Pixels, zone: list[Corners], lines: list[Corners]) -> _View:
    channels = _channels(small)
    edges = [edge for channel in channels for edge in _edges(channel)]
    dx = np.stack([cv2.Sobel(channel, cv2.CV_32F, 1, 0) for channel in channels])
    dy = np.stack([cv2.Sobel(channel, cv2.CV_32F, 0, 1) for channel in channels])
    strongest = (dx * dx + dy * dy).argmax(0)[None]
    normals = np.stack([np.take_along_axis(d, strongest, 0)[0] for d in (dx, dy)], -1)
    normals /= np.maximum(np.linalg.norm(normals, axis=-1, keepdims=True), 1e-6)
    normals[np.maximum.reduce(edges) == 0] = 0
    known = np.concatenate([np.zeros((0, 2), np.float32), *zone])
    return _View(channels, edges, normals.astype(np.float32), known, lines, *small.shape[:2])


def _channels(small: Pixels) -> list[Grey]:
    """Return the pictures in which a document may stand out from what it lies on."""
    lab = cv2.cvtColor(small, cv2.COLOR_BGR2LAB)
    lightness = cv2.createCLAHE(2, (8, 8)).apply(lab[..., 0])
    saturation = cv2.cvtColor(small, cv2.COLOR_BGR2HSV)[..., 1]
    return [
        np.asarray(cv2.bilateralFilter(channel, 7, 35, 7), np.uint8)
        for channel in (lightness, lab[..., 1], lab[..., 2], saturation)
    ]


def _edges(channel: Grey) -> tuple[Grey, Grey]:
    spread = float(channel.std())
    faint, clear = 0.3 * spread + 4, 0.8 * spread + 8
    return np.asarray(cv2.Canny(channel, faint, faint * 2.5), np.uint8), np.asarray(
        cv2.Canny(channel, clear, clear * 2.5), np.uint8
    )


def _masks(view: _View) -> Iterator[Grey]:
    for edge in view.edges:
        for reach in (3, 7):
            mask = np.asarray(cv2.dilate(edge, np.ones((reach, reach), np.uint8)), np.uint8)
            yield mask
            # With the picture's own frame as an edge, the visible part of a document that is cut off is closed, too.
            yield np.asarray(
                cv2.rectangle(mask.copy(), (0, 0), (view.columns - 1, view.rows - 1), 255), np.uint8
            )
    for channel in (view.channels[0], view.channels[3]):
        _, split = cv2.threshold(cv2.GaussianBlur(channel, (7, 7), 0), 0, 255, cv2.THRESH_OTSU)
        yield np.asarray(split, np.uint8)
        yield np.asarray(255 - split, np.uint8)


def _candidates(view: _View) -> Iterator[Corners]:
    area = view.rows * view.columns
    seen: set[bytes] = set()
    for mask in _masks(view):
        contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        for contour in contours:
            if len(contour) < 4 or cv2.contourArea(hull := cv2.convexHull(contour)) < _SMALLEST * area:
                continue
            corners = _four_sided(np.asarray(hull, np.int32))
            known = np.rint(np.sort(corners, axis=0) / 3).tobytes()
            if known not in seen and 1.2 * _SMALLEST * area <= cv2.contourArea(corners) <= _LARGEST * area:
                seen.add(known)
                yield corners


def _four_sided(hull: npt.NDArray[np.int32]) -> Corners:
    """Return four corners for a hull: the hull simplified, or else the smallest rectangle around it."""
    around = cv2.arcLength(hull, True)
    for tolerance in (0.015, 0.03, 0.05, 0.08):
        simplified = cv2.approxPolyDP(hull, tolerance * around, True)
        if len(simplified) == 4:
            return simplified.reshape(4, 2).astype(np.float32)
    return np.asarray(cv2.boxPoints(cv2.minAreaRect(hull)), np.float32)


def _rated(corners: Corners, view: _View) -> Outline | None:
    """Return a candidate with its confidence and rating; None where it cannot be the document."""
    depths = [cv2.pointPolygonTest(corners, (float(x), float(y)), True) for x, y in view.zone]
    holds_zone = min(depths, default=0.0) >= _OUTSIDE
    if not holds_zone and max(depths) > -_OUTSIDE:
        return None  # Its border runs through the zone.
    corners = in_order(corners)
    squareness = _squareness(corners)
    if squareness < _LEAST_SQUARE:
        return None
    confidence = _support(corners, view)
    off = min(abs(proportion(corners) - usual) for usual in PROPORTIONS)
    clear = [4 < x < view.columns - 4 and 4 < y < view.rows - 4 for x, y in corners]
    area = float(cv2.contourArea(corners)) / (view.rows * view.columns)
    rating = confidence * (1 - 0.3 * min(1, off / 0.5)) * (0.6 + 0.4 * float(np.mean(clear))) + 0.25 * min(
        1, area / 0.6
    )
    held, crossed = _print_held(corners, view.lines) if holds_zone else (1.0, 0)
    rating = rating * squareness * held**1.5 - _CROSSED * min(3, crossed)
    return Outline(corners, confidence, rating, holds_zone)


def _squareness(corners: Corners) -> float:
    """Return 1 for a rectangle, less the further an angle is from a right one: the cosine of the worst deviation."""
    worst = 0.0
    for i in range(4):
        before, after = corners[i - 1] - corners[i], corners[(i + 1) % 4] - corners[i]
        lengths = float(np.linalg.norm(before) * np.linalg.norm(after))
        worst = max(worst, abs(float(before @ after)) / max(lengths, 1e-6))
    return float(np.sqrt(max(0.0, 1 - worst**2)))


def _support(corners: Corners, view: _View) -> float:
    """Return the share of the border that lies within two pixels of an edge that runs along it.

    The part on the picture's own frame says nothing and is left out.
    """
    hits, counted = _edge_points(corners, np.roll(corners, -1, axis=0), view)
    return float(hits.sum() / counted.sum()) if counted.sum() >= _SAMPLES else 0.0


def _edge_points(starts: Corners, ends: Corners, view: _View) -> tuple[Counts, Counts]:
    """Return, for sides from starts to ends, how many sampled points lie on edges along them, and how many were counted."""
    sides = ends - starts
    normals = np.stack([-sides[:, 1], sides[:, 0]], 1) / np.maximum(
        np.linalg.norm(sides, axis=1, keepdims=True), 1e-6
    )
    share = np.linspace(0, 1, _SAMPLES, dtype=np.float32)[None, :, None]
    points = starts[:, None] + sides[:, None] * share
    limit = np.asarray([view.columns - 1, view.rows - 1], np.float32)
    counted = ((points > _FRAME) & (points < limit - _FRAME)).all(2)
    hits = np.zeros(counted.shape, bool)
    for aside in (-2, -1, 0, 1, 2):
        at = np.rint(np.clip(points + normals[:, None] * aside, 0, limit)).astype(int)
        edges = view.normals[at[..., 1], at[..., 0]]
        hits |= np.abs((edges * normals[:, None]).sum(2)) > _ALONG
    return (hits & counted).sum(1), counted.sum(1)


def _snapped(corners: Corners, view: _View) -> Corners:
    """Return the outline with each weak side moved inwards to where an edge runs: what lies beside a document, or the
    picture's frame, can take the place of its true border.
    """
    for i in range(4):
        after = (i + 1) % 4
        hits, _ = _edge_points(corners[i][None], corners[after][None], view)
        if hits[0] >= _WEAK_SIDE * _SAMPLES:
            continue
        steps = np.linspace(0, _FARTHEST, _STEPS, dtype=np.float32)
        first, second = (grid.reshape(-1, 1) for grid in np.meshgrid(steps, steps))
        starts = corners[i] + (corners[i - 1] - corners[i]) * first
        ends = corners[after] + (corners[(i + 2) % 4] - corners[after]) * second
        hits, _ = _edge_points(starts, ends, view)
        best = int((hits - 0.1 * _SAMPLES * (first + second)[:, 0]).argmax())
        if hits[best] >= _STRONG_SIDE * _SAMPLES:
            corners = corners.copy()
            corners[i], corners[after] = starts[best], ends[best]
    return corners


def _print_held(corners: Corners, lines: Sequence[Corners]) -> tuple[float, int]:
    """Return the share of the print (by length) inside the outline, and how many lines its border runs through."""
    inside = total = 0.0
    crossed = 0
    for line in lines:
        width = float(np.linalg.norm(line[1] - line[0]))
        depths = [cv2.pointPolygonTest(corners, (float(x), float(y)), True) for x, y in (*line, line.mean(0))]
        total += width
        inside += width * (depths[-1] > 0)
        crossed += min(depths) < -_THROUGH and max(depths) > _THROUGH
    return inside / total if total else 1.0, crossed


def proportion(corners: Corners) -> float:
    """Return how many times longer the long sides are than the short ones."""
    sides = [float(np.linalg.norm(corners[i] - corners[(i + 1) % 4])) for i in range(4)]
    ratio = (sides[0] + sides[2]) / max(sides[1] + sides[3], 1e-6)
    return max(ratio, 1 / max(ratio, 1e-6))


def in_order(corners: Corners) -> Corners:
    """Return corners clockwise, beginning with the one nearest to the top left of the picture."""
    middle = corners.mean(0)
    clockwise = corners[np.argsort(np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0]))]
    return np.asarray(np.roll(clockwise, -int(clockwise.sum(1).argmin()), axis=0), np.float32)


def straightened(pixels: Pixels, corners: Corners) -> tuple[Pixels, npt.NDArray[np.float64]]:
    """Return the document seen from straight above, and the matrix that maps its points back onto the picture."""
    width = float(np.linalg.norm(corners[1] - corners[0]) + np.linalg.norm(corners[2] - corners[3])) / 2
    height = float(np.linalg.norm(corners[3] - corners[0]) + np.linalg.norm(corners[2] - corners[1])) / 2
    shrink = min(1.0, _STRAIGHT_SIDE / max(width, height, 1.0))
    size = max(16, round(width * shrink)), max(16, round(height * shrink))
    target = np.asarray([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
    # Shrinking by more than half would alias under bilinear sampling, so the picture is made smaller first.
    coarse = min(1.0, shrink * 1.5)
    if coarse < 1:
        pixels = np.asarray(
            cv2.resize(pixels, None, fx=coarse, fy=coarse, interpolation=cv2.INTER_AREA), np.uint8
        )
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32) * np.float32(coarse), target)
    flat = cv2.warpPerspective(pixels, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    back = np.diag((1 / coarse, 1 / coarse, 1.0)) @ np.linalg.inv(matrix)
    return np.asarray(flat, np.uint8), np.asarray(back, np.float64)
