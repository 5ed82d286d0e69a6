"""How the decoder and its child talk: JSON messages with a length in front, and raw pixels after some of
them.

A request is a memory file (nothing can block on it); an answer comes through a pipe of its own, made for
that request, so that no child can leave anything behind for the next one.
"""

import json
import os
import select
import struct
import time
from collections.abc import Mapping
from typing import Any

_LENGTH = struct.Struct(">I")
LONGEST_MESSAGE = 64 * 1024


class TimedOut(Exception):  # noqa: N818  an event, like those of core.refusal
    """The other side did not answer by the deadline."""


class Ended(Exception):  # noqa: N818
    """The other side closed the pipe before it had said all."""


class Garbled(Exception):  # noqa: N818
    """The other side did not keep to the protocol."""


def write(fd: int, data: bytes | memoryview) -> None:
    rest = memoryview(data).cast("B")
    while rest:
        rest = rest[os.write(fd, rest) :]


def packed(message: Mapping[str, object]) -> bytes:
    text = json.dumps(message).encode()
    return _LENGTH.pack(len(text)) + text


def send(fd: int, message: Mapping[str, object]) -> None:
    write(fd, packed(message))


def request_file(message: Mapping[str, object], data: bytes) -> int:
    """Return the descriptor of a memory file that holds the message and then the data."""
    fd = os.memfd_create("assay-request", os.MFD_CLOEXEC)
    write(fd, packed(message))
    write(fd, data)
    os.lseek(fd, 0, os.SEEK_SET)
    return fd


def read_request(fd: int) -> tuple[dict[str, Any], bytes]:
    with open(fd, "rb", closefd=False) as file:
        (length,) = _LENGTH.unpack(file.read(_LENGTH.size))
        message: dict[str, Any] = json.loads(file.read(length))
        return message, file.read()


class Reader:
    """Reads messages and pixels from a pipe until a moment of the monotonic clock, never longer."""

    def __init__(self, fd: int, deadline: float) -> None:
        self._fd = fd
        self._deadline = deadline
        self._poll = select.poll()
        self._poll.register(fd, select.POLLIN)

    def fill(self, buffer: memoryview) -> None:
        """Fill the buffer. Raises TimedOut or Ended."""
        while buffer:
            left = self._deadline - time.monotonic()
            if left <= 0 or not self._poll.poll(left * 1000):
                raise TimedOut
            count = os.readv(self._fd, [buffer])
            if not count:
                raise Ended
            buffer = buffer[count:]

    def message(self) -> dict[str, Any]:
        """Return the next message. Raises TimedOut, Ended or Garbled."""
        head = bytearray(_LENGTH.size)
        self.fill(memoryview(head))
        (length,) = _LENGTH.unpack(head)
        if length > LONGEST_MESSAGE:
            raise Garbled
        text = bytearray(length)
        self.fill(memoryview(text))
        try:
            message = json.loads(text)
        except ValueError as error:
            raise Garbled from error
        if not isinstance(message, dict):
            raise Garbled
        return message
