"""Does anything crash, hang or eat the memory? `python bench/fuzz.py FOLDER --count 10000` with the folder of specimens.

Five parts, each from its own fixed seed: `files` through the locked-down decoder, as uploads go; `reading` of a share of
what it let through; `zones` through the grammar of the machine readable zone; `licences` through the AAMVA parser; `chips`
through passive authentication. A refusal is an answer. A fault is any other exception, an answer that took more than 10
seconds, or more than 1 GiB of memory. Exit code 1 where there was one.
"""

import argparse
import random
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import cv2
import mutations
import numpy as np

from assay.checks import examine
from assay.checks.engines.barcode import aamva
from assay.checks.engines.chip import reader, trust_files
from assay.checks.engines.chip.lds import ChipDataError
from assay.checks.engines.chip.trust_list import TrustList
from assay.checks.engines.mrz import decoder as mrz_decoder
from assay.checks.engines.mrz import parsing
from assay.checks.engines.mrz.layouts import LAYOUTS
from assay.checks.engines.mrz.recogniser import ALPHABET
from assay.core.refusal import Refusal
from assay.evidence.decoding import decoder, pool
from assay.policy.load import current

SLOWEST_ALLOWED = 10.0
MEMORY_ALLOWED = 1024**3
PARTS = ("files", "reading", "zones", "licences", "chips")
_READ_AT = 800
_LINES = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    "I<UTOD231458907<<<<<<<<<<<<<<<",
)


class Tally:
    """What came of each case, which were slow, and what must not have happened."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.outcomes: Counter[str] = Counter()
        self.times: list[tuple[float, str]] = []
        self.faults: list[str] = []

    def run(self, what: str, work, allowed=()):
        """Do the work; return what it returned, None where it refused or failed."""
        started, answer = time.perf_counter(), None
        cpu = time.process_time()
        try:
            answer = work()
            self.outcomes["answered"] += 1
        except Refusal as refusal:
            self.outcomes[f"refused, {refusal.reason}"] += 1
        except allowed as refusal:
            self.outcomes[f"refused, {type(refusal).__name__}"] += 1
        except Exception:  # noqa: BLE001  that is what is looked for
            self.outcomes["FAULT"] += 1
            self.faults.append(f"{what}\n{traceback.format_exc()}")
        wall = time.perf_counter() - started
        self.times.append((wall, what))
        # A busy machine makes everybody wait; only what worked that long is at fault.
        if wall > SLOWEST_ALLOWED and time.process_time() - cpu > SLOWEST_ALLOWED / 2:
            self.faults.append(f"{what}: took {wall:.1f} s")
        return answer

    def report(self) -> None:
        self.times.sort(reverse=True)
        total = sum(self.outcomes.values())
        over = sum(wall > SLOWEST_ALLOWED for wall, _ in self.times)
        print(f"\n{self.name}: {total} cases, {len(self.faults)} faults, {over} over {SLOWEST_ALLOWED:.0f} s")
        for outcome, count in self.outcomes.most_common():
            print(f"  {count:6d}  {outcome}")
        for wall, what in self.times[:5]:
            print(f"  slowest {wall:6.2f} s  {what[:150]}")
        for fault in self.faults[:20]:
            print(f"  FAULT {fault}")
        sys.stdout.flush()


def fuzz_files(folder, count, seed, keep):
    """Return the pixels of some of the files that the decoder let through."""
    limits, draw, tally = current().uploads, random.Random(f"files {seed}"), Tally("files")
    paths = sorted(
        path for path in folder.rglob("*") if path.suffix.lower() in {".jpg", ".png", ".tif", ".pdf"}
    )
    files = mutations.seeds(paths)
    print(f"{len(files)} real files; {count} spoiled ones")
    kept = []
    for _ in range(count):
        what, data = mutations.spoiled(draw, files)
        decode = decoder.decode_portrait if draw.random() < 0.1 else decoder.decode_picture
        picture = tally.run(what, lambda data=data, decode=decode: decode(data, limits))
        if picture is not None:
            kept.append((what, _reduced(picture.pixels)))
            if len(kept) > 4 * keep:
                kept = draw.sample(kept, 2 * keep)
    tally.report()
    return draw.sample(kept, min(keep, len(kept))), tally


def _reduced(pixels):
    scale = min(1.0, _READ_AT / max(pixels.shape[:2]))
    size = [max(1, round(side * scale)) for side in pixels.shape[1::-1]]
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA) if scale < 1 else pixels


def fuzz_reading(pictures):
    tally = Tally("reading")
    for what, pixels in pictures:
        tally.run(what, lambda pixels=pixels: examine.examine_document(np.ascontiguousarray(pixels)))
    tally.report()
    return tally


def fuzz_zones(count, seed):
    draw, tally = random.Random(f"zones {seed}"), Tally("zones")
    layouts = list(LAYOUTS.values())
    for number in range(count):
        layout = draw.choice(layouts)
        lines = [draw.choice(_LINES).ljust(layout.columns, "<")[: layout.columns] for _ in range(layout.rows)]
        if number % 2:
            seen = [mutations.posteriors(draw, line, ALPHABET) for line in lines]
            found = tally.run(
                f"case {number}, decode {layout.format}", lambda s=seen, k=layout: mrz_decoder.decode(s, k)
            )
            lines = list(found.lines) if found else lines
        else:
            lines = [
                mutations.bent_text(draw, line).ljust(layout.columns, "<")[: layout.columns] for line in lines
            ]
        tally.run(f"parse {layout.format} {lines}", lambda k=layout, x=lines: parsing.parse(k.format, x))
    tally.report()
    return tally


def fuzz_licences(folder, count, seed):
    draw, tally = random.Random(f"licences {seed}"), Tally("licences")
    texts = [
        path.read_text(encoding="utf-8", errors="replace")
        for path in sorted(folder.rglob("aamva/texts/*.txt"))
    ]
    for number in range(count):
        text = mutations.bent_text(draw, draw.choice(texts))
        tally.run(f"case {number}, {len(text)} signs", lambda text=text: aamva.read(text))
        tally.run(f"case {number}, fields", lambda text=text: aamva.parse(text))
    tally.report()
    return tally


def fuzz_chips(folder, count, seed):
    draw, tally = random.Random(f"chips {seed}"), Tally("chips")
    known = {path.name: path.read_bytes() for path in sorted(folder.rglob("chip/*")) if path.is_file()}
    names = {name: place for name in known if (place := _chip_file(name))}
    limits, at = current().uploads, datetime(2026, 11, 22, tzinfo=UTC)

    def portrait(data):
        return decoder.decode_portrait(data, limits).pixels

    with tempfile.TemporaryDirectory() as empty:
        trusted = TrustList(Path(empty))
        for number in range(count):
            chosen = draw.sample(sorted(names), draw.choice((1, 2, 4)))
            files = {names[name]: _bent(draw, known[name], known) for name in chosen}
            tally.run(
                f"case {number}, {chosen}",
                lambda files=files: reader.read_chip(files, trusted=trusted, at=at, open_portrait=portrait),
            )
            data = _bent(draw, known[draw.choice(sorted(known))], known)
            tally.run(f"case {number}, trust", lambda data=data: trust_files.read(data), (ChipDataError,))
    tally.report()
    return tally


def _chip_file(name):
    for part, file in (("dg14", "DG14"), ("dg15", "DG15"), ("dg1", "DG1"), ("sod", "SOD")):
        if part in name.lower().replace("_sod_", "sod "):
            return "SOD" if "sod" in name.lower() else file
    return None


def _bent(draw, data, known):
    for _ in range(draw.choice((0, 1, 1, 2))):
        bend = draw.choice((mutations.flipped_bits, mutations.flipped_in_the_head, mutations.cut_short,
                            mutations.stretch_removed, mutations.stretch_repeated, mutations.number_planted,
                            mutations.spliced, mutations.noise_inserted))  # fmt: skip
        data = bend(draw, data, known)
    return data


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=10_000, help="files, and cases of each other part")
    parser.add_argument("--read", type=int, default=300, help="how many of the decoded pictures are read")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", choices=PARTS, nargs="*", default=PARTS)
    given = parser.parse_args()
    tallies, started = [], time.process_time()
    if {"files", "reading"} & set(given.only):
        pictures, tally = fuzz_files(given.folder, given.count, given.seed, given.read)
        tallies.append(tally)
        if "reading" in given.only:
            tallies.append(fuzz_reading(pictures))
    if "zones" in given.only:
        tallies.append(fuzz_zones(given.count, given.seed))
    if "licences" in given.only:
        tallies.append(fuzz_licences(given.folder, given.count, given.seed))
    if "chips" in given.only:
        tallies.append(fuzz_chips(given.folder, given.count, given.seed))
    pool.POOL.stop()
    ours, theirs = (
        resource.getrusage(who).ru_maxrss * 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"\nMemory, most: this process {ours / 2**20:.0f} MiB, a decoder {theirs / 2**20:.0f} MiB")
    print(f"Processor time of this process {time.process_time() - started:.0f} s")
    faults = sum(len(tally.faults) for tally in tallies) + (max(ours, theirs) > MEMORY_ALLOWED)
    print(f"{faults} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
