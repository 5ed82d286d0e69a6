"""`assay bench liveness` and `assay bench attacks`: who passes for a living person, and the set it is measured on."""

from pathlib import Path

import click

from assay.checks import weights
from assay.cli import screen
from assay.cli.benching.liveness import attack_set
from assay.policy import load
from assay.sandbox.attacks.kinds import KINDS

_KINDS = (attack_set.LIVE, *KINDS)


@click.command("attacks")
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--count", type=click.IntRange(min=1), default=10, show_default=True, help="How many of each kind."
)
@click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Same seed, same bytes."
)
@click.option("--kind", "kinds", multiple=True, type=click.Choice(_KINDS), help="Only this kind; repeatable.")
def make_attacks(out: Path, *, count: int, seed: int, kinds: tuple[str, ...]) -> None:
    """Write recordings of rendered people and of attacks, with labels.csv, into OUT.

    Each clip has beside it the challenge it answers and what the browser said (.json), and the selfie (.jpg). People are
    rendered from portraits of consenting adults; nobody sat before a camera. It takes about ten processor seconds a clip.
    """
    _need_models()
    with screen.working(f"Rendering {count} of each kind"):
        made = list(attack_set.write(out, load.current(), count=count, seed=seed, kinds=kinds))
    screen.out.print(f"{len(made)} recordings in {out}")


def _need_models() -> None:
    lacking = [model.id for model in weights.wanted() if not model.optional]
    if lacking:
        raise screen.Stop(
            f"Not in place: {', '.join(lacking)}. Run `assay models fetch`.", screen.Exit.BROKEN
        )
