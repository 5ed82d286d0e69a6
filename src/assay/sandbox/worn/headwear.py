"""Hats, scarves and hair on a forehead. What counts is where the edge lies: 0 at the hairline, 1 at the brows."""

from dataclasses import dataclass

import numpy as np

from assay.sandbox.portraits import Pixels
from assay.sandbox.worn import painting
from assay.sandbox.worn.painting import OVAL, Colour, Curve, Frame, Points

_TOP, _CHIN = 10, 152
_BROWS = (105, 334)


@dataclass(frozen=True, slots=True)
class Hat:
    """`edge` 0 at the hairline to 1 at the brows. `brim` is how far a peak or brim reaches forward, in eye distances; `wide`
    makes it a brim all around; `shade` darkens what lies under it, 0 to 1; `badge` is how large the sign on its front is.
    """

    edge: float = 0.8
    colour: Colour = (60, 40, 30)
    brim: float = 0.0
    wide: bool = False
    shade: float = 0.3
    height: float = 1.5
    stripes: float = 0.0
    badge: float = 0.0


def _edge_height(points: Points, frame: Frame, edge: float) -> float:
    top = frame.on_face(points[[_TOP], :2])[0, 1]
    brows = frame.on_face(points[list(_BROWS), :2])[:, 1].mean()
    return float(top + edge * (brows - top))


def _half_width(points: Points, frame: Frame) -> float:
    return float(np.ptp(frame.on_face(points[list(OVAL), :2])[:, 0]) / 2)


def put_on(pixels: Pixels, points: Points, worn: Hat, drawn: np.random.Generator) -> Pixels:
    """Return the picture with a hat, cap or knitted cap on the head of the points (478 x 3, pixels)."""
    frame = painting.frame_of(points)
    low, half = _edge_height(points, frame, worn.edge), _half_width(points, frame) * drawn.uniform(1.04, 1.18)
    under = painting.filled(
        pixels.shape, frame.on_picture(_band(half, low, low + 0.45)), soft=0.12 * frame.unit
    )
    picture = painting.darkened(pixels, under, worn.shade)
    surface = painting.cloth(pixels.shape, worn.colour, frame, drawn, stripes=worn.stripes)
    crown = painting.filled(pixels.shape, frame.on_picture(_crown(half, low, worn.height)), soft=1.2)
    picture = painting.laid_over(picture, surface, crown)
    if worn.badge:
        badge = painting.filled(pixels.shape, frame.on_picture(_badge(low, worn.badge)), soft=1.2)
        picture = painting.laid_over(picture, drawn.uniform(0, 255, 3), badge * crown)
    if worn.brim:
        reach = half * (1.7 if worn.wide else 1.02)
        brim = painting.filled(pixels.shape, frame.on_picture(_brim(reach, low, worn.brim)), soft=1.2)
        picture = painting.laid_over(picture, surface * drawn.uniform(0.35, 1.05), brim)
    return picture


def _band(half: float, top: float, bottom: float) -> Curve:
    return np.array([[-half, top], [half, top], [half, bottom], [-half, bottom]])


def _badge(low: float, size: float) -> Curve:
    around = np.linspace(0, 2 * np.pi, 20)
    return np.stack([size * np.cos(around), low - 0.2 - size * 0.5 + size * 0.5 * np.sin(around)], axis=1)


def _crown(half: float, low: float, height: float) -> Curve:
    across = np.linspace(-1, 1, 15)
    edge = np.stack([across * half, low + 0.16 * across**2], axis=1)
    over = np.linspace(0, np.pi, 25)
    dome = np.stack([half * 1.04 * np.cos(over), low - height * np.sin(over) ** 0.7], axis=1)
    return np.concatenate([edge, dome])


def _brim(half: float, low: float, reach: float) -> Curve:
    across = np.linspace(-1, 1, 21)
    front = np.stack([across * half, low + 0.08 + reach * (1 - across**2) ** 0.5 * 0.6], axis=1)
    back = np.stack([across[::-1] * half, low - 0.12 * (1 - across**2)], axis=1)
    return np.concatenate([front, back])


def scarf(
    pixels: Pixels, points: Points, colour: Colour, drawn: np.random.Generator, *, edge: float = 0.1
) -> Pixels:
    """Return the picture with a scarf around head and neck that leaves the oval of the face free down from `edge`."""
    frame = painting.frame_of(points)
    half, low = _half_width(points, frame), _edge_height(points, frame, edge)
    chin = float(frame.on_face(points[[_CHIN], :2])[0, 1])
    around = np.linspace(0, 2 * np.pi, 60)
    middle, tall = (low + chin) / 2, (chin - low) / 2 + 0.06
    opening = np.stack([half * 0.99 * np.sin(around), middle - tall * np.cos(around)], axis=1)
    wide = half * drawn.uniform(1.22, 1.5)
    head = np.stack([wide * np.sin(around), middle - tall * 1.32 * np.cos(around)], axis=1)
    shoulders = np.array(
        [[-wide, middle], [wide, middle], [wide * 1.8, chin + 3.0], [-wide * 1.8, chin + 3.0]]
    )
    free = painting.filled(pixels.shape, frame.on_picture(opening), soft=1.2)
    covered = np.maximum(
        *(painting.filled(pixels.shape, frame.on_picture(part)) for part in (head, shoulders))
    )
    shaded = painting.darkened(
        pixels,
        painting.lined(pixels.shape, frame.on_picture(opening), 0.12 * frame.unit, closed=True, soft=3.0),
        0.3,
    )
    return painting.laid_over(
        shaded, painting.cloth(pixels.shape, colour, frame, drawn), covered * (1 - free)
    )


def fringe(
    pixels: Pixels, points: Points, colour: Colour, drawn: np.random.Generator, *, edge: float = 0.7
) -> Pixels:
    """Return the picture with hair combed into the forehead, which is no hat and hides nobody."""
    frame = painting.frame_of(points)
    half = _half_width(points, frame)
    parting, sweep = drawn.uniform(-half, half), drawn.uniform(-0.3, 0.3)
    picture = pixels
    for light in (0.75, 1.0, 1.25):
        mask = np.zeros(pixels.shape[:2], np.float32)
        for start in drawn.uniform(-half * 0.95, half * 0.95, 55):
            end = _edge_height(points, frame, edge * drawn.uniform(0.75, 1.1))
            root = _edge_height(points, frame, -drawn.uniform(0.2, 0.7))
            lean = sweep + 0.12 * (start - parting)
            strand = [[start + lean * t, root + (end - root) * t] for t in (0.0, 0.5, 1.0)]
            mask = np.maximum(mask, painting.lined(pixels.shape, frame.on_picture(strand), 0.05 * frame.unit))
        picture = painting.laid_over(picture, np.clip(np.array(colour) * light, 0, 255), mask * 0.9)
    return picture
