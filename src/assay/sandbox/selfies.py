"""Selfies: the smiling portrait of the person, taken at arm's length in a room."""

import cv2
import numpy as np

from assay.sandbox import figure, photos, portraits
from assay.sandbox.people import Person
from assay.sandbox.portraits import Pixels

WIDTH, HEIGHT = 896, 1120


def take(bearer: Person, *, seed: int = 0) -> bytes:
    """Return a JPEG selfie, 896 x 1120, with the face about a third of the width. Same arguments, same bytes."""
    drawn = np.random.default_rng((bearer.number, seed))
    source = _enlarge(portraits.load(portraits.find(bearer.portrait_id).smiling))
    person, wall = figure.cut_out(source)
    above = HEIGHT - source.shape[0]
    plain, behind = (
        cv2.copyMakeBorder(part, above, 0, 0, 0, cv2.BORDER_REPLICATE) for part in (source, wall)
    )
    person = cv2.copyMakeBorder(person, above, 0, 0, 0, cv2.BORDER_CONSTANT).astype(np.float32)
    room = behind * figure.paint_wall(plain.shape, seed=int(bearer.portrait_id))
    picture = room + (plain - room) * person[..., None]
    across = np.linspace(-1, 1, WIDTH, dtype=np.float32)[None, :, None]
    lit = picture * (0.95 + 0.05 * float(drawn.uniform(-1, 1)) * across)
    noisy = lit + 2.0 * drawn.standard_normal(lit.shape, np.float32)
    return photos.encode(np.clip(noisy, 0, 255).astype(np.uint8), quality=90)


def _enlarge(source: Pixels) -> Pixels:
    scale = WIDTH / source.shape[1]
    return cv2.resize(source, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC).astype(np.uint8)
