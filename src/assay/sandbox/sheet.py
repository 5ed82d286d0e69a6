"""A sheet to draw a specimen on: measured in millimetres, printed like security paper."""

from functools import cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from assay.sandbox.portraits import Pixels

Colour = tuple[int, int, int]  # red, green, blue
Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, width, height

DOTS_PER_MM = 14
INK: Colour = (22, 26, 38)

_FONTS = Path(__file__).parent / "data" / "fonts"
_FILES = {"text": "DejaVuSansCondensed.ttf", "bold": "DejaVuSansCondensed-Bold.ttf", "ocr": "OCRB.otf"}


class Sheet:
    """One printed side. Positions are millimetres from its top left corner; texts stand on their baseline."""

    def __init__(self, width: float, height: float, *, paper: Colour, tint: Colour, seed: int) -> None:
        self.width, self.height = width, height
        self._paint(guilloche(dots(width), dots(height), paper=paper, tint=tint, seed=seed))

    def _paint(self, pixels: Pixels) -> None:
        self._image = Image.fromarray(np.ascontiguousarray(pixels[..., ::-1]))
        self._draw = ImageDraw.Draw(self._image)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 3.0,
        font: str = "text",
        colour: Colour = INK,
        anchor: str = "ls",
    ) -> None:
        """Print a text; `size` is the font size in millimetres, about 1.4 times the height of a capital."""
        face = ImageFont.truetype(str(_FONTS / _FILES[font]), dots(size))
        self._draw.text((dots(x), dots(y)), text, font=face, fill=colour, anchor=anchor)

    def spaced(self, x: float, y: float, text: str, *, pitch: float, size: float) -> None:
        """Print OCR-B with one letter every `pitch` millimetres, as the machine readable zone demands."""
        face = ImageFont.truetype(str(_FONTS / _FILES["ocr"]), dots(size))
        for place, letter in enumerate(text):
            self._draw.text(
                ((x + (place + 0.5) * pitch) * DOTS_PER_MM, dots(y)), letter, font=face, fill=INK, anchor="ms"
            )

    def band(self, box: Box, colour: Colour) -> None:
        x, y, width, height = box
        self._draw.rectangle((dots(x), dots(y), dots(x + width), dots(y + height)), fill=colour)

    def line(self, points: list[tuple[float, float]], *, colour: Colour, width: float) -> None:
        self._draw.line(
            [(x * DOTS_PER_MM, y * DOTS_PER_MM) for x, y in points],
            fill=colour,
            width=dots(width),
            joint="curve",
        )

    def place(self, picture: Pixels, box: Box, *, strength: float = 1.0) -> None:
        """Lay a picture onto the paper. Below full strength it is printed faintly into the pattern."""
        pixels = self.pixels().astype(np.float32)
        x, y, width, height = box
        left, top, right, bottom = dots(x), dots(y), dots(x + width), dots(y + height)
        laid = cv2.resize(picture, (right - left, bottom - top), interpolation=cv2.INTER_AREA).astype(
            np.float32
        )
        under = pixels[top:bottom, left:right]
        if strength < 1:
            laid = (under * (1 - strength + strength * laid / 255)).astype(np.float32)
        pixels[top:bottom, left:right] = laid
        self._paint(np.clip(pixels, 0, 255).astype(np.uint8))

    def pixels(self) -> Pixels:
        return np.ascontiguousarray(np.asarray(self._image)[..., ::-1])


def dots(millimetres: float) -> int:
    return round(millimetres * DOTS_PER_MM)


@cache
def guilloche(width: int, height: int, *, paper: Colour, tint: Colour, seed: int) -> Pixels:
    """Return fine interlaced waves on tinted paper (BGR): to be seen, and to be read through."""
    drawn = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32) / DOTS_PER_MM
    ground = (
        np.array(paper, np.float32)
        + (np.array(tint, np.float32) - np.array(paper, np.float32)) * 0.16 * (x / x.max())[..., None]
    )
    middle_x, middle_y = x.max() * 0.62, y.max() * 0.45
    spokes = np.cos(14 * np.arctan2(y - middle_y, x - middle_x))
    radius = np.hypot(x - middle_x, y - middle_y)
    printed = ground
    for turned in range(4):
        angle, wave, phase = drawn.uniform(0, np.pi), drawn.uniform(0.12, 0.3), drawn.uniform(0, 6)
        along = y * np.cos(angle) - x * np.sin(angle)
        across = x * np.cos(angle) + y * np.sin(angle) + 2.4 * np.sin(wave * along + phase)
        if turned == 3:
            across = radius + 0.9 * spokes + 0.5 * np.sin(0.9 * radius)
        # A line every 1.15 mm, 0.15 mm thin with soft edges, in slightly different inks.
        line = np.clip((np.cos(across * 2 * np.pi / 1.15) - 0.86) * 10, 0, 1) * (
            0.55 + 0.45 * np.sin(along * 0.11 + phase)
        )
        ink = np.array(tint, np.float32) + drawn.uniform(-46, 30, 3).astype(np.float32)
        printed = printed + (ink - printed) * (line * 0.30)[..., None]
    return np.asarray(np.clip(printed[..., ::-1], 0, 255), np.uint8)
