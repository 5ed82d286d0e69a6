"""Sheets of paper with a note on them, as if written by hand, or typed.

A hand never draws a letter twice the same: every letter of a handwriting font is turned, sized, sheared and bent on its own, and
the lines wander. It is no real handwriting; it stands for one where geometry and words are tried.
"""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from assay.sandbox.portraits import Pixels

_FONTS = Path(__file__).parent / "data" / "fonts"
HANDS = ("IndieFlower.ttf", "ShadowsIntoLight.ttf", "Zeyada.ttf")
TYPED = "DejaVuSansCondensed.ttf"
DOTS_PER_MM = 6
_INK = {"blue": (120, 48, 28), "black": (44, 40, 40)}


@dataclass(frozen=True, slots=True)
class Paper:
    """`pixels` (height, width, 3), blue-green-red, and `shape`: 255 where there is paper, 0 where it was torn off."""

    pixels: Pixels
    shape: Pixels
    dots_per_mm: float = DOTS_PER_MM


def write(
    text: str,
    width_mm: float,
    height_mm: float,
    *,
    hand: str | Path = HANDS[0],
    used: float = 0.72,
    torn: bool = True,
    seed: int = 0,
) -> Paper:
    """Return a sheet of that size with the text written on its upper part, as large as fits into `used` of the height.

    `TYPED` as `hand` prints it by machine.
    """
    drawn = np.random.default_rng(seed)
    columns, rows = round(width_mm * DOTS_PER_MM), round(height_mm * DOTS_PER_MM)
    ink = (
        _typed(text, columns, rows, used)
        if str(hand) == TYPED
        else _written(text, (columns, rows), _font(hand), used, drawn)
    )
    shade = drawn.normal(0, 1, (6, 8)).astype(np.float32)
    paper = np.full((rows, columns, 3), drawn.uniform(226, 242), np.float32) * (1.0, 0.995, 0.99)
    paper += 3.0 * cv2.resize(shade, (columns, rows), interpolation=cv2.INTER_CUBIC)[..., None]
    colour = np.array(_INK["black" if str(hand) == TYPED else str(drawn.choice(sorted(_INK)))], np.float32)
    share = (ink.astype(np.float32) / 255)[..., None] * 0.92
    pixels = np.clip(paper * (1 - share) + colour * share, 0, 255).astype(np.uint8)
    return Paper(pixels, _torn(columns, rows, drawn) if torn else np.full((rows, columns), 255, np.uint8))


def _font(hand: str | Path) -> Path:
    return hand if isinstance(hand, Path) else _FONTS / hand


def _lines(text: str, font: ImageFont.FreeTypeFont, columns: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= columns:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _fitting(
    text: str, font: Path, columns: int, high: float
) -> tuple[ImageFont.FreeTypeFont, list[str], float]:
    """Return the largest font with which the text fits into `high` pixels, its lines, and how far they are apart."""
    for size in range(int(high / 2), 12, -4):
        face = ImageFont.truetype(str(font), size)
        lines = _lines(text, face, columns * 0.84)
        apart = size * 1.35
        if len(lines) * apart <= high and max(face.getlength(line) for line in lines) <= columns * 0.86:
            return face, lines, apart
    raise ValueError("the text does not fit on the sheet")


def _typed(text: str, columns: int, rows: int, used: float) -> Pixels:
    face, lines, apart = _fitting(text, _FONTS / TYPED, columns, rows * used)
    image = Image.new("L", (columns, rows))
    for place, line in enumerate(lines):
        at = (columns * 0.07, rows * 0.1 + apart * (place + 0.8))
        ImageDraw.Draw(image).text(at, line, font=face, fill=255, anchor="ls")
    return np.asarray(image, np.uint8)


def _written(text: str, size: tuple[int, int], font: Path, used: float, drawn: np.random.Generator) -> Pixels:
    columns, rows = size
    face, lines, apart = _fitting(text, font, columns, rows * used)
    ink = np.zeros((rows, columns), np.uint8)
    for place, line in enumerate(lines):
        x, y = columns * (0.07 + drawn.uniform(0, 0.02)), rows * 0.1 + apart * (place + 0.8)
        slope = drawn.normal(0, 0.008)
        for letter in line:
            y += slope * face.getlength(letter) + drawn.normal(0, 0.012) * face.size
            _letter(ink, letter, face, (x, y), drawn)
            x += face.getlength(letter) * drawn.normal(1.0, 0.05)
    return _bent(ink, 2.2, drawn)


def _letter(
    ink: Pixels,
    letter: str,
    face: ImageFont.FreeTypeFont,
    at: tuple[float, float],
    drawn: np.random.Generator,
) -> None:
    side = int(face.size * 2.4)
    image = Image.new("L", (side, side))
    ImageDraw.Draw(image).text((side / 2, side * 0.62), letter, font=face, fill=255, anchor="ms")
    glyph = _bent(np.asarray(image, np.uint8), face.size * 0.03, drawn)
    turn = cv2.getRotationMatrix2D((side / 2, side * 0.62), drawn.normal(0, 3.0), drawn.normal(1.0, 0.06))
    turn[0, 1] += drawn.normal(0, 0.05)
    turn[0, 2] += at[0] + face.getlength(letter) / 2 - side / 2
    turn[1, 2] += at[1] - side * 0.62
    placed = cv2.warpAffine(glyph, turn, ink.shape[::-1])
    np.maximum(ink, placed, out=ink)


def _bent(ink: Pixels, pixels: float, drawn: np.random.Generator) -> Pixels:
    """Return the ink moved by a smooth field of so many pixels."""
    rows, columns = ink.shape
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    field = drawn.normal(0, pixels, (2, 5, 5)).astype(np.float32)
    dx, dy = (cv2.resize(one, (columns, rows), interpolation=cv2.INTER_CUBIC) for one in field)
    return np.asarray(cv2.remap(ink, x + dx, y + dy, cv2.INTER_LINEAR), np.uint8)


def _torn(columns: int, rows: int, drawn: np.random.Generator) -> Pixels:
    """Return the shape of a sheet torn off along its lower edge and its right one."""
    shape = np.full((rows, columns), 255, np.uint8)
    for length, across, axis in ((columns, rows, 0), (rows, columns, 1)):
        walk = np.abs(np.cumsum(drawn.normal(0, 0.4, length))) + drawn.uniform(0, 1.2, length) + 1
        depth = np.minimum(walk, across * 0.04).astype(int)
        for place, cut in enumerate(depth):
            if axis == 0:
                shape[rows - cut :, place] = 0
            else:
                shape[place, columns - cut :] = 0
    return shape
