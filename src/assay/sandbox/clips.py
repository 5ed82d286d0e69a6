"""Clips rendered from a portrait: the head turns in space, with true parallax, and the eyes blink.

They show nobody who sat before a camera, and are named for what they are: rendered from a portrait.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from assay.checks.readings import Gesture, Prompt
from assay.sandbox import eyelids, figure, photos
from assay.sandbox.head_turns import Pose, pose_head
from assay.sandbox.people import Person
from assay.sandbox.portraits import Pixels

# How far the head turns, in degrees: well beyond what the challenge asks for, as people do.
TURN = 28.0
_LID_STEPS = 5
# Chromium plays every .mjpeg at this rate, whatever it was made at (media/capture/video/file_video_capture_device.cc).
_FAKE_CAMERA_RATE = 30


def render_clip(
    bearer: Person, prompts: Sequence[Prompt], *, fps: int = 15, seconds: float | None = None
) -> list[Pixels]:
    """Return frames of 480 x 640 x 3 pixels in which the person follows the prompts, not mirrored.

    The clip ends a second after the last prompt unless `seconds` says otherwise. Same arguments, same frames.
    """
    length = seconds if seconds is not None else max((p.to_second for p in prompts), default=0) + 1.0
    moves = poses(prompts, fps=fps, count=round(length * fps), seed=bearer.number)
    return render_poses(bearer.portrait_id, moves, seed=bearer.number)


def render_poses(portrait_id: str, moves: Iterable[Pose], *, seed: int) -> list[Pixels]:
    """Return a frame for each pose, with the noise of a small camera."""
    model = figure.build(portrait_id)
    lids = [eyelids.close(model.canvas, model.points, step / _LID_STEPS) for step in range(_LID_STEPS + 1)]
    grain = Grain(seed)
    return [grain.add(pose_head(model, lids[round(pose.closed * _LID_STEPS)], pose)) for pose in moves]


def poses(prompts: Sequence[Prompt], *, fps: int, count: int, seed: int) -> Iterator[Pose]:
    """Yield the pose of each frame: what the prompts ask for, on top of the small sway of somebody sitting still."""
    drawn = np.random.default_rng(seed)
    phases = drawn.uniform(0, 2 * np.pi, 6)
    for frame in range(count):
        at = frame / fps
        sway = np.sin(at * np.array([0.9, 1.3, 0.7, 1.1, 2.3, 2.9]) + phases)
        yaw = closed = 0.0
        for prompt in prompts:
            if prompt.gesture is Gesture.BLINK:
                closed = max(closed, _blinks(at, prompt))
            else:
                side = 1 if prompt.gesture is Gesture.TURN_LEFT else -1
                yaw += side * TURN * _there_and_back(at, prompt)
        yield Pose(
            yaw=yaw + 1.2 * float(sway[0]) + 0.5 * float(sway[1]),
            pitch=1.0 * float(sway[2]),
            shift=(1.6 * float(sway[3]) + 0.5 * float(sway[4]), 1.2 * float(sway[1]) + 0.5 * float(sway[5])),
            closed=closed,
        )


def _there_and_back(at: float, prompt: Prompt) -> float:
    """Return how much of the turn is done: reading takes a third of a second, turning 0.7, and holding the rest."""
    start, end = prompt.from_second + 0.3, prompt.to_second - 0.15
    ramp = min(0.7, (end - start) * 0.4)
    return _ease((at - start) / ramp) * _ease((end - at) / ramp)


def _blinks(at: float, prompt: Prompt) -> float:
    """Return how far the eyes are closed in two slow blinks, as people do when asked to."""
    middle = (prompt.from_second + prompt.to_second) / 2
    half = min(0.55, (prompt.to_second - prompt.from_second) / 4)
    return max(_ease((0.36 - abs(at - centre)) / 0.12) for centre in (middle - half, middle + half))


def _ease(share: float) -> float:
    held = min(max(share, 0.0), 1.0)
    return held * held * (3 - 2 * held)


class Grain:
    """The noise of a small sensor: four drawn fields, shifted about."""

    def __init__(self, seed: int) -> None:
        self._drawn = np.random.default_rng(seed)
        shape = (figure.HEIGHT, figure.WIDTH, 3)
        self._fields = [np.round(self._drawn.normal(0, 2.0, shape)).astype(np.int16) for _ in range(4)]

    def add(self, picture: Pixels) -> Pixels:
        field = self._fields[int(self._drawn.integers(4))]
        rolled: npt.NDArray[np.int16] = np.roll(field, int(self._drawn.integers(figure.HEIGHT)), axis=0)
        return np.asarray(np.clip(picture + rolled, 0, 255), np.uint8)


def write_mjpeg(frames: Sequence[Pixels], path: Path, *, fps: int = 15) -> None:
    """Write joined JPEGs for Chromium's --use-file-for-fake-video-capture, which plays them in a loop.

    `fps` must divide 30; frames are repeated so that the film keeps its pace.
    """
    repeat = _FAKE_CAMERA_RATE // fps
    path.write_bytes(b"".join(photos.encode(frame, quality=92) * repeat for frame in frames))


def write_webm(frames: Sequence[Pixels], path: Path, *, fps: int = 15, bit_rate: int = 1_500_000) -> None:
    """Write VP8 in WebM, as MediaRecorder does."""
    height, width = frames[0].shape[:2]
    with av.open(str(path), "w", format="webm") as container:
        stream = container.add_stream("libvpx", rate=Fraction(fps))
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = width, height, "yuv420p", bit_rate
        # A film nobody looks at for its own sake: speed before size. One thread, or they wait for each other.
        stream.options = {
            "deadline": "realtime",
            "cpu-used": "16",
            "lag-in-frames": "0",
            "static-thresh": "100",
        }
        stream.thread_count = 1
        for pixels in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="bgr24")))
        container.mux(stream.encode(None))
