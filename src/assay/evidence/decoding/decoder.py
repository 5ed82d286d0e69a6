"""Untrusted bytes in, pixels and sound out: the only place of the product that opens pictures, PDF pages and clips.

What can be refused without decoding is refused here. The rest happens in a child process that can do
nothing but answer (`child`, `lockdown`); what it answers is believed only as far as it keeps to the limits.
Never hangs. Pixels are uint8 arrays, height x width x 3, BGR, upright. Safe to call from any thread.
"""

import math
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from assay.core.refusal import Refusal
from assay.evidence.decoding import formats, pool, wire
from assay.evidence.decoding.formats import Format
from assay.evidence.decoding.traces import FileTraces
from assay.policy.schema import UploadLimits

Pixels = NDArray[np.uint8]

PICTURE_CPU_SECONDS, PICTURE_WALL_SECONDS = 8, 25.0
CLIP_CPU_SECONDS, CLIP_WALL_SECONDS = 40, 90.0
SOUND_CPU_SECONDS, SOUND_WALL_SECONDS = 20, 45.0
SOUND_RATE = 16_000
_DISPLAY_QUALITY = 88
# A chip holds portraits of about 400 x 500 pixels (ISO/IEC 19794-5: at least 90 between the eyes); smaller than an upload may be.
_PORTRAIT_LEAST_SIDE, _PORTRAIT_PIXELS = 100, 12_000_000
_PROBLEMS = frozenset(
    {
        "too_many_pixels",
        "too_small",
        "too_long",
        "too_many_pages",
        "unknown_type",
        "encrypted",
        "took_too_long",
    }
)


@dataclass(frozen=True, eq=False)
class Picture:
    """`taken_at`, `camera` and `software` are what the file claims, as written there; empty where it says
    nothing.
    """

    pixels: Pixels
    width: int
    height: int
    format: Format
    traces: FileTraces
    taken_at: str = ""
    camera: str = ""
    software: str = ""


@dataclass(frozen=True, eq=False)
class Clip:
    """`frames` are (seconds after the first frame, pixels), in order; `width` and `height` those of the
    upright recording before its frames were made smaller.
    """

    frames: tuple[tuple[float, Pixels], ...]
    width: int
    height: int
    format: Format

    @property
    def seconds(self) -> float:
        return self.frames[-1][0]


@dataclass(frozen=True, eq=False)
class Sound:
    """The sound of a clip: 16,000 samples a second, between -1 and 1. `starts_at` is in seconds from the first frame, negative
    where the sound began earlier.
    """

    samples: NDArray[np.float32]
    starts_at: float

    @property
    def seconds(self) -> float:
        return len(self.samples) / SOUND_RATE


@dataclass(frozen=True)
class Sandbox:
    """What the kernel here lets the decoder's process still do: `possible` is empty where every lock holds."""

    no_new_privileges: bool
    landlock: int
    seccomp: bool
    possible: tuple[str, ...]


def decode_picture(data: bytes, limits: UploadLimits) -> Picture:
    """Return the picture, or the first page of a PDF, upright.

    Refuses: evidence.file.empty, too_large, unknown_type, too_many_pixels, too_small, too_many_pages,
    encrypted, damaged, took_too_long.
    """
    bounds = {
        "pixels": limits.picture_pixels,
        "least_side": limits.picture_least_side,
        "pages": limits.pdf_pages,
    }
    return _decode(data, _format(data, formats.PICTURES, limits.picture_bytes), bounds)


def decode_portrait(data: bytes, limits: UploadLimits) -> Picture:
    """Return the portrait that the chip of a document holds, JPEG or JPEG 2000.

    Refuses: evidence.file.empty, too_large, unknown_type, too_many_pixels, too_small, damaged, took_too_long.
    """
    bounds = {"pixels": _PORTRAIT_PIXELS, "least_side": _PORTRAIT_LEAST_SIDE, "pages": 1}
    return _decode(data, _format(data, formats.PORTRAITS, limits.picture_bytes), bounds)


def _decode(data: bytes, kind: Format, bounds: dict[str, int]) -> Picture:
    request = {"operation": "picture", "format": kind, "bounds": bounds, "cpu_seconds": PICTURE_CPU_SECONDS}
    with _answers(request, data, PICTURE_WALL_SECONDS) as answers:
        head = _next(answers)
        traces = FileTraces.received(head["traces"])
        pixels = _pixels(answers, head, bounds["pixels"])
    said = {name: str(text) for name, text in head["metadata"].items()}
    make, model = said.get("camera_make", ""), said.get("camera_model", "")
    camera = model if model.startswith(make) else f"{make} {model}".strip()
    height, width = pixels.shape[:2]
    return Picture(
        pixels, width, height, kind, traces, said.get("taken_at", ""), camera, said.get("software", "")
    )


def decode_clip(data: bytes, limits: UploadLimits, frames_per_second: float, longest_side: int) -> Clip:
    """Return frames of the clip, at most so many a second and none with a longer side than said.

    What is there of a recording that breaks off is returned. One frame of 640x360 takes 0.7 MB.
    Refuses: evidence.file.empty, too_large, unknown_type, too_many_pixels, too_long, damaged, took_too_long.
    """
    kind = _format(data, formats.CLIPS, limits.clip_bytes)
    bounds = {
        "pixels": limits.clip_pixels,
        "seconds": limits.clip_seconds,
        "frames_per_second": frames_per_second,
        "longest_side": longest_side,
    }
    request = {"operation": "clip", "format": kind, "bounds": bounds, "cpu_seconds": CLIP_CPU_SECONDS}
    frames: list[tuple[float, Pixels]] = []
    full = (0, 0)
    with _answers(request, data, CLIP_WALL_SECONDS) as answers:
        while not (head := _next(answers)).get("end"):
            if len(frames) > math.ceil(limits.clip_seconds * frames_per_second) + 1:
                raise wire.Garbled
            full = full if frames else (int(head["full"][0]), int(head["full"][1]))
            at = float(head["at"])
            if not 0 <= at <= limits.clip_seconds:
                raise wire.Garbled
            frames.append((at, _pixels(answers, head, longest_side**2)))
    if not frames:
        raise Refusal("evidence.file.damaged")
    return Clip(tuple(frames), *full, kind)


def decode_sound(data: bytes, limits: UploadLimits) -> Sound | None:
    """Return the sound of the clip, None where it has no stream of sound.

    Refuses: evidence.file.empty, too_large, unknown_type, too_long, damaged, took_too_long.
    """
    kind = _format(data, formats.CLIPS, limits.clip_bytes)
    bounds = {"seconds": limits.clip_seconds}
    request = {"operation": "sound", "format": kind, "bounds": bounds, "cpu_seconds": SOUND_CPU_SECONDS}
    with _answers(request, data, SOUND_WALL_SECONDS) as answers:
        head = _next(answers)
        if head.get("silent"):
            return None
        count, starts_at = int(head["samples"]), float(head["starts_at"])
        if not 0 < count <= limits.clip_seconds * SOUND_RATE or not math.isfinite(starts_at):
            raise wire.Garbled
        samples = np.empty(count, np.int16)
        answers.fill(samples.data.cast("B"))
    return Sound(np.asarray(samples / 32768, np.float32), starts_at)


def display_copy(pixels: Pixels, longest_side: int) -> bytes:
    """Return a fresh JPEG of safe pixels, no longer than `longest_side`, without any metadata."""
    height, width = pixels.shape[:2]
    scale = min(1.0, longest_side / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    smaller = pixels if scale == 1.0 else cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    _, encoded = cv2.imencode(".jpg", smaller, [cv2.IMWRITE_JPEG_QUALITY, _DISPLAY_QUALITY])
    return encoded.tobytes()


def sandbox() -> Sandbox:
    """Return what the locks are worth on this machine, tried out by a child. Raises
    pool.DecoderUnavailable.
    """
    request = {"operation": "probe", "cpu_seconds": PICTURE_CPU_SECONDS}
    with _answers(request, b"", PICTURE_WALL_SECONDS) as answers:
        said = answers.message()
    return Sandbox(said["no_new_privileges"], said["landlock"], said["seccomp"], tuple(said["possible"]))


def _format(data: bytes, accepted: frozenset[Format], most_bytes: int) -> Format:
    if not data:
        raise Refusal("evidence.file.empty")
    if len(data) > most_bytes:
        raise Refusal("evidence.file.too_large", limit_bytes=most_bytes)
    kind = formats.sniff(data[:16])
    if kind not in accepted:
        raise Refusal("evidence.file.unknown_type")
    return kind


@contextmanager
def _answers(request: dict[str, object], data: bytes, wall_seconds: float) -> Iterator[wire.Reader]:
    """Ask a child. A child that is late, dies or babbles is killed and replaced, and the file is refused."""
    asked = time.monotonic()
    try:
        with pool.POOL.child(asked + wall_seconds) as child:
            asked = time.monotonic()
            descriptor = child.ask(request, data)
            try:
                yield wire.Reader(descriptor, asked + wall_seconds)
            finally:
                os.close(descriptor)
    except wire.TimedOut:
        raise Refusal("evidence.file.took_too_long") from None
    except wire.Ended:
        # The kernel ends a copy that used up its processor time; one that ends earlier has crashed.
        used_up = time.monotonic() - asked >= float(str(request["cpu_seconds"]))
        raise Refusal(f"evidence.file.{'took_too_long' if used_up else 'damaged'}") from None
    except (wire.Garbled, KeyError, TypeError, ValueError):
        raise Refusal("evidence.file.damaged") from None


def _next(answers: wire.Reader) -> dict[str, Any]:
    """Return the child's next message. Raises the Refusal it asks for."""
    message = answers.message()
    if "problem" in message:
        problem = message["problem"] if message["problem"] in _PROBLEMS else "damaged"
        raise Refusal(f"evidence.file.{problem}")
    return message


def _pixels(answers: wire.Reader, head: dict[str, Any], most: int) -> Pixels:
    width, height = int(head["width"]), int(head["height"])
    if width < 1 or height < 1 or width * height > most:
        raise wire.Garbled
    pixels = np.empty((height, width, 3), np.uint8)
    answers.fill(pixels.data.cast("B"))
    return pixels
