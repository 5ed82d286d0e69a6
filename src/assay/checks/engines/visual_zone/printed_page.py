"""Which printed line stands below, beside or above which? Pure: works on lines that were read already."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from assay.checks.engines.visual_zone import labels
from assay.checks.engines.visual_zone.labels import Label
from assay.checks.readings import TextLine

# A word from which it follows that dates are written month first.
_AMERICAN = {"usa", "dob", "dln"}
# Values that follow one another in a column begin within this many line heights of each other.
_ALIGNED = 1.6
# Pieces of one line lie at most so many of their height higher or lower than one another.
_LEVEL = 0.35
# A value in four pieces, as `20 MAY /MAI 95` may be, has so many to the right of its first.
_PIECES = 3


class Page:
    """The lines of one upright side, and where they stand. Lengths are in units of the picture's height."""

    def __init__(self, lines: Sequence[TextLine], proportion: float) -> None:
        self.lines = lines
        self.proportion = proportion

    @cached_property
    def labels(self) -> list[Label | None]:
        return [labels.label_of(line.text, line.confidence) for line in self.lines]

    @cached_property
    def month_first(self) -> bool:
        words = {word for line in self.lines for word in labels.normalised(line.text).split()}
        return bool(words & _AMERICAN)

    @cached_property
    def boxes(self) -> list[tuple[float, float, float, float]]:
        """Left, top, right, bottom of every line."""
        found = []
        for line in self.lines:
            xs, ys = [x * self.proportion for x, _ in line.corners], [y for _, y in line.corners]
            found.append((min(xs), min(ys), max(xs), max(ys)))
        return found

    def text(self, index: int) -> str:
        return self.lines[index].text

    def height(self, index: int) -> float:
        _, top, _, bottom = self.boxes[index]
        return bottom - top

    def below(self, index: int) -> Iterator[int]:
        """Yield lines under a label that overlap it sideways, the nearest first."""
        left, _, right, bottom = self.boxes[index]
        high = self.height(index)
        found = []
        for other in self._others(index):
            left2, top2, right2, _ = self.boxes[other]
            gap = top2 - bottom
            if (
                -0.7 * high <= gap <= 2.5 * high
                and left2 < right + high
                and right2 > left - high
                and abs(left2 - left) < 8 * high
            ):
                found.append((gap + 0.3 * abs(left2 - left), other))
        yield from (other for _, other in sorted(found))

    def beside(self, index: int) -> Iterator[int]:
        """Yield lines to the right of a line on the same row, the nearest first."""
        _, top, right, bottom = self.boxes[index]
        high = self.height(index)
        found = []
        for other in self._others(index):
            left2, top2, _, bottom2 = self.boxes[other]
            if (
                abs((top2 + bottom2) / 2 - (top + bottom) / 2) < 0.7 * high
                and -0.5 * high < left2 - right < 12 * high
            ):
                found.append((left2 - right, other))
        yield from (other for _, other in sorted(found))

    def row(self, index: int) -> str:
        """Return a line with what stands to its right in the same size, for values that were read in pieces."""
        pieces = [other for other in self.beside(index) if self._is_level(index, other)][:_PIECES]
        return " ".join(self.text(one) for one in (index, *pieces))

    def _is_level(self, index: int, other: int) -> bool:
        """Whether two lines are print of one size on one base line: a label above a value is neither."""
        _, top, _, bottom = self.boxes[index]
        _, top2, _, bottom2 = self.boxes[other]
        high, high2 = bottom - top, bottom2 - top2
        return abs(top2 + bottom2 - top - bottom) < _LEVEL * (high + high2) and max(
            high, high2
        ) < _ALIGNED * min(high, high2)

    def column_above(self, index: int) -> list[int]:
        """Return the lines above one that begin where it begins, from top to bottom."""
        left, top, _, _ = self.boxes[index]
        reach = _ALIGNED * self.height(index)
        found = [
            other
            for other in self._others(index)
            if abs(self.boxes[other][0] - left) < reach and self.boxes[other][1] < top - reach / 4
        ]
        return sorted(found, key=lambda other: self.boxes[other][1])

    def _others(self, index: int) -> Iterator[int]:
        return (other for other in range(len(self.lines)) if other != index)
