"""How often do the photo rules find what is worn before a face, and how often do they disturb people who wear nothing?

    python bench/attributes.py FOLDER [--half dev|held]

FOLDER holds london_frl/ and lfw_fold1/. What people wear in LFW fold 1 was labelled by eye (data/worn_lfw_fold1.csv); whoever is
not in that list wears nothing. People are split in two halves by their names: one was looked at while thresholds were
chosen, the other was not. In LFW only faces that look at the camera count, because others are asked again anyway. Of London
those people are counted apart on whose portraits the network was not trained.
"""

import argparse
import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import cv2

from assay.checks.examine import examine_selfie
from assay.checks.faces import selfie, worn
from assay.checks.readings import NOTHING_READ, Case, SelfieReading
from assay.cli.benching.figures import Share, share
from assay.policy.load import current
from assay.policy.schema import CheckName

_ON = date(2026, 11, 22)
_LABELS = Path(__file__).parent / "data" / "worn_lfw_fold1.csv"
# What was labelled, and the reason that should be given for it.
_WANTED = {
    "dark_glasses": "selfie.worn.dark_glasses",
    "tinted_glasses": "selfie.worn.dark_glasses",
    "glare": "selfie.worn.glare",
    "hat": "selfie.worn.hat",
    "head_cover_between": "selfie.worn.hat",
    "mouth_covered": "selfie.worn.mouth",
}


class Seen(NamedTuple):
    """A picture: the labels of what is worn, its group, and the reasons the rules gave."""

    labels: frozenset[str]
    group: str
    reasons: frozenset[str]


def reasons_of(reading: SelfieReading) -> frozenset[str]:
    """Return the reasons of all photo rules."""
    case = Case(claim=None, front=NOTHING_READ, selfie=reading, on=_ON)
    rules = (
        selfie.selfie_face, selfie.selfie_frame, selfie.selfie_eyes, selfie.selfie_image,
        worn.selfie_uncovered, worn.selfie_unfiltered,
    )  # fmt: skip
    return frozenset(reason for rule in rules for reason in rule(case, current()).reasons)


def half_of(person: str) -> str:
    return "dev" if int(hashlib.sha256(person.encode()).hexdigest(), 16) % 2 == 0 else "held"


def lfw(folder: Path, half: str) -> Iterator[Seen]:
    with _LABELS.open(encoding="utf-8", newline="") as file:
        labels = {row["file"]: frozenset(row["worn"].split()) for row in csv.DictReader(file)}
    for path in sorted((folder / "lfw_fold1").glob("*.jpg")):
        person = path.stem.rsplit("_", 1)[0]
        if half in {half_of(person), "all"}:
            reading = main_face(examine_selfie(cv2.imread(str(path))))
            if reading.faces and is_frontal(reading):
                yield Seen(labels.get(path.name, frozenset()), half_of(person), reasons_of(reading))


def main_face(reading: SelfieReading) -> SelfieReading:
    """Return the reading with the face nearest the middle alone: who else is in a press photo is not labelled."""

    def away(box: tuple[tuple[float, float], tuple[float, float]]) -> float:
        (left, top), (right, bottom) = box
        return abs((left + right) / 2 - 0.5) + abs((top + bottom) / 2 - 0.5) - (right - left)

    faces = sorted(reading.faces, key=lambda face: away(face.box))[:1]
    return reading.model_copy(update={"faces": tuple(faces)})


def is_frontal(reading: SelfieReading) -> bool:
    book, face = current(), reading.faces[0]
    yaw, pitch = (book.threshold(CheckName.SELFIE_FRAME, name, _ON) for name in ("yaw_most", "pitch_most"))
    return abs(face.yaw) <= yaw and abs(face.pitch) <= pitch


def london(folder: Path) -> Iterator[Seen]:
    with (folder / "london_frl" / "london_info.csv").open(encoding="utf-8", newline="") as file:
        people = {row["face_id"]: f"{row['face_eth']} {row['face_gender']}" for row in csv.DictReader(file)}
    paths = sorted((folder / "london_frl").glob("*_front/*.jpg"))
    not_trained_on = set(sorted({path.name[:3] for path in paths})[2::3])
    for path in paths:
        person = path.name[:3]
        half = "not trained on" if person in not_trained_on else "trained on"
        reading = examine_selfie(cv2.imread(str(path)))
        yield Seen(frozenset({half}), people.get(person, "unknown"), reasons_of(reading))


def _false_alarms(seen: list[Seen]) -> dict[str, Share]:
    codes = sorted({code for one in seen for code in one.reasons})
    found = {code: share(code in one.reasons for one in seen) for code in codes}
    return {"any reason of worn": share(any("worn" in code for code in one.reasons) for one in seen), **found}


def _print(title: str, rows: dict[str, Share]) -> None:
    print(f"\n{title}")
    for name, figure in rows.items():
        print(f"  {name:34} {figure}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=("dev", "held", "all"), default="all")
    given = parser.parse_args()
    seen = list(lfw(given.folder, given.half))
    for half in sorted({one.group for one in seen}):
        mine = [one for one in seen if one.group == half]
        found = {
            label: share(reason in one.reasons for one in mine if label in one.labels)
            for label, reason in _WANTED.items()
        }
        _print(f"LFW fold 1, half {half}: found", found)
        free = [one for one in mine if "head_cover_free" in one.labels]
        clear = [one for one in mine if one.labels == {"glasses"}]
        _print(
            f"LFW fold 1, half {half}: disturbed for nothing",
            {
                "head cover, face free": share("selfie.worn.hat" in one.reasons for one in free),
                "clear glasses, called dark": share(
                    "selfie.worn.dark_glasses" in one.reasons for one in clear
                ),
                "clear glasses, called glaring": share("selfie.worn.glare" in one.reasons for one in clear),
                **_false_alarms([one for one in mine if not one.labels]),
            },
        )
    people = list(london(given.folder))
    for part in ("not trained on", "trained on"):
        _print(
            f"London, people {part}: disturbed for nothing",
            _false_alarms([p for p in people if part in p.labels]),
        )
    groups: dict[str, list[bool]] = defaultdict(list)
    for one in people:
        groups[one.group].append(bool(one.reasons))
    _print(
        "London by group: disturbed by any photo rule",
        {name: share(all_) for name, all_ in sorted(groups.items())},
    )


if __name__ == "__main__":
    main()
