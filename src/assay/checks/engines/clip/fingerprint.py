"""By what can a recording be known again? The words of `readings.fingerprint`, five a second."""

import cv2
import numpy as np

from assay.checks.engines.face.detector import Pixels
from assay.checks.engines.face.landmarks import Landmarks, Pose
from assay.checks.readings.fingerprint import WORDS_A_SECOND, Word

_ACROSS, _DOWN = 9, 4
_NOSE = 1
# Frames are looked at every tenth of a second, a little more or less.
_GRACE_SECONDS = 0.03


class Fingerprint:
    """Collects the words of one recording, frame by frame."""

    def __init__(self) -> None:
        self.words: list[int] = []
        self._first: tuple[float, float] | None = None

    def look(self, at: float, pixels: Pixels, landmarks: Landmarks | None, pose: Pose | None) -> None:
        if at + _GRACE_SECONDS < len(self.words) / WORDS_A_SECOND:
            return
        movement = None
        if landmarks and pose:
            x, y = (landmarks.points[_NOSE, :2] / max(landmarks.eye_distance, 1.0)).tolist()
            self._first = self._first or (x, y)
            movement = (pose.yaw, pose.pitch, x - self._first[0], y - self._first[1])
        self.words.append(Word(movement, _picture(pixels)).packed())


def _picture(pixels: Pixels) -> int:
    """Return 32 bits: where the picture, made very small, is brighter than one step to the right."""
    small = cv2.resize(
        cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), (_ACROSS, _DOWN), interpolation=cv2.INTER_AREA
    )
    bits = np.packbits(small[:, :-1] > small[:, 1:])
    return int.from_bytes(bits.tobytes(), "big")
