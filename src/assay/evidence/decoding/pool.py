"""The children of this process: started when first needed, replaced when they die, gone when this process
ends.
"""

import atexit
import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from assay.core.refusal import Refusal
from assay.evidence.decoding import wire

# Two, so that one long clip does not hold up every picture of a web process.
MOST_CHILDREN = 2
_START_SECONDS = 60.0
_STOP_SECONDS = 2.0
# Nothing of our own environment: it holds keys and passwords. One thread, because a copy of a process has
# only one.
_ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "LC_ALL": "C.UTF-8"}


class DecoderUnavailable(Exception):  # noqa: N818  a state of the installation more than an error
    """The decoder's process does not start here: an installation problem, never the file's fault."""


class Child:
    """One process that decodes one file at a time."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  our own interpreter and module
                [sys.executable, "-I", "-m", "assay.evidence.decoding.child", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_ENVIRONMENT,
                cwd="/",
                pass_fds=[theirs.fileno()],
                # Ctrl-C in a terminal is for us; we then end the child by closing its socket.
                start_new_session=True,
            )
        self._control = ours
        self._control.settimeout(_START_SECONDS)
        # Its first sign of life comes when everything is loaded.
        if not self._said_something():
            self.kill()
            raise DecoderUnavailable(f"the decoder process ended with status {self._process.returncode}")

    def _said_something(self) -> bool:
        try:
            return bool(self._control.recv(1))
        except OSError:
            return False

    def is_there(self) -> bool:
        """Ask for a sign of life: a process that was killed a moment ago may still look alive."""
        try:
            self._control.send(b"!")
        except OSError:
            return False
        return self._said_something()

    def ask(self, request: dict[str, object], data: bytes) -> int:
        """Hand over a request and return the descriptor to read the answer from, which the caller closes."""
        answer, theirs = os.pipe2(os.O_CLOEXEC)
        try:
            memory = wire.request_file(request, data)
            try:
                socket.send_fds(self._control, [b"?"], [memory, theirs])
            finally:
                os.close(memory)
        except BaseException:
            os.close(answer)
            raise
        finally:
            os.close(theirs)
        return answer

    def kill(self) -> None:
        """End the process and, through it, the copy that may be at work."""
        self._control.close()
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """Let the process end by itself: it does when its socket closes."""
        self._control.close()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def forget(self) -> None:
        """After a fork the child belongs to the other process; only our copy of the socket is closed."""
        self._control.close()
        self._process.returncode = 0


class Pool:
    """Lends children to threads, one thread each."""

    def __init__(self) -> None:
        self._idle: list[Child] = []
        self._free = threading.BoundedSemaphore(MOST_CHILDREN)

    @contextmanager
    def child(self, deadline: float) -> Iterator[Child]:
        """Lend a child. Raises wire.TimedOut when none comes free by the deadline.

        Any exception inside but a Refusal kills it: then nobody knows what it is doing.
        """
        if not self._free.acquire(timeout=max(0.0, deadline - time.monotonic())):
            raise wire.TimedOut
        try:
            child = self._living()
            try:
                yield child
            except Refusal:  # The child said no, as it should.
                self._idle.append(child)
                raise
            except BaseException:
                child.kill()
                raise
            self._idle.append(child)
        finally:
            self._free.release()

    def _living(self) -> Child:
        # Taking from a list is atomic; an empty one is the ordinary start.
        with contextlib.suppress(IndexError):
            while True:
                child = self._idle.pop()
                if child.is_there():
                    return child
                child.kill()
        return Child()

    def stop(self) -> None:
        while self._idle:
            self._idle.pop().stop()

    def forget(self) -> None:
        while self._idle:
            self._idle.pop().forget()
        self._free = threading.BoundedSemaphore(MOST_CHILDREN)


POOL = Pool()
atexit.register(POOL.stop)
os.register_at_fork(after_in_child=POOL.forget)
