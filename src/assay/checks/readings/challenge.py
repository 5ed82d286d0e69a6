"""What the server asked for in one recording, and what the browser said about the camera it was made with."""

from enum import StrEnum

from assay.checks.readings.picture import Point
from assay.checks.result import Frozen


class Gesture(StrEnum):
    """What the customer is asked to do. Left and right are the person's own."""

    TURN_LEFT = "turn_left"
    TURN_RIGHT = "turn_right"
    LOOK_UP = "look_up"
    BLINK = "blink"
    SMILE = "smile"
    FOLLOW_DOT = "follow_dot"


class Prompt(Frozen):
    """One asked gesture and the seconds of the recording in which it was on the screen.

    `path` are the places of the dot to follow, as shares of the screen's width and height, the person's own left being 0; it
    moves between them in straight lines of equal time. Other gestures have none.
    """

    gesture: Gesture
    from_second: float
    to_second: float
    path: tuple[Point, ...] = ()


class Colour(StrEnum):
    """Colours the screen lights the face with. White and black are not drawn: the room makes them, too."""

    RED = "red"
    GREEN = "green"
    BLUE = "blue"


class Flash(Frozen):
    """One colour that filled the screen, and the seconds of the recording in which it did."""

    colour: Colour
    from_second: float
    to_second: float


class Capture(Frozen):
    """What the browser said about the recording. Anybody can make it up, so it only ever raises suspicion.

    `camera` is the label the browser gave, `frame_seconds` when each frame was captured by the browser's own clock,
    `automated` whether a program drove the browser, `uploaded` whether a file was given instead of a live recording.
    """

    camera: str = ""
    cameras: int = 0
    width: int = 0
    height: int = 0
    frame_rate: float = 0.0
    frame_seconds: tuple[float, ...] = ()
    automated: bool = False
    uploaded: bool = False
