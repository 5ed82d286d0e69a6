"""The result of a bench on the terminal."""

from collections.abc import Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from assay.cli import screen
from assay.cli.benching.documents import alignment, summary
from assay.cli.benching.documents.scores import Score
from assay.cli.benching.documents.side_by_side import Row
from assay.cli.benching.figures import Share

_MOST_SHOWN = 40


def show(scores: Sequence[Score], rows: Sequence[Row]) -> None:
    """Print accuracy, what was found, times, memory, the peers' rows, and the failures."""
    screen.out.print(_accuracy(scores))
    for name, one in summary.found_shares(scores):
        screen.out.print(f"{name}: {one}")
    if (overlap := summary.mean_overlap(scores)) is not None:
        screen.out.print(f"mean overlap of outlines: {overlap:.3f}")
    screen.out.print(_times(scores))
    screen.out.print(f"Peak memory of the reader: {summary.headline(scores)['peak_mb']:.0f} MB")
    if len(rows) > 1:
        screen.out.print(_peers(rows))
    _show_failures(summary.failures(scores))


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE)
    table.add_column(headings[0], no_wrap=True)
    for heading in headings[1:]:
        table.add_column(heading, justify="right", no_wrap=True)
    return table


def _share(one: Share) -> str:
    low, high = one.interval
    return f"{one.count}/{one.of} {one.value:.1%} ({100 * low:.0f}-{100 * high:.0f})" if one.of else "none"


def _accuracy(scores: Sequence[Score]) -> Table:
    table = _table(
        "Machine readable zones (95 % intervals of Wilson)",
        "images", "exact", "fields right", "taken", "wrong",
    )  # fmt: skip
    for one in summary.parts(scores):
        accepted = f"{one.accepted.count}/{one.accepted.of}"
        table.add_row(
            one.name, _share(one.exact), _share(one.fields_right), accepted, str(one.wrong_accepted)
        )
    return table


def _times(scores: Sequence[Score]) -> Table:
    table = _table("Milliseconds for an image, medians", "stage", "processor", "p90", "wall")
    for one in summary.times(scores):
        table.add_row(one.stage, f"{one.cpu:.0f}", f"{one.cpu_p90:.0f}", f"{one.wall:.0f}")
    return table


def _peers(rows: Sequence[Row]) -> Table:
    table = _table(
        "Beside the peers: all fields right (times our count), TD1-3 with valid digits, accepted wrong, processor time",
        "reader", "right", "TD1-3", "wrong", "ms", "MB",
    )  # fmt: skip
    for row in rows:
        if row.problem:
            table.add_row(row.name, Text(row.problem, style="yellow"), "", "", "", "")
            continue
        table.add_row(
            f"{row.name} {row.version}",
            f"{row.all.count}/{row.all.of}  x{row.ratio_right:.2f}",
            f"{row.fair.count}/{row.fair.of}  {row.fair.value:.0%}",
            str(row.wrong_accepted),
            f"{row.cpu_ms:.0f}  x{row.ratio_time:.1f}",
            f"{row.peak_mb:.0f}",
        )
    return table


def _show_failures(failed: Sequence[Score]) -> None:
    screen.out.print(f"[bold]{len(failed) or 'No'} image{'s' * (len(failed) != 1)} with a fault[/]")
    for one in failed[:_MOST_SHOWN]:
        screen.out.print(Text(f"{one.item.name}: {', '.join(one.faults)}"), soft_wrap=True)
        if not one.exact:
            for expected, read, differs in alignment.compared(one.item.lines, one.answer.lines or ()):
                screen.out.print(_marked("  printed ", expected, differs, "green"), soft_wrap=True)
                screen.out.print(_marked("  read    ", read, differs, "bold red"), soft_wrap=True)
                marks = "".join("^" if one else " " for one in differs)
                screen.out.print(Text(f"          {marks}".rstrip()), soft_wrap=True)
    if len(failed) > _MOST_SHOWN:
        screen.out.print(f"… and {len(failed) - _MOST_SHOWN} more: `--html FILE` shows them all.")


def _marked(label: str, line: str, differs: Sequence[bool], style: str) -> Text:
    text = Text(label)
    for character, other in zip(line, differs, strict=True):
        text.append(character, style if other else "")
    return text
