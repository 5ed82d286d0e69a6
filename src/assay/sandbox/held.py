"""Draws what a person holds: a sheet or a document, with the hand and the arm that hold it.

Places are millimetres from the middle of the face, to the right and down.
"""

from functools import cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from assay.sandbox.handwriting import Paper
from assay.sandbox.portraits import Pixels

Picture = npt.NDArray[np.float32]
Spot = tuple[float, float]

WIDTH, HEIGHT = 2400, 3000
# The portraits have 1.69 pixels to a millimetre, by the distance between the eyes; they are drawn this much larger.
SCALE = 2.0
PER_MM = 1.69 * SCALE
# What is held is a little nearer to the camera than the face.
HELD = 1.1 * PER_MM
# Where the middle of the face comes to lie in the photo.
FACE = (1200.0, 860.0)
_HAND_MM = 205.0
_HAND_FILE = Path(__file__).parent / "data" / "hands" / "hand.png"


def spot(at: Spot) -> Spot:
    """Return where a place in millimetres from the middle of the face lies, in pixels of the photo."""
    return FACE[0] + at[0] * PER_MM, FACE[1] + at[1] * PER_MM


def hold(
    picture: Picture,
    paper: Paper,
    at: Spot,
    skin: Picture,
    *,
    tilt: float,
    held: bool,
    over: bool,
    left: bool = False,
) -> None:
    """Draw a sheet; a hand below holds it between its fingers (behind) and its thumb (in front)."""
    rows, columns = paper.shape.shape
    width, height = columns / paper.dots_per_mm, rows / paper.dots_per_mm
    side = -1.0 if left else 1.0
    # The thumb reaches a finger's breadth over the lower edge, and over the writing where it should not.
    below = height * 0.5 * HELD / PER_MM + (26.0 if not over else 0.0)
    grip = (at[0] + side * 0.12 * width, at[1] + below)
    if held:
        _lay_arm(picture, grip, left=left, skin=skin)
        lay_hand(picture, grip, skin, front=False, mirrored=left, behind=at[1])
    _lay(picture, paper, at, (width, height), tilt)
    if held:
        lay_hand(picture, grip, skin, front=not over, mirrored=left)


def _lay(picture: Picture, paper: Paper, at: Spot, size: tuple[float, float], tilt: float) -> None:
    rows, columns = paper.shape.shape
    half = np.array(size, np.float32) * HELD / 2
    angle = np.radians(tilt)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]], np.float32)
    box = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)], np.float32) * half
    corners = np.asarray(box @ turn + np.array(spot(at), np.float32), np.float32)
    # The side away from the face leans back a little.
    corners[0, 1] += 0.02 * half[0]
    corners[3, 1] -= 0.02 * half[0]
    place = _place(corners, picture, margin=60)
    frame = np.array([(0, 0), (columns, 0), (columns, rows), (0, rows)], np.float32)
    matrix = cv2.getPerspectiveTransform(frame, (corners - np.array(place[:2])).astype(np.float32))
    under = picture[place[1] : place[3], place[0] : place[2]]
    area = under.shape[1::-1]
    shrunk = cv2.GaussianBlur(paper.pixels, (0, 0), max(0.3, 0.35 * columns / (size[0] * HELD)))
    laid = cv2.warpPerspective(shrunk, matrix, area, flags=cv2.INTER_LINEAR).astype(np.float32)
    cover = cv2.warpPerspective(paper.shape, matrix, area).astype(np.float32)
    share = (cover / 255)[..., None]
    shadow = cv2.GaussianBlur(np.roll(cover, (14, 8), (0, 1)), (0, 0), 14)[..., None] / 255
    under[:] = under * (1 - 0.3 * shadow) * (1 - share) + laid * 0.97 * share


def _place(points: Picture, picture: Picture, margin: float) -> tuple[int, int, int, int]:
    """Return the box around points, left, top, right and bottom, inside the picture."""
    low = np.maximum(np.floor(points.min(0) - margin), 0).astype(int)
    high = np.minimum(np.ceil(points.max(0) + margin), picture.shape[1::-1]).astype(int)
    return int(low[0]), int(low[1]), int(high[0]), int(high[1])


@cache
def _hand() -> Pixels:
    found = cv2.imread(str(_HAND_FILE), cv2.IMREAD_COLOR)
    if found is None:
        raise FileNotFoundError(_HAND_FILE)
    return found.astype(np.uint8, copy=False)


def lay_hand(
    picture: Picture,
    grip: Spot,
    skin: Picture,
    *,
    front: bool,
    mirrored: bool = False,
    behind: float | None = None,
) -> None:
    """Draw a hand whose crook between thumb and finger lies at `grip`: its thumb alone (`front`), or all of it. Its fingers end
    at the height `behind`, where the sheet hides them.
    """
    hand = _hand()[:, ::-1] if mirrored else _hand()
    scale = _HAND_MM * HELD / hand.shape[0]
    large = cv2.resize(np.ascontiguousarray(hand), None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
    crook = (large.shape[1] * (0.28 if mirrored else 0.72), large.shape[0] * 0.46)
    left, top = (round(one - other) for one, other in zip(spot(grip), crook, strict=True))
    share = large[..., 2 if front else 1].astype(np.float32) / 255
    if front:
        # The ball of the thumb belongs to the hand behind; only the thumb itself comes in front.
        share[round(crook[1]) :] *= 0
    if behind is not None:
        share[: max(0, round(spot((0, behind))[1]) - top)] = 0
    light = (0.35 + 0.75 * large[..., :1].astype(np.float32) / 255) * skin
    soft = cv2.GaussianBlur(share, (0, 0), 1.2)[..., None]
    rows, columns = max(0, -top), max(0, -left)
    under = picture[max(0, top) : top + soft.shape[0], max(0, left) : left + soft.shape[1]]
    kept = slice(rows, rows + under.shape[0]), slice(columns, columns + under.shape[1])
    under[:] = under * (1 - soft[kept]) + light[kept] * soft[kept]


def _lay_arm(picture: Picture, grip: Spot, *, left: bool, skin: Picture) -> None:
    """Draw an arm from the shoulder to the wrist under a hand: a sleeve, then skin."""
    side = -1.0 if left else 1.0
    wrist = (grip[0] - side * 18, grip[1] + _HAND_MM * 0.5)
    elbow = (side * 285.0, max(430.0, wrist[1] + 130))
    sleeve = picture[HEIGHT - 40 : HEIGHT - 10, WIDTH // 2 - 40 : WIDTH // 2 + 40].reshape(-1, 3).mean(0)
    _limb(picture, (side * 165.0, 235.0), elbow, (62.0, 50.0), sleeve.astype(np.float32))
    _limb(picture, elbow, wrist, (46.0, 31.0), skin * 0.92)


def _limb(picture: Picture, start: Spot, end: Spot, radii: tuple[float, float], colour: Picture) -> None:
    """Draw a rounded limb, darker towards its sides as round things are."""
    ends = np.array([spot(start), spot(end)], np.float32)
    left, top, right, bottom = _place(ends, picture, margin=max(radii) * PER_MM + 4)
    if top >= bottom or left >= right:
        return
    a, along = ends[0], ends[1] - ends[0]
    y, x = np.mgrid[top:bottom, left:right].astype(np.float32)
    share = np.clip(((x - a[0]) * along[0] + (y - a[1]) * along[1]) / (along @ along), 0, 1)
    away = np.hypot(x - a[0] - share * along[0], y - a[1] - share * along[1])
    radius = (radii[0] + (radii[1] - radii[0]) * share) * PER_MM
    inside = np.clip((radius - away) / 2, 0, 1)[..., None]
    light = (0.6 + 0.45 * np.sqrt(np.clip(1 - (away / radius) ** 2, 0, 1)))[..., None]
    under = picture[top:bottom, left:right]
    under[:] = under * (1 - inside) + colour * light * inside
