"""Draws what the checks saw on the picture they saw it on, for the reviewer."""

from collections.abc import Iterable

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks.readings import Face
from assay.checks.result import Mark

Pixels = npt.NDArray[np.uint8]
Colour = tuple[int, int, int]
Spot = tuple[int, int]
# Left, top, right, bottom.
Box = tuple[int, int, int, int]

# Blue, green, red. Told apart by the colour-blind, too: a good mark is teal and solid, a bad one orange-red
# with a thicker line.
_GOOD: Colour = (140, 150, 0)
_BAD: Colour = (30, 70, 230)
_WHITE: Colour = (255, 255, 255)
_FONT = cv2.FONT_HERSHEY_DUPLEX
# Line widths and letters are made for a picture this wide and scale with it.
_DESIGN_WIDTH = 1600

# Eye distance and size of one of the two faces shown side by side.
_EYE_DISTANCE = 130.0
_HALF = (480, 600)
_EYE_LINE = 0.42


def draw(pixels: Pixels, marks: Iterable[Mark]) -> Pixels:
    """Return a copy of the picture with the marks on it.

    Bad ones are drawn last, so that nothing hides them; of equal marks the bad one counts. A label is written
    once for neighbours that share it, where it covers as little as can be of the other marks.
    """
    drawn = pixels.copy()
    scale = max(0.4, max(pixels.shape[:2]) / _DESIGN_WIDTH)
    places = {(mark.label, mark.points): mark for mark in sorted(marks, key=lambda mark: not mark.good)}
    shapes = [
        (mark, _corners(mark, drawn)) for mark in sorted(places.values(), key=lambda mark: not mark.good)
    ]
    for mark, corners in shapes:
        _outline(drawn, corners, mark, scale)
    taken = [_box_of(corners) for _, corners in shapes]
    labelled: list[tuple[Mark, Box]] = []
    for mark, corners in shapes:
        if not mark.label or any(_neighbours(mark, _box_of(corners), *other, scale) for other in labelled):
            continue
        labelled.append((mark, _box_of(corners)))
        taken.append(_label(drawn, mark, _box_of(corners), taken, scale))
    return drawn


def _box_of(corners: list[Spot]) -> Box:
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _neighbours(mark: Mark, box: Box, other: Mark, other_box: Box, scale: float) -> bool:
    """Whether two marks that share a label are so near that one label names both, as the lines of a zone are."""
    gap = max(box[1] - other_box[3], other_box[1] - box[3], box[0] - other_box[2], other_box[0] - box[2])
    return (mark.label, mark.good) == (other.label, other.good) and gap < 60 * scale


def _overlap(one: Box, other: Box) -> int:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(0, width) * max(0, height)


def _holds(outer: Box, inner: Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def _corners(mark: Mark, pixels: Pixels) -> list[Spot]:
    height, width = pixels.shape[:2]
    points = [(round(x * (width - 1)), round(y * (height - 1))) for x, y in mark.points]
    if len(points) == 2:
        (left, top), (right, bottom) = points
        return [(left, top), (right, top), (right, bottom), (left, bottom)]
    return points


def _outline(pixels: Pixels, corners: list[Spot], mark: Mark, scale: float) -> None:
    colour, width = (_GOOD, 2) if mark.good else (_BAD, 3)
    thickness = max(1, round(width * scale))
    if len(corners) == 1:
        cv2.circle(pixels, corners[0], max(2, round(5 * scale)), colour, -1, cv2.LINE_AA)
        return
    shape = [np.array(corners, np.int32)]
    # A thin white edge keeps the line visible on any ground.
    cv2.polylines(pixels, shape, True, _WHITE, thickness + max(2, round(2 * scale)), cv2.LINE_AA)
    cv2.polylines(pixels, shape, True, colour, thickness, cv2.LINE_AA)


def _label(pixels: Pixels, mark: Mark, box: Box, taken: list[Box], scale: float) -> Box:
    """Write the label on a plate beside the mark, never outside the picture; return where the plate lies."""
    height, width = pixels.shape[:2]
    size, thickness, padding = 0.62 * scale, max(1, round(scale)), max(3, round(6 * scale))
    # The font knows no letters beyond ASCII.
    text = mark.label.encode("ascii", "replace").decode()
    (text_width, text_height), below = cv2.getTextSize(text, _FONT, size, thickness)
    wide, high = text_width + 2 * padding, text_height + below + 2 * padding
    gap = round(2 * scale)
    # Above, below, at either end of each; what holds the mark (the document) cannot be avoided.
    places = [
        (min(max(0, left), max(0, width - wide)), min(max(0, top), max(0, height - high)))
        for top in (box[1] - high - gap, box[3] + gap)
        for left in (box[0], box[2] - wide)
    ]
    avoid = [other for other in taken if other == box or not _holds(other, box)]
    plates = [(left, top, left + wide, top + high) for left, top in places]
    plate = min(plates, key=lambda plate: sum(_overlap(plate, other) for other in avoid))
    cv2.rectangle(pixels, plate[:2], plate[2:], _GOOD if mark.good else _BAD, -1)
    baseline = (plate[0] + padding, plate[1] + padding + text_height)
    cv2.putText(pixels, text, baseline, _FONT, size, _WHITE, thickness, cv2.LINE_AA)
    return plate


def aligned_faces(document: Pixels, portrait: Face, selfie: Pixels, face: Face) -> Pixels:
    """Return both faces side by side (964 x 600), eyes level, at the same height and equally far apart."""
    divider = np.full((_HALF[1], 4, 3), 255, np.uint8)
    return np.hstack([_aligned(document, portrait), divider, _aligned(selfie, face)])


def _aligned(pixels: Pixels, face: Face) -> Pixels:
    height, width = pixels.shape[:2]
    right, left = (np.array([x * width, y * height]) for x, y in face.eyes)
    across = left - right
    scale = _EYE_DISTANCE / max(1.0, float(np.linalg.norm(across)))
    angle = float(np.arctan2(across[1], across[0]))
    cosine, sine = np.cos(angle) * scale, np.sin(angle) * scale
    linear = np.array([[cosine, sine], [-sine, cosine]])
    target = np.array([_HALF[0] / 2, _HALF[1] * _EYE_LINE])
    there = np.column_stack([linear, target - linear @ ((right + left) / 2)])
    if scale < 0.5:
        # Shrinking by so much needs averaging first, or fine lines flicker.
        pixels = cv2.GaussianBlur(pixels, (0, 0), 0.4 / scale).astype(np.uint8, copy=False)
    turned = cv2.warpAffine(
        pixels,
        there,
        _HALF,
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(235, 235, 235),
    )
    return np.asarray(turned, np.uint8)
