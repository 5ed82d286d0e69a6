"""The door to the engines: pixels in, readings out. Nothing here judges.

Pixels are height x width x 3, blue-green-red, upright.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

import numpy as np

from assay.checks.engines import classification, clips, documents, faces, signs, statements
from assay.checks.engines.chip import reader
from assay.checks.engines.face import detector, surface
from assay.checks.engines.face.detector import Pixels, Points
from assay.checks.engines.face.mesh import Triangles, mesh
from assay.checks.engines.note import reader as note_reader
from assay.checks.readings import (
    ChipReading,
    ClipReading,
    DocumentReading,
    Face,
    Point,
    Quality,
    SelfieReading,
    Traces,
)
from assay.checks.readings.note import NoteReading
from assay.checks.readings.statement import Expected, StatementReading
from assay.checks.trust import TrustList


def examine_document(pixels: Pixels, traces: Traces | None = None) -> DocumentReading:
    """Return everything about one side of a document, with the faces printed on it and signs of a copy or an alteration.

    `traces` is what its file told when it was decoded. Raises ModelMissing.
    """
    reading = documents.read_document(pixels)
    picture = documents.upright(pixels, reading.turned)
    found = faces.find_faces(picture)
    reading = reading.model_copy(
        update={"faces": tuple(face for face in found if _lies_on(face, reading.outline)), "traces": traces}
    )
    return reading.model_copy(
        update={
            "signs": signs.measure(picture, reading),
            "classification": classification.with_portrait(reading),
        }
    )


def _lies_on(face: Face, outline: tuple[Point, ...] | None) -> bool:
    """Whether the middle of a face lies inside the outline (clockwise), so that nobody beside the document counts."""
    if outline is None:
        return True
    x, y = ((face.box[0][axis] + face.box[1][axis]) / 2 for axis in (0, 1))
    sides = zip(outline, outline[1:] + outline[:1], strict=True)
    return all((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]) >= 0 for a, b in sides)


def examine_selfie(pixels: Pixels) -> SelfieReading:
    """Return the faces of a selfie, largest first, with signs of an attack and what is worn. A picture that lies on its side or
    head is turned upright first. Raises ModelMissing.
    """
    turns, _ = detector.quarter_turns(pixels)
    picture = np.ascontiguousarray(np.rot90(pixels, -turns))
    height, width = picture.shape[:2]
    found = _on_surface(picture, faces.find_faces(picture, live=True))
    nothing = Quality(width=width, height=height, sharpness=0.0, brightness=0.0, contrast=0.0, glare=0.0)
    return SelfieReading(quality=found[0].quality if found else nothing, faces=found, turned=90 * turns)


def _on_surface(picture: Pixels, found: tuple[Face, ...]) -> tuple[Face, ...]:
    """Return the faces, the main one with what says whether it is on a screen or a sheet."""
    if not found:
        return found
    size = picture.shape[1], picture.shape[0]
    (left, top), (right, bottom) = found[0].box
    on = surface.look(picture, ((left * size[0], top * size[1]), (right * size[0], bottom * size[1])))
    return found[0].model_copy(update=on._asdict()), *found[1:]


def examine_note(pixels: Pixels) -> NoteReading:
    """Return what a photo of a person with a document and a note shows. Raises ModelMissing."""
    return note_reader.read(pixels, examine_document)


def examine_clip(frames: Iterable[tuple[float, Pixels]]) -> ClipReading:
    """Return what a recording shows; `frames` are (seconds, picture), in order. Raises ModelMissing."""
    return clips.read_clip(frames)


def examine_statement(
    frames: Iterable[tuple[float, Pixels]],
    sound: statements.Tensor | None,
    starts_at: float,
    expected: Expected,
    will_do: Callable[[StatementReading], bool],
) -> StatementReading:
    """Return what a recorded statement says and shows; `frames` as for a clip. `sound` is 16 kHz, between -1 and 1, None where
    there is none; `starts_at` when it begins, in seconds of the picture. `will_do` tells of a first reading whether a second,
    larger recogniser is needed (`checks.statements.statement.is_heard`). Raises ModelMissing.
    """
    return statements.read_statement(frames, sound, starts_at, expected, will_do)


def examine_chip(
    files: Mapping[str, bytes], *, trusted: TrustList, at: datetime, open_portrait: reader.OpenPortrait
) -> ChipReading:
    """Return what the files of a document's chip say, by name (`chip_file`), and what the trust list proves of them.

    `open_portrait` turns the bytes of the portrait into pixels, in the locked-down decoder. Raises ModelMissing.
    """
    return reader.read_chip(files, trusted=trusted, at=at, open_portrait=open_portrait)


def chip_file(file_name: str) -> str | None:
    """Return which file of a chip a file's name announces, `SOD` or `DG1` for instance, or None."""
    return reader.name_of(file_name)


def face_mesh(pixels: Pixels) -> tuple[Points, Triangles]:
    """Return the 478 x 3 points and the triangles of the largest face. Raises LookupError without a face."""
    return mesh(pixels)
