"""A strip: the four corners of one line of text, and how to cut it out of the picture straight.

Corners are float32, 4 x 2, pixels, clockwise from the top left as the line is read; the first side is the direction of reading.
"""

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Corners = npt.NDArray[np.float32]

# Longer strips than this many pixels carry nothing that a line recogniser could use.
_LONGEST_CROP = 2600


def length(strip: Corners) -> float:
    return float(np.linalg.norm(strip[1] - strip[0]))


def height(strip: Corners) -> float:
    return float(np.linalg.norm(strip[3] - strip[0]))


def direction(strip: Corners) -> Corners:
    """Return the unit vector of reading."""
    side = strip[1] - strip[0]
    return np.asarray(side / max(float(np.linalg.norm(side)), 1e-6), np.float32)


def downwards(strip: Corners) -> Corners:
    """Return the unit vector from a line to the next one below it."""
    x, y = direction(strip)
    return np.asarray((-y, x), np.float32)


def turned_over(strip: Corners) -> Corners:
    """Return the same strip, read the other way round."""
    return np.roll(strip, -2, axis=0)


def ordered(box: Corners) -> Corners:
    """Return a rectangle's corners with the long side as the direction of reading, left to right or top to bottom."""
    sides = [float(np.linalg.norm(box[(i + 1) % 4] - box[i])) for i in range(4)]
    strip = np.roll(box, 0 if sides[0] + sides[2] >= sides[1] + sides[3] else -1, axis=0).astype(np.float32)
    along, across = strip[1] - strip[0], strip[3] - strip[0]
    if along[0] * across[1] - along[1] * across[0] < 0:
        strip = strip[[1, 0, 3, 2]]
        along = -along
    backwards = along[0] < 0 if abs(along[0]) >= abs(along[1]) else along[1] < 0
    return turned_over(strip) if backwards else strip


def widened(strip: Corners, above: float, beside: float) -> Corners:
    """Return the strip grown by shares of its height: `above` at top and bottom, `beside` at both ends."""
    along = direction(strip) * beside * height(strip)
    across = (strip[3] - strip[0]) * above
    moves = np.stack([-along - across, along - across, along + across, across - along])
    return np.asarray(strip + moves, np.float32)


def crop(pixels: Pixels, strip: Corners, rows: int, stretch: float = 1.0) -> Pixels:
    """Cut the strip out of the full-resolution picture, `rows` pixels high, without aliasing.

    It comes out in proportion, or wider by `stretch`.
    """
    shrink = max(height(strip), 1.0) / rows
    columns = int(np.clip(round(length(strip) / shrink * stretch), 16, _LONGEST_CROP))
    finer = int(np.ceil(shrink)) if shrink > 1.6 else 1
    wide, high = columns * finer, rows * finer
    target = np.asarray([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    straight = cv2.warpPerspective(
        pixels,
        cv2.getPerspectiveTransform(strip.astype(np.float32), target),
        (wide, high),
        flags=cv2.INTER_CUBIC if shrink < 1 else cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    if finer > 1:
        straight = cv2.resize(straight, (columns, rows), interpolation=cv2.INTER_AREA)
    return np.asarray(straight, np.uint8)


def _continuations(strips: Corners) -> npt.NDArray[np.int64]:
    """Return the pairs (first, second) in which the second strip, n x 4 x 2, goes on where the first one ends, on the same
    line and in the same size. All pairs at once: a busy picture has tens of thousands.
    """
    sides = strips[:, 1] - strips[:, 0]
    along = sides / np.maximum(np.linalg.norm(sides, axis=1, keepdims=True), 1e-6)
    below = np.stack([-along[:, 1], along[:, 0]], axis=1)
    tall = np.linalg.norm(strips[:, 3] - strips[:, 0], axis=1)
    ratio = tall[:, None] / np.maximum(tall, 1.0)[None]
    # From the middle of the first one's end to the middle of the second one's start.
    steps = ((strips[:, 0] + strips[:, 3]) / 2)[None] - ((strips[:, 1] + strips[:, 2]) / 2)[:, None]
    onwards = np.einsum("ijk,ik->ij", steps, along)
    aside = np.abs(np.einsum("ijk,ik->ij", steps, below))
    fits = (
        (np.abs(along @ along.T) >= 0.985)
        & (ratio > 0.55)
        & (ratio < 1.8)
        & (aside < 0.4 * np.maximum(tall[:, None], tall[None]))
        & (onwards > -1.2 * tall[:, None])
        & (onwards < 1.6 * tall[:, None])
    )
    np.fill_diagonal(fits, val=False)
    return np.argwhere(fits)


def joined(strips: list[Corners]) -> list[Corners]:
    """Return the strips with the fragments of one line joined: detectors cut long lines at gaps."""
    strips = list(strips)
    while len(strips) > 1:
        pairs = _continuations(np.stack(strips))
        if not len(pairs):
            break
        i, j = (int(index) for index in pairs[0])
        first, second = strips[i], strips[j]
        whole = np.asarray([first[0], second[1], second[2], first[3]], np.float32)
        strips = [strip for k, strip in enumerate(strips) if k not in (i, j)] + [whole]
    return strips
