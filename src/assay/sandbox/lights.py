"""What the light of the screen does to a face, and what the camera makes of it.

A colour that fills the screen adds to what the room gives: most on the face, a little on the wall behind it. Cameras then set
exposure and white balance anew, and take a moment for it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assay.checks.readings import Colour, Flash
from assay.sandbox.manners import Scene

# The wall is some five times as far from the screen as the face.
WALL_SHADE = 0.05
# Where each colour lies in a picture of blue, green and red.
_CHANNELS = {Colour.BLUE: 0, Colour.GREEN: 1, Colour.RED: 2}
# The filters of a camera's sensor overlap.
_SPILL = 0.12
# Seconds from the page to the light, and from there to a camera's answer; how much of the change it takes back.
_SCREEN_DELAY, _EXPOSURE_LAG, _BALANCE_LAG = 0.07, 0.5, 2.0
_EXPOSURE_SHARE, _BALANCE_SHARE = 0.6, 0.25
# How much of the light in the whole picture comes from the face and what is as near.
_FACE_SHARE = 0.45
_GAMMA = 2.2


@dataclass(frozen=True, slots=True)
class Lit:
    """The light of one frame, blue, green, red: what the screen adds on the face, and the gains of room and camera."""

    screen: tuple[float, float, float] = (0.0, 0.0, 0.0)
    gains: tuple[float, float, float] = (1.0, 1.0, 1.0)


UNLIT = Lit()


def lights(flashes: Sequence[Flash], scene: Scene, *, fps: float, count: int) -> Iterator[Lit]:
    """Yield the light of each frame. Screens take a frame or two to change, cameras half a second and more."""
    exposure, balance = 1.0, np.ones(3)
    for frame in range(count):
        screen = scene.screen * added(flashes, frame / fps) / _GAMMA
        seen = 1 + _FACE_SHARE * screen
        exposure += (1 / seen.mean() ** _EXPOSURE_SHARE - exposure) * min(1.0, 1 / (fps * _EXPOSURE_LAG))
        balance += ((seen.mean() / seen) ** _BALANCE_SHARE - balance) * min(1.0, 1 / (fps * _BALANCE_LAG))
        gains = exposure * balance * np.array(scene.gains)
        yield Lit(_triple(screen), _triple(gains))


def added(flashes: Sequence[Flash], at: float) -> np.ndarray:
    """Return how much blue, green and red the screen gives at a second: 0 to 1."""
    light = np.zeros(3)
    for flash in flashes:
        if flash.from_second + _SCREEN_DELAY <= at < flash.to_second + _SCREEN_DELAY:
            light += _SPILL
            light[_CHANNELS[flash.colour]] = 1.0
    return np.minimum(light, 1.0)


def _triple(values: np.ndarray) -> tuple[float, float, float]:
    blue, green, red = (float(value) for value in values)
    return blue, green, red
