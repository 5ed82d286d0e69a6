"""The result of `assay bench liveness` on a terminal."""

from collections.abc import Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from assay.checks.result import Outcome
from assay.cli import screen
from assay.cli.benching.liveness import summary
from assay.cli.benching.liveness.judging import Judged

_MOST_SHOWN = 30


def show(judged: Sequence[Judged]) -> None:
    live, attacks = summary.people_of(judged), summary.attacks_of(judged)
    area = summary.total_area(judged)
    screen.out.print(f"[bold]{len(live)} of people, {len(attacks)} attacks[/]")
    screen.out.print(f"attacks accepted (APCER)     {summary.accepted(attacks)}")
    screen.out.print(f"people not accepted (BPCER)  {summary.refused(live)}")
    screen.out.print(f"  of these asked again       {summary.with_outcome(live, Outcome.ASK_AGAIN)}")
    screen.out.print(f"  shown to a person          {summary.with_outcome(live, Outcome.REFER)}")
    screen.out.print(
        f"AUC of the weakest margin    {'one side is missing' if area is None else f'{area:.3f}'}"
    )
    middle, slow, second = summary.times(judged)
    screen.out.print(
        f"processor time               {middle:.0f} ms an item, nine of ten within {slow:.0f}; {second:.0f} ms a second of clip"
    )
    screen.out.print(_kinds(judged))
    screen.out.print(_signals(judged))
    _show_wrong(summary.wrong(judged))


def _kinds(judged: Sequence[Judged]) -> Table:
    table = Table("kind", "accepted", "shown to a person", "asked again", "most often", box=box.SIMPLE)
    for kind in (*summary.kinds(judged), *summary.kinds(judged, live=True)):
        often = ", ".join(f"{reason} {count}" for reason, count in kind.reasons[:3])
        table.add_row(
            kind.name, str(kind.accepted), _short(kind.referred.count), _short(kind.asked_again.count), often
        )
    return table


def _short(count: int) -> str:
    return str(count) if count else "-"


def _signals(judged: Sequence[Judged]) -> Table:
    table = Table("signal alone", "AUC", "attacks below its threshold", "people below it", box=box.SIMPLE)
    for one in summary.strengths(judged):
        table.add_row(
            one.name, "-" if one.area is None else f"{one.area:.2f}", str(one.flagged), str(one.blamed)
        )
    return table


def _show_wrong(failed: Sequence[Judged]) -> None:
    for one in failed[:_MOST_SHOWN]:
        screen.out.print(Text(f"{one.item.path.name}: {verdict(one)}"), soft_wrap=True)
    if len(failed) > _MOST_SHOWN:
        screen.out.print(f"… and {len(failed) - _MOST_SHOWN} more: `--html FILE` shows them all.")


def verdict(one: Judged) -> str:
    """Return in words what came of one item."""
    if one.error:
        return f"{'person' if one.item.is_live else 'attack'} not judged: {one.error}"
    if one.item.is_live:
        return f"person, {'shown to a person' if one.outcome is Outcome.REFER else 'asked again'}: {', '.join(one.reasons)}"
    return f"attack ({one.item.kind}), accepted; weakest signal {one.margin:+.2f} from its threshold"
