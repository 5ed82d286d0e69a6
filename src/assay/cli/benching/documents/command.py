"""`assay bench documents` and `assay bench photos`: how well and how fast documents are read."""

from collections.abc import Sequence
from pathlib import Path

import click
import cv2

from assay.cli import clock, files, screen
from assay.cli.benching.documents import expected, peers, photos, readers, side_by_side, summary, tables
from assay.cli.benching.documents import page as html
from assay.cli.benching.documents.expected import Item
from assay.cli.benching.documents.readers import Reader, ReaderBroken
from assay.cli.benching.documents.scores import Score, score
from assay.cli.benching.needed import need_weights


@click.command("documents")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print seven numbers as JSON instead of tables.")
@click.option(
    "--html",
    "page",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a page with the failures shown.",
)
@click.option(
    "--peer",
    "names",
    multiple=True,
    metavar="NAME",
    help="Run this reader beside ours; repeatable, or `all`.",
)
@click.option(
    "--peers-home",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the peers' environments are made. Default: peers in ASSAY_HOME.",
)
@click.option("--limit", type=click.IntRange(min=1), help="Only the first N images.", metavar="N")
def documents(
    folder: Path,
    *,
    as_json: bool,
    page: Path | None,
    names: tuple[str, ...],
    peers_home: Path | None,
    limit: int | None,
) -> None:
    """Read every image of DIR and compare with DIR/expected.json.

    Printed are exact lines, all fields right, and readings accepted by machine although wrong, with 95 % intervals, by
    format and kind of photo; outlines and orientation where the truth is known; time by stage on one core; memory.

    Peers are other readers, each installed from PyPI into an environment of its own at the first use: passporteye,
    fastmrz, readmrz, tesseract, rapidocr, blitzid. They read the same images in the same run, one core each.

    `--json` prints images, exact, fields_right, wrong_accepted, cpu_ms_median, wall_ms_median (of the machine
    readable zone alone, after load) and peak_mb.
    """
    screen.log_aside()
    need_weights()
    wanted = _wanted(names)
    items = expected.load(folder)[:limit]
    scores = _run(readers.own(), items)
    rows = side_by_side.rows(
        [(readers.own(), scores), *(_peer(name, items, peers_home or _peers_home()) for name in wanted)]
    )
    if page:
        files.write_text(page, html.page(scores, rows, title=folder.resolve().name, on=clock.now().date()))
    if as_json:
        screen.print_json(summary.headline(scores))
    else:
        tables.show(scores, rows)


def _wanted(names: Sequence[str]) -> list[str]:
    """Return the peers asked for. Raises screen.Stop where one is not known."""
    known = peers.known()
    unknown = [name for name in names if name not in known and name != "all"]
    if names and not known:
        raise screen.Stop(f"No peers here: their scripts lie in {peers.SCRIPTS} of the source repository.")
    if unknown:
        raise screen.Stop(f"Unknown peer {', '.join(unknown)}. Known: {', '.join(known)}.")
    return list(known) if "all" in names else list(names)


def _peers_home() -> Path:
    # The settings are read by the folder above, which only hands them down.
    home: Path = click.get_current_context().obj.home
    return home / "peers"


def _peer(name: str, items: Sequence[Item], home: Path) -> tuple[Reader, Sequence[Score] | str]:
    """Return a peer and its scores, or why it does not run: the others' figures are worth having without it."""
    try:
        with screen.working(f"Installing {name}, where it is not yet"):
            reader = peers.reader(name, home)
        return reader, _read(reader, items)
    except (peers.PeerFailed, ReaderBroken) as failure:
        peer = peers.known()[name]
        return Reader(name, (), peer.version, peer.licence), str(failure)


def _run(reader: Reader, items: Sequence[Item]) -> list[Score]:
    """Return the score of every image. Raises screen.Stop where the reader cannot run."""
    try:
        return _read(reader, items)
    except ReaderBroken as broken:
        raise screen.Stop(f"{reader.name} does not run: {broken}", screen.Exit.BROKEN) from broken


def _read(reader: Reader, items: Sequence[Item]) -> list[Score]:
    with screen.working(f"{reader.name} reads {len(items)} images"):
        answers = list(readers.answers(reader, [item.path for item in items]))
    return [score(item, answer, _size(item)) for item, answer in zip(items, answers, strict=True)]


def _size(item: Item) -> tuple[int, int] | None:
    """Return width and height of a picture whose outline is known."""
    if item.quad is None or (pixels := cv2.imread(str(item.path))) is None:
        return None
    return pixels.shape[1], pixels.shape[0]


@click.command("photos")
@click.argument(
    "folders",
    metavar="[DIR] OUT",
    nargs=-1,
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
)
@click.option("--count", type=click.IntRange(min=1), default=300, show_default=True, help="How many photos.")
@click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Same seed, same bytes."
)
@click.option(
    "--skip", multiple=True, metavar="TEXT", help="Leave out images with TEXT in their name; repeatable."
)
def make_photos(folders: tuple[Path, ...], *, count: int, seed: int, skip: tuple[str, ...]) -> None:
    """Write simulated phone photos, and their expected.json, into OUT.

    They show the flat images of DIR, which has an expected.json of its own, or, without DIR, passports and ID cards of
    people who do not exist: on a cluttered ground, tilted by up to 18 degrees, in perspective, each with glare, darkness
    and noise, blur, a quarter turn, half the size, or two of these, as JPEG of quality 35 to 80.
    """
    if len(folders) > 2:
        raise screen.Stop("Give at most two folders: the flat images, and where the photos go.")
    *given, target = folders
    flats = photos.from_folder(given[0], skip, seed=seed) if given else photos.of_utopia(count)
    if not flats:
        raise screen.Stop(f"{given[0]}: no image with lines to read is left.")
    with screen.working(f"Taking {count} photos"):
        made = list(photos.make(flats, target, count=count, seed=seed))
    screen.out.print(f"{len(made)} photos of {len(flats)} documents in {target}")
    if len(made) < count:
        screen.complain(f"{count - len(made)} photos were not made: their flat image cannot be opened.")
