"""Faces that wear things, drawn from a seed on consented portraits, and what they wear as numbers."""

from typing import NamedTuple

import cv2
import numpy as np

from assay.sandbox.portraits import Pixels
from assay.sandbox.worn import glasses, headwear, mouth
from assay.sandbox.worn.glasses import Glasses
from assay.sandbox.worn.headwear import Hat
from assay.sandbox.worn.painting import Colour, Points

# What is told of a face, in the order of the network's answers.
KINDS = ("glasses", "eyes_hidden", "glare", "hat", "mouth_covered")
UNKNOWN = -1.0


class Portrait(NamedTuple):
    """A portrait (height x width x 3), its 478 points in pixels, and where the person is (1) and the wall (0)."""

    pixels: Pixels
    points: Points
    person: np.ndarray


class Sample(NamedTuple):
    """A picture and its labels in the order of KINDS: 1 yes, 0 no, -1 between, not to be learned from."""

    pixels: Pixels
    labels: np.ndarray


def draw(portrait: Portrait, drawn: np.random.Generator) -> Sample:
    """Return the portrait with things on, before another wall, as a phone might have taken it."""
    pixels, labels = portrait.pixels, np.zeros(len(KINDS), np.float32)
    pixels = _walled(portrait, drawn)
    if drawn.random() < 0.85:
        for put_on in (_on_mouth, _on_eyes, _on_forehead):
            pixels = put_on(pixels, portrait.points, labels, drawn)
    return Sample(_taken(pixels, portrait.points, drawn), labels)


def _any_colour(drawn: np.random.Generator) -> Colour:
    plain = drawn.uniform(5, 250) if drawn.random() < 0.5 else None
    values = [plain + drawn.uniform(-6, 6) if plain else drawn.uniform(5, 250) for _ in range(3)]
    return (int(values[0]), int(values[1]), int(values[2]))


def _hair_colour(drawn: np.random.Generator) -> Colour:
    base = np.array(
        [(15, 18, 22), (30, 45, 65), (60, 95, 140), (110, 160, 195), (35, 60, 120), (150, 150, 150)]
    )
    blue, green, red = base[drawn.integers(len(base))] * drawn.uniform(0.7, 1.3)
    return (int(blue), int(green), int(red))


def _walled(portrait: Portrait, drawn: np.random.Generator) -> Pixels:
    if drawn.random() < 0.2:
        return portrait.pixels
    height, width = portrait.pixels.shape[:2]
    coarse = drawn.uniform(0, 255, (int(drawn.integers(2, 14)), int(drawn.integers(2, 14)), 3)).astype(
        np.float32
    )
    method = cv2.INTER_CUBIC if drawn.random() < 0.5 else cv2.INTER_NEAREST
    wall = np.clip(cv2.resize(coarse, (width, height), interpolation=method), 0, 255) * drawn.uniform(0.2, 1)
    wall = cv2.GaussianBlur(wall, (0, 0), drawn.uniform(0.5, 8))
    mixed = wall + (portrait.pixels - wall) * portrait.person[..., None]
    return mixed.astype(np.uint8)


def _frames(drawn: np.random.Generator) -> Glasses:
    thin = drawn.random() < 0.6
    return Glasses(
        half_width=drawn.uniform(0.29, 0.44),
        half_height=drawn.uniform(0.17, 0.38),
        roundness=drawn.uniform(1.9, 5.0),
        rim=drawn.uniform(0.012, 0.035) if thin else drawn.uniform(0.04, 0.10),
        rim_colour=_any_colour(drawn) if drawn.random() < 0.6 else (20, 20, 22),
        low=drawn.uniform(-0.05, 0.16),
    )


def _on_eyes(pixels: Pixels, points: Points, labels: np.ndarray, drawn: np.random.Generator) -> Pixels:
    choice, worn = drawn.random(), _frames(drawn)
    glass, hidden, glare = (KINDS.index(kind) for kind in ("glasses", "eyes_hidden", "glare"))
    if choice < 0.36:
        return pixels
    if choice < 0.44:
        labels[hidden] = 1
        place = (drawn.choice([-0.5, 0.5]) + drawn.uniform(-0.1, 0.1), drawn.uniform(-0.05, 0.15))
        return mouth.hand(pixels, points, drawn, at=place)
    labels[glass] = 1
    if choice < 0.64:
        return glasses.put_on(pixels, points, _changed(worn, tint=drawn.choice([0, 0, 0.1, 0.2])), drawn)
    if choice < 0.80:
        labels[glare] = 1
        labels[hidden] = UNKNOWN
        return glasses.put_on(pixels, points, _changed(worn, glare=drawn.uniform(0.65, 1.0)), drawn)
    labels[hidden] = 1
    labels[glare] = UNKNOWN
    dark = _changed(
        worn,
        tint=drawn.uniform(0.78, 1.0),
        tint_colour=(15, 15, 15) if drawn.random() < 0.6 else tuple(c // 3 for c in _any_colour(drawn)),
        mirror=drawn.choice([0.0, 0.0, drawn.uniform(0.3, 0.9)]),
        glare=drawn.choice([0.0, 0.0, drawn.uniform(0.1, 0.6)]),
        half_height=drawn.uniform(0.2, 0.44),
    )
    return glasses.put_on(pixels, points, dark, drawn)


def _changed(worn: Glasses, **changes: object) -> Glasses:
    values = {name: getattr(worn, name) for name in worn.__slots__}
    return Glasses(**(values | changes))


def _on_forehead(pixels: Pixels, points: Points, labels: np.ndarray, drawn: np.random.Generator) -> Pixels:
    choice, covered = drawn.random(), KINDS.index("hat")
    if choice < 0.25:
        return pixels
    if choice < 0.45:
        return headwear.fringe(pixels, points, _hair_colour(drawn), drawn, edge=drawn.uniform(0.2, 1.1))
    if choice < 0.55:
        # What leaves the face free looks like a hat from near: where it ends decides, and that is measured.
        labels[covered] = UNKNOWN
        return headwear.scarf(pixels, points, _any_colour(drawn), drawn, edge=drawn.uniform(-0.1, 0.3))
    labels[covered] = 1
    return headwear.put_on(pixels, points, _hat(drawn), drawn)


def _hat(drawn: np.random.Generator) -> Hat:
    peaked = drawn.random() < 0.6
    return Hat(
        edge=drawn.uniform(0.25, 1.0),
        colour=_any_colour(drawn) if drawn.random() < 0.5 else _cap_colour(drawn),
        brim=drawn.uniform(0.1, 0.6) if peaked else 0.0,
        wide=bool(drawn.random() < 0.25),
        shade=drawn.uniform(0.1, 0.7) if peaked else drawn.uniform(0, 0.4),
        height=drawn.uniform(0.9, 1.9),
        stripes=drawn.choice([0.0, 0.0, 0.4]),
        badge=drawn.choice([0.0, drawn.uniform(0.15, 0.5)]),
    )


def _cap_colour(drawn: np.random.Generator) -> Colour:
    base = np.array(
        [(20, 20, 22), (70, 40, 25), (235, 235, 235), (45, 40, 170), (120, 115, 110), (140, 80, 30)]
    )
    blue, green, red = base[drawn.integers(len(base))] * drawn.uniform(0.8, 1.05)
    return (int(blue), int(green), int(red))


def _on_mouth(pixels: Pixels, points: Points, labels: np.ndarray, drawn: np.random.Generator) -> Pixels:
    choice = drawn.random()
    if choice < 0.45:
        return pixels
    if choice < 0.62:
        return mouth.beard(pixels, points, _hair_colour(drawn), drawn, dense=drawn.uniform(0.3, 0.95))
    labels[KINDS.index("mouth_covered")] = 1
    if choice < 0.80:
        below = drawn.uniform(0.0, 0.8)
        return mouth.mask(
            pixels, points, _any_colour(drawn), drawn, top=drawn.uniform(0.15, 0.75), below=below
        )
    if choice < 0.90:
        return mouth.hand(pixels, points, drawn, at=(drawn.uniform(-0.2, 0.2), drawn.uniform(0.7, 1.15)))
    return mouth.thing(pixels, points, _any_colour(drawn), drawn)


def _taken(pixels: Pixels, points: Points, drawn: np.random.Generator) -> Pixels:
    """Return the picture as a camera takes it: from aside, in other light, smaller, blurred, noisy, compressed."""
    height, width = pixels.shape[:2]
    picture = cv2.warpPerspective(
        pixels, _view(points, drawn), (width, height), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE
    )
    if drawn.random() < 0.5:
        picture = picture[:, ::-1]
    rows, columns = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    angle = drawn.uniform(0, 2 * np.pi)
    light = 1 + drawn.uniform(0, 0.7) * (np.cos(angle) * columns + np.sin(angle) * rows)
    cast = drawn.uniform(0.8, 1.2, 3) * drawn.uniform(0.5, 1.3)
    lit = 255 * (np.clip(picture * light[..., None] * cast, 0, 255) / 255) ** drawn.uniform(0.7, 1.4)
    if drawn.random() < 0.05:
        lit = np.repeat(lit.mean(axis=2, keepdims=True), 3, axis=2)
    face = float(np.ptp(points[:, 0]))
    scale = min(1.0, drawn.uniform(70, 200) / face)
    small = cv2.resize(lit.astype(np.float32), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    if drawn.random() < 0.5:
        small = cv2.GaussianBlur(small, (0, 0), drawn.uniform(0.3, 1.3))
    noisy = small + drawn.normal(0, drawn.uniform(0, 7), small.shape)
    _, packed = cv2.imencode(
        ".jpg",
        np.clip(noisy, 0, 255).astype(np.uint8),
        [cv2.IMWRITE_JPEG_QUALITY, int(drawn.integers(50, 98))],
    )
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)


def _view(points: Points, drawn: np.random.Generator) -> np.ndarray:
    """Return the map of a face seen a little from aside: a homography that keeps the face where it is."""
    face = float(np.ptp(points[:, 0]))
    middle = points[:, :2].mean(axis=0)
    square = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float32) * face
    there = square * drawn.uniform(0.88, 1.12, (1, 2)) + drawn.uniform(-0.09, 0.09, (4, 2)) * face
    angle = np.radians(drawn.uniform(-12, 12))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return cv2.getPerspectiveTransform(
        (square + middle).astype(np.float32), (there @ turn.T + middle).astype(np.float32)
    )
