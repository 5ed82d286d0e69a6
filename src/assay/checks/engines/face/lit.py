"""What light falls on the face, and what on the room behind it? Mean colours, for seeing the light of the screen come back."""

import numpy as np

from assay.checks.engines.face.detector import Detection, Pixels
from assay.checks.engines.face.landmarks import Landmarks
from assay.checks.readings import Light

# Both cheeks, the forehead and the bridge of the nose; patches of this many eye distances to each side.
_SKIN = (50, 280, 151, 6)
_REACH = 0.14
# The room begins this many face widths beside the face, so that hair does not count, and ends at the chin.
_BESIDE = 0.45
_LEAST_ROOM = 400
_EVERY = 4


def on_skin(pixels: Pixels, landmarks: Landmarks) -> Light | None:
    """Return the mean blue, green and red of the skin; None where its patches lie outside the picture."""
    reach = max(2, round(_REACH * landmarks.eye_distance))
    patches = []
    for x, y in landmarks.points[list(_SKIN), :2].astype(int).tolist():
        patch = pixels[max(0, y - reach) : max(0, y + reach), max(0, x - reach) : max(0, x + reach)]
        if patch.size:
            patches.append(patch.reshape(-1, 3).mean(axis=0))
    return _light(np.mean(patches, axis=0)) if patches else None


def in_room(pixels: Pixels, face: Detection) -> Light | None:
    """Return the mean blue, green and red to both sides of the head; None where the head fills the picture."""
    left = int(max(0.0, face.x - _BESIDE * face.width))
    right = int(face.x + (1 + _BESIDE) * face.width)
    bottom = int(max(0.0, face.y + face.height))
    sides = [pixels[:bottom:_EVERY, :left:_EVERY], pixels[:bottom:_EVERY, right::_EVERY]]
    room = np.concatenate([side.reshape(-1, 3) for side in sides])
    return _light(room.mean(axis=0)) if len(room) >= _LEAST_ROOM else None


def _light(mean: np.ndarray) -> Light:
    blue, green, red = (round(float(value), 2) for value in mean)
    return blue, green, red
