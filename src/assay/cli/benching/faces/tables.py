"""The result on the terminal."""

from collections.abc import Sequence

from rich import box
from rich.table import Table

from assay.cli import screen
from assay.cli.benching.faces import result
from assay.cli.benching.faces.groups import CAUTION, Group
from assay.cli.benching.faces.people import Portrait
from assay.cli.benching.faces.result import Result
from assay.cli.benching.figures import Share

_WORST = 8


def show(portraits: Sequence[Portrait], results: Sequence[Result], groups: Sequence[Group]) -> None:
    """Print what was compared, the errors of each recogniser, groups, the worst pairs, and pictures without a face."""
    ours = results[0]
    persons = len({one.person for one in portraits})
    screen.out.print(
        f"{len(portraits)} pictures of {persons} people; {len(ours.every.genuine)} pairs of one person, "
        f"{len(ours.every.impostor)} of two"
    )
    screen.out.print(_errors(results))
    if ours.accuracy:
        screen.out.print(
            f"accuracy on {ours.given} given pairs, thresholds from the other folds: {ours.accuracy}"
        )
    screen.out.print(f"a comparison, processor: {ours.cpu_ms_match:.0f} ms")
    if groups:
        screen.out.print(_groups(groups))
        screen.out.print(CAUTION)
    _show_worst(portraits, ours)
    for place in ours.faceless:
        screen.complain(f"{portraits[place].path}: no face, counted as not recognised")


def _errors(results: Sequence[Result]) -> Table:
    table = Table(
        title="Not recognised where strangers match at this rate", title_justify="left", box=box.SIMPLE
    )
    for heading in (
        "recogniser",
        "strangers",
        "threshold (95 %)",
        "not recognised (95 %)",
        "no face",
        "ms/picture",
    ):
        table.add_column(heading)
    for one in results:
        if one.problem:
            table.add_row(one.name, f"did not run: {one.problem[:90]}")
        for at, point in enumerate(() if one.problem else one.points):
            low, high = point.between
            table.add_row(
                one.name if not at else "", f"1 in {1 / point.fmr:,.0f}", f"{point.threshold:.3f} ({low:.3f} to {high:.3f})",
                told(point.fnmr), str(len(one.faceless)) if not at else "", f"{one.cpu_ms_picture:.0f}" if not at else "",
            )  # fmt: skip
    return table


def told(one: Share) -> str:
    """Return a small share with its interval, to a hundredth of a per cent."""
    low, high = one.interval
    return f"{one.count}/{one.of} {one.value:.2%} ({low:.2%} to {high:.2%})" if one.of else "none"


def _groups(groups: Sequence[Group]) -> Table:
    table = Table(title="By group, at the policy's threshold", title_justify="left", box=box.SIMPLE)
    for heading in ("group", "people", "not recognised", "strangers accepted"):
        table.add_column(heading)
    for one in groups:
        table.add_row(one.name, str(one.people), told(one.not_recognised), told(one.strangers_accepted))
    return table


def _show_worst(portraits: Sequence[Portrait], ours: Result) -> None:
    for genuine, title in ((True, "least alike of one person"), (False, "most alike of two")):
        screen.out.print(f"\n{title}:")
        for one, other, likeness in result.worst(ours.every, genuine=genuine, count=_WORST):
            screen.out.print(f"  {likeness:.3f} {portraits[one].path.name} {portraits[other].path.name}")
