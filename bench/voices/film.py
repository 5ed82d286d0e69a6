"""Make the clip of tests/statements: `.venv/bin/python bench/voices/film.py SOUND.wav OUT.webm [NUMBER]`.

A rendered citizen of Utopia sits before a camera with the identity card beside the face, and the sound is a synthetic voice's.
The mouth does not move. Small on purpose: 320 x 240, ten frames a second, VP9 and Opus in WebM, as browsers record.
"""

import sys
import wave
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

from assay.sandbox import clips, documents, people
from assay.sandbox.moves import poses

FPS, WIDTH, HEIGHT = 10, 320, 240
# Where the card lies, as shares of the picture: beside the face, a little below it.
CARD = (0.02, 0.42, 0.32)


def frames(number: int, seconds: float):
    bearer = people.person(number)
    card = documents.draw("id_card", bearer)[0]
    left, top, width = CARD
    for picture in clips.render_poses(
        bearer.portrait_id, poses((), fps=FPS, count=round(seconds * FPS), seed=number), seed=number
    ):
        rows, columns = picture.shape[:2]
        wide = round(width * columns)
        small = cv2.resize(
            card, (wide, round(wide * card.shape[0] / card.shape[1])), interpolation=cv2.INTER_AREA
        )
        x, y = round(left * columns), round(top * rows)
        picture[y : y + small.shape[0], x : x + small.shape[1]] = small
        yield cv2.resize(picture, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)


def main() -> None:
    with wave.open(sys.argv[1]) as file:
        rate = file.getframerate()
        sound = np.frombuffer(file.readframes(file.getnframes()), np.int16)
    number = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    quiet = np.zeros(rate // 2, np.int16)
    sound = np.concatenate([quiet, sound, quiet])
    with av.open(sys.argv[2], "w", format="webm") as container:
        picture = container.add_stream("libvpx-vp9", rate=FPS)
        picture.width, picture.height, picture.pix_fmt, picture.bit_rate = WIDTH, HEIGHT, "yuv420p", 14_000
        picture.options = {"cpu-used": "4", "g": "300"}
        voice = container.add_stream("libopus", rate=48_000, layout="mono")
        voice.bit_rate = 12_000
        resampler = av.AudioResampler(format="s16", layout="mono", rate=48_000, frame_size=960)
        heard = av.AudioFrame.from_ndarray(sound.reshape(1, -1), format="s16", layout="mono")
        heard.rate, heard.pts, heard.time_base = rate, 0, Fraction(1, rate)
        packets = [
            packet
            for part in (*resampler.resample(heard), *resampler.resample(None))
            for packet in voice.encode(part)
        ]
        packets += voice.encode(None)
        for place, pixels in enumerate(frames(number, len(sound) / rate)):
            frame = av.VideoFrame.from_ndarray(pixels, format="bgr24")
            frame.pts, frame.time_base = place, Fraction(1, FPS)
            packets += picture.encode(frame)
        packets += picture.encode(None)
        for packet in sorted(packets, key=lambda one: one.dts * one.time_base):
            container.mux(packet)
    print(Path(sys.argv[2]).stat().st_size, "bytes")


if __name__ == "__main__":
    main()
