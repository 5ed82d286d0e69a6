"""How much of a face's depth shows when it turns? A sheet shows none, flat or bent.

Paper bends without stretching: through each of its points runs a straight line along which it stays straight (a developable
surface; do Carmo, "Differential Geometry of Curves and Surfaces", 3-5). A photo around a tin therefore has depth across the
tin, but along it none, and how its points move when it turns is affine plus a function of one coordinate. That part is fitted
and taken away, in every direction the tin may lie; what is left of a head's movement is its nose, cheeks and brow.
"""

import numpy as np
import numpy.typing as npt

from assay.checks.engines.face.landmarks import Landmarks
from assay.checks.engines.face.parallax import turned_by

Field = npt.NDArray[np.float64]

# Points that keep their place in the skin whatever the face expresses: nose, corners of the eyes, brow, cheeks.
# fmt: off
_RIGID = (
    1, 2, 4, 5, 195, 197, 6, 168, 8, 9, 98, 327, 48, 278, 64, 294, 45, 275, 115, 344, 131, 360, 220, 440, 3, 51, 281, 248,
    33, 133, 362, 263, 130, 359, 243, 463,
    10, 151, 108, 337, 107, 336, 66, 296, 105, 334, 69, 299, 67, 297, 109, 338,
    50, 280, 205, 425, 117, 346, 118, 347, 101, 330, 100, 329, 36, 266, 187, 411, 123, 352, 116, 345, 111, 340, 142, 371,
    203, 423, 206, 426, 216, 436,
)
# fmt: on
# Directions in which the sheet may be straight, over half a turn, and the degree of its bend.
_DIRECTIONS = 8
_BEND = 4


class Relief:
    """The depth a face has in one frontal look, and how much of it shows in others."""

    def __init__(self, frontal: Landmarks) -> None:
        self.frontal = frontal
        # Pixels between the pupils: the unit of all lengths here.
        self.scale = max(frontal.eye_distance, 1.0)
        # Which points of the network, and where they lie in the frontal picture (n x 2).
        self.rigid = list(_RIGID)
        self.places = frontal.points[self.rigid, :2]
        flat = _centred(self.places) / self.scale
        depth = _centred(frontal.points[self.rigid, 2:]) / self.scale
        angles = np.arange(_DIRECTIONS) * np.pi / _DIRECTIONS
        self._sheets = [_sheet(flat, float(angle)) for angle in angles]
        self._depths = [_beyond(sheet, depth)[:, 0] for sheet in self._sheets]

    def shown_by(self, turned: Landmarks) -> float | None:
        """Return how much of the depth moved as the depth of a head does: about 0 for a sheet, about 1 for a head.

        None when the face turned too little. Measured by the points of the landmark network, which knows faces: behind a
        mask it sees the head, so what the skin does is measured beside it (`skin_relief`).
        """
        turn = turned_by(self.frontal, turned)
        return None if turn is None else self.share(turned.points[self.rigid, :2] / self.scale, turn)

    def share(self, moved: npt.NDArray[np.floating], turn: float) -> float:
        """Return the share of the depth in where the points went (n x 2, in eye distances) when the face turned by `turn`.

        A point moves by its depth times the sine of the turn, so the movement left after the best sheet is compared with the
        depth left after the same sheet.
        """
        centred = _centred(moved)
        shares = []
        for sheet, depth in zip(self._sheets, self._depths, strict=True):
            left = _beyond(sheet, centred)
            shares.append(float(np.linalg.norm(left.T @ depth)) / max(float(depth @ depth), 1e-9))
        return min(shares) / float(np.sin(np.radians(min(turn, 90.0))))


def _centred(points: npt.NDArray[np.floating]) -> Field:
    wide = points.astype(np.float64)
    return np.asarray(wide - wide.mean(axis=0))


def _sheet(flat: Field, angle: float) -> Field:
    """Return an orthonormal basis (points x 6) of how a sheet's points can move, if it is bent across this angle."""
    across = flat[:, 0] * np.cos(angle) + flat[:, 1] * np.sin(angle)
    ways = [np.ones(len(flat)), flat[:, 0], flat[:, 1], *(across**power for power in range(2, _BEND + 1))]
    return np.asarray(np.linalg.qr(np.column_stack(ways))[0])


def _beyond(sheet: Field, values: Field) -> Field:
    return np.asarray(values - sheet @ (sheet.T @ values))
