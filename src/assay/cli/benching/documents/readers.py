"""Runs a reader as a process: a path goes in, one line of JSON comes out; what dies or hangs is started again."""

import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from assay.checks.documents import zones
from assay.cli.benching.documents.answers import Answer

OWN = "assay"
# How long a reader may work at one image, and how long it may take on a machine that has others to serve.
_CPU_SECONDS, _WALL_SECONDS = 60.0, 1200.0
_LOOK_EVERY_SECONDS = 10.0
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


class ReaderBroken(Exception):  # noqa: N818  the reader's state, told to who started it
    """The reader cannot even be started: the last lines it wrote."""


def own() -> Reader:
    return Reader(OWN, (sys.executable, "-m", "assay.cli.benching.documents.own"))


def answers(reader: Reader, paths: Sequence[Path]) -> Iterator[Answer]:
    """Yield the answer to each picture, in order. A picture a reader dies or hangs on is one it did not read.

    Raises ReaderBroken where it dies on the first two.
    """
    deaths = 0
    running = _Running(reader)
    try:
        for place, path in enumerate(paths, 1):
            answer = running.ask(path)
            if answer is None:
                deaths += 1
                said = running.end()
                if deaths == place == min(2, len(paths)):
                    raise ReaderBroken(said or f"{reader.name} ends without a word")
                answer = Answer(error=f"the reader died, or worked for more than {_CPU_SECONDS:.0f} s")
                running = _Running(reader)
            yield _judged(answer)
    finally:
        running.end()


def _judged(answer: Answer) -> Answer:
    """Return the answer with a verdict: where the reader has none of its own, the check digits speak for it."""
    if answer.accepted is not None:
        return answer
    return answer.model_copy(update={"accepted": zones.check_digits_hold(answer.lines or ())})


class _Running:
    """A reader's process."""

    def __init__(self, reader: Reader) -> None:
        # A file, because a pipe that nobody empties would hold up a reader that complains a lot.
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  closed by `end`
        self._process = subprocess.Popen(  # noqa: S603  a command we composed
            list(reader.command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            env={**os.environ, **_ONE_THREAD},
        )

    def ask(self, path: Path) -> Answer | None:
        """Return what the reader says of a picture; None where it died, hung, or said something else."""
        asked, answered = self._process.stdin, self._process.stdout
        assert asked is not None
        assert answered is not None
        try:
            asked.write(f"{path.resolve()}\n".encode())
            asked.flush()
        except OSError:
            return None
        until, worked = time.monotonic() + _WALL_SECONDS, self._worked()
        while not select.select([answered], [], [], _LOOK_EVERY_SECONDS)[0]:
            if time.monotonic() > until or self._worked() - worked > _CPU_SECONDS:
                return None
        try:
            return Answer.model_validate_json(answered.readline())
        except ValidationError:
            return None

    def _worked(self) -> float:
        """Return the processor seconds of the process, and of those it waited for, as the kernel counts them."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")

    def end(self) -> str:
        """End the process; return the last lines it wrote to standard error."""
        if self._said.closed:
            return ""
        self._process.kill()
        self._process.communicate()
        with self._said as said:
            said.seek(0)
            return "\n".join(said.read().decode(errors="replace").strip().splitlines()[-4:])
