"""Makes a set of hard phone photos, with the expected.json that says what they show."""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from assay.cli.benching.documents import expected
from assay.cli.benching.documents.expected import Item
from assay.sandbox import documents, hard_photos, id_card, passport, people
from assay.sandbox.portraits import Pixels


@dataclass(frozen=True)
class Flat:
    """A flat picture of a document, opened when it is needed; None where it cannot be."""

    name: str
    lines: tuple[str, ...]
    format: str
    valid: bool
    open: Callable[[], Pixels | None]


def from_folder(folder: Path, skip: Sequence[str], *, seed: int) -> list[Flat]:
    """Return the images of a folder that have lines to read, shuffled, but for those with one of `skip` in their name."""
    chosen = [
        Flat(item.name, item.lines, item.format, item.valid, _opener(item))
        for item in expected.load(folder)
        if item.lines and not any(word in item.name for word in skip)
    ]
    random.Random(seed).shuffle(chosen)  # noqa: S311  a repeatable draw, no secret
    return chosen


def _opener(item: Item) -> Callable[[], Pixels | None]:
    def opened() -> Pixels | None:
        pixels = cv2.imread(str(item.path))
        return None if pixels is None else np.asarray(pixels, np.uint8)

    return opened


def of_utopia(count: int) -> list[Flat]:
    """Return passports and backs of ID cards of Utopia, a person each, in turn."""
    return [_drawn(number) for number in range(count)]


def _drawn(number: int) -> Flat:
    bearer = people.person(number)
    if number % 2:
        return Flat(
            f"utopia/{number}-id-card", id_card.zone(bearer), "td1", valid=True,
            open=lambda: documents.draw("id_card", bearer)[1],
        )  # fmt: skip
    return Flat(
        f"utopia/{number}-passport", passport.zone(bearer), "td3", valid=True,
        open=lambda: documents.draw("passport", bearer)[0],
    )  # fmt: skip


def make(flats: Sequence[Flat], folder: Path, *, count: int, seed: int) -> Iterator[str]:
    """Write `count` photos of documents in turn, and expected.json, into a folder; yield the name of each when done."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for number in range(count):
        round_, place = divmod(number, len(flats))
        row = _photo(flats[place], folder, seed=seed, number=number, round_=round_)
        if row is not None:
            rows.append(row)
            yield str(row["file"])
    text = json.dumps(rows, indent=1, ensure_ascii=False)
    (folder / expected.NAME).write_text(text + "\n", encoding="utf-8")


def _photo(flat: Flat, folder: Path, *, seed: int, number: int, round_: int) -> dict[str, object] | None:
    """Write one photo; return its entry, None where the flat picture cannot be opened."""
    pixels = flat.open()
    if pixels is None:
        return None
    taken = hard_photos.take(pixels, hard_photos.faults_of(number, round_), seed=seed, number=number)
    name = f"{number + 1:03d}_{taken.kind}.jpg"
    (folder / name).write_bytes(taken.data)
    return {
        "file": name,
        "kind": taken.kind,
        "rotation": taken.rotation,
        "format": flat.format,
        "lines": flat.lines,
        "check_digits_valid": flat.valid,
        "derived_from": flat.name,
        "seed": seed,
        "quad_before_rotation_and_halving": taken.quad,
    }
