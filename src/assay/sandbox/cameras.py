"""What a camera and a recorder make of a scene: noise, uneven pace, and VP8 in WebM."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from assay.sandbox import photos
from assay.sandbox.portraits import Pixels

# Chromium plays every .mjpeg at this rate, whatever it was made at (media/capture/video/file_video_capture_device.cc).
_FAKE_CAMERA_RATE = 30
_TICKS = 1000


class Grain:
    """The noise of a small sensor: four drawn fields, shifted about. `level` is its deviation in grey levels."""

    def __init__(self, seed: int, level: float = 2.0) -> None:
        self._drawn = np.random.default_rng(seed)
        self._level = level
        self._fields: list[npt.NDArray[np.int16]] = []

    def add(self, picture: Pixels) -> Pixels:
        if not self._fields:
            fields = (self._drawn.standard_normal(picture.shape, np.float32) for _ in range(4))
            self._fields = [np.round(self._level * field).astype(np.int16) for field in fields]
        field = self._fields[int(self._drawn.integers(4))]
        rolled: npt.NDArray[np.int16] = np.roll(field, int(self._drawn.integers(picture.shape[0])), axis=0)
        return np.asarray(np.clip(picture + rolled, 0, 255), np.uint8)


def uneven(count: int, fps: float, drawn: np.random.Generator) -> tuple[float, ...]:
    """Return the seconds of frames as a browser stamps them: late by a few milliseconds, now and then by more."""
    late = drawn.gamma(1.5, 0.0022, count) + 0.25 / fps * (drawn.random(count) < 0.03)
    times = np.arange(count) / fps + late
    return tuple(float(at) for at in np.round(times - times[0], 4))


def write_mjpeg(frames: Sequence[Pixels], path: Path, *, fps: int = 15) -> None:
    """Write joined JPEGs for Chromium's --use-file-for-fake-video-capture, which plays them in a loop.

    `fps` must divide 30; frames are repeated so that the film keeps its pace.
    """
    repeat = _FAKE_CAMERA_RATE // fps
    path.write_bytes(b"".join(photos.encode(frame, quality=92) * repeat for frame in frames))


def write_webm(
    frames: Sequence[Pixels],
    path: Path,
    *,
    fps: int = 15,
    bit_rate: int = 1_500_000,
    times: Sequence[float] | None = None,
) -> None:
    """Write VP8 in WebM, as MediaRecorder does; `times` are the seconds of the frames where they are uneven."""
    height, width = frames[0].shape[:2]
    # Without this flag every file gets an identity of its own, drawn at random.
    with av.open(str(path), "w", format="webm", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("libvpx", rate=Fraction(fps))
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = width, height, "yuv420p", bit_rate
        stream.codec_context.time_base = Fraction(1, _TICKS)
        # Speed before size, and a negative one: a positive lets the encoder look at the clock, and no two films are alike.
        stream.options = {
            "deadline": "realtime",
            "cpu-used": "-12",
            "lag-in-frames": "0",
            "static-thresh": "1",
        }
        stream.thread_count = 1
        for number, pixels in enumerate(frames):
            frame = av.VideoFrame.from_ndarray(pixels, format="bgr24")
            frame.time_base = Fraction(1, _TICKS)
            frame.pts = round((times[number] if times else number / fps) * _TICKS)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
