"""A still or a clip as a strip of small pictures for the page."""

import base64

import cv2
import numpy as np
import numpy.typing as npt

from assay.cli import files, screen
from assay.cli.benching.liveness.items import Item
from assay.policy.schema import Book
from assay.sandbox.photos import encode

Pixels = npt.NDArray[np.uint8]

_FRAMES, _HEIGHT, _QUALITY = 6, 110, 68


def as_data_url(item: Item, book: Book) -> str | None:
    """Return the strip as a `data:` address; None where the file cannot be opened."""
    try:
        pictures = _frames(item, book)
    except screen.Stop:
        return None
    strip = np.hstack([_small(one) for one in pictures])
    data = encode(np.asarray(strip, np.uint8), quality=_QUALITY)
    return f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"


def _frames(item: Item, book: Book) -> list[Pixels]:
    """Return the selfie of a clip and frames evenly over it, or the still alone."""
    if not item.is_clip:
        return [files.open_picture(item.path, book).pixels]
    frames = files.open_clip(item.path, book).frames
    chosen = [frames[int(place)][1] for place in np.linspace(0, len(frames) - 1, _FRAMES)]
    selfie = item.told.selfie
    return [files.open_picture(item.beside(selfie), book).pixels, *chosen] if selfie else chosen


def _small(pixels: Pixels) -> Pixels:
    width = max(1, round(pixels.shape[1] * _HEIGHT / pixels.shape[0]))
    return np.asarray(cv2.resize(pixels, (width, _HEIGHT), interpolation=cv2.INTER_AREA), np.uint8)
