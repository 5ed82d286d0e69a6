"""How many other people does one search for a face bring up, among how many enrolled, at which threshold?

Usage: python bench/false_hits.py FOLDER ...     (named as `assay bench faces` takes them; needs the face models)
A folder with `london_info.csv` is also counted within sex and ethnic group, where strangers are most alike.

Every pair of pictures of different people is an impostor pair. Up to the highest score seen the share above a threshold is
counted; beyond it follows an exponential tail fitted to the highest hundredth of the scores. That is an extrapolation from
some hundred people to a million: pairs share people, so it is shakier than the number of pairs suggests.
"""

import csv
import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assay.cli.benching.faces import own, people

THRESHOLDS = (0.48, 0.50, 0.55, 0.60, 0.65, 0.70)
ENROLLED = (10_000, 100_000, 1_000_000)
_TAIL = 0.01

Scores = npt.NDArray[np.float32]


def templates_of(folder: Path) -> tuple[list[str], Scores]:
    """Return who is on each picture and the unit templates, pictures without a face left out."""
    answers = [(one.person, own.answer(one.path).template) for one in people.in_folder(folder)]
    seen = [(person, template) for person, template in answers if template is not None]
    return [person for person, _ in seen], np.stack([template for _, template in seen])


def groups_of(folder: Path) -> dict[str, str]:
    """Return sex and ethnicity by person, where the folder tells them."""
    table = next(folder.rglob("london_info.csv"), None)
    if table is None:
        return {}
    with table.open(encoding="utf-8-sig") as lines:
        return {
            row["face_id"].removeprefix("x").zfill(3): f"{row['face_gender']} {row['face_eth']}"
            for row in csv.DictReader(lines)
        }


def share(impostors: Scores, threshold: float) -> float:
    """Return the share of impostor pairs at or above a threshold: counted, or by the tail where fewer than five are."""
    counted = int((impostors >= threshold).sum())
    if counted >= 5:
        return counted / len(impostors)
    start = float(np.quantile(impostors, 1 - _TAIL))
    beyond = impostors[impostors >= start] - start
    return _TAIL * float(np.exp(-(threshold - start) / beyond.mean()))


def lines(name: str, genuine: Scores, impostors: Scores) -> Iterator[str]:
    yield f"\n{name}: {len(impostors):,} impostor pairs, highest {impostors.max():.3f}; {len(genuine):,} genuine pairs"
    yield "threshold   found again   impostors   expected false hits a search among " + ", ".join(
        f"{count:,}" for count in ENROLLED
    )
    for threshold in THRESHOLDS:
        rate = share(impostors, threshold)
        again = f"{(genuine >= threshold).mean():10.2%}" if len(genuine) else " " * 10
        hits = "  ".join(f"{count * rate:10.2f}" for count in ENROLLED)
        seen = "counted" if (impostors >= threshold).sum() >= 5 else "tail"
        yield f"{threshold:9.2f}   {again}   {rate:9.1e}   {hits}   {seen}"


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    reader.add_argument("folders", nargs="+", type=Path)
    for folder in reader.parse_args().folders:
        names, templates = templates_of(folder)
        persons, groups = np.asarray(names), groups_of(folder)
        one, other = np.triu_indices(len(persons), 1)
        scores = (templates @ templates.T)[one, other]
        same = persons[one] == persons[other]
        print(*lines(f"{folder.name}, all", scores[same], scores[~same]), sep="\n")
        if groups:
            group = np.asarray([groups.get(name, name) for name in names])
            alike = (group[one] == group[other]) & ~same
            print(*lines(f"{folder.name}, same sex and group", scores[same], scores[alike]), sep="\n")


if __name__ == "__main__":
    main()
