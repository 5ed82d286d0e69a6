"""How good is the picture of a face? Measured on the face alone, at one size, so that pictures compare."""

import cv2
import numpy as np

from assay.checks.engines.face.detector import Detection, Pixels
from assay.checks.engines.image.sharpness import sharpness
from assay.checks.readings import Quality

_SIDE = 160
_BURNT_OUT = 250


def measure(pixels: Pixels, face: Detection, width: int, height: int) -> Quality | None:
    """Return the quality of a face; `width` and `height` are those of the whole upright picture.

    None when nothing of the box lies in the picture. A face smaller than the common size is enlarged, so it
    counts as less sharp: it is.
    """
    left, top = max(0, int(face.x)), max(0, int(face.y))
    crop = pixels[top : int(face.y + face.height), left : int(face.x + face.width)]
    if crop.size == 0:
        return None
    method = cv2.INTER_AREA if min(crop.shape[:2]) > _SIDE else cv2.INTER_LINEAR
    grey = cv2.cvtColor(cv2.resize(crop, (_SIDE, _SIDE), interpolation=method), cv2.COLOR_BGR2GRAY).astype(
        np.float32
    )
    return Quality(
        width=width,
        height=height,
        sharpness=sharpness(grey),
        brightness=float(grey.mean()),
        contrast=float(grey.std()),
        glare=float((grey > _BURNT_OUT).mean()),
    )
