"""What is on this picture of a document? Everything but faces: see `assay.checks.examine`.

The machine readable zone is looked for first, because it is the surest sign of a document: it tells which way is up and
what the outline has to hold. Then the document is straightened, and its print, its barcodes and its quality are
measured on the straightened picture. Points in a reading are shares of the upright picture.
"""

from collections.abc import Sequence

import numpy as np

from assay.checks.engines import barcodes, classification
from assay.checks.engines.image import orientation, outline, quality, sheet
from assay.checks.engines.image.light import brightened
from assay.checks.engines.image.outline import Outline
from assay.checks.engines.image.sheet import Sheet
from assay.checks.engines.image.straightened import Straightened, as_pixels, as_quad, as_shares
from assay.checks.engines.image.strips import Corners, Pixels
from assay.checks.engines.mrz import reader
from assay.checks.engines.mrz.reader import Zone
from assay.checks.engines.text import detector, printed_lines
from assay.checks.engines.visual_zone import labels, visual_fields
from assay.checks.readings import Barcode, DocumentReading, Quality, TextLine, VisualFields

# The size at which print is first looked for.
_FIRST_LOOK = 736
_FIELDS_OF_A_DOCUMENT = 2
_PAGE_OF_TEXT = 45
# A card without anything that could be read, a back with pictograms for instance, still has some print on it.
_LEAST_PRINT = 3


def upright(pixels: Pixels, turned: int) -> Pixels:
    """Return the picture turned clockwise by `turned` degrees (a multiple of 90), as DocumentReading.turned says."""
    return orientation.turned(pixels, turned)


def read_document(pixels: Pixels) -> DocumentReading:
    """Return the reading of one side of a document, its faces still missing. Raises ModelMissing."""
    lit = brightened(pixels)
    print_at = detector.find_text(lit, _FIRST_LOOK)
    zone = reader.find_zone(lit, print_at)
    found = outline.find_outlines(lit, zone.strips if zone else (), print_at)
    where = sheet.find(found, lit, lambda corners: reader.is_zone_inside(lit, print_at, corners))
    turned = (
        orientation.by_reading(zone.strips[0]) if zone else _turned_by_print(lit, where.outline, print_at)
    )
    reading = _read_upright(pixels, zone, where, turned)
    more = _turned_by_barcode(reading, pixels) if zone is None else 0
    return _read_upright(pixels, zone, where, (turned + more) % 360) if more else reading


def _read_upright(pixels: Pixels, zone: Zone | None, where: Sheet, turned: int) -> DocumentReading:
    height, width = pixels.shape[:2]
    picture = upright(pixels, turned)
    where = where.turned(turned, width, height)
    lines_at = (
        [orientation.turned_points(strip, turned, width, height) for strip in zone.strips] if zone else []
    )
    flat = Straightened.cut(picture, where.corners)
    mrz = reader.as_reading(zone, [as_shares(strip, picture) for strip in lines_at]) if zone else None
    text, print_count = _printed_lines(flat, lines_at, mrz.issuer if mrz else "")
    codes = _barcodes(flat, skip=zone is not None)
    visual = visual_fields.find(text, picture.shape[1] / picture.shape[0], mrz)
    is_document = zone is not None or _looks_like_a_document(text, codes, visual, where.outline, print_count)
    return DocumentReading(
        quality=_quality(flat),
        outline=as_quad(as_shares(where.corners, picture)) if is_document else None,
        outline_confidence=round(where.confidence, 4) if is_document else 0.0,
        cut_off=is_document and sheet.is_cut_off(where, picture, lines_at),
        documents_seen=where.documents if is_document else 0,
        turned=turned,
        mrz=mrz,
        visual=visual,
        classification=classification.classify(text, mrz, codes, visual) if is_document else None,
        text=text,
        barcodes=codes,
    )


def _turned_by_print(lit: Pixels, own: Outline | None, print_at: Sequence[Corners]) -> int:
    """Return the turn by the look of the print, asked on the document alone where it is clear where that lies."""
    if own is None:
        return orientation.by_print(lit, print_at)
    box = np.concatenate([own.corners.min(0), own.corners.max(0)]).clip(0).astype(int)
    return orientation.by_print(lit[box[1] : box[3], box[0] : box[2]], print_at)


def _turned_by_barcode(reading: DocumentReading, pixels: Pixels) -> int:
    """Return by how much the picture still has to be turned for a licence's barcode to stand upright."""
    codes = [code for code in reading.barcodes if code.fields]
    if not codes:
        return 0
    return orientation.by_reading(as_pixels(codes[0].corners, upright(pixels, reading.turned)))


def _printed_lines(
    flat: Straightened, zone: Sequence[Corners], issuer: str
) -> tuple[tuple[TextLine, ...], int]:
    """Return the legible lines of the visual zone from top to bottom, and how many stretches of print there are."""
    lines, print_count = printed_lines.read(flat.pixels, [flat.from_picture(line) for line in zone], issuer)
    placed = [
        TextLine(
            text=line.text,
            confidence=round(line.confidence, 4),
            corners=as_quad(flat.on_picture(line.strip)),
        )
        for line in lines
    ]
    return tuple(sorted(placed, key=lambda line: (line.corners[0][1], line.corners[0][0]))), print_count


def _barcodes(flat: Straightened, *, skip: bool) -> tuple[Barcode, ...]:
    """Return the barcodes of the straightened document, or of the picture where straightening lost them.

    Documents with a machine readable zone are not searched twice: what their barcodes hold is not for us.
    """
    if found := barcodes.read(flat.pixels):
        return tuple(
            code.model_copy(update={"corners": as_quad(flat.shares_on_picture(code.corners))})
            for code in found
        )
    return () if skip else barcodes.read(flat.picture)


def _quality(flat: Straightened) -> Quality:
    measured = quality.measure(flat.pixels, flat.picture.shape[1], flat.picture.shape[0])
    boxes = [flat.shares_on_picture(box) for box in measured.glare_boxes]
    return measured.model_copy(update={"glare_boxes": tuple((box[0], box[1]) for box in boxes)})


def _looks_like_a_document(
    text: Sequence[TextLine],
    codes: Sequence[Barcode],
    visual: VisualFields,
    own: Outline | None,
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
    is_card = own is not None and sheet.is_card(own, sheet.LIKELY_CARD)
    if len(visual.lines) + titled + is_card >= _FIELDS_OF_A_DOCUMENT:
        return True
    return own is not None and sheet.is_card(own, sheet.CERTAIN_CARD) and print_count >= _LEAST_PRINT
