"""Has the document colours, or is it a black-and-white copy?"""

import cv2
import numpy as np

from assay.checks.engines.image.strips import Pixels

_SIZE = (96, 64)
# The rim may show what the document lies on.
_RIM = 0.04
_TOO_DARK, _BURNT_OUT = 0.06, 0.985
_LEAST_SEEN = 0.2
_PERCENTILE = 95


def colour_of(flat: Pixels) -> float | None:
    """Return how far the colours of a straightened document stray from one tint: chroma of CIE Lab, 95th percentile.

    The tint of the light may drift over the picture and with its brightness, as it does under two lamps: a plane is fitted
    to the logarithm of each channel's share and taken away. What is left of a grey copy is noise. None where too little
    is bright enough, or not burnt out.
    """
    rows, columns = flat.shape[:2]
    off_y, off_x = int(rows * _RIM), int(columns * _RIM)
    inner = flat[off_y : rows - off_y, off_x : columns - off_x]
    small = np.asarray(cv2.resize(inner, _SIZE, interpolation=cv2.INTER_AREA), np.float32) / 255
    small = np.asarray(cv2.GaussianBlur(small, (3, 3), 0), np.float32)
    light = small.mean(2)
    usable = (light > _TOO_DARK) & (small.max(2) < _BURNT_OUT)
    if usable.mean() < _LEAST_SEEN:
        return None
    y, x = np.mgrid[0 : _SIZE[1], 0 : _SIZE[0]].astype(np.float32) / _SIZE[0]
    terms = np.stack([np.ones_like(x), x, y, light], -1)
    share = np.log(np.maximum(small, 0.01) / np.maximum(light, 0.01)[..., None])
    tint = np.linalg.lstsq(terms[usable], share[usable], rcond=None)[0]
    even = small / np.exp(terms @ tint)
    even *= 0.9 / np.percentile(even[usable], 95)
    lab = cv2.cvtColor(np.clip(even, 0, 1.2).astype(np.float32), cv2.COLOR_BGR2LAB)
    return round(float(np.percentile(np.hypot(lab[..., 1], lab[..., 2])[usable], _PERCENTILE)), 2)
