"""What a recorded challenge shows."""

from assay.checks.result import Frozen

# Mean light of a patch of skin or wall: blue, green, red, 0 to 255.
Light = tuple[float, float, float]


class Frame(Frozen):
    """One sampled frame: `at` seconds from the first frame; the faces in it count, the main one is measured.

    `template` is given for the sharp, nearly frontal frames only. `parallax` is how far the nose moved against the eyes
    compared with a flat picture turned by the same angle (0: moves as a plane). `relief` is how much of the depth expected of a
    face showed when it turned, beyond what a sheet shows however it is bent (0: a sheet, 1: a head); `skin_relief` the same by
    the picture of the skin and not by the points of a network that knows faces (0: a sheet or a mask, about 0.5: a head).

    `lids` are how closed the person's right and left eye are, `smile` the expression score, each 0 to 1; `mouth` is the width
    of the mouth over that from eye to eye, `mouth_open` how far the lips are apart over the same. `gaze` is where the eyes look
    relative to the head, in degrees: to the person's own left, and down. `skin` and `room` are the light on the face and around
    it. `change` is the mean difference to the frame before, in grey levels.
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
    relief: float | None = None
    skin_relief: float | None = None
    lids: tuple[float, float] | None = None
    smile: float | None = None
    mouth: float | None = None
    mouth_open: float | None = None
    gaze: tuple[float, float] | None = None
    skin: Light | None = None
    room: Light | None = None
    change: float | None = None


class Stream(Frozen):
    """What the recording itself tells, whoever is in it.

    `noise` is the noise of single pixels from one frame to the next where nothing moves, in grey levels. `frozen` is the share
    of frames that equal the one before, `repeated_seconds` the length of the longest part that comes a second time.
    `step_jitter` is how far the time stamps lie off an even beat, in seconds (median).
    """

    noise: float | None = None
    frozen: float = 0.0
    repeated_seconds: float = 0.0
    step_jitter: float | None = None


class ClipReading(Frozen):
    """A recorded challenge. `seconds` by time stamps, never by the container's word.

    `raster` and `framed` are those of a face (`Face`), medians of some frames. `fingerprint` are words for telling the same
    recording again (`checks.recordings.replay.likeness`).
    """

    seconds: float
    width: int
    height: int
    frames: tuple[Frame, ...]
    # Still frames worth showing to a person, as (frame index, what it shows).
    shown: tuple[tuple[int, str], ...] = ()
    fingerprint: tuple[int, ...] = ()
    stream: Stream | None = None
    raster: float | None = None
    framed: float | None = None
