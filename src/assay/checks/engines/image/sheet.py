"""Where on the picture does the document lie, is all of it there, and is it alone?

Outlines are judged together with what was read: a scan fills the picture, a passport lies open beside its other page,
and both faces of a card may have been copied onto one sheet.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from assay.checks.engines.image import orientation, outline
from assay.checks.engines.image.outline import Outline
from assay.checks.engines.image.strips import Corners, Pixels

CARD_PROPORTIONS = (1.25, 1.85)
LIKELY_CARD, CERTAIN_CARD = 0.45, 0.75
# What an outline has to be better than before it is believed more than the picture's own frame, and the confidence of the frame.
_WHOLE_PICTURE_RATING, _UNCLEAR = 0.5, 0.5
_EDGE = 0.002
# An outline that reaches an edge of the picture and covers this much of it is the frame of a scan, found crookedly.
_FILLING = 0.8
_SECOND_DOCUMENT = 0.45
_OVERLAP = 0.05
# Another face of the same document: areas alike, sides parallel (cosine), centres in line, and no further apart than this
# many of its own heights or widths.
_ALIKE, _PARALLEL, _IN_LINE, _NEAR = 0.85, 0.995, 0.12, 1.6


@dataclass(frozen=True, slots=True)
class Sheet:
    """`corners` (pixels, clockwise from the top left) hold the document with its other face or page; `outline` is that of the
    document alone, None where the picture itself is taken for it. `documents` counts those in the picture.
    """

    corners: Corners
    outline: Outline | None
    documents: int = 1

    @property
    def confidence(self) -> float:
        return self.outline.confidence if self.outline else _UNCLEAR

    def turned(self, degrees: int, width: int, height: int) -> "Sheet":
        """Return the sheet as it lies in a picture of width x height once that is turned clockwise."""
        corners = outline.in_order(orientation.turned_points(self.corners, degrees, width, height))
        if self.outline is None:
            return Sheet(corners, None, self.documents)
        own = outline.in_order(orientation.turned_points(self.outline.corners, degrees, width, height))
        return Sheet(corners, replace(self.outline, corners=own), self.documents)


def find(found: Sequence[Outline], picture: Pixels, holds_zone: Callable[[Corners], bool]) -> Sheet:
    """Return where the document lies. `holds_zone` tells whether there is a machine readable zone inside four corners: a
    neighbour with a zone of its own is another document, one without is the other face of this one.
    """
    own = chosen(found, picture) or _with_company(found)
    if own is None:
        return Sheet(_whole(picture), None)
    face = next((one for one in found if _is_other_face(own, one)), None)
    if face and not (holds_zone(own.corners) and holds_zone(face.corners)):
        return Sheet(_around(own.corners, face.corners), own)
    return Sheet(own.corners, own, _count(found, own))


def chosen(found: Sequence[Outline], picture: Pixels) -> Outline | None:
    """Return the best outline; None where none is good and the picture itself has a document's proportions, as scans have."""
    if not found or not found[0].holds_zone:
        return None
    least, most = CARD_PROPORTIONS
    may_be_a_scan = least < max(picture.shape[:2]) / min(picture.shape[:2]) < most
    fills = _share(found[0].corners, picture) > _FILLING and any(_at_edge(found[0].corners, picture))
    return None if may_be_a_scan and (fills or found[0].rating < _WHOLE_PICTURE_RATING) else found[0]


def _with_company(found: Sequence[Outline]) -> Outline | None:
    """Return the best outline if it is clear and has a clear neighbour: the print on that one spoke against it so far."""
    clear = [one for one in found if is_card(one, CERTAIN_CARD)]
    if not clear or not clear[0].holds_zone:
        return None
    return clear[0] if _count(clear, clear[0]) > 1 else None


def is_card(one: Outline, confidence: float) -> bool:
    """Whether an outline has the proportions of a card or a passport page, and is this clear."""
    least, most = CARD_PROPORTIONS
    return one.confidence >= confidence and least < outline.proportion(one.corners) < most


def is_cut_off(sheet: Sheet, picture: Pixels, zone: Sequence[Corners]) -> bool:
    """Whether the document goes on outside: its outline, or a line of its machine readable zone, ends at the picture's edge.

    An outline that fills the picture on all sides, or nearly all of it, is a scan.
    """
    is_scan = sheet.outline is None or _share(sheet.corners, picture) > _FILLING
    touches = () if is_scan or not sheet.outline else _at_edge(sheet.outline.corners, picture)
    sideways = (_at_edge(line, picture)[::2] for line in zone)
    return (any(touches) and not all(touches)) or any(any(ends) for ends in sideways)


def _whole(picture: Pixels) -> Corners:
    height, width = picture.shape[:2]
    return np.asarray([[0, 0], [width, 0], [width, height], [0, height]], np.float32)


def _share(corners: Corners, picture: Pixels) -> float:
    return float(cv2.contourArea(corners) / (picture.shape[0] * picture.shape[1]))


def _at_edge(points: Corners, picture: Pixels) -> tuple[bool, bool, bool, bool]:
    """Return whether points reach the picture's left, top, right and bottom edge."""
    height, width = picture.shape[:2]
    margin = _EDGE * max(width, height) + 1
    (left, top), (right, bottom) = points.min(0), points.max(0)
    return (
        bool(left <= margin),
        bool(top <= margin),
        bool(right >= width - margin),
        bool(bottom >= height - margin),
    )


def _is_other_face(own: Outline, other: Outline) -> bool:
    """Whether an outline lies beside the document as its other face does: as large, parallel, in line and near."""
    one, two = float(cv2.contourArea(own.corners)), float(cv2.contourArea(other.corners))
    if other is own or not is_card(other, LIKELY_CARD) or min(one, two) < _ALIKE * max(one, two):
        return False
    if _overlaps(own, other, one):
        return False
    sides = [_sides(outline_.corners) for outline_ in (own, other)]
    # A card has two directions; the other's may come in the other order where both are nearly square to the picture.
    if abs(float(sides[0][0] @ sides[1][0])) < _PARALLEL:
        return False
    offset = other.corners.mean(0) - own.corners.mean(0)
    wide, high = _extent(own.corners)
    along, down = abs(float(offset @ sides[0][0])) / wide, abs(float(offset @ sides[0][1])) / high
    return min(along, down) < _IN_LINE and max(along, down) < _NEAR


def _overlaps(one: Outline, other: Outline, area: float) -> bool:
    return float(cv2.intersectConvexConvex(one.corners, other.corners)[0]) > _OVERLAP * area


def _sides(corners: Corners) -> tuple[Corners, Corners]:
    """Return the unit vectors along the top and down the side."""
    along = corners[1] - corners[0] + corners[2] - corners[3]
    down = corners[3] - corners[0] + corners[2] - corners[1]
    return along / max(float(np.linalg.norm(along)), 1e-6), down / max(float(np.linalg.norm(down)), 1e-6)


def _extent(corners: Corners) -> tuple[float, float]:
    wide = float(np.linalg.norm(corners[1] - corners[0]) + np.linalg.norm(corners[2] - corners[3])) / 2
    high = float(np.linalg.norm(corners[3] - corners[0]) + np.linalg.norm(corners[2] - corners[1])) / 2
    return max(wide, 1.0), max(high, 1.0)


def _around(one: Corners, other: Corners) -> Corners:
    """Return four corners that hold both: the outer corners of two outlines that lie in line."""
    both = np.concatenate([one, other])
    along, down = _sides(one)
    # The corner farthest towards each of the four diagonals.
    diagonals = np.stack([-along - down, along - down, along + down, down - along])
    centred = both - both.mean(0)
    wide, high = _extent(both[np.asarray([int((centred @ diagonal).argmax()) for diagonal in diagonals])])
    scaled = np.stack([centred @ along / wide, centred @ down / high], 1)
    signs = np.asarray([(-1, -1), (1, -1), (1, 1), (-1, 1)], np.float32)
    return outline.in_order(both[(scaled @ signs.T).argmax(0)])


def _count(found: Sequence[Outline], own: Outline) -> int:
    """Return how many documents there are: the chosen one, and further clear cards of like size beside it."""
    area = float(cv2.contourArea(own.corners))
    kept = [own]
    for one in found:
        large = cv2.contourArea(one.corners) > _SECOND_DOCUMENT * area
        if large and is_card(one, CERTAIN_CARD) and not any(_overlaps(other, one, area) for other in kept):
            kept.append(one)
    return len(kept)
