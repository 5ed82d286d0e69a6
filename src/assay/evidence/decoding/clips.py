"""Runs in the child: a recorded clip, from bytes to a few upright BGR frames a second.

Seconds come from the frames' time stamps. What the container says of its length is never asked: recordings of
browsers say nothing, and hostile ones lie.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from assay.evidence.decoding.formats import Format
from assay.evidence.decoding.pictures import Unusable

# The demuxer is named, so that content cannot choose one that opens other files (HLS, concat).
_DEMUXERS = {Format.WEBM: "matroska", Format.MP4: "mov"}
_CODECS = frozenset({"vp8", "vp9", "h264", "hevc", "av1", "libdav1d"})
_OPTIONS = {
    "protocol_whitelist": "",
    "enable_drefs": "0",
    "probesize": "5000000",
    "analyzeduration": "5000000",
}
_MOST_STREAMS = 4
# No camera of a phone or a laptop that a browser records is faster.
_MOST_FRAMES_PER_SECOND = 125
_MOST_BROKEN_PACKETS = 50


@dataclass(frozen=True)
class ClipBounds:
    pixels: int
    seconds: float
    frames_per_second: float
    longest_side: int


@dataclass(frozen=True)
class Still:
    """One frame: `at` seconds after the first; `full` is the upright (width, height) before it was made
    smaller.
    """

    at: float
    full: tuple[int, int]
    pixels: NDArray[np.uint8]


def stills(data: bytes, kind: Format, bounds: ClipBounds) -> Iterator[Still]:
    """Yield frames, `frames_per_second` apart at least. Raises Unusable, MemoryError, or what FFmpeg thinks
    of.
    """
    with opened(data, kind) as container:
        stream = _video_stream(container)
        first, due = None, 0.0
        for count, frame in enumerate(frames(container, stream)):
            _check_size(frame.width, frame.height, bounds)
            if count > bounds.seconds * _MOST_FRAMES_PER_SECOND:
                raise Unusable("too_long")
            if frame.time is None:
                continue
            first = frame.time if first is None else first
            at = frame.time - first
            if at > bounds.seconds:
                raise Unusable("too_long")
            # Half a millisecond of slack, because WebM rounds its time stamps to milliseconds.
            if at + 0.0005 >= due:
                due = max(due + 1 / bounds.frames_per_second, at)
                yield _still(frame, at, bounds.longest_side)


def opened(data: bytes, kind: Format) -> av.container.InputContainer:
    """Return the container, to be used with `with`. Raises what FFmpeg thinks of."""
    return av.open(io.BytesIO(data), "r", format=_DEMUXERS[kind], options=_OPTIONS, metadata_errors="ignore")


def check_streams(container: av.container.InputContainer) -> None:
    """Raises Unusable unless the container holds one picture, and little else."""
    if len(container.streams) > _MOST_STREAMS or len(container.streams.video) != 1:
        raise Unusable("unknown_type")


def _video_stream(container: av.container.InputContainer) -> av.VideoStream:
    check_streams(container)
    videos = container.streams.video
    if videos[0].codec_context is None or videos[0].codec_context.name not in _CODECS:
        raise Unusable("unknown_type")
    # Other threads could not even start in here.
    videos[0].thread_count = 1
    return videos[0]


def frames(container: av.container.InputContainer, stream: av.stream.Stream) -> Iterator[Any]:
    """Yield what can be decoded: a broken packet, or an end that is cut off, costs only itself."""
    broken = 0
    try:
        for packet in container.demux(stream):
            try:
                yield from packet.decode()
            except av.InvalidDataError:
                broken += 1
                if broken > _MOST_BROKEN_PACKETS:
                    raise Unusable("damaged") from None
    except (av.InvalidDataError, av.EOFError):
        return


def _check_size(width: int, height: int, bounds: ClipBounds) -> None:
    if width * height > bounds.pixels:
        raise Unusable("too_many_pixels")


def _still(frame: av.VideoFrame, at: float, longest_side: int) -> Still:
    scale = min(1.0, longest_side / max(frame.width, frame.height))
    width, height = max(1, round(frame.width * scale)), max(1, round(frame.height * scale))
    pixels = frame.to_ndarray(format="bgr24", width=width, height=height, threads=1)
    quarters = round(frame.rotation / 90) % 4  # counter-clockwise, as numpy turns
    full = (frame.height, frame.width) if quarters % 2 else (frame.width, frame.height)
    return Still(at, full, np.ascontiguousarray(np.rot90(pixels, quarters)))
