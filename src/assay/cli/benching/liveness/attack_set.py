"""Writes a set of recordings to measure liveness with: rendered people, and every kind of attack this project makes."""

import csv
import random
from collections.abc import Iterator
from pathlib import Path

from assay.policy.schema import Book
from assay.sandbox import challenges, people, portraits, recordings
from assay.sandbox.attacks.kinds import KINDS
from assay.sandbox.recordings import Recording

LIVE = "rendered_person"
SOURCE = "assay"
NAME = "labels.csv"
COLUMNS = ("file", "label", "source", "kind")
# People are refused rarely, and that needs counting.
_LIVE_FOR_EACH = 4


def write(folder: Path, book: Book, *, count: int, seed: int, kinds: tuple[str, ...] = ()) -> Iterator[str]:
    """Write `count` recordings of each kind, four times as many of people, and labels.csv; yield each file's name when done.

    Same arguments, same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / NAME).open("w", encoding="utf-8", newline="", buffering=1) as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        for kind, number in _wanted(count, kinds or (LIVE, *KINDS)):
            name = _make(kind, number, book, seed).write(folder, f"{kind}_{number:03d}")
            table.writerow((name, "live" if kind == LIVE else "spoof", SOURCE, kind))
            yield name


def _wanted(count: int, kinds: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    for kind in kinds:
        for number in range(count * _LIVE_FOR_EACH if kind == LIVE else count):
            yield kind, number


def _make(kind: str, number: int, book: Book, seed: int) -> Recording:
    """Return one recording; people, challenge, manner and scene are drawn anew for each."""
    randomness = random.Random(f"{seed} {kind} {number}")  # noqa: S311  a repeatable draw, no secret
    bearer = people.person(randomness.randrange(len(portraits.catalogue())))
    asked, own = challenges.draw(book, randomness), randomness.randrange(2**31)
    return (
        recordings.of_people(number, asked, bearer, own) if kind == LIVE else KINDS[kind](bearer, asked, own)
    )
