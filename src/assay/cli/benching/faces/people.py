"""Which pictures are there, whose are they, and which pairs are to be compared?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_KINDS = frozenset({".jpg", ".jpeg", ".png", ".pgm", ".bmp", ".webp"})
_LFW_NAME = re.compile(r"(.+)_(\d{4})")


class PairsBroken(Exception):  # noqa: N818  the file's state, told to who gave it
    """One sentence: what is wrong with a file of pairs."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """A picture and the person on it."""

    path: Path
    person: str


@dataclass(frozen=True, slots=True)
class Pairs:
    """`pairs` are places in `portraits`; `folds` is how many parts the file says it has, 1 where it says nothing."""

    portraits: tuple[Portrait, ...]
    pairs: tuple[tuple[int, int], ...]
    folds: int


def in_folder(folder: Path) -> tuple[Portrait, ...]:
    """Return the pictures of a folder, each with its person.

    The person is what stands before `_0001` where all names end so (LFW), before the first `_` where the folder has a file
    *_info.csv (London), and otherwise the name of the folder that the picture is in (ORL).
    """
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in _KINDS]
    if paths and all(_LFW_NAME.fullmatch(path.stem) for path in paths):
        return tuple(Portrait(path, path.stem.rsplit("_", 1)[0]) for path in paths)
    if next(folder.glob("*_info.csv"), None):
        return tuple(Portrait(path, path.stem.split("_")[0]) for path in paths)
    return tuple(Portrait(path, path.parent.name) for path in paths)


def named_by(file: Path, folder: Path) -> Pairs:
    """Return the pairs of a file in LFW's format. Raises PairsBroken, with the line.

    A line is `name n1 n2` for one person, `name1 n1 name2 n2` for two; the first may hold counts.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise PairsBroken(f"{file}: cannot be read as text.") from error
    rows = [(number, line.split()) for number, line in enumerate(lines, 1) if line.strip()]
    header = rows[0][1] if rows and all(word.isdigit() for word in rows[0][1]) else []
    named = [_two_names(row, f"{file}:{number}") for number, row in rows[1 if header else 0 :]]
    if not named:
        raise PairsBroken(f"{file}: no pairs.")
    return _placed(named, folder, folds=int(header[0]) if len(header) > 1 else 1)


def _two_names(row: Sequence[str], where: str) -> tuple[str, str]:
    if len(row) == 3:
        row = (row[0], row[1], row[0], row[2])
    if len(row) != 4 or not (row[1].isdigit() and row[3].isdigit()):
        raise PairsBroken(f"{where}: neither `name n1 n2` nor `name1 n1 name2 n2`.")
    return f"{row[0]}_{int(row[1]):04d}", f"{row[2]}_{int(row[3]):04d}"


def _placed(named: Sequence[tuple[str, str]], folder: Path, *, folds: int) -> Pairs:
    paths = {path.stem: path for path in sorted(folder.rglob("*")) if path.suffix.lower() in _KINDS}
    wanted = sorted({name for pair in named for name in pair})
    lacking = [name for name in wanted if name not in paths]
    if lacking:
        raise PairsBroken(
            f"{folder}: {len(lacking)} of {len(wanted)} named pictures are not there, first {lacking[0]}."
        )
    place = {name: number for number, name in enumerate(wanted)}
    portraits = tuple(Portrait(paths[name], name.rsplit("_", 1)[0]) for name in wanted)
    return Pairs(portraits, tuple((place[one], place[other]) for one, other in named), folds)
