"""How good is the picture of a face? Measured on the face alone, at one size, so that pictures compare."""

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks.engines.face_detector import Detection, Pixels
from assay.checks.readings import Quality

_SIDE = 160
_TAPS = 9
_BURNT_OUT = 250

Grey = npt.NDArray[np.float32]


def _kept_by_blur(grey: Grey, axis: int) -> float:
    """Return which share of the variation along an axis survives another blur: near 1 if blurred already."""
    size = (_TAPS, 1) if axis == 1 else (1, _TAPS)
    blurred = cv2.blur(grey, size)
    before = np.abs(np.diff(grey, axis=axis))
    after = np.abs(np.diff(blurred, axis=axis))
    total = float(before.sum())
    lost = float(np.maximum(0.0, before - after).sum())
    return (total - lost) / total if total else 1.0


def sharpness(grey: Grey) -> float:
    """Return 0 (blurred) to 1.

    Source: Crete, Dolmiere, Ladret, Nicolas, "The blur effect", SPIE 6492 (2007): blur again and see how much
    variation between neighbours is lost; a blurred picture has little to lose. One minus their blur.
    """
    return 1.0 - max(_kept_by_blur(grey, 0), _kept_by_blur(grey, 1))


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
