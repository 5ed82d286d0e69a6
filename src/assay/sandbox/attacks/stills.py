"""One photo of the person set in motion by a program and fed in as a camera: shifted as a whole, or its face warped."""

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks.recordings.challenge import Drawn
from assay.sandbox import figure, recordings
from assay.sandbox.cameras import Grain
from assay.sandbox.clips import Face
from assay.sandbox.figure import RIM, Figure
from assay.sandbox.manners import Manner, Scene
from assay.sandbox.moves import Pose
from assay.sandbox.people import Person
from assay.sandbox.portraits import Pixels
from assay.sandbox.recordings import Recording

Map = npt.NDArray[np.float32]


def shifted(bearer: Person, asked: Drawn, seed: int) -> Recording:
    """The whole photo is moved, squeezed and turned in time with the prompts; nothing in the face changes."""
    return _animated(bearer, asked, seed, _affine)


def puppet(bearer: Person, asked: Drawn, seed: int) -> Recording:
    """The face is warped in the plane: one half narrower than the other, lids, mouth and irises moved; no depth."""
    return _animated(bearer, asked, seed, _warped)


def _animated(
    bearer: Person, asked: Drawn, seed: int, show: Callable[[Figure, Face, Pose], Pixels]
) -> Recording:
    drawn = np.random.default_rng((seed, 6))
    model, scene = figure.build(bearer.portrait_id), Scene.drawn(drawn)
    face, grain = Face(model), Grain(seed, 1.0)
    moves = recordings.moves_of(asked, Manner.drawn(drawn), seed)
    gains = np.array(scene.gains)
    frames = [grain.add(np.clip(show(model, face, pose) * gains, 0, 255).astype(np.uint8)) for pose in moves]
    return recordings.of_frames(frames, asked, bearer, drawn=drawn)


def _affine(model: Figure, _: Face, pose: Pose) -> Pixels:
    squeezed = float(np.cos(np.radians(1.4 * pose.yaw)))
    middle = (model.axis, model.level)
    move = cv2.getRotationMatrix2D(middle, 0.12 * pose.yaw, 1.0 + 0.05 * pose.smile)
    move[0, :2] = move[0, :2] * squeezed
    move[0, 2] = middle[0] - move[0, 0] * middle[0] - move[0, 1] * middle[1] + 1.2 * pose.yaw + pose.shift[0]
    move[1, 2] += 2.0 * pose.pitch + pose.shift[1]
    height, width = model.canvas.shape[:2]
    moved = cv2.warpAffine(
        _in_room(model, model.canvas), move, (width, height), borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(moved[RIM:-RIM, RIM:-RIM], np.uint8)


def _warped(model: Figure, face: Face, pose: Pose) -> Pixels:
    """Slide what lies inside the head sideways, most in its middle: the halves become unequal, and nothing stands out."""
    height, width = model.canvas.shape[:2]
    rows, columns = (axis.astype(np.float32) for axis in np.mgrid[0:height, 0:width])
    across = (columns - model.axis) / (0.62 * model.reach)
    down = (rows - model.level - 0.25 * model.reach) / (0.9 * model.reach)
    inside = figure.smooth_step(np.asarray(1 - np.hypot(across, down), np.float32) * 1.6)
    slide_x = 0.32 * model.reach * np.sin(np.radians(pose.yaw)) * inside
    slide_y = 0.32 * model.reach * np.sin(np.radians(pose.pitch)) * inside
    moved = cv2.remap(
        _in_room(model, face.canvas(pose)),
        np.asarray(columns - slide_x - pose.shift[0], np.float32),
        np.asarray(rows - slide_y - pose.shift[1], np.float32),
        cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(moved[RIM:-RIM, RIM:-RIM], np.uint8)


def _in_room(model: Figure, canvas: Pixels) -> Pixels:
    laid = model.wall + (canvas - model.wall) * model.person[..., None]
    return np.clip(laid, 0, 255).astype(np.uint8)
