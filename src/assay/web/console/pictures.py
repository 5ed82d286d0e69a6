"""The pictures of a case, with what the machine saw drawn over them, and two faces side by side at the same size."""

from dataclasses import dataclass
from math import hypot

from assay.checks.readings import Case, DocumentReading, Face, Point, SelfieReading
from assay.checks.result import CheckResult, Mark, Piece
from assay.evidence.models import Evidence
from assay.policy.schema import EvidenceKind
from assay.web.console.explained import title_of
from assay.web.way import drawing

TITLES = {
    EvidenceKind.DOCUMENT_FRONT: "Front of the document",
    EvidenceKind.DOCUMENT_BACK: "Back of the document",
    EvidenceKind.SELFIE: "Selfie",
    EvidenceKind.CHALLENGE_CLIP: "Challenge",
}
_PIECES = {
    EvidenceKind.DOCUMENT_FRONT: Piece.FRONT,
    EvidenceKind.DOCUMENT_BACK: Piece.BACK,
    EvidenceKind.SELFIE: Piece.SELFIE,
    EvidenceKind.CHALLENGE_CLIP: Piece.CLIP,
}
# Where the eyes lie in the frame of a face, in units of the drawing: 400 wide, 480 high.
_FACE_WIDTH, _EYES_APART, _EYES_DOWN = 400.0, 120.0, 210.0
_UNKNOWN_SIZE = (1200, 900)
# With more marks than this, good ones say what they are only when pointed at.
_MANY_SHAPES = 8


@dataclass(frozen=True)
class Shape:
    """A mark in units of the drawing. One of `box`, `polygon`, `dot` is filled; `checks` are those that made it."""

    label: str
    checks: str
    good: bool
    box: tuple[int, int, int, int] | None
    polygon: str
    dot: tuple[int, int] | None
    at: tuple[int, int]


@dataclass(frozen=True)
class Picture:
    """`width` and `height` are those of the drawing; the picture inside is turned clockwise by `turned` degrees."""

    evidence: Evidence
    number: int
    title: str
    width: int
    height: int
    turned: int
    shapes: tuple[Shape, ...]
    short: str = ""

    @property
    def inner(self) -> tuple[int, int]:
        """Return width and height of the picture before it is turned."""
        return drawing.size_before(self.width, self.height, self.turned)

    @property
    def transform(self) -> str:
        """Return the SVG transform that turns the picture and moves it back into the drawing."""
        return drawing.transform(self.width, self.height, self.turned)

    @property
    def font(self) -> int:
        return font_of(self.width)

    @property
    def is_crowded(self) -> bool:
        return len(self.shapes) > _MANY_SHAPES


@dataclass(frozen=True)
class FramedFace:
    """A picture moved, scaled and turned so that both eyes lie where those of the other face lie."""

    evidence: Evidence
    title: str
    width: int
    height: int
    transform: str


def font_of(width: int) -> int:
    return max(12, width // 45)


def shape_of(
    label: str, points: tuple[Point, ...], width: int, height: int, *, good: bool, checks: str
) -> Shape:
    """Return a mark in units of the drawing. Its words stand above it, or inside where there is no room."""
    spots = drawing.spots(points, width, height)
    left, top = min(x for x, _ in spots), min(y for _, y in spots)
    room = 2 * font_of(width)
    at = (max(4, left), top - room // 4 if top > room else top + room)
    if len(spots) == 2:
        right, bottom = max(x for x, _ in spots), max(y for _, y in spots)
        return Shape(label, checks, good, (left, top, right - left, bottom - top), "", None, at)
    if len(spots) == 1:
        return Shape(label, checks, good, None, "", spots[0], at)
    return Shape(label, checks, good, None, drawing.polygon(spots), None, at)


def shapes_of(results: tuple[CheckResult, ...], piece: Piece, width: int, height: int) -> tuple[Shape, ...]:
    """Draw what the checks saw on one piece; what several checks marked is drawn once and names all of them."""
    places: dict[tuple[Point, ...], list[tuple[CheckResult, Mark]]] = {}
    for result in results:
        for mark in result.marks:
            if mark.piece is piece and mark.points:
                places.setdefault(mark.points, []).append((result, mark))
    shapes = [
        shape_of(
            ", ".join(dict.fromkeys(mark.label for _, mark in found)),
            points,
            width,
            height,
            good=all(mark.good for _, mark in found),
            checks=", ".join(dict.fromkeys(title_of(result.check) for result, _ in found)),
        )
        for points, found in places.items()
    ]
    return tuple(sorted(shapes, key=lambda shape: not shape.good))


def _reading_of(kind: EvidenceKind, case: Case | None) -> DocumentReading | SelfieReading | None:
    if case is None:
        return None
    return {
        EvidenceKind.DOCUMENT_FRONT: case.front,
        EvidenceKind.DOCUMENT_BACK: case.back,
        EvidenceKind.SELFIE: case.selfie,
    }.get(kind)


def _still(
    evidence: Evidence, kind: EvidenceKind, case: Case | None, results: tuple[CheckResult, ...]
) -> Picture:
    reading = _reading_of(kind, case)
    size = (reading.quality.width, reading.quality.height) if reading else _UNKNOWN_SIZE
    shapes = shapes_of(results, _PIECES[kind], *size)
    return Picture(evidence, 0, TITLES[kind], *size, reading.turned if reading else 0, shapes)


def _asked_at(second: int, case: Case | None) -> str:
    """Return which gesture was on the screen at a second of the recording."""
    prompts = case.prompts if case else ()
    asked = next((one.gesture for one in prompts if one.from_second <= second < one.to_second), None)
    return asked.replace("_", " ") if asked else ""


def _clip(evidence: Evidence, case: Case | None) -> tuple[Picture, ...]:
    # The copies people may see are taken once a second.
    clip = case.clip if case else None
    size = (clip.width, clip.height) if clip else _UNKNOWN_SIZE
    stills = []
    for number in range(evidence.shown):
        asked = _asked_at(number, case)
        title = f"Challenge, second {number}" + (f", asked: {asked}" if asked else "")
        stills.append(Picture(evidence, number, title, *size, 0, (), f"{number} s {asked}".strip()))
    return tuple(stills)


def pictures_of(
    pieces: dict[EvidenceKind, Evidence], case: Case | None, results: tuple[CheckResult, ...]
) -> tuple[Picture, ...]:
    """Return document, selfie and stills of the clip, in that order."""
    stills = tuple(_still(pieces[kind], kind, case, results) for kind in list(TITLES)[:3] if kind in pieces)
    clip = pieces.get(EvidenceKind.CHALLENGE_CLIP)
    return stills + (_clip(clip, case) if clip else ())


def _aligned(left: Point, right: Point) -> str:
    """Return the SVG transform that brings two eyes, in units of the picture, to their places in the frame."""
    dx, dy = right[0] - left[0], right[1] - left[1]
    apart = hypot(dx, dy) or 1.0
    # Scale and rotation in one matrix: the vector between the eyes becomes (_EYES_APART, 0).
    a, b = _EYES_APART * dx / apart**2, -_EYES_APART * dy / apart**2
    x, y = (left[0] + right[0]) / 2, (left[1] + right[1]) / 2
    e, f = _FACE_WIDTH / 2 - (a * x - b * y), _EYES_DOWN - (b * x + a * y)
    return f"matrix({a:.5f} {b:.5f} {-b:.5f} {a:.5f} {e:.2f} {f:.2f})"


def framed(
    evidence: Evidence, title: str, face: Face, width: int, height: int, turned: int = 0
) -> FramedFace:
    eyes = sorted((x * width, y * height) for x, y in face.eyes)
    picture = Picture(evidence, 0, title, width, height, turned, ())
    inner_width, inner_height = picture.inner
    return FramedFace(
        evidence, title, inner_width, inner_height, f"{_aligned(eyes[0], eyes[1])} {picture.transform}"
    )


def selfie_face(evidence: Evidence | None, reading: SelfieReading | None, title: str) -> FramedFace | None:
    if evidence is None or reading is None or not reading.faces:
        return None
    return framed(
        evidence, title, reading.faces[0], reading.quality.width, reading.quality.height, reading.turned
    )


def faces_of(pieces: dict[EvidenceKind, Evidence], case: Case | None) -> tuple[FramedFace, ...]:
    """Return the portrait on the document and the selfie, aligned; fewer where one was not found."""
    if case is None:
        return ()
    found = []
    front = pieces.get(EvidenceKind.DOCUMENT_FRONT)
    if front and case.front.faces:
        quality = case.front.quality
        found.append(
            framed(
                front,
                "On the document",
                case.front.faces[0],
                quality.width,
                quality.height,
                case.front.turned,
            )
        )
    selfie = selfie_face(pieces.get(EvidenceKind.SELFIE), case.selfie, "Selfie")
    return (*found, selfie) if selfie else tuple(found)
