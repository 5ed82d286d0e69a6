"""Runs in the child: the sound of a recorded clip, from bytes to 16 kHz, one channel, 16 bits.

Seconds come from time stamps, as those of the picture do (`clips`), and so do silences: recorders leave out what they think
nobody needs to hear.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import av
import numpy as np
from numpy.typing import NDArray

from assay.evidence.decoding import clips
from assay.evidence.decoding.formats import Format
from assay.evidence.decoding.pictures import Unusable

RATE = 16_000
# What browsers and phones record; nothing that names other files, and no bare samples.
_CODECS = frozenset({"opus", "libopus", "vorbis", "aac"})
_RATES = range(8_000, 96_001)
_MOST_CHANNELS = 8
# Time stamps of WebM are rounded to milliseconds, and packets last up to 120; a longer gap is a silence.
_GAP_SECONDS = 0.15


@dataclass(frozen=True)
class SoundBounds:
    seconds: float


@dataclass(frozen=True)
class Samples:
    """`starts_at` is in seconds from the first frame of the picture, negative where the sound began earlier."""

    starts_at: float
    samples: NDArray[np.int16]


def sound(data: bytes, kind: Format, bounds: SoundBounds) -> Samples | None:
    """Return the sound, None where the clip has none. Raises Unusable, MemoryError, or what FFmpeg thinks of."""
    with clips.opened(data, kind) as container:
        stream = _sound_stream(container)
        if stream is None:
            return None
        parts: list[NDArray[np.int16]] = []
        begins, length = 0.0, 0
        for at, samples in _parts(container, stream):
            begins = begins if parts else at
            gap = round((at - begins) * RATE) - length
            silence = gap if gap > _GAP_SECONDS * RATE else 0
            length += silence + len(samples)
            # Before the silence is made: a time stamp may claim a year of it.
            if length > bounds.seconds * RATE:
                raise Unusable("too_long")
            parts += [np.zeros(silence, np.int16), samples]
    if not parts:
        raise Unusable("damaged")
    return Samples(begins - _picture_begins(data, kind), np.concatenate(parts))


def _sound_stream(container: av.container.InputContainer) -> av.AudioStream | None:
    clips.check_streams(container)
    sounds = container.streams.audio
    if not sounds:
        return None
    if len(sounds) > 1:
        raise Unusable("unknown_type")
    context = sounds[0].codec_context
    if context is None or context.name not in _CODECS or context.sample_rate not in _RATES:
        raise Unusable("unknown_type")
    if context.channels > _MOST_CHANNELS:
        raise Unusable("unknown_type")
    context.thread_count = 1
    return sounds[0]


def _parts(
    container: av.container.InputContainer, stream: av.AudioStream
) -> Iterator[tuple[float, NDArray[np.int16]]]:
    """Yield the second at which each part begins, and its samples."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    at = 0.0
    for frame in clips.frames(container, stream):
        at = at if frame.time is None else frame.time
        for part in resampler.resample(frame):
            yield at, np.asarray(part.to_ndarray(), np.int16).reshape(-1)
    for part in resampler.resample(None):
        yield at, np.asarray(part.to_ndarray(), np.int16).reshape(-1)


def _picture_begins(data: bytes, kind: Format) -> float:
    """Return the time stamp of the first frame, without decoding one."""
    with clips.opened(data, kind) as container:
        stamps = [
            float(packet.pts * packet.time_base)
            for packet, _ in zip(container.demux(container.streams.video[0]), range(32), strict=False)
            if packet.pts is not None
        ]
    return min(stamps, default=0.0)
