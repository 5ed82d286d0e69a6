"""How sharp is a picture? One measure for documents and faces alike."""

import cv2
import numpy as np
import numpy.typing as npt

_TAPS = 9

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
