"""Where do face, sheet, document and hands lie to each other? Pure geometry on points that are shares of the picture.

Lengths and areas are taken in the picture's own pixels, so that its proportions do not count.
"""

import math
from collections.abc import Sequence

from assay.checks.readings import Face, Point
from assay.checks.readings.note import Hand, NoteReading

_GRID = 24


def area(points: Sequence[Point]) -> float:
    """Return the area inside a polygon, by the shoelace formula."""
    turned = [*points[1:], points[0]]
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, turned, strict=True))) / 2


def is_inside(point: Point, polygon: Sequence[Point]) -> bool:
    """Whether a point lies inside a polygon: a ray from it crosses the border an odd number of times."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
        if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
            inside = not inside
    return inside


def box_of(face: Face) -> tuple[Point, Point, Point, Point]:
    (left, top), (right, bottom) = face.box
    return (left, top), (right, top), (right, bottom), (left, bottom)


def middle(face: Face) -> Point:
    (left, top), (right, bottom) = face.box
    return (left + right) / 2, (top + bottom) / 2


def share_covered(polygon: Sequence[Point], by: Sequence[Point]) -> float:
    """Return the share of a polygon that another one lies over, 0 to 1."""
    left, right = min(x for x, _ in polygon), max(x for x, _ in polygon)
    top, bottom = min(y for _, y in polygon), max(y for _, y in polygon)
    spots = [
        (left + (column + 0.5) / _GRID * (right - left), top + (row + 0.5) / _GRID * (bottom - top))
        for row in range(_GRID)
        for column in range(_GRID)
    ]
    own = [spot for spot in spots if is_inside(spot, polygon)]
    return sum(is_inside(spot, by) for spot in own) / max(1, len(own))


def in_faces(polygon: Sequence[Point], face: Face) -> float:
    """Return a polygon's area in areas of the face's box."""
    return area(polygon) / max(area(box_of(face)), 1e-9)


def reach(hand: Hand, thing: Sequence[Point], reading: NoteReading) -> float:
    """Return how far a hand is from a thing, in sizes of the hand; 0 when one of its points lies on it."""
    wide, high = reading.quality.width, reading.quality.height
    points = [(x * wide, y * high) for x, y in hand.points]
    corners = [(x * wide, y * high) for x, y in thing]
    size = max(
        max(x for x, _ in points) - min(x for x, _ in points),
        max(y for _, y in points) - min(y for _, y in points),
    )
    return min(_distance(point, corners) for point in points) / max(size, 1e-6)


def _distance(point: Point, polygon: Sequence[Point]) -> float:
    if is_inside(point, polygon):
        return 0.0
    return min(_to_side(point, a, b) for a, b in zip(polygon, [*polygon[1:], polygon[0]], strict=True))


def _to_side(point: Point, start: Point, end: Point) -> float:
    along = end[0] - start[0], end[1] - start[1]
    length = along[0] ** 2 + along[1] ** 2
    share = ((point[0] - start[0]) * along[0] + (point[1] - start[1]) * along[1]) / max(length, 1e-12)
    held = min(1.0, max(0.0, share))
    return math.dist(point, (start[0] + held * along[0], start[1] + held * along[1]))
