"""What a recorded challenge shows."""

from assay.checks.result import Frozen


class Frame(Frozen):
    """One sampled frame: `at` seconds from the first frame; the faces in it count, the main one is measured.
    `template` is given for the sharp, nearly frontal frames only. `parallax` is how far the nose moved against the eyes
    compared with a flat picture turned by the same angle (0: moves as a plane).
    """

    at: float
    faces: int
    yaw: float | None = None
    pitch: float | None = None
    eyes_closed: float | None = None
    live: float | None = None
    parallax: float | None = None
    sharpness: float | None = None
    template: tuple[float, ...] | None = None


class ClipReading(Frozen):
    """A recorded challenge. `seconds` by time stamps, never by the container's word."""

    seconds: float
    width: int
    height: int
    frames: tuple[Frame, ...]
    # Still frames worth showing to a person, as (frame index, what it shows).
    shown: tuple[tuple[int, str], ...] = ()
