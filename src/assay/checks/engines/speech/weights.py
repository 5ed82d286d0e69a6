"""Which numbers does a Whisper model consist of? Read out of CTranslate2's model files.

The layout, little-endian: version, name and revision of the model, then each variable (name, shape, type, bytes), then names
for variables that are used twice (CTranslate2 4, `python/ctranslate2/specs/model_spec.py`). A model that is packaged in parts is
read as one file.
"""

import struct
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

Tensor = NDArray[np.float32]

_TYPES: dict[int, np.dtype[Any]] = {
    0: np.dtype("<f4"),
    1: np.dtype("i1"),
    2: np.dtype("<i2"),
    3: np.dtype("<i4"),
    4: np.dtype("<f2"),
}


def read(parts: Sequence[Path]) -> dict[str, Tensor]:
    """Return each variable by name, as float32. Raises OSError, struct.error, ValueError or KeyError when it is no model."""
    with ExitStack() as open_files:
        stream = _Stream([open_files.enter_context(part.open("rb")) for part in parts])
        stream.number("I")
        stream.text()
        stream.number("I")
        return dict(stream.variable() for _ in range(stream.number("I")))


class _Stream:
    def __init__(self, files: list[BinaryIO]) -> None:
        self._files = files

    def _take(self, size: int) -> bytes:
        """Return the next bytes; a variable may lie across two parts."""
        taken = self._files[0].read(size)
        while len(taken) < size and len(self._files) > 1:
            del self._files[0]
            taken += self._files[0].read(size - len(taken))
        return taken

    def number(self, kind: str) -> int:
        (value,) = struct.unpack(f"<{kind}", self._take(struct.calcsize(kind)))
        return int(value)

    def text(self) -> str:
        return self._take(self.number("H")).rstrip(b"\0").decode()

    def variable(self) -> tuple[str, Tensor]:
        name = self.text()
        shape = [self.number("I") for _ in range(self.number("B"))]
        kind = _TYPES[self.number("B")]
        return name, np.frombuffer(self._take(self.number("I")), kind).astype(np.float32).reshape(shape)
