"""A recording of the person played on another screen and filmed from it: pixels against pixels, glass, bezel and flicker."""

from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks.recordings.challenge import Drawn
from assay.sandbox import figure, recordings
from assay.sandbox.attacks import sheets
from assay.sandbox.attacks.sheets import Grid, Held
from assay.sandbox.cameras import Grain
from assay.sandbox.figure import LAPTOP
from assay.sandbox.lights import Lit
from assay.sandbox.manners import Scene
from assay.sandbox.people import Person
from assay.sandbox.portraits import Pixels
from assay.sandbox.recordings import Recording

Map = npt.NDArray[np.float32]

_SCREEN_MM = 250.0
_BEZEL = 34


def replay(bearer: Person, asked: Drawn, seed: int) -> Recording:
    """A film in which the person does just what is asked, on a tablet: only the tablet gives it away."""
    drawn = np.random.default_rng((seed, 5))
    film = recordings.genuine(bearer, asked._replace(flashes=()), seed, scene=Scene())
    scene = Scene.drawn(drawn)
    glass = _glass(drawn)
    held = Held(
        away=float(drawn.uniform(225, 330)), yaw=float(drawn.uniform(-9, 9)), pitch=float(drawn.uniform(-7, 7)),
        roll=float(drawn.uniform(-3, 3)), right=float(drawn.uniform(-8, 8)), down=float(drawn.uniform(-8, 8)),
    )  # fmt: skip
    room = figure.build(bearer.portrait_id).wall[figure.RIM : -figure.RIM, figure.RIM : -figure.RIM] * 0.5
    # From a monitor, whose pixels are as large as the camera's, to a telephone, whose pixels no camera sees.
    grid = Grid(finer=float(drawn.uniform(0.9, 2.2)), contrast=float(drawn.uniform(0.0, 0.09)))
    grain, start, speed = Grain(seed, scene.noise), drawn.uniform(0, 1), drawn.uniform(0.07, 0.17)
    frames = []
    for number, (frame, light) in enumerate(zip(film.frames, recordings.lit_of(asked, scene), strict=True)):
        steady = replace(
            held, right=held.right + 0.8 * np.sin(number / 9), down=held.down + 0.6 * np.cos(number / 7)
        )
        frames.append(grain.add(_filmed(frame, glass, steady, room, light, grid, start + number * speed)))
    return recordings.of_frames(frames, asked, bearer, drawn=drawn)


def _filmed(frame: Pixels, glass: Map, held: Held, room: Map, light: Lit, grid: Grid, phase: float) -> Pixels:
    # Brighter and bluer than life, and never quite black.
    tinted = (12 + 0.93 * frame) * np.array((1.06, 1.0, 0.96), np.float32)
    shown = np.asarray(np.clip(tinted + glass, 0, 255), np.uint8)
    bezel = sheets.framed(shown, _BEZEL, (14, 13, 12))
    wide = _SCREEN_MM * bezel.shape[1] / shown.shape[1]
    seen = sheets.seen(bezel, wide, held, room, LAPTOP, light, grid=grid)
    # The screen is refreshed while the shutter runs down the picture: a band a little darker wanders through it.
    rows = np.arange(seen.shape[0], dtype=np.float32)[:, None, None] / seen.shape[0]
    band = 1 - 0.05 * np.maximum(0, np.cos(2 * np.pi * (rows - phase))) ** 4
    return np.asarray(np.clip(seen * band, 0, 255), np.uint8)


def _glass(drawn: np.random.Generator) -> Map:
    """Return what the glass mirrors of the room: a window, blurred, somewhere on the screen."""
    mirrored = np.zeros((LAPTOP.height, LAPTOP.width), np.float32)
    left, top = int(drawn.uniform(0, 0.8) * LAPTOP.width), int(drawn.uniform(0, 0.6) * LAPTOP.height)
    cv2.rectangle(mirrored, (left, top), (left + 110, top + 150), float(drawn.uniform(18, 55)), cv2.FILLED)
    return np.asarray(cv2.GaussianBlur(mirrored, (0, 0), 14)[..., None] + 4, np.float32)
