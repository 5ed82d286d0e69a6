"""A state machine is a table from (status, event) to status. Nothing else decides what may follow what."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from assay.core.refusal import IllegalMove

S = TypeVar("S", bound=StrEnum)
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True)
class Lifecycle(Generic[S, E]):
    """`start` is the status a new row has; `ends` are the statuses that may have no way out."""

    name: str
    start: S
    table: Mapping[tuple[S, E], S]
    ends: frozenset[S] = frozenset()

    def after(self, status: S, event: E) -> S:
        """Return the status that follows. Raises IllegalMove when the table has no such step."""
        try:
            return self.table[(status, event)]
        except KeyError:
            raise IllegalMove(self.name, status, event) from None

    def allows(self, status: S, event: E) -> bool:
        return (status, event) in self.table

    def reachable(self) -> frozenset[S]:
        seen = {self.start}
        frontier = [self.start]
        while frontier:
            here = frontier.pop()
            for (source, _), target in self.table.items():
                if source == here and target not in seen:
                    seen.add(target)
                    frontier.append(target)
        return frozenset(seen)

    def dead_ends(self) -> frozenset[S]:
        """Statuses that nothing leaves although the lifecycle does not end there."""
        left = {source for source, _ in self.table}
        return frozenset(
            status for status in self.reachable() if status not in left and status not in self.ends
        )
