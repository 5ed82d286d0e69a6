"""What is on this picture of a document? Everything but faces: see `assay.checks.examine`.

The machine readable zone is looked for first, because it is the surest sign of a document: it tells which way is up and
what the outline has to hold. Then the document is straightened, and its print, its barcodes and its quality are
measured on the straightened picture. Points in a reading are shares of the upright picture.
"""

from collections.abc import Sequence
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks.engines import (
    barcodes,
    classification,
    labels,
    mrz_reader,
    orientation,
    outline,
    printed_lines,
    quality,
    text_detector,
    visual_fields,
)
from assay.checks.engines.light import brightened
from assay.checks.engines.mrz_reader import Zone
from assay.checks.engines.outline import Outline
from assay.checks.engines.strips import Corners, Pixels
from assay.checks.readings import Barcode, DocumentReading, Point, Quality, TextLine, VisualFields

Quad = tuple[Point, Point, Point, Point]
Matrix = npt.NDArray[np.float64]

# The size at which print is first looked for.
_FIRST_LOOK = 736
_CARD_PROPORTIONS = (1.25, 1.85)
# What an outline has to be better than before it is believed more than the picture's own frame, and the confidence of the frame.
_WHOLE_PICTURE_RATING, _UNCLEAR = 0.5, 0.5
_EDGE = 0.004
# An outline that reaches an edge of the picture and covers this much of it is the frame of a scan, found crookedly.
_FILLING = 0.8
_FIELDS_OF_A_DOCUMENT = 2
_PAGE_OF_TEXT = 45
# A card without anything that could be read, a back with pictograms for instance, still has some print on it.
_LEAST_PRINT = 3
_LIKELY_CARD, _CERTAIN_CARD = 0.45, 0.75
_SECOND_DOCUMENT = 0.45


def upright(pixels: Pixels, turned: int) -> Pixels:
    """Return the picture turned clockwise by `turned` degrees (a multiple of 90), as DocumentReading.turned says."""
    return orientation.turned(pixels, turned)


def straighten(pixels: Pixels, corners: Quad) -> Pixels:
    """Return the document of an upright picture as seen from straight above; `corners` as in DocumentReading.outline."""
    return outline.straightened(pixels, _as_pixels(corners, pixels))[0]


def read_document(pixels: Pixels) -> DocumentReading:
    """Return the reading of one side of a document, its faces still missing. Raises ModelMissing."""
    lit = brightened(pixels)
    print_at = text_detector.find_text(lit, _FIRST_LOOK)
    zone = mrz_reader.find_zone(lit, print_at)
    found = outline.find_outlines(lit, zone.strips if zone else (), print_at)
    turned = orientation.by_reading(zone.strips[0]) if zone else _turned_by_print(lit, found, print_at)
    reading = _read_upright(pixels, zone, found, turned)
    more = _turned_by_barcode(reading, pixels) if zone is None else 0
    return _read_upright(pixels, zone, found, (turned + more) % 360) if more else reading


def _read_upright(
    pixels: Pixels, zone: Zone | None, found: Sequence[Outline], turned: int
) -> DocumentReading:
    height, width = pixels.shape[:2]
    picture = upright(pixels, turned)
    found = [_turned_outline(one, turned, width, height) for one in found]
    lines_at = (
        [orientation.turned_points(strip, turned, width, height) for strip in zone.strips] if zone else []
    )
    chosen = _chosen(found, picture)
    corners = chosen.corners if chosen else _whole(picture)
    flat, back = outline.straightened(picture, corners)
    mrz = mrz_reader.as_reading(zone, [_as_shares(strip, picture) for strip in lines_at]) if zone else None
    text, print_count = _printed_lines(flat, back, picture, lines_at, mrz.issuer if mrz else "")
    codes = _barcodes(flat, back, picture, skip=zone is not None)
    visual = visual_fields.find(text, picture.shape[1] / picture.shape[0], mrz)
    is_document = zone is not None or _looks_like_a_document(text, codes, visual, chosen, print_count)
    return DocumentReading(
        quality=_quality(flat, back, picture),
        outline=_as_quad(_as_shares(corners, picture)) if is_document else None,
        outline_confidence=round(chosen.confidence if chosen else _UNCLEAR, 4) if is_document else 0.0,
        cut_off=is_document and _is_cut_off(chosen, picture, lines_at),
        documents_seen=_count(found, chosen) if is_document else 0,
        turned=turned,
        mrz=mrz,
        visual=visual,
        classification=classification.classify(text, mrz, codes, visual) if is_document else None,
        text=text,
        barcodes=codes,
    )


def _turned_by_print(lit: Pixels, found: Sequence[Outline], print_at: Sequence[Corners]) -> int:
    """Return the turn by the look of the print, asked on the document alone where it is clear where that lies."""
    chosen = _chosen(found, lit)
    if chosen is None:
        return orientation.by_print(lit, print_at)
    box = np.concatenate([chosen.corners.min(0), chosen.corners.max(0)]).clip(0).astype(int)
    return orientation.by_print(lit[box[1] : box[3], box[0] : box[2]], print_at)


def _turned_by_barcode(reading: DocumentReading, pixels: Pixels) -> int:
    """Return by how much the picture still has to be turned for a licence's barcode to stand upright."""
    codes = [code for code in reading.barcodes if code.fields]
    if not codes:
        return 0
    height, width = upright(pixels, reading.turned).shape[:2]
    return orientation.by_reading(
        np.asarray(codes[0].corners, np.float32) * np.asarray([width, height], np.float32)
    )


def _turned_outline(one: Outline, turned: int, width: int, height: int) -> Outline:
    corners = outline.in_order(orientation.turned_points(one.corners, turned, width, height))
    return Outline(corners, one.confidence, one.rating)


def _chosen(found: Sequence[Outline], picture: Pixels) -> Outline | None:
    """Return the best outline; None where none is good and the picture itself has a document's proportions, as scans have."""
    if not found:
        return None
    least, most = _CARD_PROPORTIONS
    may_be_a_scan = least < max(picture.shape[:2]) / min(picture.shape[:2]) < most
    filling = float(cv2.contourArea(found[0].corners)) / (picture.shape[0] * picture.shape[1])
    fills = filling > _FILLING and any(_at_edge(found[0].corners, picture))
    return None if may_be_a_scan and (fills or found[0].rating < _WHOLE_PICTURE_RATING) else found[0]


def _whole(picture: Pixels) -> Corners:
    height, width = picture.shape[:2]
    return np.asarray([[0, 0], [width, 0], [width, height], [0, height]], np.float32)


def _printed_lines(
    flat: Pixels, back: Matrix, picture: Pixels, zone: Sequence[Corners], issuer: str
) -> tuple[tuple[TextLine, ...], int]:
    """Return the legible lines of the visual zone from top to bottom, and how many stretches of print there are."""
    there = np.asarray(np.linalg.inv(back), np.float64)
    lines, print_count = printed_lines.read(flat, [_moved(line, there) for line in zone], issuer)
    placed = [
        TextLine(
            text=line.text,
            confidence=round(line.confidence, 4),
            corners=_as_quad(_as_shares(_moved(line.strip, back), picture)),
        )
        for line in lines
    ]
    return tuple(sorted(placed, key=lambda line: (line.corners[0][1], line.corners[0][0]))), print_count


def _barcodes(flat: Pixels, back: Matrix, picture: Pixels, *, skip: bool) -> tuple[Barcode, ...]:
    """Return the barcodes of the straightened document, or of the picture where straightening lost them.

    Documents with a machine readable zone are not searched twice: what their barcodes hold is not for us.
    """
    found = barcodes.read(flat)
    size = np.asarray([flat.shape[1], flat.shape[0]], np.float32)
    if found:
        return tuple(
            code.model_copy(
                update={
                    "corners": _as_quad(
                        _as_shares(_moved(np.asarray(code.corners, np.float32) * size, back), picture)
                    )
                }
            )
            for code in found
        )
    return () if skip else barcodes.read(picture)


def _quality(flat: Pixels, back: Matrix, picture: Pixels) -> Quality:
    measured = quality.measure(flat, picture.shape[1], picture.shape[0])
    size = np.asarray([flat.shape[1], flat.shape[0]], np.float32)
    boxes = [
        _as_shares(_moved(np.asarray(box, np.float32) * size, back), picture) for box in measured.glare_boxes
    ]
    return measured.model_copy(update={"glare_boxes": tuple((box[0], box[1]) for box in boxes)})


def _looks_like_a_document(
    text: Sequence[TextLine],
    codes: Sequence[Barcode],
    visual: VisualFields,
    chosen: Outline | None,
    print_count: int,
) -> bool:
    """Whether a side without machine readable zone is one of a document.

    A licence's barcode says so; so do two fields, or a title and one; and so does a clear outline of a card's
    proportions with some print on it. Pages of text, landscapes and people have none of these.
    """
    if any(code.fields for code in codes):
        return True
    if print_count >= _PAGE_OF_TEXT and len(visual.lines) < _FIELDS_OF_A_DOCUMENT:
        return False
    titled = any(labels.kind_of_title(line.text) for line in text)
    is_card = chosen is not None and _is_card(chosen, _LIKELY_CARD)
    if len(visual.lines) + titled + is_card >= _FIELDS_OF_A_DOCUMENT:
        return True
    return chosen is not None and _is_card(chosen, _CERTAIN_CARD) and print_count >= _LEAST_PRINT


def _is_card(one: Outline, confidence: float) -> bool:
    least, most = _CARD_PROPORTIONS
    return one.confidence >= confidence and least < outline.proportion(one.corners) < most


def _is_cut_off(chosen: Outline | None, picture: Pixels, zone: Sequence[Corners]) -> bool:
    """Whether the document goes on outside: its outline, or a line of its machine readable zone, ends at the picture's edge.

    An outline that fills the picture on all sides is a scan.
    """
    touches = _at_edge(chosen.corners, picture) if chosen else ()
    sideways = (_at_edge(line, picture)[::2] for line in zone)
    return (any(touches) and not all(touches)) or any(any(ends) for ends in sideways)


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


def _count(found: Sequence[Outline], chosen: Outline | None) -> int:
    """Return how many documents there are: the chosen one, and further clear cards of like size beside it."""
    if chosen is None:
        return 1
    area = cv2.contourArea(chosen.corners)
    kept = [chosen]
    for one in found:
        large = cv2.contourArea(one.corners) > _SECOND_DOCUMENT * area
        apart = all(cv2.intersectConvexConvex(one.corners, other.corners)[0] < 0.05 * area for other in kept)
        if large and apart and _is_card(one, _CERTAIN_CARD):
            kept.append(one)
    return len(kept)


def _moved(points: Corners, matrix: Matrix) -> Corners:
    return np.asarray(
        cv2.perspectiveTransform(points.reshape(-1, 1, 2).astype(np.float64), matrix), np.float32
    ).reshape(-1, 2)


def _as_shares(points: Corners, picture: Pixels) -> list[Point]:
    shares = np.clip(points / np.asarray([picture.shape[1], picture.shape[0]], np.float32), 0, 1)
    return [(round(float(x), 5), round(float(y), 5)) for x, y in shares]


def _as_pixels(points: Sequence[Point], picture: Pixels) -> Corners:
    return np.asarray(points, np.float32) * np.asarray([picture.shape[1], picture.shape[0]], np.float32)


def _as_quad(points: Sequence[Point]) -> Quad:
    return cast(Quad, tuple(points))
