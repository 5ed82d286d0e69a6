"""Photos of a flat scan as a phone would take them: a desk, perspective, light, noise, JPEG.

`clean` and `tilted` are good photos. The others each have the one fault they are named after.
"""

from enum import StrEnum

import cv2
import numpy as np
import numpy.typing as npt

from assay.sandbox.portraits import Pixels

Picture = npt.NDArray[np.float32]
Corners = npt.NDArray[np.float32]

WIDTH, HEIGHT = 1920, 1440


class PhotoKind(StrEnum):
    CLEAN = "clean"
    TILTED = "tilted"
    GLARE = "glare"
    DARK = "dark"
    BLURRED = "blurred"
    CUT_OFF = "cut_off"


GOOD = (PhotoKind.CLEAN, PhotoKind.TILTED)


def take(scan: Pixels, kind: PhotoKind = PhotoKind.CLEAN, *, seed: int = 0) -> bytes:
    """Return a JPEG photo, 1920 x 1440, of the scan lying on a desk. Same arguments, same bytes."""
    drawn = np.random.default_rng(seed)
    corners = _corners(scan, kind, drawn)
    picture = lay(scan, corners, _desk(drawn))
    picture = _light(picture, drawn)
    if kind is PhotoKind.GLARE:
        picture = _glare(picture, corners, drawn)
    if kind is PhotoKind.DARK:
        picture = picture * 0.16 + 3.5 * drawn.standard_normal(picture.shape, np.float32)
    softness = 7.0 if kind is PhotoKind.BLURRED else 0.7
    picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), softness), np.float32)
    picture += 2.0 * drawn.standard_normal(picture.shape, np.float32)
    return encode(np.clip(picture, 0, 255).astype(np.uint8), quality=88)


def encode(pixels: Pixels, *, quality: int) -> bytes:
    return bytes(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1])


def _corners(scan: Pixels, kind: PhotoKind, drawn: np.random.Generator) -> Corners:
    """Return where the four corners of the scan fall, clockwise from top left, in pixels of the photo."""
    height, width = scan.shape[:2]
    scale = 0.8 * min(WIDTH / width, HEIGHT / height)
    tilt, skew = (9.0, 0.05) if kind is PhotoKind.TILTED else (1.5, 0.012)
    angle = np.radians(drawn.uniform(0.5, 1) * tilt * drawn.choice((-1, 1)))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]], np.float32)
    box = (
        np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)], np.float32)
        * np.array((width, height), np.float32)
        * scale
        / 2
    )
    corners = (
        box + drawn.uniform(-skew, skew, (4, 2)) * np.array((width, height), np.float32) * scale
    ) @ turn
    corners *= min(1.0, 0.92 * WIDTH / np.ptp(corners[:, 0]), 0.92 * HEIGHT / np.ptp(corners[:, 1]))
    middle = np.array((WIDTH / 2, HEIGHT / 2), np.float32) - (corners.max(axis=0) + corners.min(axis=0)) / 2
    if kind is PhotoKind.CUT_OFF:
        middle = middle + np.array((WIDTH * 0.3, HEIGHT * 0.16), np.float32)
    return np.asarray(corners + middle, np.float32)


def _desk(drawn: np.random.Generator) -> Picture:
    """Return a wooden desk with a few papers and a pen lying about, out of the way of the document's edge."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    wood = np.array([(62, 88, 122), (54, 66, 84), (96, 112, 128)][drawn.integers(3)], np.float32)
    grain = np.sin(
        rows * 0.055 + 3 * np.sin(columns * 0.0021 + drawn.uniform(0, 6)) + 0.6 * np.sin(rows * 0.21)
    )
    coarse = drawn.normal(0, 1, (60, 12)).astype(np.float32)
    streaks = cv2.resize(coarse, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    desk = wood * (1 + 0.055 * grain + 0.035 * streaks)[..., None]
    for _ in range(3):
        desk = lay(_note(drawn), _anywhere(drawn, 520, 380), desk)
    start = (int(drawn.uniform(0, WIDTH)), int(drawn.choice((30, HEIGHT - 30))))
    cv2.line(desk, start, (start[0] + 460, start[1] + 60), (40, 30, 28), 16, cv2.LINE_AA)
    return np.asarray(desk, np.float32)


def _note(drawn: np.random.Generator) -> Pixels:
    """Return a scrap of paper with grey lines of writing."""
    paper = np.full((380, 520, 3), drawn.uniform(170, 215, 3), np.uint8)
    for row in range(40, 360, 34):
        cv2.line(paper, (30, row), (int(drawn.uniform(200, 490)), row), (120, 116, 112), 3, cv2.LINE_AA)
    return paper


def _anywhere(drawn: np.random.Generator, width: int, height: int) -> Corners:
    """Return the corners of a box turned at will and lying across the rim of the photo."""
    angle = drawn.uniform(0, 2 * np.pi)
    box = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)], np.float32) * np.array(
        (width / 2, height / 2), np.float32
    )
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]], np.float32)
    around = drawn.uniform(0, 2 * np.pi)
    middle = np.array(
        (WIDTH / 2 * (1 + 1.02 * np.cos(around)), HEIGHT / 2 * (1 + 1.12 * np.sin(around))), np.float32
    )
    return np.asarray(box @ turn + middle, np.float32)


def lay(scan: Pixels, corners: Corners, under: Picture) -> Picture:
    """Return the picture with the scan laid on it, with the soft shadow a thin sheet throws."""
    height, width = scan.shape[:2]
    frame = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(frame, corners)
    size = (under.shape[1], under.shape[0])
    laid = cv2.warpPerspective(scan, matrix, size, flags=cv2.INTER_AREA).astype(np.float32)
    cover = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, size, flags=cv2.INTER_LINEAR)
    share = (cover.astype(np.float32) / 255)[..., None]
    shadow = cv2.GaussianBlur(np.roll(cover, (7, 5), (0, 1)), (0, 0), 9).astype(np.float32)[..., None] / 255
    return np.asarray(under * (1 - 0.4 * shadow) * (1 - share) + laid * share, np.float32)


def _light(picture: Picture, drawn: np.random.Generator) -> Picture:
    """Return the picture under a lamp that stands to one side; the light is a little warm or cold."""
    rows, columns = np.mgrid[-1 : 1 : HEIGHT * 1j, -1 : 1 : WIDTH * 1j].astype(np.float32)
    angle = drawn.uniform(0, 2 * np.pi)
    slope = 0.89 + 0.075 * (columns * np.cos(angle) + rows * np.sin(angle))
    warmth = 1 + drawn.uniform(-0.025, 0.025)
    return np.asarray(picture * slope[..., None] * np.array((2 - warmth, 1, warmth), np.float32), np.float32)


def _glare(picture: Picture, corners: Corners, drawn: np.random.Generator) -> Picture:
    """Return the picture with a burnt-out reflection over the lower half of the document."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    across = drawn.uniform(0.35, 0.65)
    middle = (corners[3] * (1 - across) + corners[2] * across) * 0.72 + (corners[0] + corners[1]) / 2 * 0.28
    size = np.ptp(corners[:, 0]) * 0.2
    spot = np.exp(-((((columns - middle[0]) / size) ** 2 + ((rows - middle[1]) / (size * 0.62)) ** 2) ** 2))
    return np.asarray(picture + spot[..., None] * 420, np.float32)
