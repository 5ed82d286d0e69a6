"""A printed photo of the person: held still, or turned, bent and moved as the prompts ask."""

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks.recordings.challenge import Drawn
from assay.sandbox import figure, portraits, recordings
from assay.sandbox.attacks import sheets
from assay.sandbox.attacks.sheets import FLAT, Held
from assay.sandbox.cameras import Grain
from assay.sandbox.figure import LAPTOP
from assay.sandbox.lights import Lit
from assay.sandbox.manners import Manner, Scene
from assay.sandbox.moves import Pose
from assay.sandbox.people import Person
from assay.sandbox.portraits import Pixels
from assay.sandbox.recordings import Recording

Map = npt.NDArray[np.float32]

_PER_MM = 6.0
# A sheet can be turned further than a head before the face on it is lost.
_FURTHER = 1.4
_MARGIN = 0.05


def held_still(bearer: Person, asked: Drawn, seed: int) -> Recording:
    """A good print before the camera: nothing is followed; hands tremble."""
    drawn = np.random.default_rng((seed, 2))
    still = [
        Held(away=float(drawn.uniform(300, 400)), right=float(drawn.uniform(-15, 15)))
    ] * recordings.frames_of(asked)
    return _recorded(
        bearer, asked, _printed(bearer, drawn, dot_mm=0.0), _trembling(still, drawn), drawn, seed
    )


def turned_and_bent(bearer: Person, asked: Drawn, seed: int) -> Recording:
    """A good print bent like a head and turned, tilted and shifted as the prompts ask."""
    drawn = np.random.default_rng((seed, 3))
    radius = float(drawn.choice((FLAT, drawn.uniform(80, 130), drawn.uniform(130, 260))))
    moves = recordings.moves_of(asked, Manner.drawn(drawn), seed)
    followed = [_as_head(pose, Held(away=330.0, radius=radius)) for pose in moves]
    return _recorded(
        bearer, asked, _printed(bearer, drawn, dot_mm=0.0), _trembling(followed, drawn), drawn, seed
    )


def raster(bearer: Person, asked: Drawn, seed: int) -> Recording:
    """A print with a coarse raster, as a newspaper's or a cheap printer's, moved as the prompts ask."""
    drawn = np.random.default_rng((seed, 4))
    sheet = _printed(bearer, drawn, dot_mm=float(drawn.uniform(0.8, 1.5)))
    followed = [
        _as_head(pose, Held(away=330.0)) for pose in recordings.moves_of(asked, Manner.drawn(drawn), seed)
    ]
    return _recorded(bearer, asked, sheet, _trembling(followed, drawn), drawn, seed)


def _as_head(pose: Pose, held: Held) -> Held:
    """Return the sheet turned, and moved sideways, as if it were the head."""
    return Held(
        yaw=_FURTHER * pose.yaw,
        pitch=_FURTHER * pose.pitch,
        right=0.5 * pose.yaw,
        down=0.6 * pose.pitch,
        away=held.away,
        radius=held.radius,
    )


def _trembling(path: list[Held], drawn: np.random.Generator) -> list[Held]:
    """Return the path with the tremor of a hand: slow, a few millimetres and degrees."""
    slow = np.cumsum(drawn.normal(0, 1, (len(path), 5)), axis=0)
    tremor = slow - slow.mean(axis=0)
    tremor = np.clip(tremor, -6, 6) * (0.25, 0.25, 0.2, 0.6, 0.6)
    return [
        Held(
            yaw=held.yaw + move[0], pitch=held.pitch + move[1], roll=held.roll + move[2],
            right=held.right + move[3], down=held.down + move[4], away=held.away, radius=held.radius,
        )
        for held, move in zip(path, tremor, strict=True)
    ]  # fmt: skip


def _printed(bearer: Person, drawn: np.random.Generator, *, dot_mm: float) -> Pixels:
    """Return the portrait as printed on a sheet of 200 x 230 mm, 6 pixels a millimetre: ink, paper, margin, raster."""
    portrait = portraits.load(portraits.find(bearer.portrait_id).neutral)[20:600, 68:572]
    size = (round(200 * _PER_MM), round(230 * _PER_MM))
    photo = cv2.resize(portrait, size, interpolation=cv2.INTER_CUBIC).astype(np.float32)
    # Ink is never black and paper never as bright as a screen; cheap printers shift colours.
    inked = (38 + photo * (205 / 255)) * drawn.uniform(0.94, 1.0, 3).astype(np.float32)
    if dot_mm:
        inked = _dotted(inked, dot_mm * _PER_MM)
    paper = sheets.framed(np.asarray(inked, np.float32), round(_MARGIN * size[0]), (236, 240, 240))
    return np.asarray(np.clip(cv2.GaussianBlur(paper, (0, 0), 0.9), 0, 255), np.uint8)


def _dotted(photo: Map, cell: float) -> Map:
    """Return the picture as dots whose size is the darkness: each ink with its grid at an angle of its own."""
    rows, columns = np.mgrid[0 : photo.shape[0], 0 : photo.shape[1]].astype(np.float32)
    dotted = np.empty_like(photo)
    for channel, degrees in enumerate((75.0, 15.0, 45.0)):
        turn = np.radians(degrees)
        across, down = (
            columns * np.cos(turn) + rows * np.sin(turn),
            rows * np.cos(turn) - columns * np.sin(turn),
        )
        wave = (np.cos(2 * np.pi * across / cell) + np.cos(2 * np.pi * down / cell)) / 4 + 0.5
        tone = photo[..., channel] / 255
        dotted[..., channel] = 40 + 200 / (1 + np.exp(np.clip(-(tone - wave) * 9, -30, 30)))
    return dotted


def _recorded(
    bearer: Person, asked: Drawn, sheet: Pixels, path: list[Held], drawn: np.random.Generator, seed: int
) -> Recording:
    scene = Scene.drawn(drawn)
    room = figure.build(bearer.portrait_id).wall[figure.RIM : -figure.RIM, figure.RIM : -figure.RIM] * 0.8
    grain = Grain(seed, scene.noise)
    width = 200 * (1 + 2 * _MARGIN)
    lit: list[Lit] = recordings.lit_of(asked, scene)
    frames = [
        grain.add(np.clip(sheets.seen(sheet, width, held, room, LAPTOP, light), 0, 255).astype(np.uint8))
        for held, light in zip(path, lit, strict=True)
    ]
    return recordings.of_frames(frames, asked, bearer, drawn=drawn)
