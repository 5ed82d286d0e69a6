"""What does a likeness mean? The table of checks/faces/face_odds.py and the two bands of face_match, from sets of portraits.

Usage: python bench/odds.py FOLDER ...      (named as `assay bench faces` takes them; needs the face models)

For each folder: how many strangers are at least so alike, with the 95 % interval by resampling people; where one stranger in
1,000 and in 10,000 is; and what the policy's bands let in and hold back. `face_odds` takes the first folder's (LFW fold 1).
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import sys
from pathlib import Path

import numpy as np

from assay.cli import clock
from assay.cli.benching.faces import curve, own, people, tables
from assay.cli.benching.faces.curve import AllPairs
from assay.policy.load import current
from assay.policy.schema import CheckName

_LIKENESSES = (0.1, 0.2, 0.3, 0.38, 0.44, 0.48, 0.54)
_RATES = (1e-3, 1e-4)
_RESAMPLES = 200


def share_between(every: AllPairs, likeness: float) -> tuple[float, float]:
    """Return the 95 % interval of the share of strangers at least so alike: people are drawn again (fixed seed), not pairs."""
    above = ~every.same & (every.scores >= likeness)
    one, other = every.people[every.first[above]], every.people[every.second[above]]
    pictures = np.bincount(every.people).astype(np.float64)
    random, found = np.random.default_rng(4), []
    for _ in range(_RESAMPLES):
        drawn = np.bincount(random.integers(0, len(pictures), len(pictures)), minlength=len(pictures))
        mass = drawn * pictures
        found.append(float((drawn[one] * drawn[other]).sum() / ((mass.sum() ** 2 - (mass**2).sum()) / 2)))
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)


def one_in(share: float) -> str:
    return f"1 in {1 / share:,.1f}" if share else "none"


def tell(name: str, every: AllPairs) -> None:
    print(f"\n{name}: {len(every.genuine):,} pairs of one person, {len(every.impostor):,} of two")
    for likeness in _LIKENESSES:
        met = curve.fmr_at(every, likeness)
        low, high = share_between(every, likeness)
        print(
            f"  from {likeness:.2f}: {met.count:7,} strangers, {one_in(met.value)} ({one_in(high)} to {one_in(low)})"
        )
    for at in (curve.point(every, rate) for rate in _RATES):
        low, high = at.between
        print(
            f"  1 in {1 / at.fmr:,.0f}: {at.threshold:.3f} ({low:.3f} to {high:.3f}), not recognised {tables.told(at.fnmr)}"
        )
    for band in ("uncertain", "accept"):
        likeness = current().threshold(CheckName.FACE_MATCH, band, clock.now().date())
        missed, taken = curve.fnmr_at(every, likeness), curve.fmr_at(every, likeness)
        print(f"  {band}, {likeness}: one person below {tables.told(missed)}; two above {tables.told(taken)}")


def main() -> None:
    for folder in map(Path, sys.argv[1:]):
        pictures = people.in_folder(folder)
        every = curve.all_pairs(
            [own.answer(one.path).template for one in pictures], [one.person for one in pictures], "cosine"
        )
        tell(folder.name, every)


if __name__ == "__main__":
    main()
