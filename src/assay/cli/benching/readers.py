"""Runs a reader as a process: a path goes in, one line of JSON comes out; what dies or hangs is started again."""

import os
import select
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from assay.checks import zones
from assay.cli.benching.answers import Answer

OWN = "assay"
_PATIENCE_SECONDS = 120.0
# Everybody reads on one core: that is what a worker has, and what times are compared for.
_THREADS = ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_ONE_THREAD = dict.fromkeys(_THREADS, "1")


@dataclass(frozen=True)
class Reader:
    """`command` is what starts it; `version` and `licence` are shown beside its figures."""

    name: str
    command: Sequence[str]
    version: str = ""
    licence: str = ""
    is_own: bool = True


class ReaderBroken(Exception):  # noqa: N818  the reader's state, told to who started it
    """The reader cannot even be started: the last lines it wrote."""


def own() -> Reader:
    return Reader(OWN, (sys.executable, "-m", "assay.cli.benching.own"))


def answers(reader: Reader, paths: Sequence[Path]) -> Iterator[Answer]:
    """Yield the answer to each picture, in order. A picture a reader dies or hangs on is one it did not read.

    Raises ReaderBroken where it dies on the first two.
    """
    process: subprocess.Popen[bytes] | None = None
    deaths = 0
    try:
        for place, path in enumerate(paths):
            if process is None:
                process = _start(reader)
            answer = _ask(process, path)
            if answer is None:
                deaths += 1
                said = _stop(process)
                process = None
                if deaths == place + 1 and deaths == min(2, len(paths)):
                    raise ReaderBroken(said or f"{reader.name} ends without a word")
                answer = Answer(error=f"the reader died or took more than {_PATIENCE_SECONDS:.0f} s")
            yield _judged(answer)
    finally:
        if process is not None:
            _stop(process)


def _judged(answer: Answer) -> Answer:
    """Return the answer with a verdict: where the reader has none of its own, the check digits speak for it."""
    if answer.accepted is not None:
        return answer
    return answer.model_copy(update={"accepted": zones.check_digits_hold(answer.lines or ())})


def _start(reader: Reader) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603  a command we composed
        list(reader.command),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **_ONE_THREAD},
    )


def _ask(process: "subprocess.Popen[bytes]", path: Path) -> Answer | None:
    """Return what the reader says of a picture; None where it died, hung, or said something else."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(f"{path.resolve()}\n".encode())
        process.stdin.flush()
    except OSError:
        return None
    if not select.select([process.stdout], [], [], _PATIENCE_SECONDS)[0]:
        return None
    try:
        return Answer.model_validate_json(process.stdout.readline())
    except ValidationError:
        return None


def _stop(process: "subprocess.Popen[bytes]") -> str:
    """End the process; return the last lines it wrote to standard error."""
    process.kill()
    _, said = process.communicate()
    return "\n".join(said.decode(errors="replace").strip().splitlines()[-4:])
