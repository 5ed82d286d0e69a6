"""Clips rendered from a portrait: the head moves in space, with true parallax, the eyes blink and look, the mouth smiles.

They show nobody who sat before a camera, and are named for what they are: rendered from a portrait.
"""

from collections.abc import Iterable, Sequence

from assay.checks.readings import Flash, Prompt
from assay.sandbox import eyelids, figure, smiles
from assay.sandbox.cameras import Grain, write_mjpeg, write_webm
from assay.sandbox.figure import Figure
from assay.sandbox.head_turns import pose_head
from assay.sandbox.lights import UNLIT, Lit, lights
from assay.sandbox.manners import Manner, Scene
from assay.sandbox.moves import Pose, poses
from assay.sandbox.people import Person
from assay.sandbox.portraits import Pixels

__all__ = ["length", "poses", "render_clip", "render_poses", "write_mjpeg", "write_webm"]

_STEPS = 5
_TAIL_SECONDS = 1.0


def render_clip(
    bearer: Person,
    prompts: Sequence[Prompt],
    flashes: Sequence[Flash] = (),
    *,
    fps: int = 15,
    seconds: float | None = None,
    manner: Manner | None = None,
    scene: Scene | None = None,
) -> list[Pixels]:
    """Return frames (480 x 640 x 3, phones 640 x 480 x 3) in which the person follows the prompts, not mirrored.

    Flashes colour the face. The clip ends a second after the last of both unless `seconds` says otherwise. Same arguments,
    same frames.
    """
    scene = scene or Scene()
    count = round((seconds if seconds is not None else length(prompts, flashes)) * fps)
    moves = poses(prompts, fps=fps, count=count, seed=bearer.number, manner=manner)
    lit = list(lights(flashes, scene, fps=fps, count=count))
    return render_poses(bearer.portrait_id, moves, seed=bearer.number, scene=scene, lit=lit)


def length(prompts: Sequence[Prompt], flashes: Sequence[Flash] = ()) -> float:
    """Return the seconds of a clip that shows everything asked, and a second more."""
    ends = [prompt.to_second for prompt in prompts] + [flash.to_second for flash in flashes]
    return max(ends, default=0.0) + _TAIL_SECONDS


def render_poses(
    portrait_id: str,
    moves: Iterable[Pose],
    *,
    seed: int,
    scene: Scene | None = None,
    lit: Sequence[Lit] = (),
) -> list[Pixels]:
    """Return a frame for each pose, with the noise of a small camera; `lit` has the light of each frame, if any."""
    scene = scene or Scene()
    model = figure.build(portrait_id, phone=scene.phone)
    face, grain = Face(model), Grain(seed, scene.noise)
    return [
        grain.add(pose_head(model, face.canvas(pose), pose, lit[number] if lit else UNLIT))
        for number, pose in enumerate(moves)
    ]


class Face:
    """The figure's canvas with another expression. Lids and smiles are drawn in steps, and each step once."""

    def __init__(self, model: Figure) -> None:
        self._model = model
        self._drawn: dict[tuple[int, int], Pixels] = {}

    def canvas(self, pose: Pose) -> Pixels:
        closed, smile = round(pose.closed * _STEPS), round(pose.smile * 2 * _STEPS)
        drawn = self._expression(closed, smile)
        return drawn if closed else self._model.eyes.turn(drawn, pose.gaze)

    def _expression(self, closed: int, smile: int) -> Pixels:
        if (closed, smile) not in self._drawn:
            model = self._model
            lids = eyelids.close(model.canvas, model.points, closed / _STEPS)
            self._drawn[closed, smile] = smiles.smile(lids, model.points, model.reach, smile / (2 * _STEPS))
        return self._drawn[closed, smile]
