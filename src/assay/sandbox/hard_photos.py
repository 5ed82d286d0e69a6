"""Hard phone photos of flat documents, for measuring: clutter behind, perspective and tilt, and one fault or two each.

Harder than `photos`, which makes what customers send: here the document lies anywhere on a busy ground, and the picture is
compressed as messengers do. The same seed gives the same bytes, and photo 7 is the same whether 10 or 300 are made.
"""

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np

from assay.sandbox.photos import Corners, Picture, encode, lay
from assay.sandbox.portraits import Pixels

LONG_SIDE, SHORT_SIDE = 1600, 1200
_MOST_TILT, _MOST_SKEW = 18.0, 0.06
_RIM = 4.0


class Fault(StrEnum):
    """`persp` has no fault but those all have. The values are those of the specimens' own set."""

    PERSP = "persp"
    GLARE = "glare"
    DARK = "dark"
    BLUR = "blur"
    ROT = "rot"
    SMALL = "small"


# Every photo has one fault, and one in four has a second one.
_MIXED = (
    (Fault.GLARE, Fault.ROT),
    (Fault.DARK, Fault.BLUR),
    (Fault.BLUR, Fault.ROT),
    (Fault.GLARE, Fault.SMALL),
    (Fault.DARK, Fault.ROT),
    (Fault.ROT, Fault.SMALL),
    (Fault.DARK, Fault.SMALL),
    (Fault.GLARE, Fault.BLUR),
)


@dataclass(frozen=True, slots=True)
class HardPhoto:
    """`quad` is where the corners of the document lay, in pixels of the photo before it was turned (clockwise, by
    `rotation` degrees) and halved.
    """

    data: bytes
    faults: tuple[Fault, ...]
    rotation: int
    quad: tuple[tuple[float, float], ...]

    @property
    def kind(self) -> str:
        return "+".join(self.faults)


def faults_of(number: int, round_: int) -> tuple[Fault, ...]:
    """Return the faults of a photo; `round_` counts how often all documents were used, so that each meets other faults."""
    place = number + round_
    if place % 4 == 3:
        return _MIXED[place // 4 % len(_MIXED)]
    single = tuple(Fault)
    return (single[(place - place // 4) % len(single)],)


def take(scan: Pixels, faults: tuple[Fault, ...], *, seed: int, number: int) -> HardPhoto:
    """Return a JPEG photo of 1600 x 1200 pixels (1200 x 1600 for upright documents) with these faults."""
    drawn = np.random.default_rng((seed, number))
    scan = _as_held(scan, drawn)
    wide = scan.shape[1] >= scan.shape[0]
    width, height = (LONG_SIDE, SHORT_SIDE) if wide else (SHORT_SIDE, LONG_SIDE)
    corners = _corners(scan, width, height, drawn)
    picture = lay(scan, corners, _clutter(width, height, drawn))
    for fault in (fault for fault in _SPOILERS if fault in faults):
        picture = _SPOILERS[fault](picture, corners, drawn)
    pixels = np.clip(picture, 0, 255).astype(np.uint8)
    rotation = int(drawn.choice((90, 180, 270))) if Fault.ROT in faults else 0
    pixels = np.ascontiguousarray(np.rot90(pixels, -rotation // 90))
    if Fault.SMALL in faults:
        pixels = np.asarray(cv2.resize(pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)
    quality = int(drawn.integers(35, 81))
    quad = tuple((round(float(x), 1), round(float(y), 1)) for x, y in corners)
    return HardPhoto(encode(pixels, quality=quality), faults, rotation, quad)


def _as_held(scan: Pixels, drawn: np.random.Generator) -> Pixels:
    """Return the document at the size at which a phone shows it, its longest side 1000 to 1350 pixels."""
    scale = drawn.uniform(1000, 1350) / max(scan.shape[:2])
    smooth = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    return np.asarray(cv2.resize(scan, None, fx=scale, fy=scale, interpolation=smooth), np.uint8)


def _corners(scan: Pixels, width: int, height: int, drawn: np.random.Generator) -> Corners:
    """Return where the corners of the document fall, clockwise from its top left: tilted, in perspective, inside."""
    rows, columns = scan.shape[:2]
    size = np.asarray((columns, rows)) * min(width / columns, height / rows) * drawn.uniform(0.72, 0.92)
    box = np.asarray([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)]) * size
    box += drawn.uniform(-_MOST_SKEW, _MOST_SKEW, (4, 2)) * size
    angle = np.radians(drawn.uniform(-_MOST_TILT, _MOST_TILT))
    box = box @ np.asarray([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    room = np.asarray((width, height)) - 2 * _RIM
    box *= min(1.0, float((room / np.ptp(box, axis=0)).min()))
    slack = (room - np.ptp(box, axis=0)) / 2
    off = np.clip(drawn.uniform(-0.03, 0.03, 2) * (width, height), -slack, slack)
    middle = np.asarray((width, height)) / 2 - (box.max(0) + box.min(0)) / 2
    return np.asarray(box + middle + off, np.float32)


def _clutter(width: int, height: int, drawn: np.random.Generator) -> Picture:
    """Return a ground of one colour with broad stains, with boxes, lines and writing lying about, and grain."""
    ground = np.full((height, width, 3), drawn.uniform(20, 220, 3), np.float32)
    stains = drawn.standard_normal((*drawn.integers(3, 10, 2), 3), np.float32) * drawn.uniform(5, 40)
    ground += cv2.resize(stains, (width, height), interpolation=cv2.INTER_CUBIC)
    pixels = np.clip(ground, 0, 255).astype(np.uint8)
    for _ in range(int(drawn.integers(0, 26))):
        _drop(pixels, drawn)
    grain = drawn.standard_normal(pixels.shape, np.float32) * drawn.uniform(1, 8)
    return np.asarray(np.clip(pixels + grain, 0, 255), np.float32)


def _drop(pixels: Pixels, drawn: np.random.Generator) -> None:
    """Draw one thing anywhere: a frame, a line, a disc, or a line of writing."""
    height, width = pixels.shape[:2]
    one, other = ([int(value) for value in drawn.integers(0, (width, height))] for _ in range(2))
    colour = [int(value) for value in drawn.integers(0, 256, 3)]
    thick = int(drawn.integers(1, 9))
    match int(drawn.integers(4)):
        case 0:
            cv2.rectangle(pixels, one, other, colour, thick)
        case 1:
            cv2.line(pixels, one, other, colour, thick, cv2.LINE_AA)
        case 2:
            cv2.circle(pixels, one, int(drawn.integers(15, 140)), colour, thick, cv2.LINE_AA)
        case _:
            words = f"Receipt {drawn.integers(1000, 9999)}  {drawn.integers(1, 90)}.50"
            size = float(drawn.uniform(0.5, 2))
            cv2.putText(pixels, words, one, cv2.FONT_HERSHEY_SIMPLEX, size, colour, 2, cv2.LINE_AA)


def _glared(picture: Picture, corners: Corners, drawn: np.random.Generator) -> Picture:
    """Return the picture with two reflections on the lower part of the document, where the zone is."""
    rows, columns = np.mgrid[0 : picture.shape[0], 0 : picture.shape[1]].astype(np.float32)
    for _ in range(2):
        across, up = drawn.uniform(0.2, 0.8), drawn.uniform(0.02, 0.6)
        x, y = (corners[3] * (1 - across) + corners[2] * across) * (1 - up) + (
            corners[0] * (1 - across) + corners[1] * across
        ) * up
        wide, high = drawn.uniform(60, 150), drawn.uniform(40, 110)
        spot = np.exp(-(((columns - x) / wide) ** 2 + ((rows - y) / high) ** 2))
        picture = picture + spot[..., None] * drawn.uniform(90, 190)
    return np.asarray(picture, np.float32)


def _darkened(picture: Picture, corners: Corners, drawn: np.random.Generator) -> Picture:  # noqa: ARG001
    """Return the picture in 14 to 30 % of the light, falling off to one side, with the noise of a high gain."""
    fall = np.linspace(drawn.uniform(0.5, 1), 1, picture.shape[1], dtype=np.float32)[:: drawn.choice((-1, 1))]
    dark = picture * drawn.uniform(0.14, 0.3) * fall[None, :, None]
    grey = drawn.standard_normal((*picture.shape[:2], 1), np.float32) * drawn.uniform(3, 7)
    colour = drawn.standard_normal(picture.shape, np.float32) * drawn.uniform(2, 4)
    return np.asarray(dark + grey + colour, np.float32)


def _blurred(picture: Picture, corners: Corners, drawn: np.random.Generator) -> Picture:  # noqa: ARG001
    """Return the picture out of focus, or moved while it was taken, in equal parts."""
    if drawn.random() < 0.5:
        return np.asarray(cv2.GaussianBlur(picture, (0, 0), drawn.uniform(1.4, 2.6)), np.float32)
    size = int(drawn.integers(5, 12))
    path = np.zeros((size, size), np.float32)
    path[size // 2] = 1
    middle = (size - 1) / 2
    turn = cv2.getRotationMatrix2D((middle, middle), drawn.uniform(0, 180), 1)
    path = np.asarray(cv2.warpAffine(path, turn, (size, size)), np.float32)
    return np.asarray(cv2.filter2D(picture, -1, path / path.sum()), np.float32)


# In the order in which they happen: light falls on the document, the lens blurs, the sensor adds its noise.
_SPOILERS = {Fault.GLARE: _glared, Fault.BLUR: _blurred, Fault.DARK: _darkened}
