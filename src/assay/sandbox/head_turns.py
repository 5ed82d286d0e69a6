"""Shows a figure in another pose: turned in space, seen in perspective, what is behind hidden by what is before it."""

import math
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from assay.sandbox.figure import RIM, Figure, Map
from assay.sandbox.portraits import Pixels

# From the camera to the axis of the head, in face widths: a phone at arm's length.
_DISTANCE = 5.0


@dataclass(frozen=True, slots=True)
class Pose:
    """How the figure is to be seen.

    `yaw` and `pitch` in degrees, yaw positive to the person's own left; `shift` of the camera in pixels; `closed` 0 to 1.
    """

    yaw: float
    pitch: float
    shift: tuple[float, float]
    closed: float


def pose_head(model: Figure, canvas: Pixels, pose: Pose) -> Pixels:
    """Return one frame of the figure in this pose, without noise."""
    height, width = model.depth.shape
    rows, columns = _places(height, width)
    across, down = _project(model, rows, columns, pose)
    source_x = _seen(across, from_left=pose.yaw >= 0)
    # Rows move by a few pixels only, and smoothly: what moved here moved by as much one pixel further.
    shift_y = cv2.remap(down - rows, source_x, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    source_y = rows - shift_y
    aligned_x = cv2.remap(source_x, columns, source_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    dx, dy = pose.shift
    view = (slice(RIM, -RIM), slice(RIM, -RIM))
    moved = cv2.remap(canvas, aligned_x, source_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    person = cv2.remap(model.person, aligned_x, source_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    room = model.wall + (moved - model.wall) * person[..., None]
    shaken = cv2.warpAffine(
        room, np.array([[1, 0, dx], [0, 1, dy]], np.float32), (width, height), borderMode=cv2.BORDER_REPLICATE
    )
    return np.clip(np.ascontiguousarray(shaken[view]), 0, 255).astype(np.uint8)


@cache
def _places(height: int, width: int) -> tuple[Map, Map]:
    """Return the row and the column of every pixel."""
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    return np.ascontiguousarray(rows), np.ascontiguousarray(columns)


def _project(model: Figure, rows: Map, columns: Map, pose: Pose) -> tuple[Map, Map]:
    """Return where each pixel of the canvas goes, in columns and rows: turned about the axis, seen in perspective.

    With x to the right, y down and z towards the camera, from the axis: x' = x cos a + z sin a, z' = z cos a - x sin a.
    The camera shows a point at (x, y) D / (D - z); before and after are both seen so, and their difference counts.
    """
    yaw, pitch = math.radians(pose.yaw), math.radians(pose.pitch)
    x, y, z = columns - model.axis, rows - model.level, model.depth
    distance = _DISTANCE * model.reach
    spread = (distance - z) / distance
    x_space, y_space = x * spread, y * spread
    x_turned = x_space * math.cos(yaw) + z * math.sin(yaw)
    z_turned = z * math.cos(yaw) - x_space * math.sin(yaw)
    y_turned = y_space * math.cos(pitch) + z_turned * math.sin(pitch)
    seen = distance / (distance - z_turned)
    return (
        np.asarray(columns + model.weight * (x_turned * seen - x), np.float32),
        np.asarray(rows + model.weight * (y_turned * seen - y), np.float32),
    )


def _seen(across: Map, *, from_left: bool) -> Map:
    """Return for each pixel of the frame the column of the canvas that is seen there, row by row.

    Where several fall on one place, the nearest to the camera is seen; on a head turned to the right of the
    picture it is the leftmost one (the occlusion-compatible order of McMillan and Bishop, 1995).
    """
    width = across.shape[1]
    columns = np.arange(width, dtype=np.float64)
    leftmost, rightmost = np.maximum.accumulate, np.minimum.accumulate
    front = leftmost(across, axis=1) if from_left else rightmost(across[:, ::-1], axis=1)[:, ::-1]
    return np.stack([np.interp(columns, row, columns) for row in front]).astype(np.float32)
