"""Glasses on a face: clear, tinted, dark or mirrored, with or without the reflection of a window."""

from dataclasses import dataclass

import cv2
import numpy as np

from assay.sandbox.portraits import Pixels
from assay.sandbox.worn import painting
from assay.sandbox.worn.painting import Colour, Curve, Frame, Mask, Points

_EARS = (234, 454)


@dataclass(frozen=True, slots=True)
class Glasses:
    """Lengths in eye distances. `tint` and `glare` are opacities, 0 to 1; `roundness` is the exponent of the lens outline,
    2 an ellipse, 5 nearly a rectangle; `low` is how far they slid down.
    """

    half_width: float = 0.36
    half_height: float = 0.26
    roundness: float = 3.0
    rim: float = 0.04
    rim_colour: Colour = (25, 25, 30)
    tint: float = 0.0
    tint_colour: Colour = (20, 18, 16)
    mirror: float = 0.0
    glare: float = 0.0
    low: float = 0.05


def dark_glasses() -> Glasses:
    """Return sunglasses that hide the eyes."""
    return Glasses(half_width=0.40, half_height=0.32, tint=0.94)


def put_on(pixels: Pixels, points: Points, worn: Glasses, drawn: np.random.Generator) -> Pixels:
    """Return the picture with the glasses on the face of the points (478 x 3, pixels)."""
    frame = painting.frame_of(points)
    lenses = [_lens(worn, side) for side in (-1.0, 1.0)]
    picture = painting.darkened(pixels, _shadow(pixels, frame, lenses), 0.18)
    for lens in lenses:
        mask = painting.filled(pixels.shape, frame.on_picture(lens))
        picture = _through(picture, mask, frame, worn, drawn)
    return painting.laid_over(picture, worn.rim_colour, _rims(pixels, points, frame, lenses, worn))


def _lens(worn: Glasses, side: float) -> Curve:
    angle = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    power = 2 / worn.roundness
    x = np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** power * worn.half_width
    y = np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** power * worn.half_height
    return np.stack([side * 0.53 + x, worn.low + y], axis=1)


def _shadow(pixels: Pixels, frame: Frame, lenses: list[Curve]) -> Mask:
    lower = [frame.on_picture(lens + np.array([0.0, 0.05])) for lens in lenses]
    lines = [painting.lined(pixels.shape, line, frame.unit * 0.05, closed=True, soft=2.0) for line in lower]
    return np.maximum(*lines)


def _through(pixels: Pixels, lens: Mask, frame: Frame, worn: Glasses, drawn: np.random.Generator) -> Pixels:
    rows = np.mgrid[0 : pixels.shape[0], 0 : pixels.shape[1]][0].astype(np.float32)
    down = np.clip((rows - frame.middle[1]) / frame.unit + 0.5, 0, 1)
    seen = painting.laid_over(
        pixels, worn.tint_colour, lens * worn.tint * (1 - 0.25 * down * (worn.tint < 0.85))
    )
    if worn.mirror:
        sky, ground = drawn.uniform(60, 255, 3), drawn.uniform(10, 120, 3)
        world = sky + (ground - sky) * (down[..., None] > drawn.uniform(0.35, 0.65))
        seen = painting.laid_over(seen, cv2.GaussianBlur(world, (0, 0), 2.0), lens * worn.mirror)
    if worn.glare:
        light = painting.filled(
            pixels.shape, frame.on_picture(_window(lens, frame, drawn)), soft=frame.unit * 0.03
        )
        seen = painting.laid_over(seen, drawn.uniform(225, 255, 3), light * lens * worn.glare)
    return seen


def _window(lens: Mask, frame: Frame, drawn: np.random.Generator) -> Curve:
    """Return what a window or lamp lights up on a lens: a slanted four-sided patch over a good part of it."""
    spots = np.argwhere(lens > 0.5)[:, ::-1]
    middle = frame.on_face(spots.mean(axis=0)[None])[0] + drawn.uniform(-0.08, 0.08, 2)
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float64)
    corners *= np.array([drawn.uniform(0.16, 0.4), drawn.uniform(0.12, 0.34)])
    corners[:, 0] += corners[:, 1] * drawn.uniform(-0.8, 0.8)
    return np.asarray(middle + corners + drawn.uniform(-0.04, 0.04, (4, 2)))


def _rims(pixels: Pixels, points: Points, frame: Frame, lenses: list[Curve], worn: Glasses) -> Mask:
    width = worn.rim * frame.unit
    low = worn.low
    bridge = np.array(
        [
            [x, low - 0.06 - 0.05 * np.cos(x * 8)]
            for x in np.linspace(-0.53 + worn.half_width, 0.53 - worn.half_width, 9)
        ]
    )
    shape = pixels.shape
    parts = [painting.lined(shape, frame.on_picture(lens), width, closed=True) for lens in lenses]
    parts.append(painting.lined(shape, frame.on_picture(bridge), max(width, 0.03 * frame.unit)))
    for side, ear in zip((-1.0, 1.0), _EARS, strict=True):
        hinge = frame.on_picture([[side * (0.53 + worn.half_width), low - 0.5 * worn.half_height]])[0]
        end = points[ear, :2].astype(np.float64)
        end[1] = 0.5 * end[1] + 0.5 * hinge[1]
        parts.append(painting.lined(shape, np.array([hinge, end]), max(width, 0.035 * frame.unit)))
    return np.asarray(np.maximum.reduce(parts), np.float32)
