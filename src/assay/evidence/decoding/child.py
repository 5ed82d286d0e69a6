"""The decoder's process. Starts once, loads Pillow, pdfium and FFmpeg, and then makes a copy of itself per
file.

The copy locks itself down before it looks at the first byte, decodes one file, answers and ends. So a file
that takes over its decoder holds an empty room: no files, no network, no other customer's picture before or
after. The process that stays never sees a customer's byte. Run by `decoder`, never by hand.
"""

import codecs
import contextlib
import dataclasses
import importlib
import os
import pkgutil
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
from PIL import Image

from assay.evidence.decoding import clips, lockdown, pictures, sounds, wire
from assay.evidence.decoding.formats import Format

MEMORY_MEBIBYTES = 1024
_FAILED = "damaged"


def _decode_picture(request: dict[str, Any], data: bytes, answer: int) -> None:
    page = pictures.decode(data, Format(request["format"]), pictures.Bounds(**request["bounds"]))
    wire.send(answer, _head(page))
    for strip in page.strips():
        wire.write(answer, strip)


def _head(page: pictures.Page) -> dict[str, object]:
    traces = dataclasses.asdict(page.traces)
    return {"width": page.width, "height": page.height, "metadata": page.metadata, "traces": traces}


def _decode_clip(request: dict[str, Any], data: bytes, answer: int) -> None:
    for still in clips.stills(data, Format(request["format"]), clips.ClipBounds(**request["bounds"])):
        height, width = still.pixels.shape[:2]
        wire.send(answer, {"at": still.at, "full": still.full, "width": width, "height": height})
        wire.write(answer, still.pixels.data)
    wire.send(answer, {"end": True})


def _decode_sound(request: dict[str, Any], data: bytes, answer: int) -> None:
    found = sounds.sound(data, Format(request["format"]), sounds.SoundBounds(**request["bounds"]))
    if found is None:
        wire.send(answer, {"silent": True})
        return
    wire.send(answer, {"starts_at": found.starts_at, "samples": len(found.samples)})
    wire.write(answer, found.samples.data)


def _probe(request: dict[str, Any], _: bytes, answer: int) -> None:
    """Try what a hostile file would try, and say what was possible."""
    locks: lockdown.Locks = request["locks"]
    possible = [name for name, attempt in _ATTEMPTS.items() if _succeeds(attempt)]
    wire.send(answer, {**vars(locks), "possible": possible})


def _succeeds(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except (OSError, MemoryError):
        return False
    return True


def _read_file() -> None:
    Path("/etc/passwd").read_bytes()


def _start_process() -> None:
    if os.fork() == 0:
        os._exit(0)


def _write_file() -> None:
    with tempfile.TemporaryFile(dir="/tmp") as file:
        file.write(b"x")
        file.flush()


_ATTEMPTS: dict[str, Callable[[], object]] = {
    "read_file": _read_file,
    "write_file": _write_file,
    "open_socket": lambda: socket.socket(socket.AF_INET).close(),
    "open_local_socket": lambda: socket.socket(socket.AF_UNIX).close(),
    "start_process": _start_process,
    "signal_parent": lambda: os.kill(os.getppid(), 0),
    "use_much_memory": lambda: bytearray(MEMORY_MEBIBYTES * lockdown.MEBIBYTE),
}
_OPERATIONS: dict[str, Callable[[dict[str, Any], bytes, int], None]] = {
    "picture": _decode_picture,
    "clip": _decode_clip,
    "sound": _decode_sound,
    "probe": _probe,
}


def _serve_one(request_fd: int, answer: int) -> None:
    """Answer one request in this process, locked down. Every problem becomes an answer; a crash is one too."""
    request, data = wire.read_request(request_fd)
    os.close(request_fd)
    lockdown.limit_work(request["cpu_seconds"])
    request["locks"] = lockdown.lock()
    try:
        _OPERATIONS[request["operation"]](request, data, answer)
    except pictures.Unusable as unusable:
        wire.send(answer, {"problem": unusable.problem})
    except MemoryError:
        wire.send(answer, {"problem": "took_too_long"})
    except Exception:  # noqa: BLE001  the engine boundary: decoders raise anything at all on damaged files
        wire.send(answer, {"problem": _FAILED})


def _serve(control: socket.socket) -> None:
    """Answer signs of life, and take requests (two descriptors each: what to do, and where to answer), until
    the other end closes.
    """
    copy = None
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1, 2)
        if copy is not None:
            # It has answered; one that a file took over might stay on.
            os.kill(copy, signal.SIGKILL)
            os.waitpid(copy, 0)
            copy = None
        if not message:
            return
        if descriptors:
            copy = _start_copy(control, *descriptors)
        else:
            control.send(b"+")


def _start_copy(control: socket.socket, request: int, answer: int) -> int:
    """Return the process id of a copy that serves one request."""
    parent = os.getpid()
    copy = os.fork()
    if copy:
        os.close(request)
        os.close(answer)
        return copy
    try:
        lockdown.die_with_parent(parent)
        control.close()
        # The asking side may have given up waiting: then there is nobody to answer.
        with contextlib.suppress(BrokenPipeError):
            _serve_one(request, answer)
    finally:
        os._exit(0)


def _load_everything() -> None:
    """Both libraries import parts of themselves on first meeting a format; by then nothing can be opened."""
    Image.init()
    # What a PDF says of itself is UTF-16; Python, too, imports a codec on first use.
    codecs.lookup("utf-16-le")
    for module in pkgutil.walk_packages(av.__path__, "av."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    av.logging.set_level(None)


def main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    lockdown.limit_memory(MEMORY_MEBIBYTES)
    # Sizes are checked against the policy's limits, the moment the header is read.
    Image.MAX_IMAGE_PIXELS = None
    _load_everything()
    control.send(b"+")
    _serve(control)


if __name__ == "__main__":
    main()
