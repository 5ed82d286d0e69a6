"""How often is a spoken statement recognised, and how often one that was not said? On synthetic voices: nobody was recorded.

    .venv/bin/python bench/statements.py --work DIR [--speak PYTHON] [--clips 1]

`--speak` is a Python with the voices of bench/voices/say.py; without it, DIR must hold the clips of an earlier run. Needs
ffmpeg. Each clip is tried as it was said, and against the statement of another day (other date, address and code), by the small
recogniser and, where that is unsure, by the larger one. The thresholds were
chosen in an earlier study on other clips; none of these was used for them, but for the limit of the e-mail address, which
saw the first two of espeak:en-us: those are left out.
"""

import argparse
import json
import random
import resource
import subprocess
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from assay.checks.engines import models
from assay.checks.engines.speech import features, scoring, voice
from assay.checks.engines.speech.fingerprint import fingerprint
from assay.checks.engines.speech.recognisers import LARGER, SMALL
from assay.checks.engines.speech.whisper import Whisper
from assay.checks.readings import NOTHING_READ, Case, ClipReading
from assay.checks.readings.statement import Expected, Sound, SpokenStatement, StatementReading
from assay.checks.result import Outcome
from assay.checks.statements.sound_likeness import likeness
from assay.checks.statements.statement import statement_said
from assay.cli.benching.figures import Share
from assay.policy import load

RATE = 16_000
VOICES = (
    "espeak:en-us", "espeak:en-gb-x-rp+f3", "espeak:en-gb-scotland+m3", "espeak:en-us+f4",
    "flite:slt", "flite:rms", "flite:awb", "hibari:heart", "piper:joe", "kokoro:jf_alpha",
)  # fmt: skip
NEURAL = ("hibari", "piper", "kokoro")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
EMAILS = (
    "linda@example.org", "peter.jones@example.com", "sam-hill@mail.com", "maria.garcia@example.net",
    "john.smith@example.com", "kx7qz@mail.com", "anna_lee@example.org", "robert42@example.com",
    "david.chen@example.org", "julia@web.com",
)  # fmt: skip
ORDERS = ("{M} {D}, {y}", "{D} {M} {y}", "the {D} of {M}, {y}", "{d} {M} {y}")
OTHER_WORDS = (
    "Please close my account and send the money to my brother. His number is five five three one two zero.",
    "Good morning, I would like to order two large pizzas and a bottle of water for table number seven.",
    "Today is a lovely day, I am reading the newspaper in the garden of my aunt. Nobody asked me for anything.",
)
CONDITIONS = ("clean", "noise 15 dB", "reverb")


@dataclass(frozen=True)
class Said:
    voice: str
    name: str
    on: date
    email: str
    code: str
    text: str


def drawn(name: str, number: int) -> Said:
    """Return the statement that a voice says as its so-manieth; always the same."""
    draw = random.Random(f"{name} {number}")
    year, month, day = draw.choice([2026, 2026, 2027]), draw.randrange(1, 13), draw.randrange(1, 29)
    ending = "th" if 10 <= day <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    when = draw.choice(ORDERS).format(M=MONTHS[month - 1], D=f"{day}{ending}", d=day, y=year)
    email, code = draw.choice(EMAILS), "".join(draw.choice("0123456789") for _ in range(6))
    local, domain = email.split("@")
    local = " ".join(local) if local.startswith("kx") else local
    spoken = f"{local} at {domain}".replace(".", " dot ").replace("-", " dash ").replace("_", " underscore ")
    text = f"Today is {when}. I am requesting the reactivation of my account, {spoken}. My code is {', '.join(code)}."
    return Said(name, f"{name.replace(':', '_')}_{number}", date(year, month, day), email, code, text)


def decoded(path: Path) -> np.ndarray:
    command = [
        "ffmpeg",
        "-loglevel",
        "error",
        "-i",
        str(path),
        "-f",
        "s16le",
        "-ar",
        str(RATE),
        "-ac",
        "1",
        "-",
    ]
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.int16).astype(np.float32) / 32768


def through_opus(sound: np.ndarray, path: Path) -> np.ndarray:
    """Return the sound as a browser would send it: Opus, 24 kbit/s."""
    if not path.exists():
        raw = (sound / np.abs(sound).max() * 0.7 * 32767).astype(np.int16).tobytes()
        command = ["ffmpeg", "-loglevel", "error", "-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", "-"]
        subprocess.run([*command, "-c:a", "libopus", "-b:a", "24k", str(path)], input=raw, check=True)
    return decoded(path)


def in_condition(sound: np.ndarray, condition: str, draw: np.random.Generator) -> np.ndarray:
    sound = np.concatenate([np.zeros(RATE // 2), sound, np.zeros(RATE // 2)])
    if condition == "reverb":
        sound = reverberated(sound, 0.5, draw)
    if condition != "clean":
        noise = pink(len(sound), draw)
        loud = sound[np.abs(sound) > 0.02 * np.abs(sound).max()]
        sound = sound + noise * np.sqrt((loud**2).mean() / (noise**2).mean() / 10**1.5)
    return sound.astype(np.float32)


def pink(count: int, draw: np.random.Generator) -> np.ndarray:
    frequencies = np.fft.rfftfreq(count, 1 / RATE)
    spectrum = draw.normal(size=len(frequencies)) + 1j * draw.normal(size=len(frequencies))
    return np.fft.irfft(spectrum / np.sqrt(np.maximum(frequencies, 30)), count)


def reverberated(sound: np.ndarray, seconds: float, draw: np.random.Generator) -> np.ndarray:
    """Return the sound in a room whose echo falls by 60 decibels in so many seconds, as loud as the direct sound is thrice."""
    count = int(seconds * RATE)
    room = draw.normal(size=count) * np.exp(-6.9 * np.arange(count) / count)
    room *= 0.6 / np.sqrt((room**2).sum())
    room[0] = 1.0
    length = len(sound) + count
    return np.fft.irfft(np.fft.rfft(sound, length) * np.fft.rfft(room, length), length)


def judged(expected: Expected, recogniser: str, pieces, book):
    nothing = ClipReading(seconds=0.0, width=1, height=1, frames=())
    sound = Sound(starts_at=0.0, seconds=15.0, speech_seconds=10.0)
    reading = StatementReading(clip=nothing, sound=sound, recogniser=recogniser, pieces=pieces)
    statement = SpokenStatement(reading=reading, expected=expected)
    return statement_said(
        Case(claim=None, front=NOTHING_READ, statement=statement, on=date(2026, 11, 22)), book
    )


class Bench:
    def __init__(self, work: Path) -> None:
        self.work, self.book = work, load.current()
        self.rows: list[dict] = []
        began = time.process_time()
        self.small, self.larger = (
            Whisper([models.locate(part) for part in one.parts], models.locate(one.vocabulary))
            for one in (SMALL, LARGER)
        )
        self.load_seconds = time.process_time() - began

    def expected(self, said: Said) -> Expected:
        return Expected(phrase=self.book.statement.phrase, on=said.on, email=said.email, code=said.code)

    def try_clip(self, sound: np.ndarray, claims: dict[str, Said], **about: str) -> None:
        began = time.process_time()
        speaking = voice.speech(sound)
        row = {**about, "seconds": len(sound) / RATE, "speech": float(speaking.sum() * 0.032), "claims": {}}
        if speaking.sum() * 0.032 >= 4.0:
            mel = features.log_mel(sound)
            heard = self.small.hear(mel)
            row["hear"] = time.process_time() - began
            for kind, said in claims.items():
                began, recogniser = time.process_time(), SMALL.id
                pieces = scoring.score(self.small, heard, self.expected(said))
                result = judged(self.expected(said), recogniser, pieces, self.book)
                if result.outcome is not Outcome.PASS:
                    recogniser = LARGER.id
                    pieces = scoring.score(self.larger, self.larger.hear(mel), self.expected(said))
                    result = judged(self.expected(said), recogniser, pieces, self.book)
                row["claims"][kind] = {
                    "recogniser": recogniser,
                    "passed": result.outcome is Outcome.PASS,
                    "failed": list(result.reasons),
                    "pieces": {p.piece: [round(p.total, 2), round(p.mean, 2), p.lead] for p in pieces},
                    "cpu": time.process_time() - began,
                }
        self.rows.append(row)
        (self.work / "rows.json").write_text(json.dumps(self.rows))
        print(
            about, {kind: answer["failed"] or "passed" for kind, answer in row["claims"].items()}, flush=True
        )


def report(rows: list[dict], bench: Bench) -> None:
    def share(kind: str, rows: list[dict]) -> Share:
        answers = [row["claims"][kind]["passed"] for row in rows if kind in row["claims"]]
        return Share(sum(answers), len(answers))

    genuine = [row for row in rows if row["kind"] == "genuine"]
    alone = [row["claims"]["true"]["recogniser"] == SMALL.id for row in genuine]
    print("accepted by the small recogniser alone:", Share(sum(alone), len(alone)))
    for condition in CONDITIONS:
        some = [row for row in genuine if row["condition"] == condition]
        neural = [row for row in some if row["voice"].split(":")[0] in NEURAL]
        print(f"{condition}: accepted {share('true', some)}; neural voices {share('true', neural)}")
        print(f"  of another day {share('other', some)}")
    for reason in ("date", "sentence", "email", "code"):
        code = f"statement.{reason}.not_heard"
        kinds = {"true": "missed", "other": "not held against another day's"}
        for kind, words in kinds.items():
            hits = [(code in row["claims"][kind]["failed"]) == (kind == "true") for row in genuine]
            print(f"{reason}: {words} {Share(sum(hits), len(hits))}")
    behind = [row["claims"]["true"]["pieces"]["code"][2] <= 0 for row in genuine]
    print("a code one digit off fits better than the right one:", Share(sum(behind), len(behind)))
    behind = [row["claims"]["true"]["pieces"]["date"][2] <= 0 for row in genuine]
    print("a date one part off fits better than the right one:", Share(sum(behind), len(behind)))
    wrong = [row for row in rows if row["kind"] != "genuine"]
    accepted = [any(answer["passed"] for answer in row["claims"].values()) for row in wrong]
    print("other words, silence, noise accepted:", Share(sum(accepted), len(wrong)))
    hear = [row["hear"] for row in genuine]
    cpu = [row["claims"]["true"]["cpu"] for row in genuine]
    print(
        f"CPU seconds: load {bench.load_seconds:.1f}, hear {np.median(hear):.1f}, score {np.median(cpu):.1f} (median)"
    )
    print(f"clip seconds {np.median([row['seconds'] for row in genuine]):.1f} (median)")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")


def replays(sounds: dict[tuple[str, str], str]) -> None:
    """Print how alike the fingerprints of one recording in two conditions are, and those of two recordings."""
    names = sorted({name for name, _ in sounds})
    for condition in CONDITIONS[1:]:
        same = [likeness(sounds[n, "clean"], sounds[n, condition]) for n in names if (n, condition) in sounds]
        print(f"likeness, same recording, {condition}: least {min(same, default=0):.2f} of {len(same)}")
    others = [
        likeness(sounds[a, "clean"], sounds[b, "clean"])
        for a, b in zip(names, names[1:] + names[:1], strict=True)
    ]
    print(f"likeness, other recordings: most {max(others):.2f} of {len(others)}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--speak")
    parser.add_argument("--clips", type=int, default=1)
    parser.add_argument("--first", type=int, default=2)
    options = parser.parse_args()
    work = options.work
    work.mkdir(parents=True, exist_ok=True)
    said = [
        drawn(name, number)
        for number in range(options.first, options.first + options.clips)
        for name in VOICES
    ]
    others = [Said(name, f"{name.replace(':', '_')}_other{at}", date(2026, 1, 1), "", "", OTHER_WORDS[at % 3])
              for at, name in enumerate(VOICES[:9])]  # fmt: skip
    lines = [
        {"voice": one.voice, "text": one.text, "path": str(work / f"{one.name}.wav")}
        for one in (*said, *others)
    ]
    (work / "lines.json").write_text(json.dumps(lines))
    if options.speak:
        say = Path(__file__).parent / "voices" / "say.py"
        subprocess.run([options.speak, str(say), str(work / "lines.json")], check=True)
    bench, prints = Bench(work), {}
    for number, one in enumerate(said):
        plain = decoded(work / f"{one.name}.wav")
        other = next(day for at in range(100, 200) if (day := drawn(one.voice, at)).email != one.email)
        for condition in CONDITIONS:
            sound = in_condition(plain, condition, np.random.default_rng(number))
            sound = through_opus(sound, work / f"{one.name}.{condition.split()[0]}.ogg")
            prints[one.name, condition] = fingerprint(sound).astype(">u4").tobytes().hex()
            about = {"kind": "genuine", "voice": one.voice, "condition": condition, "name": one.name}
            bench.try_clip(sound, {"true": one, "other": other}, **about)
    for number, one in enumerate(others):
        sound = decoded(work / f"{one.name}.wav")
        bench.try_clip(sound, {"true": said[number]}, kind="other words", voice=one.voice, condition="clean")
    silence = np.random.default_rng(0).normal(size=15 * RATE).astype(np.float32) * 1e-4
    bench.try_clip(silence, {"true": said[0]}, kind="silence", voice="", condition="clean")
    noise = (pink(15 * RATE, np.random.default_rng(1)) * 20).astype(np.float32)
    bench.try_clip(noise, {"true": said[0]}, kind="noise", voice="", condition="clean")
    report(bench.rows, bench)
    replays(prints)


if __name__ == "__main__":
    main()
