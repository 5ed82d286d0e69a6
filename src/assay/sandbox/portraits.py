"""The portraits that synthetic people wear: consented research photographs (data/portraits/README.md)."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]

_FOLDER = Path(__file__).parent / "data" / "portraits"


@dataclass(frozen=True, slots=True)
class Portrait:
    """One photographed adult. `age` is as said by the person on the day; `sex` is F or M."""

    id: str
    sex: str
    age: int
    neutral: Path
    smiling: Path


@cache
def catalogue() -> tuple[Portrait, ...]:
    """Return every portrait, in the order of the file, which decides who gets which: append only."""
    with (_FOLDER / "portraits.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Portrait(
                row["id"], row["sex"], int(row["age"]), _FOLDER / row["neutral"], _FOLDER / row["smiling"]
            )
            for row in csv.DictReader(file)
        )


def find(portrait_id: str) -> Portrait:
    return next(portrait for portrait in catalogue() if portrait.id == portrait_id)


def load(path: Path) -> Pixels:
    """Return a portrait as 640 x 640 x 3 pixels, BGR."""
    picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if picture is None:
        raise FileNotFoundError(path)
    return picture.astype(np.uint8, copy=False)
