"""Recordings with sound, made by the tests: the committed statement, and clips whose sound is something else."""

import io
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

STATEMENT = Path(__file__).parent / "statements" / "statement.webm"
RATE = 16_000


def tone(seconds=2.0, hertz=440.0):
    """16 kHz samples between -1 and 1."""
    return 0.3 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE).astype(np.float32)


def clip(sound, codec="libopus", kind="webm", rate=48_000, streams=1, late=0.0, gap=0.0):
    """A recording with a grey picture and `streams` sounds, which begin `late` seconds after it and pause in the middle
    for `gap`.
    """
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=kind) as container:
        picture = container.add_stream("libvpx" if kind == "webm" else "libx264", rate=10)
        picture.width, picture.height, picture.pix_fmt = 64, 64, "yuv420p"
        voices = [container.add_stream(codec, rate=rate, layout="mono") for _ in range(streams)]
        packets = []
        for place in range(max(1, round((len(sound) / RATE + late) * 10))):
            frame = av.VideoFrame.from_ndarray(np.full((64, 64, 3), place % 200, np.uint8), format="bgr24")
            frame.pts, frame.time_base = place, Fraction(1, 10)
            packets += picture.encode(frame)
        packets += picture.encode(None)
        for voice in voices:
            packets += _encoded(voice, sound, rate, late, gap)
        for packet in sorted(packets, key=lambda one: one.dts * one.time_base):
            container.mux(packet)
    return buffer.getvalue()


def _encoded(voice, sound, rate, late, gap):
    size = voice.codec_context.frame_size or 960
    resampler = av.AudioResampler(
        format=voice.codec_context.format, layout="mono", rate=rate, frame_size=size
    )
    samples = (np.clip(sound, -1, 1) * 32767).astype(np.int16).reshape(1, -1)
    whole = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples), format="s16", layout="mono")
    whole.rate, whole.pts, whole.time_base = RATE, 0, Fraction(1, RATE)
    parts = [*resampler.resample(whole), *resampler.resample(None)]
    packets = []
    for place, part in enumerate(parts):
        pause = gap if place >= len(parts) // 2 else 0.0
        part.pts, part.time_base = round((late + pause) * rate) + place * size, Fraction(1, rate)
        packets += voice.encode(part)
    return packets + voice.encode(None)


def statement_with(sound):
    """The committed statement's picture with another sound, None for no sound at all."""
    buffer = io.BytesIO()
    with av.open(str(STATEMENT)) as given, av.open(buffer, "w", format="webm") as container:
        picture = container.add_stream_from_template(given.streams.video[0])
        packets = [packet for packet in given.demux(given.streams.video[0]) if packet.dts is not None]
        for packet in packets:
            packet.stream = picture
        if sound is not None:
            voice = container.add_stream("libopus", rate=48_000, layout="mono")
            packets += _encoded(voice, sound, 48_000, 0.0, 0.0)
        for packet in sorted(packets, key=lambda one: one.dts * one.time_base):
            container.mux(packet)
    return buffer.getvalue()
