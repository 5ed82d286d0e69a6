"""Shows a figure in another pose: turned in space, seen in perspective, what is behind hidden by what is before it."""

import math
from functools import cache

import cv2
import numpy as np

from assay.sandbox.figure import RIM, Figure, Map
from assay.sandbox.lights import UNLIT, WALL_SHADE, Lit
from assay.sandbox.moves import Pose
from assay.sandbox.portraits import Pixels

# From the camera to the axis of the head, in face widths: a phone at arm's length.
_DISTANCE = 5.0
# Places are reckoned for every second pixel of every second row.
_STEP = 2


def pose_head(model: Figure, canvas: Pixels, pose: Pose, lit: Lit = UNLIT) -> Pixels:
    """Return one frame of the figure in this pose, without noise; `canvas` is the figure's with another expression."""
    height, width = model.depth.shape
    source_x, source_y = _sources(model, pose)

    def seen(layer: Map) -> Map:
        taken = cv2.remap(layer, source_x, source_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(taken, np.float32)

    moved = cv2.remap(canvas, source_x, source_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    person = seen(model.person)[..., None]
    room = model.wall + (moved - model.wall) * person
    if any(lit.screen):
        room *= 1 + np.array(lit.screen, np.float32) * (
            WALL_SHADE + (seen(model.shade)[..., None] - WALL_SHADE) * person
        )
    dx, dy = pose.shift
    shaken = cv2.warpAffine(
        room * np.array(lit.gains, np.float32), np.array([[1, 0, dx], [0, 1, dy]], np.float32), (width, height),
        borderMode=cv2.BORDER_REPLICATE,
    )  # fmt: skip
    return np.clip(np.ascontiguousarray(shaken[RIM:-RIM, RIM:-RIM]), 0, 255).astype(np.uint8)


def _sources(model: Figure, pose: Pose) -> tuple[Map, Map]:
    """Return the column and the row of the canvas that each pixel of the frame shows: first across, then down.

    Depth is smooth, so it is enough to ask at every second pixel.
    """
    height, width = model.depth.shape
    rows, columns = _places(height, width)
    across, down = _project(model, rows, columns, pose)
    source_x = _seen(across, from_start=pose.yaw >= 0)
    # In units of the coarse grid: what is to be looked up, and where.
    there, here = source_x / _STEP, rows / _STEP
    lowered = cv2.remap(down - rows, there, here, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    source_y = np.ascontiguousarray(_seen((rows + lowered).T, from_start=pose.pitch >= 0).T)
    beside = columns / _STEP
    aligned = cv2.remap(source_x, beside, source_y / _STEP, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return _enlarged(np.asarray(aligned, np.float32), width, height), _enlarged(source_y, width, height)


def _enlarged(coarse: Map, width: int, height: int) -> Map:
    back = np.array([[1 / _STEP, 0, 0], [0, 1 / _STEP, 0]], np.float32)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    whole = cv2.warpAffine(coarse, back, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(whole, np.float32)


@cache
def _places(height: int, width: int) -> tuple[Map, Map]:
    """Return the row and the column of every second pixel of every second row."""
    rows, columns = np.mgrid[0:height:_STEP, 0:width:_STEP].astype(np.float32)
    return np.ascontiguousarray(rows), np.ascontiguousarray(columns)


def _project(model: Figure, rows: Map, columns: Map, pose: Pose) -> tuple[Map, Map]:
    """Return where each pixel of the canvas goes, in columns and rows: turned about the axis, seen in perspective.

    With x to the right, y down and z towards the camera, from the axis: x' = x cos a + z sin a, z' = z cos a - x sin a.
    The camera shows a point at (x, y) D / (D - z); before and after are both seen so, and their difference counts.
    """
    yaw, pitch = math.radians(pose.yaw), math.radians(pose.pitch)
    x, y, z = columns - model.axis, rows - model.level, model.depth[::_STEP, ::_STEP]
    weight = model.weight[::_STEP, ::_STEP]
    distance = _DISTANCE * model.reach
    spread = (distance - z) / distance
    x_space, y_space = x * spread, y * spread
    x_turned = x_space * math.cos(yaw) + z * math.sin(yaw)
    z_turned = z * math.cos(yaw) - x_space * math.sin(yaw)
    y_turned = y_space * math.cos(pitch) + z_turned * math.sin(pitch)
    seen = distance / (distance - z_turned)
    return (
        np.asarray(columns + weight * (x_turned * seen - x), np.float32),
        np.asarray(rows + weight * (y_turned * seen - y), np.float32),
    )


def _seen(across: Map, *, from_start: bool) -> Map:
    """Return for each pixel of the frame the place along its row of the canvas that is seen there.

    Where several fall on one place, the nearest to the camera is seen; on a head turned to the right of the
    picture it is the leftmost one (the occlusion-compatible order of McMillan and Bishop, 1995).
    """
    places = np.arange(across.shape[1], dtype=np.float64) * _STEP
    first, last = np.maximum.accumulate, np.minimum.accumulate
    front = first(across, axis=1) if from_start else last(across[:, ::-1], axis=1)[:, ::-1]
    return np.stack([np.interp(places, row, places) for row in front]).astype(np.float32)
