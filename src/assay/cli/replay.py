"""`assay replay DECISION`: judge a stored case again."""

import click
from rich.console import Console
from rich.table import Table

from assay.decisions.models import Decision
from assay.decisions.replay import Replay, replay
from assay.policy.load import current


def _show(console: Console, answer: Replay) -> None:
    table = Table("", "outcome", "reasons")
    table.add_row("decided", answer.decided, "\n".join(answer.reasons))
    table.add_row("replayed", answer.replayed, "\n".join(answer.replayed_reasons))
    console.print(table)
    console.print(f"signature of the receipt: {'holds' if answer.signature_holds else 'DOES NOT HOLD'}")
    console.print(f"policy: {'the same' if answer.same_policy else 'another one than then'}")


@click.command("replay")
@click.argument("decision_id", metavar="DECISION")
def command(decision_id: str) -> None:
    """Judge a machine's decision again, under the policy in force now, from what was stored with it.

    \b
    Exit codes: 0 the same outcome and a signature that holds, 1 not so, 2 no such decision or one of a person.
    """  # noqa: D301  click's \b keeps the line breaks
    decision = Decision.objects.select_related("verification").filter(pk=decision_id).first()
    if decision is None:
        raise click.UsageError(f"there is no decision {decision_id}")
    if not decision.automated or decision.sealed_case is None:
        raise click.UsageError(f"{decision_id} was decided by a person; there is nothing to replay")
    answer = replay(decision, current())
    _show(Console(highlight=False), answer)
    if not (answer.same_outcome and answer.signature_holds):
        raise SystemExit(1)
