"""The processes of one `assay run`: started, watched, restarted when they die, stopped in order."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from assay.config.postgres import die_with_parent

_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 30.0
# A child that lived this long had started well; its next death is the first again.
_SETTLED_SECONDS = 60.0


@dataclass
class Child:
    """One process that has to be there. A death is followed by a pause, twice as long each time."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = _FIRST_PAUSE
    resume: float = 0.0

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 -- our own command
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            # Ctrl-C reaches the whole group of a terminal; who stops when is decided here.
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 -- this process has one thread
        )

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def send(self, number: int) -> None:
        if self.process is not None and self.is_alive():
            # The whole session: a web server has a process of its own below it.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def look_after(self, tell: Callable[[str], None]) -> None:
        """Start it again when it died and its pause is over."""
        now = time.monotonic()
        if self.process is not None:
            code = self.process.poll()
            if code is None:
                return
            if now - self.started > _SETTLED_SECONDS:
                self.pause = _FIRST_PAUSE
            tell(f"{self.name} stopped ({_cause(code)}); it starts again in {self.pause:.0f} s.")
            self.process = None
            self.resume = now + self.pause
            self.pause = min(2 * self.pause, _LONGEST_PAUSE)
        elif now >= self.resume:
            self.start()


def _cause(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"


@dataclass
class Family:
    """All children, in the order they start; they stop in the same order, so that no new work comes in first."""

    children: list[Child] = field(default_factory=list)

    def add(self, child: Child) -> None:
        self.children.append(child)
        child.start()

    def look_after(self, tell: Callable[[str], None]) -> None:
        for child in self.children:
            child.look_after(tell)

    def stop(self, seconds: float, hurry: Callable[[], bool]) -> None:
        """Ask all to finish what they do, and kill who does not within `seconds`, or when `hurry` says so.

        A job that is killed is not lost: it is given to another worker when its own is not heard of any more.
        """
        for child in self.children:
            child.send(signal.SIGTERM)
        end = time.monotonic() + seconds
        while any(child.is_alive() for child in self.children):
            if hurry() or time.monotonic() > end:
                for child in self.children:
                    child.send(signal.SIGKILL)
                break
            time.sleep(0.05)
        for child in self.children:
            if child.process is not None:
                child.process.wait()
