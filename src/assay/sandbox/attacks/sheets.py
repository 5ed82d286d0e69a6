"""A picture on something flat or bent, held before a camera: where each of its points is seen."""

from dataclasses import dataclass
from typing import TypeVar

import cv2
import numpy as np
import numpy.typing as npt

from assay.sandbox.figure import Framing
from assay.sandbox.lights import WALL_SHADE, Lit
from assay.sandbox.portraits import Pixels

Map = npt.NDArray[np.float32]
Picture = TypeVar("Picture", Pixels, Map)

# A laptop's camera sees some 55 degrees: its focal length in picture widths.
_FOCAL = 0.95
# How much of the other screen's light the glass throws back, in grey levels.
_MIRRORED = 10.0
# Nearly flat, and still one formula for both.
FLAT = 1e5


@dataclass(frozen=True, slots=True)
class Held:
    """How a sheet is held: turned by degrees (signs as of a head), its middle in millimetres from the camera's axis (right,
    down), and that far away; bent around an upright cylinder of this radius.
    """

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    right: float = 0.0
    down: float = 0.0
    away: float = 350.0
    radius: float = FLAT


def framed(picture: Picture, rim: int, colour: tuple[int, int, int]) -> Picture:
    """Return the picture with a rim of one colour around it."""
    height, width = picture.shape[:2]
    whole = np.empty((height + 2 * rim, width + 2 * rim, 3), picture.dtype)
    whole[:] = colour
    whole[rim : rim + height, rim : rim + width] = picture
    return whole


@dataclass(frozen=True, slots=True)
class Grid:
    """The pixels of a screen, seen by the pixels of a camera: how many lie across one of the picture shown, and how much of
    their contrast lens and sensor leave. What is left is sampled, and so beats: moiré.
    """

    finer: float
    contrast: float


def seen(
    sheet: Pixels,
    width_mm: float,
    held: Held,
    behind: Map,
    framing: Framing,
    lit: Lit,
    *,
    grid: Grid | None = None,
) -> Map:
    """Return a frame (height, width, 3) of the sheet before what is behind; one with a grid is a screen, lit by itself."""
    across, down = _places(sheet.shape, width_mm, held, framing)
    laid = cv2.remap(sheet, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(
        np.float32
    )
    height, width = sheet.shape[:2]
    beyond = np.maximum(np.maximum(-across, across - width + 1), np.maximum(-down, down - height + 1))
    on = np.clip(0.5 - beyond / 2, 0, 1)[..., None]
    screen = np.array(lit.screen, np.float32)
    added = laid * screen if grid is None else laid * _beat(grid, across, down) + _MIRRORED * screen
    picture = behind * (1 + WALL_SHADE * screen)
    picture += (laid + added - picture) * on
    return np.asarray(cv2.GaussianBlur(picture * np.array(lit.gains, np.float32), (0, 0), 0.45), np.float32)


def _beat(grid: Grid, across: Map, down: Map) -> Map:
    """Return how much brighter each pixel is, in each colour, for lying on a stripe or between: stripes a third apart."""
    turn = np.float32(2 * np.pi * grid.finer)
    stripes = [np.cos(turn * across + np.float32(2 * np.pi / 3) * channel) for channel in (2, 1, 0)]
    rows = 0.5 * np.cos(turn * down)
    return np.asarray(grid.contrast * (np.stack(stripes, axis=-1) + rows[..., None]), np.float32)


def _places(shape: tuple[int, ...], width_mm: float, held: Held, framing: Framing) -> tuple[Map, Map]:
    """Return for each pixel of the frame the column and row of the sheet that is seen there: rays met with a cylinder."""
    rows, columns = np.mgrid[0 : framing.height, 0 : framing.width].astype(np.float64)
    focal = _FOCAL * max(framing.width, framing.height)
    rays = (
        np.stack([columns - framing.width / 2, rows - framing.height / 2, np.full_like(rows, focal)], axis=-1)
        / focal
    )
    turn = _rotation(held)
    ray = rays @ turn
    eye = -np.array([held.right, held.down, held.away]) @ turn
    # On the sheet x goes right, y down, z away from the camera; it bends away: x^2 + z^2 = 2 r z.
    a = ray[..., 0] ** 2 + ray[..., 2] ** 2
    b = ray[..., 0] * eye[0] + ray[..., 2] * (eye[2] - held.radius)
    c = eye[0] ** 2 + eye[2] ** 2 - 2 * held.radius * eye[2]
    met = (-b - np.sqrt(np.maximum(b**2 - a * c, 0))) / a
    x = eye[0] + met * ray[..., 0]
    y = eye[1] + met * ray[..., 1]
    along = held.radius * np.arcsin(np.clip(x / held.radius, -1, 1))
    missed = (b**2 - a * c) < 0
    scale = shape[1] / width_mm
    return (
        np.where(missed, -1e4, along * scale + shape[1] / 2).astype(np.float32),
        (y * scale + shape[0] / 2).astype(np.float32),
    )


def _rotation(held: Held) -> npt.NDArray[np.float64]:
    """Return the matrix that turns the sheet; yaw shows its picture's right half nearer, as a head turned to its left."""
    yaw, pitch, roll = np.radians((-held.yaw, held.pitch, held.roll))
    about_y = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]])
    about_z = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    return np.asarray(about_z @ about_y @ about_x, np.float64)
