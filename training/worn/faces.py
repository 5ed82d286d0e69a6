"""The portraits the samples are drawn on, and what the engines see in a sample."""

from pathlib import Path

import cv2
import numpy as np

from assay.checks.engines.face import detector, landmarks
from assay.checks.engines.faces import close_up
from assay.checks.examine import face_mesh
from assay.sandbox import figure
from assay.sandbox.portraits import Pixels
from training.worn.samples import Portrait

_SIDE = 400
# Head and shoulders of a London portrait at that size.
_CUT = np.s_[10:330, 40:360]


def held_back(folder: Path) -> frozenset[str]:
    """Return the people nothing is trained on: every third of the portraits' numbers."""
    people = sorted({path.name[:3] for path in folder.glob("*_front/*.jpg")})
    return frozenset(people[2::3])


def portraits(folder: Path, *, held: bool) -> list[Portrait]:
    """Return the portraits of the people to train on, or of those held back."""
    back = held_back(folder)
    paths = [path for path in sorted(folder.glob("*_front/*.jpg")) if (path.name[:3] in back) == held]
    return [_portrait(path) for path in paths]


def _portrait(path: Path) -> Portrait:
    whole = cv2.imread(str(path))
    person, _ = figure.cut_out(whole)
    small, cut = (
        cv2.resize(part, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)[_CUT].copy()
        for part in (whole, person)
    )
    points, _ = face_mesh(small)
    return Portrait(small, points, cut)


def seen(pixels: Pixels) -> np.ndarray | None:
    """Return the features (128 x 16 x 16, half precision) of the face nearest the middle, None without one."""
    found = detector.detect(pixels)
    if not found:
        return None
    height, width = pixels.shape[:2]
    main = min(
        found, key=lambda one: abs(one.centre[0] - width / 2) + abs(one.centre[1] - height / 2) - one.width
    )
    crop, near, _, _ = close_up(pixels, main)
    return landmarks.features(crop, landmarks.place(crop, near))[0].astype(np.float16)
