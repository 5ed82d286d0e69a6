"""What `assay doctor` asks of the machine: Python, processor, memory, disk, weights, the decoder's locks, a
browser.
"""

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from assay.checks import weights
from assay.checks.weights import State
from assay.cli.findings import Finding, ok, problem, warning
from assay.evidence.decoding import decoder, pool

_GIBIBYTE = 1024**3
# Web and worker with all models loaded stay below 2 GiB; the database and the machine need the rest.
_MEMORY_LEAST, _DISK_LEAST = 4 * _GIBIBYTE, 2 * _GIBIBYTE
_CORES_LEAST = 2
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# What the locked-down decoder could still do, as `decoder.sandbox` names it.
_LEFT_OPEN = {
    "read_file": "read files",
    "write_file": "write files",
    "open_socket": "use the network",
    "open_local_socket": "talk to local services",
    "start_process": "start processes",
    "signal_parent": "signal other processes",
    "use_much_memory": "use more memory than it may",
}


def findings(home: Path) -> Iterator[Finding]:
    """Yield the findings; `home` is the folder that will hold the data."""
    yield _python()
    yield _cores()
    yield _memory()
    yield _disk(home)
    yield from _weights()
    yield _sandbox()
    yield _browser()


def _python() -> Finding:
    return ok("Python", f"{platform.python_version()} in {sys.prefix}")


def _cores() -> Finding:
    cores = len(os.sched_getaffinity(0))
    found = f"{cores} processor{'s'[: cores - 1]}, {platform.machine()}"
    if cores < _CORES_LEAST:
        return warning("Processor", found, "Two or more are better: checks and pages share this one.")
    return ok("Processor", found)


def _memory() -> Finding:
    total = _memory_allowed()
    found = f"{total / _GIBIBYTE:.1f} GiB"
    if total < _MEMORY_LEAST:
        return warning("Memory", found, "4 GiB are enough for web, worker and database on one machine.")
    return ok("Memory", found)


def _memory_allowed() -> int:
    """Return what this process may use: the machine's memory, or less where a container's limit says so."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = Path("/sys/fs/cgroup/memory.max")
    text = limit.read_text(encoding="ascii").strip() if limit.is_file() else "max"
    return min(total, int(text)) if text.isdigit() else total


def _disk(home: Path) -> Finding:
    place = next(folder for folder in (home, *home.parents) if folder.is_dir())
    free = shutil.disk_usage(place).free
    found = f"{free / _GIBIBYTE:.1f} GiB free for {home}"
    if not os.access(place, os.W_OK):
        return problem("Disk", f"{home} cannot be written", "Set ASSAY_HOME to a folder that can.")
    if free < _DISK_LEAST:
        return warning("Disk", found, "Make room, or set ASSAY_HOME to a folder with at least 2 GiB free.")
    return ok("Disk", found)


def _weights() -> Iterator[Finding]:
    states = {model: weights.state_of(model) for model in weights.all_models()}
    lacking = {model: state for model, state in states.items() if state is not State.IN_PLACE}
    for model, state in lacking.items():
        judge = warning if model.optional else problem
        yield judge("Models", f"{model.id} is {state} in {weights.folder()}", "Run `assay models fetch`.")
    if not lacking:
        yield ok("Models", f"all {len(states)} in place and unchanged in {weights.folder()}")


def _sandbox() -> Finding:
    """Try what a hostile file would try, from inside the decoder."""
    try:
        sandbox = decoder.sandbox()
    except pool.DecoderUnavailable as error:
        return problem("Decoder", str(error), "Reinstall: Pillow, pypdfium2 or PyAV cannot be loaded.")
    locks = [
        "limits on memory, time and files",
        *(["no new privileges"] if sandbox.no_new_privileges else []),
        *([f"Landlock {sandbox.landlock}"] if sandbox.landlock else []),
        *(["seccomp"] if sandbox.seccomp else []),
    ]
    if sandbox.possible:
        can = ", ".join(_LEFT_OPEN.get(name, name) for name in sandbox.possible)
        advice = "Use a kernel with Landlock and seccomp, or a container without network."
        return warning("Decoder", f"{', '.join(locks)}; a hostile file could still {can}", advice)
    return ok("Decoder", f"locked down: {', '.join(locks)}")


def _browser() -> Finding:
    found = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if found:
        return ok("Browser", f"{found} (for the tests only)")
    return warning("Browser", "none found", "Only the browser tests need one: apt install chromium.")
