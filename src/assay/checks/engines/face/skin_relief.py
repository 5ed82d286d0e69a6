"""Does the skin itself move as that of a head when it turns?

The landmark network knows what faces look like: on a paper mask, whose nose is flat, it still draws the nose of the head behind
it. So the picture is followed instead: the turned face is laid over the frontal one as a sheet would fall on it, and what is
left of the movement of brow, cheeks and nose is compared with the depth expected of a face.
"""

from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks.engines.face.detector import Pixels
from assay.checks.engines.face.landmarks import LEFT_PUPIL, RIGHT_PUPIL, Landmarks, pose
from assay.checks.engines.face.parallax import LEAST_TURN
from assay.checks.engines.face.relief import Relief

# The face is followed at this size, which is so many eye distances wide, the eyes this far from the top.
_SIDE, _WIDTH, _EYES_AT = 128, 2.6, 0.38
# A face turned further shows too little of its far cheek to be followed; a smaller face, too little skin.
_MOST_TURN = 25.0
_LEAST_EYE_DISTANCE = 30.0
_SMOOTHED = (5, 5)


class SkinRelief:
    """One frontal look, with which turned ones are compared."""

    def __init__(self, pixels: Pixels, frontal: Landmarks) -> None:
        self._relief = Relief(frontal)
        eyes = frontal.points[[RIGHT_PUPIL, LEFT_PUPIL], :2].mean(axis=0)
        self._scale = _SIDE / (_WIDTH * self._relief.scale)
        x, y = _SIDE / 2 - self._scale * eyes[0], _SIDE * _EYES_AT - self._scale * eyes[1]
        there = np.array([[self._scale, 0, x], [0, self._scale, y]])
        self._face = _even(cv2.warpAffine(pixels, there, (_SIDE, _SIDE)))
        self._places = self._relief.places @ there[:, :2].T + there[:, 2]

    def shown_by(self, pixels: Pixels, turned: Landmarks) -> float | None:
        """Return how much of the depth moved with the skin: near 0 for sheets and masks, 0.4 to 0.8 for heads, because what is
        followed is smoothed. None where the face is small, or turned too little or too far.
        """
        turn = self._turn(turned)
        if not LEAST_TURN <= turn <= _MOST_TURN or self._relief.scale < _LEAST_EYE_DISTANCE:
            return None
        known = np.column_stack([self._places, np.ones(len(self._places))])
        sheet = np.linalg.lstsq(known, turned.points[self._relief.rigid, :2], rcond=None)[0].T
        laid = cv2.warpAffine(pixels, sheet, (_SIDE, _SIDE), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
        flow = cv2.blur(
            _follower().calc(self._face, _even(laid), np.zeros((_SIDE, _SIDE, 2), np.float32)), _SMOOTHED
        )
        columns, rows = np.clip(np.round(self._places).astype(int), 0, _SIDE - 1).T
        return self._relief.share(flow[rows, columns] * (_WIDTH / _SIDE), turn)

    def _turn(self, turned: Landmarks) -> float:
        """Return by how many degrees the head turned or nodded, by its pose alone: a smile foreshortens a face, too."""
        before, after = pose(self._relief.frontal), pose(turned)
        return float(np.hypot(after.yaw - before.yaw, after.pitch - before.pitch))


@cache
def _follower() -> cv2.DISOpticalFlow:
    """Dense inverse search (Kroeger et al. 2016)."""
    return cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)


def _even(face: npt.NDArray[np.generic]) -> npt.NDArray[np.uint8]:
    """Return the face in grey, with its contrast evened: turning changes the light on it."""
    grey = cv2.cvtColor(face.astype(np.uint8, copy=False), cv2.COLOR_BGR2GRAY)
    return np.asarray(cv2.createCLAHE(2.0, (4, 4)).apply(grey), np.uint8)
