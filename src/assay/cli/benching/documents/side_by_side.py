"""One row for each reader of a run: ours first, and the others measured against it."""

from collections.abc import Sequence
from dataclasses import dataclass

from assay.cli.benching.documents import summary
from assay.cli.benching.documents.readers import Reader
from assay.cli.benching.documents.scores import Score
from assay.cli.benching.figures import Share, median, share

_NOTHING = Share(0, 0)


@dataclass(frozen=True, slots=True)
class Row:
    """`problem` says why a reader could not run; then nothing else counts. `ratio_right` is its count of right images over
    ours, `ratio_time` its median processor time over ours; times include opening the file.
    """

    name: str
    version: str = ""
    licence: str = ""
    problem: str = ""
    all: Share = _NOTHING
    fair: Share = _NOTHING
    exact: Share = _NOTHING
    wrong_accepted: int = 0
    cpu_ms: float = 0.0
    wall_ms: float = 0.0
    peak_mb: float = 0.0
    ratio_right: float = 1.0
    ratio_time: float = 1.0


def rows(runs: Sequence[tuple[Reader, Sequence[Score] | str]]) -> list[Row]:
    """Return the rows of readers, the first of them ours. In place of its scores a reader may have a problem."""
    found: list[Row] = []
    for reader, scores in runs:
        if isinstance(scores, str):
            found.append(Row(reader.name, reader.version, reader.licence, problem=scores))
        else:
            found.append(_row(reader, scores, found[0] if found else None))
    return found


def _row(reader: Reader, scores: Sequence[Score], ours: Row | None) -> Row:
    right = share(one.fields_right for one in scores)
    cpu, wall = (median(_with_opening(one, which) for one in scores) for which in (0, 1))
    return Row(
        name=reader.name,
        version=reader.version,
        licence=reader.licence,
        all=right,
        fair=share(one.fields_right for one in scores if one.item.is_fair),
        exact=share(one.exact for one in scores),
        wrong_accepted=sum(one.fields_wrong_accepted for one in scores),
        cpu_ms=cpu,
        wall_ms=wall,
        peak_mb=float(summary.headline(scores)["peak_mb"]),
        ratio_right=right.count / max(1, ours.all.count) if ours else 1.0,
        ratio_time=cpu / max(1e-9, ours.cpu_ms) if ours else 1.0,
    )


def _with_opening(one: Score, which: int) -> float:
    """Return processor (0) or wall (1) time from the file to the zone; a peer's own figure includes the opening."""
    spent = (one.answer.cpu_ms, one.answer.wall_ms)[which]
    return spent + (one.answer.seen.decode[which] if one.answer.seen else 0.0)
