"""A person in front of a wall, with depth: what a clip is rendered from.

The portrait's face mesh gives the depth of the face. Around it the head is assumed round: from the outline of the
face the depth falls off like an ellipse to the outline of the head, neck and hair follow the turn less and less, and
the plain wall between head and picture rim stretches unseen.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks import examine
from assay.sandbox import portraits
from assay.sandbox.gazes import Eyes
from assay.sandbox.portraits import Pixels

Map = npt.NDArray[np.float32]
Points = npt.NDArray[np.float32]


class Framing(NamedTuple):
    """The size of a frame, how large the portrait is shown in it, and what is left out at its top, in pixels."""

    width: int
    height: int
    scale: float
    top: int


LAPTOP, PHONE = Framing(640, 480, 0.9, 18), Framing(480, 640, 1.06, 6)
WIDTH, HEIGHT = LAPTOP.width, LAPTOP.height
# The canvas is larger than the frame by this rim, so that the camera can shake.
RIM = 12

# The outline of the face in the mesh of the face landmark model, clockwise from the forehead, and single points of it.
OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip
_CHIN, _BRIDGE, _RIGHT_TEMPLE, _LEFT_TEMPLE = 152, 168, 234, 454
# Depths in face widths behind the bridge of the nose: the axis the head turns about, and its outline.
_AXIS, _OUTLINE = 0.50, 0.64


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """What a clip needs of a person.

    `canvas` (height, width, 3): the person before a plain wall, straight ahead. `wall` (the same shape):
    the room to be seen instead of that wall. `depth`: pixels in front of the axis
    of the turn; `weight`: how much of the head's movement each pixel follows, 0 to 1; `person`: 1 on the person;
    `shade`: how much light of a screen before the face each pixel gets, 1 where it faces it.
    `axis` is the column of the axis, `level` the row of the eyes, `reach` the width of the face.
    """

    canvas: Pixels
    wall: Map
    depth: Map
    weight: Map
    person: Map
    shade: Map
    points: Points
    eyes: Eyes
    axis: float
    level: float
    reach: float


@lru_cache(maxsize=8)
def build(portrait_id: str, *, phone: bool = False) -> Figure:
    """Return the person as a laptop sees them, or a phone held upright."""
    plain = _frame(portraits.load(portraits.find(portrait_id).neutral), PHONE if phone else LAPTOP)
    points, triangles = examine.face_mesh(plain)
    person, wall = cut_out(plain)
    head = _head(person, points)
    reach = float(np.hypot(*(points[_LEFT_TEMPLE] - points[_RIGHT_TEMPLE])[:2]))
    depth = _depth(points, triangles, head, reach)
    return Figure(
        canvas=plain,
        wall=np.asarray(wall * paint_wall(plain.shape, seed=int(portrait_id)), np.float32),
        depth=depth,
        weight=_weight(head, points, reach),
        person=person,
        shade=_shade(depth),
        points=points,
        eyes=Eyes.of(plain, points, reach),
        axis=float((points[_LEFT_TEMPLE, 0] + points[_RIGHT_TEMPLE, 0]) / 2),
        level=float(points[_BRIDGE, 1]),
        reach=reach,
    )


def _frame(source: Pixels, framing: Framing) -> Pixels:
    """Return the portrait as a camera would frame it: the wall goes on to both sides, the shoulders reach the rim."""
    height, width = framing.height + 2 * RIM, framing.width + 2 * RIM
    picture = cv2.resize(source, None, fx=framing.scale, fy=framing.scale, interpolation=cv2.INTER_AREA)
    picture = picture[framing.top : framing.top + height]
    missing = width - picture.shape[1]
    if missing < 0:
        return np.ascontiguousarray(picture[:, -missing // 2 : -missing // 2 + width]).astype(np.uint8)
    left = missing // 2
    framed = cv2.copyMakeBorder(picture, 0, 0, left, missing - left, cv2.BORDER_REPLICATE)
    return framed.astype(np.uint8)


def cut_out(picture: Pixels) -> tuple[Map, Map]:
    """Return 1 on the person, 0 on the wall and between on hair; and the wall without the person.

    The wall of the studio is plain: a polynomial fitted to it says what it would be behind the person.
    """
    height, width = picture.shape[:2]
    rows, columns = (axis.astype(np.float32) for axis in np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j])
    terms = np.stack([np.ones_like(rows), rows, columns, rows * columns, rows**2, columns**2], axis=-1)
    sure = np.zeros((height, width), bool)
    sure[: height // 2, : width // 7] = sure[: height // 2, -width // 7 :] = True
    sure[: height // 12] = True
    values = picture.astype(np.float32)
    wall = difference = np.zeros((height, width), np.float32)
    for _ in range(3):
        known = terms[sure]
        model = np.linalg.lstsq(known, values[sure], rcond=None)[0]
        wall = terms @ model
        darker = wall - values
        # The wall glows around the head, so what is brighter than the wall counts on the white shirts only.
        difference = np.where(rows[..., None] < 0.45, darker, np.abs(darker)).max(axis=-1)
        sure |= (np.abs(darker).max(axis=-1) < 7) & (rows < 0.2)
    soft = cv2.GaussianBlur(difference, (0, 0), 0.8)
    body = cv2.morphologyEx(
        (soft > 14).astype(np.uint8), cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
    )
    core = cv2.erode(_fill(_largest(body.astype(np.uint8))), np.ones((9, 9), np.uint8), borderValue=1)
    near = cv2.dilate(core, np.ones((61, 61), np.uint8)).astype(np.float32)
    edge = np.clip((soft - 8) / 30, 0, 1) * near
    whole = np.maximum(cv2.GaussianBlur(core.astype(np.float32), (0, 0), 1.5), edge)
    # Where the wall shines through, a turn would draw it out into a bright fringe.
    person = np.clip((whole - 0.3) / 0.7, 0, 1)
    return np.asarray(person, np.float32), np.asarray(wall, np.float32)


def _largest(mask: Pixels) -> Pixels:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    return np.asarray(labels == 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA])), np.uint8)


def _fill(mask: Pixels) -> Pixels:
    """Return the mask without holes. The bottom row is closed: the body goes on below the picture."""
    closed = mask.copy()
    columns = np.flatnonzero(closed[-1])
    if columns.size:
        closed[-1, columns[0] : columns[-1] + 1] = 1
    contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return cv2.drawContours(closed, contours, -1, 1, cv2.FILLED).astype(np.uint8)


def _head(person: Map, points: Points) -> Pixels:
    """Return the person's pixels down to a little below the chin: head, hair and the upper neck."""
    head = (person > 0.5).astype(np.uint8)
    chin = points[_CHIN, 1]
    head[int(chin + 0.35 * (chin - points[_BRIDGE, 1])) :] = 0
    return head


def _depth(points: Points, triangles: npt.NDArray[np.int32], head: Pixels, reach: float) -> Map:
    """Return the depth in front of the axis, in pixels, of every pixel."""
    behind = points[:, 2] - points[_BRIDGE, 2]
    face, seen = rasterise(points[:, :2], _AXIS * reach - behind, triangles, head.shape)
    oval = cv2.fillPoly(
        np.zeros(head.shape, np.uint8), [np.round(points[list(OVAL), :2]).astype(np.int32)], 1
    )
    known = ((oval > 0) & seen).astype(np.uint8)
    away, labels = cv2.distanceTransformWithLabels(1 - known, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    nearest = np.zeros(int(labels.max()) + 1, np.float32)
    nearest[labels[known > 0]] = face[known > 0]
    start = cv2.GaussianBlur(nearest[labels], (0, 0), 5)
    to_outline = cv2.distanceTransform(head, cv2.DIST_L2, 5)
    share = np.clip(away / np.maximum(away + to_outline, 1e-3), 0, 1)
    outline = (_AXIS - _OUTLINE) * reach
    around = outline + (start - outline) * np.sqrt(1 - share**2)
    depth = np.where(known > 0, face, around).astype(np.float32)
    soft = cv2.GaussianBlur(depth, (0, 0), 2.0)
    return np.asarray(soft, np.float32)


def _shade(depth: Map) -> Map:
    """Return how much of a light beside the camera falls on each pixel: the cosine of the angle (Lambert, 1760)."""
    smooth = cv2.GaussianBlur(depth, (0, 0), 3.0)
    across, down = (
        cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=1 / 8),
        cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=1 / 8),
    )
    return np.asarray(1 / np.sqrt(1 + across**2 + down**2), np.float32)


def rasterise(
    flat: Points, values: Points, triangles: npt.NDArray[np.int32], shape: tuple[int, ...]
) -> tuple[Map, npt.NDArray[np.bool_]]:
    """Return values linear inside each triangle, and where there is any. `flat` (n, 2) are pixels."""
    field, seen = np.zeros(shape, np.float32), np.zeros(shape, bool)
    for corners in triangles:
        (ax, ay), (bx, by), (cx, cy) = flat[corners]
        left, right = int(np.floor(min(ax, bx, cx))), int(np.ceil(max(ax, bx, cx))) + 1
        top, bottom = int(np.floor(min(ay, by, cy))), int(np.ceil(max(ay, by, cy))) + 1
        whole = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
        if left < 0 or top < 0 or right > shape[1] or bottom > shape[0] or abs(whole) < 1e-6:
            continue
        y, x = np.mgrid[top:bottom, left:right]
        second = ((x - ax) * (cy - ay) - (cx - ax) * (y - ay)) / whole
        third = ((bx - ax) * (y - ay) - (x - ax) * (by - ay)) / whole
        inside = (second >= -0.01) & (third >= -0.01) & (second + third <= 1.01)
        blend = (
            values[corners[0]] * (1 - second - third)
            + values[corners[1]] * second
            + values[corners[2]] * third
        )
        field[top:bottom, left:right][inside] = blend[inside]
        seen[top:bottom, left:right] |= inside
    return field, seen


def _weight(head: Pixels, points: Points, reach: float) -> Map:
    """Return 1 on the head; less and less down the neck and out on the wall."""
    rows = np.mgrid[0 : head.shape[0], 0 : head.shape[1]][0].astype(np.float32)
    chin = float(points[_CHIN, 1])
    down = smooth_step((rows - (chin - 0.05 * reach)) / (0.75 * reach))
    away = cv2.distanceTransform(1 - head, cv2.DIST_L2, 5)
    out = smooth_step((away - 0.06 * reach) / (0.85 * reach))
    return np.asarray((1 - down) * (1 - out), np.float32)


def smooth_step(share: Map) -> Map:
    """Return 0 below 0, 1 above 1, and 3s² - 2s³ between."""
    held = np.clip(share, 0, 1)
    return np.asarray(held * held * (3 - 2 * held), np.float32)


def paint_wall(shape: tuple[int, ...], *, seed: int) -> Map:
    """Return how a room darkens and colours the plain wall behind the person: a factor per pixel and channel."""
    drawn = np.random.default_rng(seed)
    tints = (
        (0.84, 0.93, 0.98),
        (0.97, 0.95, 0.88),
        (0.88, 0.96, 0.92),
        (0.82, 0.88, 0.97),
        (0.93, 0.93, 0.93),
    )
    tint = np.array(tints[int(drawn.integers(len(tints)))], np.float32)
    height, width = shape[:2]
    side = float(drawn.choice((-1, 1)))
    columns = np.linspace(-1, 1, width, dtype=np.float32)[None, :, None]
    wall = tint * (0.92 + 0.07 * side * columns) * np.ones((height, 1, 1), np.float32)
    # A door frame on one side, a picture on the other: both out of focus.
    door = round(width * (0.5 - side * 0.40))
    left, right = sorted((door, round(width * (0.5 - side * 0.5))))
    wall[:, left:right] *= 0.72
    wall[:, door - 3 : door + 3] *= 0.80
    size = round(width * 0.11)
    hung, top = round(width * (0.5 + side * 0.36)) - size // 2, size
    wall[top : top + 3 * size // 2, hung : hung + size] *= np.array(drawn.uniform(0.55, 0.9, 3), np.float32)
    cv2.rectangle(wall, (hung, top), (hung + size, top + 3 * size // 2), (0.42, 0.46, 0.5), 5)
    return np.asarray(cv2.GaussianBlur(wall, (0, 0), 3.0), np.float32)
