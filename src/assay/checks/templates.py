"""Face templates as bytes, and an exact search among very many of them.

A duplicate check is a control: an index that loses some of the hits is none. So every template is compared:
as one byte a number first (128 MB for a million), the best of them again at full precision.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

SIZE = 128
_ROWS_AT_ONCE = 65_536
_LEAST_ROOM = 1024

Vector = npt.NDArray[np.float32]


def _unit(template: Sequence[float] | Vector) -> Vector:
    vector = np.asarray(template, np.float32)
    if vector.shape != (SIZE,):
        raise ValueError(f"a template has {SIZE} numbers, not {vector.shape}")
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def to_bytes(template: Sequence[float] | Vector) -> bytes:
    """Return a template as 512 bytes, little-endian float32, unit length."""
    return _unit(template).astype("<f4").tobytes()


def from_bytes(stored: bytes) -> Vector:
    return np.frombuffer(stored, "<f4").astype(np.float32)


def pack(vector: Vector) -> tuple[npt.NDArray[np.int8], np.float32]:
    """Return a unit vector as int8 and the step it was rounded with.

    The step is the largest number over 127. By Cauchy-Schwarz a cosine is off by at most the length of the
    rounding error, sqrt(128) * step / 2; for SFace templates (largest number near 0.3) that is under 0.014.
    """
    step = np.float32(np.abs(vector).max() / 127)
    return np.rint(vector / step).astype(np.int8), step


class FaceIndex:
    """Templates by key. Adding and removing cost the same however many there are; a search compares with all.

    `original` gives the template of a key as it was enrolled; hits are then scored by it. Without it they are
    scored by the rounded template (error under 0.014). Equal contents answer equally, whatever the order they
    came in.
    """

    def __init__(self, original: Callable[[str], Sequence[float] | Vector] | None = None) -> None:
        self._original = original
        self._keys: list[str] = []
        self._row_of: dict[str, int] = {}
        self._rows = np.zeros((_LEAST_ROOM, SIZE), np.int8)
        self._steps = np.zeros(_LEAST_ROOM, np.float32)

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, key: str) -> bool:
        return key in self._row_of

    def add(self, key: str, template: Sequence[float] | Vector) -> None:
        """Enrol a template. A key that is there already gets the new one."""
        row = self._row_of.get(key, len(self._keys))
        if row == len(self._keys):
            self._make_room(row + 1)
            self._keys.append(key)
            self._row_of[key] = row
        self._rows[row], self._steps[row] = pack(_unit(template))

    def remove(self, key: str) -> None:
        """Forget a template; the last one takes its place. Raises KeyError when there is none."""
        row = self._row_of.pop(key)
        last = self._keys.pop()
        if row < len(self._keys):
            self._keys[row] = last
            self._row_of[last] = row
            self._rows[row], self._steps[row] = self._rows[len(self._keys)], self._steps[len(self._keys)]
        self._rows[len(self._keys)] = 0

    def search(
        self, template: Sequence[float] | Vector, at_least: float, most: int
    ) -> list[tuple[str, float]]:
        """Return at most `most` keys whose cosine is `at_least` or more, closest first, with their cosine."""
        probe = _unit(template)
        scored = [(self._keys[row], self._score(row, probe)) for row in self._candidates(probe, at_least)]
        hits = sorted((hit for hit in scored if hit[1] >= at_least), key=lambda hit: (-hit[1], hit[0]))
        return hits[:most]

    def _candidates(self, probe: Vector, at_least: float) -> Iterator[int]:
        """Yield every row that may reach the cosine at full precision."""
        for start in range(0, len(self._keys), _ROWS_AT_ONCE):
            end = min(start + _ROWS_AT_ONCE, len(self._keys))
            steps = self._steps[start:end]
            cosines = (self._rows[start:end].astype(np.float32) @ probe) * steps
            # The bound of `pack`, and a hair for the order in which floats are added.
            slack = steps * np.float32(np.sqrt(SIZE) / 2) + np.float32(1e-5)
            yield from (int(row) for row in np.flatnonzero(cosines >= at_least - slack) + start)

    def _score(self, row: int, probe: Vector) -> float:
        if self._original is None:
            return float((self._rows[row].astype(np.float32) * self._steps[row]) @ probe)
        return float(_unit(self._original(self._keys[row])) @ probe)

    def _make_room(self, rows: int) -> None:
        if rows > len(self._rows):
            room = max(rows, len(self._rows) * 2)
            self._rows = np.concatenate([self._rows, np.zeros((room - len(self._rows), SIZE), np.int8)])
            self._steps = np.concatenate([self._steps, np.zeros(room - len(self._steps), np.float32)])
