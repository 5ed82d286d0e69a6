"""What does a folder of test images hold, and what should be read from each?

`expected.json` is a list with one object per image: `file`, `lines`, and optionally `format`, `check_digits_valid`, and
for photos `kind`, `rotation`, `quad_before_rotation_and_halving`.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assay.checks.documents import zones
from assay.cli import screen

NAME = "expected.json"
FLAT = "flat"
_HALVED = "small"
_FORMATS = ("td1", "td2", "td3", "mrv_a", "mrv_b", "french_id")

Corners = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One image. `lines` are as printed, empty where there is no machine readable zone; `valid` whether all printed check
    digits hold; `rotation` by how many degrees clockwise the photo was turned; `quad` where the document lay before it
    was turned and halved, None where nobody knows.
    """

    name: str
    path: Path
    lines: tuple[str, ...]
    format: str
    valid: bool
    kind: str = FLAT
    rotation: int | None = None
    quad: Corners | None = None

    @property
    def is_fair(self) -> bool:
        """Cards and passports with valid check digits: what every reader says it reads."""
        return self.valid and self.format in {"td1", "td2", "td3"}

    @property
    def is_halved(self) -> bool:
        return _HALVED in self.kind.split("+")


def load(folder: Path) -> list[Item]:
    """Return the images of a folder as its expected.json lists them. Raises screen.Stop."""
    listing = folder / NAME
    if not listing.is_file():
        raise screen.Stop(f"{folder}: there is no {NAME} that says what the images should read.")
    try:
        rows = json.loads(listing.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise screen.Stop(f"{listing}: {error}.") from error
    if not isinstance(rows, list) or not rows:
        raise screen.Stop(f"{listing} lists no images.")
    return [_item(row, f"{listing}, entry {place}", folder) for place, row in enumerate(rows, 1)]


def _item(row: Any, where: str, folder: Path) -> Item:  # noqa: ANN401  whatever the file holds
    try:
        lines = tuple(str(line) for line in row.get("lines") or ())
        quad = row.get("quad_before_rotation_and_halving")
        rotation = row.get("rotation")
        return Item(
            name=row["file"],
            path=_path(folder, row["file"]),
            lines=lines,
            format=_format(row.get("format"), lines),
            valid=bool(row.get("check_digits_valid", zones.check_digits_hold(lines))),
            kind=str(row.get("kind", FLAT)),
            rotation=None if rotation is None else int(rotation) % 360,
            quad=tuple((float(x), float(y)) for x, y in quad) if quad else None,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise screen.Stop(
            f"{where}: it needs `file` and `lines`, and `quad…` four points ({error})."
        ) from error


def _path(folder: Path, name: str) -> Path:
    """Return where an image lies: names are relative to the folder itself or to the one that holds it."""
    inside = folder / name
    return inside if inside.exists() else folder.resolve().parent / name


def _format(named: object, lines: tuple[str, ...]) -> str:
    """Return the format under our own name for it; what only the lines can tell is asked of them."""
    plain = str(named or "").lower().replace("-", "").replace("_", "")
    known = next((own for own in _FORMATS if own.replace("_", "") == plain), None)
    if known:
        return known
    found = zones.format_of(lines)
    return str(found) if found else "other" if lines else "none"
