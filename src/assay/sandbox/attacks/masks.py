"""The person's photo cut out and worn by somebody else: holes for eyes and mouth, and living ones behind them."""

from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks.recordings.challenge import Drawn
from assay.sandbox import figure, people, recordings
from assay.sandbox.cameras import Grain
from assay.sandbox.clips import Face
from assay.sandbox.eyelids import EYES
from assay.sandbox.figure import OVAL, Figure
from assay.sandbox.head_turns import pose_head
from assay.sandbox.manners import Manner, Scene
from assay.sandbox.people import Person
from assay.sandbox.recordings import Recording

Map = npt.NDArray[np.float32]

# The outer rim of the lips in the mesh.
_LIPS = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146)
_PLACED_BY = (33, 133, 362, 263, 1, 61, 291, 152, 10, 234, 454)


def cut_out(bearer: Person, asked: Drawn, seed: int) -> Recording:
    """Paper bent around a living head: it turns, blinks and looks as a head, but nose and cheeks are flat paper."""
    drawn = np.random.default_rng((seed, 7))
    wearer = people.person(bearer.number + 1 + int(drawn.integers(7)))
    scene, manner = Scene.drawn(drawn), Manner.drawn(drawn)
    scene = replace(scene, phone=False)
    worn = _worn(figure.build(bearer.portrait_id), figure.build(wearer.portrait_id))
    face, grain = Face(worn), Grain(seed, scene.noise)
    moves, lit = recordings.moves_of(asked, manner, seed), recordings.lit_of(asked, scene)
    frames = [
        grain.add(pose_head(worn, face.canvas(pose), pose, light))
        for pose, light in zip(moves, lit, strict=True)
    ]
    return recordings.of_frames(frames, asked, bearer, drawn=drawn)


def _worn(shown: Figure, wearer: Figure) -> Figure:
    """Return the wearer with the shown face on a bent sheet before their own, their eyes and mouth seen through it."""
    placed, _ = cv2.estimateAffinePartial2D(
        shown.points[list(_PLACED_BY), :2], wearer.points[list(_PLACED_BY), :2]
    )
    height, width = wearer.canvas.shape[:2]
    photo = cv2.warpAffine(shown.canvas, placed, (width, height), borderMode=cv2.BORDER_REPLICATE).astype(
        np.float32
    )
    outline = shown.points[list(OVAL), :2] @ placed[:, :2].T + placed[:, 2]
    sheet = _filled(outline, (height, width))
    eyes = np.maximum.reduce([_hole(wearer, one) for one in _openings()])
    paper = np.clip(sheet - eyes, 0, 1)
    soft = cv2.GaussianBlur(paper, (0, 0), 0.7)[..., None]
    # Paper is duller than skin, and throws a thin shadow into its holes.
    shadow = 1 - 0.35 * (cv2.GaussianBlur(paper, (0, 0), 2.5) * (1 - paper))[..., None]
    canvas = wearer.canvas * shadow + ((30 + 0.84 * photo) - wearer.canvas * shadow) * soft
    return replace(
        wearer,
        canvas=np.clip(canvas, 0, 255).astype(np.uint8),
        depth=_bent(wearer, paper),
        person=np.maximum(wearer.person, cv2.GaussianBlur(sheet, (0, 0), 0.7)),
    )


def _openings() -> list[tuple[int, ...]]:
    return [(*upper, *reversed(lower)) for upper, lower, _ in EYES] + [_LIPS]


def _hole(wearer: Figure, line: tuple[int, ...]) -> Map:
    """Return the hole cut around an eye or the mouth of the wearer, a little larger than it."""
    points = wearer.points[list(line), :2]
    middle = points.mean(axis=0)
    return _filled(middle + (points - middle) * (1.25, 1.6), wearer.canvas.shape[:2])


def _filled(outline: npt.NDArray[np.floating], shape: tuple[int, ...]) -> Map:
    empty = np.zeros(shape[:2], np.uint8)
    return cv2.fillPoly(empty, [np.round(outline).astype(np.int32)], 1).astype(np.float32)


def _bent(wearer: Figure, paper: Map) -> Map:
    """Return the wearer's depth with the paper's instead where it is: a cylinder over the cheekbones."""
    columns = np.arange(paper.shape[1], dtype=np.float32)[None, :]
    radius = 0.75 * wearer.reach
    across = np.clip((columns - wearer.axis) / radius, -0.98, 0.98)
    front = float(wearer.depth[round(wearer.level), round(wearer.axis)]) + 0.06 * wearer.reach
    cylinder = front - radius * (1 - np.sqrt(1 - across**2)) + np.zeros_like(paper)
    mixed = wearer.depth + (cylinder - wearer.depth) * cv2.GaussianBlur(paper, (0, 0), 3.0)
    return np.asarray(mixed, np.float32)
