"""How many strangers are as alike as this? So that people can read a cosine."""

from bisect import bisect_right
from itertools import pairwise
from math import log10

# Likeness, and how many pairs of two people among 324,290 of LFW fold 1 (press photographs) hold one at least so alike
# (`assay bench faces`, docs/accuracy.md). Measured up to one in 81,000; beyond that nothing is said.
_ONE_IN = ((0.1, 1.9), (0.2, 7.1), (0.3, 81.0), (0.38, 1_240.0), (0.44, 11_600.0), (0.48, 81_000.0))


def one_in(likeness: float) -> float | None:
    """Return N where one stranger in N is at least so alike; log-linear between what was measured. None outside of it."""
    if not _ONE_IN[0][0] <= likeness <= _ONE_IN[-1][0]:
        return None
    place = min(bisect_right([one for one, _ in _ONE_IN], likeness), len(_ONE_IN) - 1) - 1
    (low, few), (high, many) = list(pairwise(_ONE_IN))[place]
    share = (likeness - low) / (high - low)
    return float(10 ** (log10(few) + share * (log10(many) - log10(few))))


def words(likeness: float) -> str:
    """Return it in words, to two digits."""
    if likeness < _ONE_IN[0][0]:
        return "most strangers are as alike"
    found = one_in(likeness)
    if found is None:
        return f"fewer than one stranger in {_ONE_IN[-1][1]:,.0f} is as alike"
    digits = 1 - int(log10(found))
    return f"one stranger in {round(found, digits):,.0f} is as alike"
