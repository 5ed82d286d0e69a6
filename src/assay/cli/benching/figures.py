"""Shares with their uncertainty, and the middle of many times."""

import math
import statistics
from collections.abc import Iterable
from dataclasses import dataclass

# The normal quantile of 97.5 %.
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    count: int
    of: int

    @property
    def value(self) -> float:
        return self.count / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of Wilson 1927, "Probable inference, the law of succession, and statistical inference"."""
        if not self.of:
            return 0.0, 1.0
        square = _Z * _Z
        middle = (self.count + square / 2) / (self.of + square)
        half = _Z / (self.of + square) * math.sqrt(self.count * (1 - self.value) + square / 4)
        return max(0.0, middle - half), min(1.0, middle + half)

    def __str__(self) -> str:
        if not self.of:
            return "none"
        low, high = self.interval
        return f"{self.count}/{self.of} = {self.value:.1%} ({low:.1%} to {high:.1%})"


def share(answers: Iterable[bool]) -> Share:
    listed = list(answers)
    return Share(sum(listed), len(listed))


def median(values: Iterable[float]) -> float:
    listed = list(values)
    return statistics.median(listed) if listed else 0.0


def p90(values: Iterable[float]) -> float:
    """Return the value that nine of ten stay below (nearest rank)."""
    listed = sorted(values)
    return listed[math.ceil(0.9 * len(listed)) - 1] if listed else 0.0
