"""Closes the eyes of a portrait: the skin of the upper lid is drawn down over the eye, lashes in front."""

import cv2
import numpy as np
import numpy.typing as npt

from assay.sandbox.portraits import Pixels

Points = npt.NDArray[np.float32]
Map = npt.NDArray[np.float32]
Curve = npt.NDArray[np.float64]

# Upper lid, lower lid and lower edge of the brow in the mesh of the face landmark model, corner to corner.
EYES = (
    ((33, 246, 161, 160, 159, 158, 157, 173, 133), (33, 7, 163, 144, 145, 153, 154, 155, 133), (46, 53, 52, 65, 55)),
    ((362, 398, 384, 385, 386, 387, 388, 466, 263), (362, 382, 381, 380, 374, 373, 390, 249, 263), (285, 295, 282, 283, 276)),
)  # fmt: skip


def close(picture: Pixels, points: Points, share: float) -> Pixels:
    """Return the picture with both eyes closed by a share: 0 as they are, 1 shut. Only the upper lids move."""
    if share <= 0:
        return picture
    height, width = picture.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    shade = np.zeros((height, width), np.float32)
    for upper, lower, brow in EYES:
        _draw_down(rows, shade, [points[list(line), :2] for line in (upper, lower, brow)], share)
    closed = cv2.remap(picture, columns, rows, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.clip(closed * (1 - 0.62 * shade[..., None]), 0, 255).astype(np.uint8)


def _draw_down(rows: Map, shade: Map, lines: list[Points], share: float) -> None:
    """Stretch the skin between brow and lid down to where the margin is now: change `rows`, the source rows.

    The margin of the mesh may lie inside the eye. So the skin is taken from a little above it, and the line of the lashes is
    laid over as `shade`.
    """
    upper, lower, brow = (line[np.argsort(line[:, 0])] for line in lines)
    across = np.arange(int(np.ceil(upper[0, 0])) - 1, int(np.floor(upper[-1, 0])) + 2)
    lid, rest, edge = (_smooth(np.interp(across, line[:, 0], line[:, 1])) for line in (upper, lower, brow))
    opening = np.maximum(rest - lid, 0)
    skin = lid + (0.04 - 0.26 * share) * opening
    top = np.maximum(edge + 0.25 * (lid - edge), lid - 2.2 * opening.max())
    now = lid + share * (opening + 0.07 * opening.max())
    place = np.linspace(-1, 1, across.size)
    strength = share * np.clip((1 - np.abs(place)) * 6, 0, 1)
    thick = 0.10 * opening.max()
    for column, start, margin, target, dark in zip(across, top, skin, now, strength, strict=True):
        if target <= start + 1:
            continue
        span = np.arange(int(np.ceil(start)), int(np.floor(target)) + 1)
        part = (span - start) / (target - start)
        # Most of the stretch is taken near the margin, where the lid unrolls; the fold under the brow stays.
        rows[span, column] = start + (margin - start) * part ** _stretch(margin - start, target - start)
        near = np.arange(int(target - 4 * thick), int(target + 4 * thick) + 1)
        line = dark * np.exp(-(((near - target) / thick) ** 2))
        shade[near, column] = np.maximum(shade[near, column], line)


def _stretch(before: float, after: float) -> float:
    return float(np.clip(1 + 0.35 * (after / max(before, 1.0) - 1), 1.0, 1.6)) ** -1


def _smooth(curve: Curve) -> Curve:
    padded = np.pad(curve, 2, mode="edge")
    return np.convolve(padded, np.array([1, 3, 4, 3, 1]) / 12, mode="valid")
