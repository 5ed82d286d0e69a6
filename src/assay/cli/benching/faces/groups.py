"""Do the errors differ between groups of people? Counted where a file *_info.csv of the folder says who belongs to which."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assay.cli.benching.faces.curve import AllPairs
from assay.cli.benching.faces.people import Portrait
from assay.cli.benching.figures import Share

CAUTION = (
    "Strangers are compared within a group, where they are most alike. Groups of a few people prove nothing about others: "
    "an interval treats pairs as independent, but a pair shares its people with all others, so the truth is wider still."
)
_COLUMNS = ("face_gender", "face_eth")


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    people: int
    not_recognised: Share
    strangers_accepted: Share


def of(folder: Path, portraits: Sequence[Portrait], every: AllPairs, threshold: float) -> list[Group]:
    """Return the errors at a threshold in each group of two people and more; none where no file tells the groups."""
    belongs = _belongs(folder)
    names = np.array([belongs.get(one.person, "") for one in portraits])
    found = []
    for name in sorted(set(names) - {""}):
        inside = (names[every.first] == name) & (names[every.second] == name)
        people = len(set(every.people[names == name]))
        genuine, impostor = inside & every.same, inside & ~every.same
        if people > 1:
            missed = Share(int((every.scores[genuine] < threshold).sum()), int(genuine.sum()))
            taken = Share(int((every.scores[impostor] >= threshold).sum()), int(impostor.sum()))
            found.append(Group(name, people, missed, taken))
    return found


def _belongs(folder: Path) -> dict[str, str]:
    file = next(iter(sorted(folder.glob("*_info.csv"))), None)
    if file is None:
        return {}
    with file.open(encoding="utf-8", newline="") as rows:
        return {
            row["face_id"]: " ".join(row.get(column) or "unknown" for column in _COLUMNS)
            for row in csv.DictReader(rows)
            if "face_id" in row
        }
