"""Where on the picture are eyes, forehead and mouth of a face? For the marks that a reviewer sees."""

from assay.checks.readings import Face
from assay.checks.readings.picture import Point

Box = tuple[Point, Point]

# From the middle between the pupils, in eye distances: half the width, and from where to where downwards.
_EYES = (1.0, -0.4, 0.4)
_FOREHEAD = (1.0, -1.2, -0.35)
_MOUTH = (0.8, 0.45, 1.75)


def eye_band(face: Face) -> Box:
    """Return the box around both eyes, shares of the picture."""
    return _box(face, *_EYES)


def forehead(face: Face) -> Box:
    """Return the box of the forehead down to the brows."""
    return _box(face, *_FOREHEAD)


def lower_half(face: Face) -> Box:
    """Return the box of nose, mouth and chin."""
    return _box(face, *_MOUTH)


def _box(face: Face, half: float, top: float, bottom: float) -> Box:
    (one, other), quality = face.eyes, face.quality
    across = face.eye_distance / max(1, quality.width)
    down = face.eye_distance / max(1, quality.height)
    x, y = (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
    return (
        (_inside(x - half * across), _inside(y + top * down)),
        (_inside(x + half * across), _inside(y + bottom * down)),
    )


def _inside(share: float) -> float:
    return min(1.0, max(0.0, share))
