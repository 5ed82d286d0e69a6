"""What the machine saw of a document, drawn for the customer: its corners, and the lines it could read."""

from dataclasses import dataclass

from assay.checks.readings import DocumentReading, Point
from assay.evidence.models import Evidence
from assay.web.way import drawing
from assay.web.words import Words

Polygon = str


@dataclass(frozen=True)
class Found:
    """A picture, `width` x `height` and turned upright by `transform` (SVG), with polygons in pixels of the upright picture."""

    words: Words
    evidence: Evidence
    width: int
    height: int
    inner: tuple[int, int]
    transform: str
    outline: Polygon
    lines: tuple[Polygon, ...]


def found_on(words: Words, evidence: Evidence, reading: DocumentReading) -> Found:
    """Return the drawing of one side. Nothing is drawn where no document was found."""
    width, height = reading.quality.width, reading.quality.height
    return Found(
        words=words,
        evidence=evidence,
        width=width,
        height=height,
        inner=drawing.size_before(width, height, reading.turned),
        transform=drawing.transform(width, height, reading.turned),
        outline=_polygon(reading.outline or (), width, height),
        lines=tuple(_polygon(line, width, height) for line in reading.mrz.corners) if reading.mrz else (),
    )


def _polygon(points: tuple[Point, ...], width: int, height: int) -> Polygon:
    return drawing.polygon(drawing.spots(points, width, height))
