"""What is measured on a face."""

from assay.checks.readings.picture import Point, Quality
from assay.checks.result import Frozen


class Face(Frozen):
    """One face. `box` is its opposite corners; `eye_distance` pixels between the pupils; angles in degrees
    (yaw: positive when the person turns to their own left); `eyes_closed`, `smile` and `live` 0 to 1;
    `template` is the unit vector of the embedding model, 128 floats. `live` is None where the
    presentation-attack model is missing or the face is a printed portrait.
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


class SelfieReading(Frozen):
    quality: Quality
    faces: tuple[Face, ...]
