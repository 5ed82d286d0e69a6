"""Face templates as bytes, and an exact search among very many of them.

A duplicate check is a control: an index that loses some of the hits is none. So every template is compared, rounded to
one byte a number (128 MB for a million). What the rounding can hide is bounded, not estimated: whatever may reach the
asked likeness within the bound is compared again at full precision.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from assay.checks.engines import integers

# Which network made a template (the beginning of its digest in models.toml) and how the face was aligned for it. Only templates
# of one making can be compared: change this with either, and faces enrolled before are no longer looked for.
MADE_BY = "sface-fb143eea-landmarks-1"
SIZE = 128
_COLUMNS = 16_384
# The probe is rounded to -63 ... 63 and moved up, because the integer product wants one side unsigned and short.
_PROBE_STEPS = integers.LARGEST // 2
_WORST_ROUNDING = np.float32(np.sqrt(SIZE) / 2)
# For the order in which 128 floats are added, many times what it can amount to.
_HAIR = np.float32(1e-5)
_AT_ONCE = 32

Vector = npt.NDArray[np.float32]
Original = Callable[[Sequence[str]], Mapping[str, Vector]]


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
    """Return a unit vector as int8 and the step it was rounded with: its largest number over 127.

    By Cauchy-Schwarz a cosine with it is off by at most the length of the rounding error, sqrt(128) * step / 2; for
    face templates (largest number near 0.3) that is under 0.014.
    """
    step = np.float32(np.abs(vector).max() / 127)
    return np.rint(vector / step).astype(np.int8), step


@dataclass(frozen=True)
class _Block:
    """Templates as columns, rounded, with the step of each and the sum of its integers."""

    columns: npt.NDArray[np.int8] = field(default_factory=lambda: np.zeros((SIZE, _COLUMNS), np.int8))
    steps: Vector = field(default_factory=lambda: np.zeros(_COLUMNS, np.float32))
    sums: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros(_COLUMNS, np.int32))

    def put(self, place: int, packed: npt.NDArray[np.int8], step: np.float32) -> None:
        self.columns[:, place], self.steps[place], self.sums[place] = packed, step, packed.sum(dtype=np.int32)

    def near(self, probe: "_Probe", at_least: float) -> npt.NDArray[np.int64]:
        """Return the places whose cosine may reach `at_least`, found with integers alone."""
        products = integers.products(probe.raised, self.columns) - _PROBE_STEPS * self.sums
        rounding = self.steps * _WORST_ROUNDING
        # <p, x> - <p', x'> = <p, x - x'> + <p - p', x'>; both factors of each are bounded in length.
        reach = products * (self.steps * probe.step) + rounding + probe.lost * (1 + rounding)
        return np.flatnonzero(reach >= at_least - _HAIR)

    def rounded(self, place: int) -> Vector:
        return np.asarray(self.columns[:, place] * self.steps[place], np.float32)


class _Probe:
    """The face that is looked for: exact, and rounded for the integer product. `lost` is the length of the difference."""

    def __init__(self, template: Sequence[float] | Vector) -> None:
        self.exact = _unit(template)
        self.step = np.float32(np.abs(self.exact).max() / _PROBE_STEPS)
        steps = np.rint(self.exact / self.step)
        self.lost = np.float32(np.linalg.norm(self.exact - steps * self.step))
        self.raised = (steps + _PROBE_STEPS).astype(np.uint8)


class FaceIndex:
    """Templates by key. Adding and removing cost the same however many there are; a search compares with all.

    `original` gives the templates of some keys as they were enrolled; hits are then scored by them, and a key that it
    leaves out is no hit. Without it they are scored by the rounded template (error under 0.014). Equal contents answer
    equally, whatever the order they came in.
    """

    def __init__(self, original: Original | None = None) -> None:
        self._original = original or self._rounded
        self._keys: list[str] = []
        self._place_of: dict[str, int] = {}
        self._blocks: list[_Block] = []

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, key: str) -> bool:
        return key in self._place_of

    def add(self, key: str, template: Sequence[float] | Vector) -> None:
        """Enrol a template. A key that is there already gets the new one."""
        packed, step = pack(_unit(template))
        place = self._place_of.setdefault(key, len(self._keys))
        if place == len(self._keys):
            self._keys.append(key)
            if place == len(self._blocks) * _COLUMNS:
                self._blocks.append(_Block())
        self._put(place, packed, step)

    def remove(self, key: str) -> None:
        """Forget a template; the last one takes its place. Raises KeyError when there is none."""
        place, last = self._place_of.pop(key), len(self._keys) - 1
        block, column = self._blocks[last // _COLUMNS], last % _COLUMNS
        moved = self._keys.pop()
        if place != last:
            self._keys[place], self._place_of[moved] = moved, place
            self._put(place, block.columns[:, column], block.steps[column])
        self._put(last, np.zeros(SIZE, np.int8), np.float32(0))
        if last % _COLUMNS == 0:
            self._blocks.pop()

    def search(
        self, template: Sequence[float] | Vector, at_least: float, most: int
    ) -> list[tuple[str, float]]:
        """Return at most `most` keys whose cosine is `at_least` or more, closest first, with their cosine."""
        probe = _Probe(template)
        candidates = sorted(self._candidates(probe, at_least), reverse=True)
        hits: list[tuple[str, float]] = []
        for start in range(0, len(candidates), _AT_ONCE):
            # Best first: once the rest cannot reach the last hit there is room for, nobody else has to be opened.
            if len(hits) == most and candidates[start][0] < hits[-1][1]:
                break
            keys = [self._keys[place] for _, place in candidates[start : start + _AT_ONCE]]
            scored = [(key, float(one @ probe.exact)) for key, one in self._original(keys).items()]
            hits += [hit for hit in scored if hit[1] >= at_least]
            hits = sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:most]
        return hits

    def _candidates(self, probe: _Probe, at_least: float) -> Iterator[tuple[float, int]]:
        """Yield the highest cosine each template may have, and its place, where that reaches `at_least`."""
        for number, block in enumerate(self._blocks):
            for column in block.near(probe, at_least):
                place = number * _COLUMNS + int(column)
                rounding = block.steps[column] * _WORST_ROUNDING
                highest = float(block.rounded(int(column)) @ probe.exact + rounding + _HAIR)
                if highest >= at_least and place < len(self._keys):
                    yield highest, place

    def _put(self, place: int, packed: npt.NDArray[np.int8], step: np.float32) -> None:
        self._blocks[place // _COLUMNS].put(place % _COLUMNS, packed, step)

    def _rounded(self, keys: Sequence[str]) -> Mapping[str, Vector]:
        places = {key: self._place_of[key] for key in keys}
        return {
            key: self._blocks[place // _COLUMNS].rounded(place % _COLUMNS) for key, place in places.items()
        }
