"""What hides mouth and nose: a mask, a scarf, a hand, a cup; and a beard, which hides nobody."""

import cv2
import numpy as np

from assay.sandbox.portraits import Pixels
from assay.sandbox.worn import painting
from assay.sandbox.worn.painting import OVAL, Colour, Curve, Frame, Points, Surface

_CHIN, _NOSE_TIP, _LIPS = 152, 1, (0, 17)
_CHEEKS = (50, 280)


def mask(
    pixels: Pixels,
    points: Points,
    colour: Colour,
    drawn: np.random.Generator,
    *,
    top: float = 0.35,
    below: float = 0.06,
) -> Pixels:
    """Return the picture with a mask from `top` (eye distances under the pupils) to `below` under the chin."""
    frame = painting.frame_of(points)
    oval = frame.on_face(points[list(OVAL), :2])
    lower = oval[8:29]
    side = top + drawn.uniform(0.05, 0.3)
    lower = lower[lower[:, 1] > side] * [1.02, 1.0] + [0, below]
    upper = np.array(
        [[lower[-1, 0], side], [-0.35, top + 0.08], [0.0, top], [0.35, top + 0.08], [lower[0, 0], side]]
    )
    surface = painting.cloth(pixels.shape, colour, frame, drawn, stripes=drawn.choice([0.0, 0.0, 0.25]))
    covered = painting.filled(pixels.shape, frame.on_picture(np.concatenate([lower, upper])), soft=1.0)
    picture = painting.laid_over(pixels, _pleated(surface, frame, drawn), covered)
    ears = [points[index, :2].astype(np.float64) for index in (454, 234)]
    for corner, ear in zip((upper[-1], upper[0]), ears, strict=True):
        strap = np.array([frame.on_picture(corner[None])[0], ear])
        picture = painting.laid_over(
            picture, (235, 235, 235), painting.lined(pixels.shape, strap, 0.025 * frame.unit)
        )
    return picture


def _pleated(surface: Surface, frame: Frame, drawn: np.random.Generator) -> Surface:
    folded = surface.copy()
    for height in drawn.uniform(0.5, 1.5, drawn.integers(0, 5)):
        fold = frame.on_picture([[-1.0, height - 0.08], [0.0, height], [1.0, height - 0.08]])
        line = painting.lined(surface.shape, fold, 0.02 * frame.unit, soft=1.5)
        folded *= 1 - 0.25 * line[..., None]
    return folded


def hand(
    pixels: Pixels, points: Points, drawn: np.random.Generator, *, at: tuple[float, float] = (0.0, 0.95)
) -> Pixels:
    """Return the picture with a hand before the face, its palm at `at` in the face's coordinates."""
    frame = painting.frame_of(points)
    skin = np.mean([_patch(pixels, points[index]) for index in _CHEEKS], axis=0) * drawn.uniform(0.75, 1.1)
    turn = drawn.uniform(-1.4, 1.4)
    rotate = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    picture = pixels
    for shape in (_arm(), _palm(), *_fingers(drawn)):
        outline = frame.on_picture(shape @ rotate.T + at)
        edge = painting.lined(pixels.shape, outline, 0.04 * frame.unit, closed=True, soft=1.5)
        part = painting.filled(pixels.shape, outline, soft=1.0)
        picture = painting.darkened(
            painting.laid_over(picture, _skin(pixels, skin, frame, drawn), part), edge, 0.35
        )
    return picture


def _patch(pixels: Pixels, point: Points) -> Curve:
    x, y = (int(number) for number in point[:2])
    return np.asarray(
        pixels[max(0, y - 4) : y + 5, max(0, x - 4) : x + 5].reshape(-1, 3).mean(axis=0), np.float64
    )


def _skin(pixels: Pixels, colour: Curve, frame: Frame, drawn: np.random.Generator) -> Surface:
    blue, green, red = (int(value) for value in colour)
    return painting.cloth(pixels.shape, (blue, green, red), frame, drawn)


def _capsule(start: tuple[float, float], end: tuple[float, float], radius: float) -> Curve:
    one, two = np.array(start), np.array(end)
    along = (two - one) / np.linalg.norm(two - one)
    bend = np.linspace(-np.pi / 2, np.pi / 2, 12)
    aside = np.array([-along[1], along[0]])
    cap = np.outer(np.cos(bend), along) + np.outer(np.sin(bend), aside)
    return np.concatenate([two + radius * cap, one - radius * cap])


def _palm() -> Curve:
    return _capsule((-0.12, 0.3), (0.12, 0.0), 0.42)


def _arm() -> Curve:
    return _capsule((0.0, 0.4), (0.3, 3.0), 0.36)


def _fingers(drawn: np.random.Generator) -> list[Curve]:
    reach = drawn.uniform(0.5, 1.1)
    return [
        _capsule((x, 0.0), (x * 1.3, -reach * (1 - 0.5 * x * x)), 0.125) for x in (-0.36, -0.12, 0.12, 0.36)
    ]


def thing(pixels: Pixels, points: Points, colour: Colour, drawn: np.random.Generator) -> Pixels:
    """Return the picture with a cup, a phone or a microphone held before the mouth."""
    frame = painting.frame_of(points)
    lips = frame.on_face(points[list(_LIPS), :2]).mean(axis=0) + drawn.uniform(-0.12, 0.12, 2)
    around = np.linspace(0, 2 * np.pi, 40)
    power = 2 / drawn.uniform(2, 6)
    size = drawn.uniform([0.42, 0.38], [0.9, 0.9])
    x, y = (np.sign(wave) * np.abs(wave) ** power for wave in (np.cos(around), np.sin(around)))
    outline = frame.on_picture(np.stack([x, y], axis=1) * size + lips)
    surface = painting.cloth(pixels.shape, colour, frame, drawn, stripes=drawn.choice([0.0, 0.3]))
    return painting.laid_over(pixels, surface, painting.filled(pixels.shape, outline, soft=1.0))


def beard(
    pixels: Pixels, points: Points, colour: Colour, drawn: np.random.Generator, *, dense: float = 0.8
) -> Pixels:
    """Return the picture with a beard: hair of a colour over chin and cheeks, the lips free."""
    frame = painting.frame_of(points)
    oval = frame.on_face(points[list(OVAL), :2])
    lower = oval[9:28] * [0.98, 1.0] + [0, drawn.uniform(0.0, 0.2)]
    lip = frame.on_face(points[list(_LIPS), :2])
    high = lip[0, 1] - drawn.uniform(0.1, 0.3)
    upper = np.array([[-0.75, high + 0.35], [-0.4, high], [0.4, high], [0.75, high + 0.35]])
    area = painting.filled(
        pixels.shape, frame.on_picture(np.concatenate([lower, upper])), soft=0.06 * frame.unit
    )
    free = np.array(
        [
            [-0.42, lip.mean(axis=0)[1]],
            [0, lip[0, 1] - 0.02],
            [0.42, lip.mean(axis=0)[1]],
            [0, lip[1, 1] + 0.03],
        ]
    )
    lips = painting.filled(pixels.shape, frame.on_picture(free), soft=2.0)
    hair = cv2.GaussianBlur(drawn.normal(0, 1, pixels.shape[:2]).astype(np.float32), (0, 0), 1.0) * 3
    surface = np.clip(np.array(colour, np.float32) * (1 + 0.3 * hair[..., None]), 0, 255)
    return painting.laid_over(pixels, surface, area * (1 - lips) * dense)
