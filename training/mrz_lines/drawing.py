"""What does a printed zone look like before anybody photographs it? Ink on a ground that is seldom plain."""

import random
import string
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

# Debian's fonts-ocr-b (public domain) and fonts-dejavu-core. A few printers use another fixed pitch than OCR-B.
FOLDER = Path("/usr/share/fonts")
OCR_B = tuple(FOLDER / "opentype/ocr-b" / name for name in ("OCRB.otf", "OCRBS.otf", "OCRBL.otf"))
OTHERS = tuple(
    FOLDER / "truetype/dejavu" / name for name in ("DejaVuSansMono.ttf", "DejaVuSansMono-Bold.ttf")
)
_SIZE = 34
# Height of a capital over the size of the font.
CAPITAL = 0.72


@cache
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size)


def _fonts(chance: random.Random) -> ImageFont.FreeTypeFont:
    path = chance.choices((*OCR_B, *OTHERS), weights=(20, 5, 2, 2, 1))[0]
    return _font(path, _SIZE)


def draw(lines, chance: random.Random, noise: np.random.RandomState):
    """Return (picture, rows x columns x 3 float32; quads, n x 4 x 2): the quads hold the capitals of each line exactly."""
    font = _fonts(chance)
    pitch = font.getlength("0") * chance.uniform(0.96, 1.12)
    line_pitch = _SIZE * chance.uniform(1.0, 1.8)
    left, top = _SIZE * 1.6, _SIZE * 1.4
    wide = int(pitch * len(lines[0]) + 2 * left)
    high = int(line_pitch * (len(lines) - 1) + _SIZE + 2 * top)
    mask = Image.new("L", (wide, high), 0)
    pen = ImageDraw.Draw(mask)
    quads = []
    for row, line in enumerate(lines):
        y = top + row * line_pitch
        for column, character in enumerate(line):
            shift = chance.gauss(0, 0.25), chance.gauss(0, 0.2)
            at = left + (column + 0.5) * pitch + shift[0], y + CAPITAL * _SIZE + shift[1]
            pen.text(at, character, font=font, fill=255, anchor="ms")
        right = left + pitch * len(line)
        quads.append([[left, y], [right, y], [right, y + CAPITAL * _SIZE], [left, y + CAPITAL * _SIZE]])
    _words_beside(pen, chance, wide, int(top))
    ink = _worn(np.asarray(mask, np.float32) / 255, chance, noise)
    ground = _ground(chance, noise, high, wide)
    colour = np.asarray([chance.randint(0, 90) + chance.randint(0, 30) for _ in range(3)], np.float32)
    cover = ink[..., None] * chance.uniform(0.5, 1)
    return _stamped(ground * (1 - cover) + colour * cover, chance), np.asarray(quads, np.float32)


def _words_beside(pen: ImageDraw.ImageDraw, chance: random.Random, wide: int, top: int) -> None:
    """Print of the visual zone reaches into many strips."""
    if chance.random() < 0.35:
        words = "".join(chance.choice(string.ascii_letters + " ") for _ in range(25))
        at = chance.randint(0, wide // 2), chance.randint(-6, max(1, top // 3))
        pen.text(at, words, font=_font(OTHERS[0], int(_SIZE * chance.uniform(0.4, 0.8))), fill=255)


def _worn(ink, chance: random.Random, noise: np.random.RandomState):
    """Thicker or thinner strokes, and strokes that broke: ribbons, lasers and years do that."""
    if chance.random() < 0.35:
        change = cv2.erode if chance.random() < 0.4 else cv2.dilate
        ink = change(ink, np.ones((2, chance.choice((1, 2))), np.uint8))
    if chance.random() < 0.25:
        grain = cv2.GaussianBlur(noise.rand(*ink.shape).astype(np.float32), (0, 0), chance.uniform(0.5, 1.5))
        grain = (grain - grain.mean()) / grain.std()
        ink = ink * np.clip(chance.uniform(1.0, 2.0) - 0.7 * np.maximum(grain, 0), 0, 1)
    return ink


def _ground(chance: random.Random, noise: np.random.RandomState, high: int, wide: int):
    ground = np.ones((high, wide, 3), np.float32) * np.asarray(
        [chance.randint(140, 255) for _ in range(3)], np.float32
    )
    if chance.random() < 0.65:
        ground = _guilloche(ground, chance)
    if chance.random() < 0.5:
        coarse = noise.randn(chance.randint(2, 6), chance.randint(2, 12), 3).astype(np.float32)
        ground += cv2.resize(coarse, (wide, high), interpolation=cv2.INTER_CUBIC) * chance.uniform(3, 28)
    if chance.random() < 0.3:
        for _ in range(chance.randint(1, 7)):
            ends = [(chance.randint(0, wide), chance.randint(0, high)) for _ in range(2)]
            cv2.line(
                ground, *ends, [chance.randint(60, 255) for _ in range(3)], chance.randint(1, 4), cv2.LINE_AA
            )
    return np.clip(ground, 0, 255)


def _guilloche(ground, chance: random.Random):
    """Waves of fine lines, as security print has them."""
    high, wide = ground.shape[:2]
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    for _ in range(chance.randint(1, 3)):
        angle, frequency, phase = chance.uniform(0, np.pi), chance.uniform(0.02, 0.9), chance.uniform(0, 6)
        bend = chance.uniform(0.3, 2.5) * np.sin(y * chance.uniform(0.01, 0.1) + phase)
        wave = np.sin((x * np.cos(angle) + y * np.sin(angle)) * frequency + bend)
        colour = np.asarray([chance.uniform(-1, 1) for _ in range(3)], np.float32)
        ground = ground + (wave * chance.uniform(3, 32))[..., None] * colour
    return ground


def _stamped(picture, chance: random.Random):
    """A stamp, a pen stroke or a hologram over the print."""
    if chance.random() < 0.15:
        high, wide = picture.shape[:2]
        over = picture.copy()
        colour = [chance.randint(0, 200) for _ in range(3)]
        if chance.random() < 0.6:
            centre = chance.randint(0, wide), chance.randint(-high // 2, high + high // 2)
            cv2.circle(
                over, centre, chance.randint(high // 3, high), colour, chance.randint(2, 7), cv2.LINE_AA
            )
        else:
            points = np.asarray(
                [[chance.randint(0, wide), chance.randint(0, high)] for _ in range(4)], np.int32
            )
            cv2.polylines(over, [points], False, colour, chance.randint(1, 5), cv2.LINE_AA)
        share = chance.uniform(0.25, 0.7)
        picture = picture * (1 - share) + over * share
    return picture.astype(np.float32)
