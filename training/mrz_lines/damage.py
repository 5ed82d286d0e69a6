"""What does a phone do to a printed zone? Perspective, light, blur, few pixels, noise, compression."""

import random

import cv2
import numpy as np

from assay.checks.engines.image.light import brightened


def photographed(picture, quads, chance: random.Random, noise: np.random.RandomState):
    """Return (pixels uint8, quads) of the photo of a drawn zone."""
    picture, quads = _held(picture, quads, chance)
    picture = _lit(picture, chance)
    scale = 1.0 if chance.random() < 0.15 else chance.uniform(0.28, 0.95)
    picture = _blurred(np.clip(picture, 0, 255), chance)
    if scale < 1:
        picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    dark = chance.random() < 0.2
    if dark:
        picture = picture * chance.uniform(0.1, 0.35) + noise.randn(*picture.shape[:2], 1) * chance.uniform(
            1, 5
        )
    if dark or chance.random() < 0.6:
        picture = picture + noise.randn(*picture.shape) * chance.uniform(1, 4 if dark else 15)
    pixels = np.clip(picture, 0, 255).astype(np.uint8)
    for _ in range(chance.choice((0, 1, 1, 1, 2))):
        quality = [cv2.IMWRITE_JPEG_QUALITY, chance.randint(22, 92)]
        pixels = cv2.imdecode(cv2.imencode(".jpg", pixels, quality)[1], cv2.IMREAD_COLOR)
    return brightened(pixels), (quads * scale).astype(np.float32)


def _held(picture, quads, chance: random.Random):
    """Turned by a few degrees and seen aslant, as a document held in the hand is."""
    if chance.random() < 0.25:
        return picture, quads
    high, wide = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), chance.uniform(-9, 9), 1)
    across = abs(turn[0, 0]) * wide + abs(turn[0, 1]) * high, abs(turn[0, 1]) * wide + abs(turn[0, 0]) * high
    turn[:, 2] += (across[0] - wide) / 2, (across[1] - high) / 2
    size = int(across[0]), int(across[1])
    corners = np.asarray([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    aslant = corners + np.asarray(
        [[chance.uniform(-0.02, 0.02) * wide, chance.uniform(-0.13, 0.13) * high] for _ in corners],
        np.float32,
    )
    matrix = np.vstack([turn, (0, 0, 1)]) @ cv2.getPerspectiveTransform(corners, aslant)
    moved = cv2.warpPerspective(
        picture, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return moved, cv2.perspectiveTransform(quads.reshape(-1, 1, 2), matrix).reshape(-1, 4, 2)


def _lit(picture, chance: random.Random):
    high, wide = picture.shape[:2]
    if chance.random() < 0.3:
        y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
        spread = chance.uniform(0.03, 0.35) * wide
        at = chance.uniform(0, wide), chance.uniform(0, high)
        spot = np.exp(-(((x - at[0]) / spread) ** 2 + ((y - at[1]) / (spread * chance.uniform(0.2, 1))) ** 2))
        picture = picture + spot[..., None] * chance.uniform(30, 210)
    if chance.random() < 0.35:
        dim = chance.uniform(0.25, 1)
        ramp = np.linspace(dim, chance.uniform(dim, 1.1), wide, dtype=np.float32)
        picture = picture * (ramp if chance.random() < 0.5 else ramp[::-1])[None, :, None]
    if chance.random() < 0.25:
        picture = (picture - 128) * chance.uniform(0.25, 0.9) + chance.uniform(70, 170)
    return picture


def _blurred(picture, chance: random.Random):
    kind = chance.random()
    if kind < 0.4:
        return cv2.GaussianBlur(picture, (0, 0), chance.uniform(0.4, 3.2))
    if kind < 0.6:
        length = chance.randint(3, 12)
        kernel = np.zeros((length, length), np.float32)
        kernel[length // 2] = 1
        middle = length / 2 - 0.5
        turn = cv2.getRotationMatrix2D((middle, middle), chance.uniform(0, 180), 1)
        kernel = cv2.warpAffine(kernel, turn, (length, length))
        return cv2.filter2D(picture, -1, kernel / max(float(kernel.sum()), 1e-6))
    return picture
