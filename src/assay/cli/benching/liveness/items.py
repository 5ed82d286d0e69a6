"""What a folder for `assay bench liveness` holds: labels.csv, and beside each clip what was asked and said."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from assay.checks.readings import Capture, Flash, Prompt
from assay.checks.result import Frozen
from assay.cli import screen

NAME = "labels.csv"
COLUMNS = ("file", "label", "source", "kind")
LIVE, SPOOF = "live", "spoof"
_CLIPS = frozenset({".webm", ".mp4", ".mov", ".mkv"})


class Told(Frozen):
    """What a clip's .json says; `selfie` and `earlier` (a recording given before it) name files beside it."""

    prompts: tuple[Prompt, ...] = ()
    flashes: tuple[Flash, ...] = ()
    capture: Capture | None = None
    selfie: str | None = None
    earlier: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One line of labels.csv: a still or a clip, of a living person or of an attack of a kind."""

    path: Path
    is_live: bool
    source: str
    kind: str
    told: Told

    @property
    def is_clip(self) -> bool:
        return self.path.suffix.lower() in _CLIPS

    def beside(self, name: str) -> Path:
        return self.path.parent / name


def load(folder: Path) -> list[Item]:
    """Return the items in the order of the file. Raises screen.Stop with what is wrong with it."""
    path = folder / NAME
    if not path.is_file():
        raise screen.Stop(f"{folder}: there is no {NAME}. Its columns: {', '.join(COLUMNS)}.")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise screen.Stop(f"{path}: {error}.") from error
    if not rows:
        raise screen.Stop(f"{path} lists nothing.")
    return [_item(folder, row, number) for number, row in enumerate(rows, start=2)]


def _item(folder: Path, row: Mapping[str | None, str | None], number: int) -> Item:
    missing = [name for name in COLUMNS if not (row.get(name) or "").strip()]
    if missing:
        raise screen.Stop(f"{folder / NAME}, line {number}: it lacks {', '.join(missing)}.")
    file, label, source, kind = ((row[name] or "").strip() for name in COLUMNS)
    if label not in {LIVE, SPOOF}:
        raise screen.Stop(f"{folder / NAME}, line {number}: label {label!r} is neither {LIVE} nor {SPOOF}.")
    path = folder / file
    return Item(path, label == LIVE, source, kind, _told(path.with_suffix(".json")))


def _told(path: Path) -> Told:
    if not path.is_file():
        return Told()
    try:
        return Told.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise screen.Stop(f"{path}: {place or 'the file'}: {first['msg']}.") from error
