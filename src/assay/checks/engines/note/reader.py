"""What is on this photo of a person with a document and a note? Everything is measured; nothing is judged.

The photo is turned until the face stands upright. A small face beside the large one is the portrait of the document, and the
document is looked for around it; the sheet is where the other writing is; hands and body come from networks of their own.
"""

from collections.abc import Callable, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks.engines import faces
from assay.checks.engines.face import detector
from assay.checks.engines.face.detector import Detection
from assay.checks.engines.image import orientation, quality
from assay.checks.engines.image.straightened import as_quad, as_shares
from assay.checks.engines.image.strips import Corners, Pixels
from assay.checks.engines.note import body, hands, letters, paper
from assay.checks.engines.note.paper import Paper
from assay.checks.engines.text import handwriting
from assay.checks.readings import DocumentReading, Face, Patch, Quality
from assay.checks.readings.note import Body, Hand, HeldDocument, Joint, NoteReading, NoteSheet, NoteWord, Quad

Matrix = npt.NDArray[np.float64]
Map = npt.NDArray[np.float32]
ReadDocument = Callable[[Pixels], DocumentReading]

# Portraits of documents are looked for at this size; they are smaller than the person's face by at least this share.
_SMALL_FACES_SIDE, _PORTRAIT_MOST = 1800, 0.45
_PORTRAITS_TRIED = 2
# Around a portrait, in its widths: cards are 6.6 of them wide, pages of passports 6.2. An outline that is wider than the last
# number is that of a sheet the document lies on; the second time less of that is looked at.
_AROUND_PORTRAIT = ((7.5, 6.0), (5.0, 2.6))
_WIDEST = 9.0
_SHEET_SIDE = 1280
_GRID = 256


def read(pixels: Pixels, read_document: ReadDocument) -> NoteReading:
    """Return the reading of a photo; `read_document` is how one side of a document is read. Raises ModelMissing."""
    turns, _ = detector.quarter_turns(pixels)
    picture = orientation.turned(pixels, 90 * turns)
    found = faces.find_faces(picture, live=True)
    document = _document(picture, found, read_document)
    on_document = [_pixels(document.outline, picture)] if document else []
    sheet = paper.find(picture, on_document)
    people = tuple(face for face in found if not any(_middle_in(face, quad, picture) for quad in on_document))
    outlines = [*on_document, *([sheet.corners] if sheet else [])]
    return NoteReading(
        quality=people[0].quality if people else _nothing(picture),
        turned=90 * turns,
        faces=people,
        document=document,
        sheet=_sheet(picture, sheet, on_document) if sheet else None,
        hands=tuple(_hand(hand, picture) for hand in hands.find(picture)),
        body=_body(picture, people[0], outlines) if people else None,
    )


def _nothing(picture: Pixels) -> Quality:
    height, width = picture.shape[:2]
    return Quality(width=width, height=height, sharpness=0.0, brightness=0.0, contrast=0.0, glare=0.0)


def _pixels(quad: Sequence[tuple[float, float]], picture: Pixels) -> Corners:
    return np.asarray(quad, np.float32) * np.asarray(picture.shape[1::-1], np.float32)


def _inside(point: tuple[float, float], quad: Corners) -> bool:
    return cv2.pointPolygonTest(quad.astype(np.float32), (float(point[0]), float(point[1])), False) >= 0


def _middle_in(face: Face, quad: Corners, picture: Pixels) -> bool:
    (left, top), (right, bottom) = face.box
    return _inside(((left + right) / 2 * picture.shape[1], (top + bottom) / 2 * picture.shape[0]), quad)


# ------------------------------------------------------------------ the document
def _document(picture: Pixels, found: Sequence[Face], read_document: ReadDocument) -> HeldDocument | None:
    most = _PORTRAIT_MOST * (found[0].box[1][0] - found[0].box[0][0]) * picture.shape[1] if found else np.inf
    small = [face for face in detector.detect(picture, _SMALL_FACES_SIDE) if face.width < most]
    for portrait in small[:_PORTRAITS_TRIED]:
        for reach in _AROUND_PORTRAIT:
            held = _around(picture, portrait, reach, read_document)
            if held is not None:
                return held
    return None


def _around(
    picture: Pixels, portrait: Detection, reach: tuple[float, float], read_document: ReadDocument
) -> HeldDocument | None:
    """Return the document around a portrait; None where no outline of its size holds the portrait."""
    x, y = portrait.centre
    wide, high = reach[0] * portrait.width, reach[1] * portrait.width
    left, top = max(0, round(x - wide)), max(0, round(y - high))
    part = np.ascontiguousarray(picture[top : round(y + high), left : round(x + wide)])
    reading = read_document(part)
    if reading.outline is None or not reading.faces:
        return None
    upright = orientation.turned(part, reading.turned)
    corners = orientation.turned_points(
        _pixels(reading.outline, upright), -reading.turned % 360, upright.shape[1], upright.shape[0]
    )
    placed = np.asarray(corners + np.asarray([left, top]), np.float32)
    longest = float(np.linalg.norm(np.roll(placed, -1, axis=0) - placed, axis=1).max())
    if longest > _WIDEST * portrait.width or not _inside((x, y), placed):
        return None
    return HeldDocument(outline=_quad(placed, picture), reading=reading)


def _quad(corners: Corners, picture: Pixels) -> Quad:
    return as_quad(as_shares(corners, picture))


# ------------------------------------------------------------------ the sheet
def _sheet(picture: Pixels, found: Paper, elsewhere: Sequence[Corners]) -> NoteSheet:
    flat, back = paper.straightened(picture, found.corners, _SHEET_SIDE)
    lines = [
        NoteWord(
            text=word.text,
            confidence=round(word.confidence, 4),
            corners=_quad(cv2.perspectiveTransform(word.strip[None].astype(np.float64), back)[0], picture),
        )
        for row in handwriting.read(flat)
        for word in row
        if not any(_inside(_moved(word.strip, back), quad) for quad in elsewhere)
    ]
    (low, high), size = (
        (found.corners.min(0), found.corners.max(0)),
        np.asarray(picture.shape[1::-1], np.float32),
    )
    return NoteSheet(
        outline=_quad(found.corners, picture),
        clear=round(found.clear, 4),
        cut_off=bool((low <= 2).any() or (high >= size - 2).any()),
        quality=quality.measure(flat, picture.shape[1], picture.shape[0]).model_copy(
            update={"glare_boxes": ()}
        ),
        words=tuple(lines),
        twins=letters.twins(flat),
        covered=_covered(picture, found, elsewhere),
    )


def _moved(strip: Corners, back: Matrix) -> tuple[float, float]:
    x, y = cv2.perspectiveTransform(strip.mean(0)[None, None].astype(np.float64), back)[0, 0]
    return float(x), float(y)


def _covered(picture: Pixels, found: Paper, elsewhere: Sequence[Corners]) -> tuple[Patch, ...]:
    return tuple(
        Patch(corners=tuple(as_shares(corners, picture)), strength=round(share, 4))
        for corners, share in paper.things_on(found, elsewhere)
    )


# ------------------------------------------------------------------ hands and body
def _hand(found: hands.Hand, picture: Pixels) -> Hand:
    points = tuple((float(x), float(y)) for x, y in as_shares(found.points, picture))
    return Hand(points=points, confidence=round(found.confidence, 4))


def _body(picture: Pixels, face: Face, outlines: Sequence[Corners]) -> Body:
    height, width = picture.shape[:2]
    (left, top), (right, bottom) = face.box
    found = body.find(picture, (left * width, top * height, (right - left) * width, (bottom - top) * height))
    shoulders, elbows, wrists = (
        tuple(
            Joint(place=(float(x / width), float(y / height)), seen=round(float(seen), 4))
            for x, y, seen in pair
        )
        for pair in (found.shoulders, found.elbows, found.wrists)
    )
    size = np.asarray([width, height], np.float32)
    chest = np.asarray(np.concatenate([found.shoulders[:, :2], found.hips[::-1, :2]]) / size, np.float32)
    seen, hidden = _areas(body.outline(picture), chest, face.box[1][1], [quad / size for quad in outlines])
    return Body(
        shoulders=(shoulders[0], shoulders[1]),
        elbows=(elbows[0], elbows[1]),
        wrists=(wrists[0], wrists[1]),
        confidence=round(found.confidence, 4),
        seen=round(seen / max((right - left) * (bottom - top), 1e-6), 4),
        hidden=round(hidden, 4),
    )


def _areas(person: Map, chest: Corners, chin: float, outlines: Sequence[Corners]) -> tuple[float, float]:
    """Return the visible area of the body as a share of the picture, and which share of the body the outlines hide.

    What a sheet hides, the outline of the person may leave out: the `chest` between the joints counts in any case.
    """
    is_person = (person > 0.5).astype(np.uint8)
    over, is_chest = np.zeros_like(is_person), np.zeros_like(is_person)
    for quad in outlines:
        cv2.fillConvexPoly(over, np.rint(quad * _GRID).astype(np.int32), 1)
    cv2.fillConvexPoly(is_chest, np.rint(chest * _GRID).astype(np.int32), 1)
    is_person[: max(0, round(chin * _GRID))] = 0
    whole = is_person | is_chest
    seen = float(np.count_nonzero(is_person & (1 - over)) / is_person.size)
    return seen, np.count_nonzero(whole & over) / float(np.count_nonzero(whole) or 1)
