"""`assay bench liveness` and `assay bench attacks`: who passes for a living person, and the set it is measured on."""

from collections import Counter
from pathlib import Path

import click

from assay.cli import clock, files, screen
from assay.cli.benching.liveness import attack_set, items, judging, summary, tables
from assay.cli.benching.liveness import page as html
from assay.cli.benching.liveness.items import Item
from assay.cli.benching.needed import need_weights
from assay.policy import load
from assay.policy.schema import Book
from assay.sandbox.attacks.kinds import KINDS

_KINDS = (attack_set.LIVE, *KINDS)


@click.command("liveness")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print five numbers as JSON instead of tables.")
@click.option(
    "--html",
    "page",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a page with the failures shown.",
)
@click.option("--limit", type=click.IntRange(min=1), help="Only the first N of each kind.", metavar="N")
def liveness(folder: Path, *, as_json: bool, page: Path | None, limit: int | None) -> None:
    """Judge every still and clip of DIR as the server would, and compare with DIR/labels.csv.

    labels.csv has the columns file, label (live or spoof), source, kind. A clip may have beside it a .json of the same name
    with prompts, flashes, capture, selfie and earlier (a recording given before). A still is judged by what a selfie alone
    allows. An attack is accepted where all checks of liveness pass; a person is refused where one does not.

    `--json` prints live, attacks, apcer (attacks accepted, of all), bpcer (people not accepted), by_kind.
    """
    screen.log_aside()
    need_weights()
    chosen = _first(items.load(folder), limit)
    book, on = _any_size(load.current()), clock.now().date()
    with screen.working(f"Judging {len(chosen)} stills and clips"):
        judged = [judging.judge(item, book, on) for item in chosen]
    if page:
        files.write_text(page, html.page(judged, book, title=folder.resolve().name, on=on))
    if as_json:
        screen.print_json(summary.headline(judged))
    else:
        tables.show(judged)


def _any_size(book: Book) -> Book:
    """Return the rule book with small pictures allowed: labelled sets hold crops that nobody could upload."""
    return book.model_copy(update={"uploads": book.uploads.model_copy(update={"picture_least_side": 1})})


def _first(chosen: list[Item], limit: int | None) -> list[Item]:
    """Return the first so many of each kind, or all."""
    seen: Counter[tuple[bool, str]] = Counter()
    kept = []
    for item in chosen:
        seen[item.is_live, item.kind] += 1
        if limit is None or seen[item.is_live, item.kind] <= limit:
            kept.append(item)
    return kept


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
    need_weights()
    with screen.working(f"Rendering {count} of each kind"):
        made = list(attack_set.write(out, load.current(), count=count, seed=seed, kinds=kinds))
    screen.out.print(f"{len(made)} recordings in {out}")
