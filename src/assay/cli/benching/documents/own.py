"""Our own reader as a process of its own, so that it is measured as the peers are: paths in, one JSON line each out.

Run as `python -m assay.cli.benching.documents.own`. Its memory is that of a worker: all models of documents, and nothing else.
"""

import os
import sys
import time
from pathlib import Path
from typing import TextIO

import cv2
import numpy as np

from assay.checks import examine, stopwatch
from assay.checks.readings import DocumentReading
from assay.checks.stopwatch import Stopwatch
from assay.cli import screen
from assay.cli.benching.documents.answers import Answer, Seen
from assay.cli.benching.documents.expected import Corners
from assay.sandbox import documents, people


def main() -> None:
    screen.log_aside()
    answers = _private_output()
    # Models are loaded by the first reading that needs them, which nobody times.
    examine.examine_document(documents.draw("passport", people.person(0))[0])
    for line in sys.stdin:
        answer = _answer(Path(line.rstrip("\n")))
        answers.write(answer.model_dump_json() + "\n")
        answers.flush()


def _private_output() -> TextIO:
    """Return what was standard output; whatever else is printed goes to standard error."""
    kept = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return kept


def _answer(path: Path) -> Answer:
    cpu, wall = time.process_time(), time.perf_counter()
    pixels = cv2.imread(str(path))
    if pixels is None:
        return Answer(error="the file cannot be opened as a picture", peak_mb=_peak_mb())
    decode = ((time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000)
    with stopwatch.running() as watch:
        reading = examine.examine_document(np.asarray(pixels, np.uint8))
    zone = reading.mrz
    return Answer(
        lines=zone.lines if zone else None,
        accepted=zone is not None and zone.agreed and not zone.failed_check_digits,
        cpu_ms=watch.zone.cpu,
        wall_ms=watch.zone.wall,
        peak_mb=_peak_mb(),
        seen=_seen(reading, watch, decode),
    )


def _seen(reading: DocumentReading, watch: Stopwatch, decode: tuple[float, float]) -> Seen:
    zone = reading.mrz
    strips: tuple[Corners, ...] = zone.corners if zone else ()
    return Seen(
        turned=reading.turned,
        outline=reading.outline,
        strips=strips,
        failed=zone.failed_check_digits if zone else (),
        stages={stage: (spent.cpu, spent.wall) for stage, spent in watch.stages.items()},
        whole=(watch.whole.cpu, watch.whole.wall),
        decode=decode,
    )


def _peak_mb() -> float:
    """Return the most memory this process ever had, in MB of 1000 x 1000 bytes.

    From the kernel's own line: what `getrusage` says of a process started by another includes the other's memory.
    """
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024 / 1e6
    return 0.0


if __name__ == "__main__":
    main()
