"""What is measured on a face."""

from assay.checks.readings.picture import Point, Quality
from assay.checks.result import Frozen


class Worn(Frozen):
    """How surely something is worn or held before the face, each 0 to 1.

    `eyes_hidden`: dark or mirrored lenses, or a hand; `glare`: light on lenses where the eyes should be seen; `glasses`: any.
    `hat`: any head cover; `mouth_covered`: a mask, a hand, a thing. `bare_forehead` is how far the skin goes on above the brows,
    in eye distances: a head cover that leaves the oval of the face free leaves the forehead bare.
    """

    glasses: float
    eyes_hidden: float
    glare: float
    hat: float
    mouth_covered: float
    bare_forehead: float


class Face(Frozen):
    """One face. `box` is its opposite corners; `eye_distance` pixels between the pupils; angles in degrees
    (yaw: positive when the person turns to their own left); `eyes_closed`, `smile` and `live` 0 to 1;
    `template` is the unit vector of the embedding model, 128 floats. `live` is None where the
    presentation-attack model is missing or the face is a printed portrait. `lit_evenly` is the light on the darker half of the
    face against the lighter, 1 for even; `flat_skin` the share of the skin without any grain, None where there are too few
    pixels to tell. `raster` is how high an even pattern stands out of the skin, as on a screen or in print (a logarithm, noise
    reaches 1.4); `framed` how much of a four-sided outline around the face lies on edges, 0 to 1. These and `worn` are measured
    on selfies only.
    """

    box: tuple[Point, Point]
    eyes: tuple[Point, Point]
    confidence: float
    eye_distance: float
    yaw: float
    pitch: float
    roll: float
    eyes_closed: float
    smile: float
    quality: Quality
    live: float | None
    template: tuple[float, ...]
    lit_evenly: float = 1.0
    worn: Worn | None = None
    flat_skin: float | None = None
    raster: float | None = None
    framed: float | None = None


class SelfieReading(Frozen):
    """`turned` is by how many degrees clockwise the picture was turned to stand upright; all points are of the upright one."""

    quality: Quality
    faces: tuple[Face, ...]
    turned: int = 0
