"""`assay bench faces`: is the right person recognised, and a stranger not?"""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import click

from assay.cli import clock, files, screen
from assay.cli.benching.documents.peers import PeerFailed
from assay.cli.benching.faces import drawings, groups, own, page, peers, people, result, tables
from assay.cli.benching.faces.people import Pairs, PairsBroken, Portrait
from assay.cli.benching.faces.result import Result
from assay.cli.benching.needed import need_weights
from assay.policy.load import current
from assay.policy.schema import CheckName


@click.command("faces")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--pairs", "file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Compare the pairs of this file, in LFW's format.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print five numbers as JSON instead of tables.")
@click.option(
    "--html", "html", type=click.Path(dir_okay=False, path_type=Path), help="Write a page with curves and the worst pairs.",
)  # fmt: skip
@click.option(
    "--curves", "picture", type=click.Path(dir_okay=False, path_type=Path), help="Write the curves alone as a picture (SVG).",
)  # fmt: skip
@click.option(
    "--peer",
    "names",
    multiple=True,
    metavar="NAME",
    help="Run this recogniser beside ours; repeatable, or `all`.",
)
def faces(
    folder: Path,
    *,
    file: Path | None,
    as_json: bool,
    html: Path | None,
    picture: Path | None,
    names: tuple[str, ...],
) -> None:
    """Compare the faces of all pictures of DIR with one another.

    Whose they are, the names tell: Name_0001.jpg as in LFW, 001_03.jpg beside a *_info.csv as in the London set, and
    otherwise a folder for each person. With --pairs, lines `name n1 n2` and `name1 n1 name2 n2` name the pictures.

    Accuracy is of the pairs of FILE, each tenth (or each fold that FILE's first line counts) judged by the best threshold of
    the others. FNMR at an FMR (who is not recognised where one stranger of so many is) is of all pictures against all, with
    95 % intervals. A picture without a face counts as not recognised.

    `--json` prints pairs, accuracy, fnmr_at_fmr_1e-3, fnmr_at_fmr_1e-4, cpu_ms_match (document portrait against selfie:
    detection, alignment, embedding of both, models loaded).
    """
    screen.log_aside()
    need_weights("face_")
    wanted = _wanted(names)
    portraits, pairs = _material(folder, file)
    results = [_own(portraits, pairs), *(_peer(name, portraits, pairs) for name in wanted)]
    if html:
        files.write_text(html, _page(folder, portraits, results))
    if picture:
        files.write_text(picture, drawings.picture([one for one in results if not one.problem]))
    if as_json:
        screen.print_json(result.headline(results[0]))
    else:
        tables.show(portraits, results, _groups(folder, portraits, results[0]))


def _material(folder: Path, file: Path | None) -> tuple[Sequence[Portrait], Pairs | None]:
    """Return the pictures, and the pairs where a file names them. Raises screen.Stop where there is nothing to compare."""
    try:
        pairs = people.named_by(file, folder) if file else None
    except PairsBroken as broken:
        raise screen.Stop(str(broken)) from broken
    portraits = pairs.portraits if pairs else people.in_folder(folder)
    if len(portraits) < 2:
        raise screen.Stop(f"{folder}: fewer than two pictures.")
    return portraits, pairs


def _own(portraits: Sequence[Portrait], pairs: Pairs | None) -> Result:
    with screen.working(f"Embedding {len(portraits)} pictures"):
        answers = [own.answer(one.path) for one in portraits]
        paths = [one.path for one in portraits]
        timed = [(paths[a], paths[b]) for a, b in pairs.pairs] if pairs else list(pairwise(paths))
        spent = own.cpu_ms_match(timed)
    return result.of("assay", portraits, answers, pairs, cpu_ms_match=spent)


def _wanted(names: Sequence[str]) -> list[str]:
    """Return the peers asked for. Raises screen.Stop where one is not known."""
    known = peers.known()
    unknown = [name for name in names if name not in known and name != "all"]
    if unknown:
        raise screen.Stop(f"Unknown peer {', '.join(unknown)}. Known: {', '.join(known) or 'none here'}.")
    return list(known) if "all" in names else list(names)


def _peer(name: str, portraits: Sequence[Portrait], pairs: Pairs | None) -> Result:
    """Return a peer's figures, or why it does not run: the others' are worth having without it."""
    peer = peers.known()[name]
    home: Path = click.get_current_context().obj.home
    told, problem = [own.Answer(None)] * len(portraits), ""
    try:
        with screen.working(f"{name} embeds {len(portraits)} pictures"):
            told = peers.answers(name, [one.path for one in portraits], home / "peers")
    except PeerFailed as failure:
        problem = str(failure)
    return result.of(
        name, portraits, told, pairs,
        measure=peer.measure, version=peer.version, licence=peer.licence, problem=problem,
    )  # fmt: skip


def _groups(folder: Path, portraits: Sequence[Portrait], ours: Result) -> list[groups.Group]:
    return groups.of(folder, portraits, ours.every, _accept()[1])


def _accept() -> tuple[float, float]:
    """Return the policy's two thresholds of today: uncertain from, accepted from."""
    book, today = current(), clock.now().date()
    uncertain, accept = (
        book.threshold(CheckName.FACE_MATCH, name, today) for name in ("uncertain", "accept")
    )
    return uncertain, accept


def _page(folder: Path, portraits: Sequence[Portrait], results: Sequence[Result]) -> str:
    return page.page(
        portraits, results, _groups(folder, portraits, results[0]),
        bands=_accept(), title=folder.resolve().name, on=clock.now().date(),
    )  # fmt: skip
