"""What reaches the server of one attempt: the frames with their times, what was asked, what the browser said, the selfie."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from assay.checks.readings import Capture
from assay.checks.recordings.challenge import Drawn
from assay.sandbox import cameras, clips, selfies
from assay.sandbox.lights import Lit, lights
from assay.sandbox.manners import Manner, Scene
from assay.sandbox.moves import Pose, poses
from assay.sandbox.people import Person
from assay.sandbox.portraits import Pixels

FPS = 10
_CAMERAS = (
    "Integrated Camera (04f2:b6d9)", "FaceTime HD Camera", "camera2 1, facing front", "HD Pro Webcam C920 (046d:082d)",
    "Front Camera",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """One attempt. `times` are the seconds of the frames; `selfie` a JPEG; `earlier` a recording the server had before."""

    frames: Sequence[Pixels]
    times: tuple[float, ...]
    asked: Drawn
    capture: Capture
    selfie: bytes
    bit_rate: int = 1_500_000
    earlier: "Recording | None" = None

    def write(self, folder: Path, name: str) -> str:
        """Write clip, selfie and challenge (`name`.webm, .jpg, .json); return the clip's name. Same recording, same bytes."""
        self.write_clip(folder / f"{name}.webm")
        (folder / f"{name}.jpg").write_bytes(self.selfie)
        told = {
            "prompts": [prompt.model_dump(mode="json") for prompt in self.asked.prompts],
            "flashes": [flash.model_dump(mode="json") for flash in self.asked.flashes],
            "capture": self.capture.model_dump(mode="json"),
            "selfie": f"{name}.jpg",
        }
        if self.earlier:
            told["earlier"] = f"{name}.earlier.webm"
            self.earlier.write_clip(folder / f"{name}.earlier.webm")
        (folder / f"{name}.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
        return f"{name}.webm"

    def write_clip(self, path: Path) -> None:
        cameras.write_webm(self.frames, path, fps=FPS, bit_rate=self.bit_rate, times=self.times)


def of_frames(
    frames: Sequence[Pixels],
    asked: Drawn,
    bearer: Person,
    *,
    drawn: np.random.Generator,
    bit_rate: int = 1_500_000,
) -> Recording:
    """Return the recording of frames that a real camera would have made: uneven pace, a plain label."""
    times = cameras.uneven(len(frames), FPS, drawn)
    height, width = frames[0].shape[:2]
    capture = Capture(
        camera=_CAMERAS[int(drawn.integers(len(_CAMERAS)))],
        cameras=int(drawn.integers(1, 4)),
        width=width,
        height=height,
        frame_rate=float(FPS),
        frame_seconds=times,
    )
    return Recording(frames, times, asked, capture, selfies.take(bearer, seed=bearer.number), bit_rate)


def genuine(
    bearer: Person, asked: Drawn, seed: int, *, manner: Manner | None = None, scene: Scene | None = None
) -> Recording:
    """Return what a living person gives who does what is asked, in a manner and a scene drawn unless they are given."""
    drawn = np.random.default_rng((seed, 1))
    manner, scene = manner or Manner.drawn(drawn), scene or Scene.drawn(drawn)
    moves = moves_of(asked, manner, seed)
    frames = clips.render_poses(bearer.portrait_id, moves, seed=seed, scene=scene, lit=lit_of(asked, scene))
    return of_frames(frames, asked, bearer, drawn=drawn, bit_rate=scene.bit_rate)


def moves_of(asked: Drawn, manner: Manner, seed: int) -> list[Pose]:
    return list(poses(asked.prompts, fps=FPS, count=frames_of(asked), seed=seed, manner=manner))


def lit_of(asked: Drawn, scene: Scene) -> list[Lit]:
    return list(lights(asked.flashes, scene, fps=FPS, count=frames_of(asked)))


def frames_of(asked: Drawn) -> int:
    return round(asked.seconds * FPS)


def of_people(number: int, asked: Drawn, bearer: Person, seed: int) -> Recording:
    """Return the genuine recording of this number in a set: one person in five is slow, one in seven sits in the dark, one in
    ten has a bad line.
    """
    drawn = np.random.default_rng((seed, 0))
    manner = Manner.drawn(drawn, slow=number % 5 == 3)
    scene = Scene.drawn(drawn, dark=number % 7 == 5, poor=number % 10 == 7)
    return genuine(bearer, asked, seed, manner=manner, scene=scene)


def with_capture(recording: Recording, **changes: object) -> Recording:
    """Return the recording with other words of the browser."""
    return replace(recording, capture=recording.capture.model_copy(update=changes))
