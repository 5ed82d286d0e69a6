"""Clips that must not pass: what the checks are there to catch."""

from collections.abc import Sequence

import cv2
import numpy as np

from assay.checks.readings import Prompt
from assay.sandbox import clips, eyelids, figure
from assay.sandbox.cameras import Grain
from assay.sandbox.figure import HEIGHT, RIM, WIDTH, Figure
from assay.sandbox.moves import Pose
from assay.sandbox.people import Person
from assay.sandbox.portraits import Pixels

# A sheet can be turned further than a head before the face on it is lost.
_FURTHER = 1.4


def flat_clip(bearer: Person, prompts: Sequence[Prompt], *, fps: int = 15) -> list[Pixels]:
    """Return a clip in which a picture of the person, not the person, is turned before the camera.

    The picture even blinks (a tablet would), so that only its flatness gives it away.
    """
    model = figure.build(bearer.portrait_id)
    grain = Grain(bearer.number)
    count = round((max(prompt.to_second for prompt in prompts) + 1.0) * fps)
    lids = [eyelids.close(model.canvas, model.points, share) for share in (0.0, 0.5, 1.0)]
    return [
        grain.add(_turn_sheet(model, lids[round(pose.closed * 2)], pose))
        for pose in clips.poses(prompts, fps=fps, count=count, seed=bearer.number)
    ]


def swapped_clip(bearer: Person, other: Person, prompts: Sequence[Prompt], *, fps: int = 15) -> list[Pixels]:
    """Return a clip that the person begins and somebody else takes over half-way."""
    count = round((max(prompt.to_second for prompt in prompts) + 1.0) * fps)
    moves = list(clips.poses(prompts, fps=fps, count=count, seed=bearer.number))
    first = clips.render_poses(bearer.portrait_id, moves[: count // 2], seed=bearer.number)
    return first + clips.render_poses(other.portrait_id, moves[count // 2 :], seed=other.number)


def _turn_sheet(model: Figure, canvas: Pixels, pose: Pose) -> Pixels:
    """Return a frame with the whole picture turned as a plane about the vertical through the middle of the face."""
    yaw = np.radians(pose.yaw * _FURTHER)
    distance = 5.0 * model.reach
    height, width = canvas.shape[:2]
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)
    x, y = corners[:, 0] - model.axis, corners[:, 1] - model.level
    seen = distance / (distance + x * np.sin(yaw))
    turned = np.stack([x * np.cos(yaw) * seen + model.axis, y * seen + model.level], axis=1) + pose.shift
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), turned.astype(np.float32))
    behind = np.clip(model.wall * 0.6, 0, 255).astype(np.uint8)
    laid = cv2.warpPerspective(
        canvas, matrix, (width, height), behind, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_TRANSPARENT
    )
    return np.ascontiguousarray(laid[RIM : RIM + HEIGHT, RIM : RIM + WIDTH]).astype(np.uint8)
