"""How often are two pictures of one person taken for two people, and two people for one?

Scores are of every pair of pictures. A picture without a face is no less a failure: its pairs get the lowest score.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assay.cli.benching.figures import Share

Scores = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

NO_FACE = -1.0
_RESAMPLES = 200


@dataclass(frozen=True, slots=True)
class AllPairs:
    """Every pair of pictures: places of the two, likeness, whether it is one person. `people` numbers who is on each picture."""

    first: Places
    second: Places
    scores: Scores
    same: npt.NDArray[np.bool_]
    people: Places

    @property
    def genuine(self) -> Scores:
        return self.scores[self.same]

    @property
    def impostor(self) -> Scores:
        return self.scores[~self.same]


@dataclass(frozen=True, slots=True)
class Point:
    """`fmr` was asked for; `threshold` is the lowest score at which no more strangers match, `between` its 95 % interval;
    `fnmr` who is then not recognised.
    """

    fmr: float
    threshold: float
    between: tuple[float, float]
    fnmr: Share


def all_pairs(
    templates: Sequence[npt.NDArray[np.float32] | None], people: Sequence[str], measure: str
) -> AllPairs:
    """Return every pair. `measure` is "cosine", or "distance" for likeness as the negative Euclidean distance."""
    size = next((len(one) for one in templates if one is not None), 1)
    vectors = np.array([np.zeros(size) if one is None else one for one in templates], np.float64)
    grid = vectors @ vectors.T
    if measure == "distance":
        squares = np.diag(grid)
        grid = -np.sqrt(np.maximum(0.0, squares[:, None] + squares[None] - 2 * grid))
    missing = np.array([one is None for one in templates])
    grid[missing] = grid[:, missing] = min(NO_FACE, float(grid.min()))
    first, second = np.triu_indices(len(vectors), 1)
    _, numbers = np.unique(np.array(people), return_inverse=True)
    return AllPairs(first, second, grid[first, second], numbers[first] == numbers[second], numbers)


def threshold_at(impostor: Scores, fmr: float) -> float:
    """Return the lowest threshold at which at most this share of the scores is accepted."""
    allowed = int(np.floor(fmr * len(impostor)))
    least = np.partition(impostor, len(impostor) - 1 - allowed)[len(impostor) - 1 - allowed]
    return float(np.nextafter(least, np.inf))


def fnmr_at(pairs: AllPairs, threshold: float) -> Share:
    return Share(int((pairs.genuine < threshold).sum()), len(pairs.genuine))


def fmr_at(pairs: AllPairs, threshold: float) -> Share:
    return Share(int((pairs.impostor >= threshold).sum()), len(pairs.impostor))


def point(pairs: AllPairs, fmr: float) -> Point:
    threshold = threshold_at(pairs.impostor, fmr)
    return Point(fmr, threshold, _interval(pairs, fmr), fnmr_at(pairs, threshold))


def _interval(pairs: AllPairs, fmr: float) -> tuple[float, float]:
    """Return the 95 % interval of a threshold by resampling people (fixed seed), who are independent; pairs are not.

    Only the highest scores can move it, so only those are weighed, each by how often its two people were drawn.
    """
    impostor = ~pairs.same
    scores, first, second = (values[impostor] for values in (pairs.scores, pairs.first, pairs.second))
    kept = np.argsort(-scores)[: max(1000, int(20 * fmr * len(scores)))]
    scores, one, other = scores[kept], pairs.people[first[kept]], pairs.people[second[kept]]
    pictures = np.bincount(pairs.people).astype(np.float64)
    random, found = np.random.default_rng(4), []
    for _ in range(_RESAMPLES):
        drawn = np.bincount(random.integers(0, len(pictures), len(pictures)), minlength=len(pictures))
        mass = drawn * pictures
        total = (mass.sum() ** 2 - (mass**2).sum()) / 2
        accepted = np.cumsum(drawn[one] * drawn[other]) > fmr * total
        found.append(float(scores[np.argmax(accepted)] if accepted.any() else scores[-1]))
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)


def accuracy(scores: Scores, same: npt.NDArray[np.bool_], folds: int) -> Share:
    """Return how many pairs are judged rightly, each fold by the best threshold of the others.

    Folds are consecutive where the file names several, as LFW's protocol has it; otherwise each tenth pair of a kind is one.
    """
    order = np.arange(len(scores))
    if folds > 1:
        fold = order * folds // len(order)
    else:
        folds = min(10, len(order))
        fold = np.where(same, np.cumsum(same), np.cumsum(~same)) % folds
    right = 0
    for one in range(folds):
        rest = fold != one
        threshold = _best(scores[rest], same[rest]) if rest.any() else 0.0
        right += int(((scores[~rest] >= threshold) == same[~rest]).sum())
    return Share(right, len(scores))


def _best(scores: Scores, same: npt.NDArray[np.bool_]) -> float:
    """Return the middle of the two scores between which most pairs are judged rightly."""
    order = np.argsort(scores)
    right = np.concatenate([[same.sum()], same.sum() + np.cumsum(np.where(same[order], -1, 1))])
    place = int(np.argmax(right))
    edges = np.concatenate([[scores.min() - 1], scores[order], [scores.max() + 1]])
    return float((edges[place] + edges[place + 1]) / 2)
