"""Which characters does a reader see along a line, and with which probabilities? No grammar yet.

A reader answers with steps x 38 probabilities (connectionist temporal classification, Graves et al. 2006): of `no new
character` first, then of each of ALPHABET. A character is the stretch of steps in which it is the best.
"""

from collections.abc import Sequence

import numpy as np

from assay.checks.engines.mrz.recogniser import ALPHABET
from assay.checks.engines.sessions import Tensor

_NEVER = -1e18


def greedy(posteriors: Tensor) -> tuple[str, Tensor]:
    """Return the text as the reader saw it, without any rule, and the probabilities of ALPHABET per character."""
    best = posteriors.argmax(1)
    starts = np.flatnonzero(np.diff(best, prepend=-1))
    runs = [
        (start, stop) for start, stop in zip(starts, [*starts[1:], len(best)], strict=True) if best[start]
    ]
    text = "".join(ALPHABET[best[start] - 1] for start, _ in runs)
    return text, _shares([posteriors[start:stop] for start, stop in runs])


def _shares(steps: Sequence[Tensor]) -> Tensor:
    """Return one row of probabilities per character, from the steps that belong to it."""
    peaks = [step[:, 1:].max(0) for step in steps]
    return np.asarray([peak / peak.sum() for peak in peaks], np.float32).reshape(-1, len(ALPHABET))


def forced(posteriors: Tensor, length: int) -> Tensor | None:
    """Return the probabilities along the best path with exactly `length` characters; None where there is none.

    Viterbi over blank, character, blank, ... ; a character takes one step, or more while the best class stays the same.
    """
    logs = np.log(posteriors + 1e-9)
    best, chosen = logs[:, 1:].max(1), logs[:, 1:].argmax(1)
    states = 2 * length + 1
    is_character = np.arange(states) % 2 == 1
    score = np.full(states, _NEVER)
    score[0], score[1] = logs[0, 0], best[0]
    back = np.zeros((len(logs), states), np.int8)
    for step in range(1, len(logs)):
        same = chosen[step] == chosen[step - 1]
        stay = score if same else np.where(is_character, _NEVER, score)
        one = np.concatenate(([_NEVER], score[:-1]))
        two = np.where(is_character & (not same), np.concatenate(([_NEVER] * 2, score[:-2])), _NEVER)
        options = np.stack([stay, one, two])
        back[step] = options.argmax(0)
        score = options.max(0) + np.where(is_character, best[step], logs[step, 0])
    state = states - 1 if score[-1] >= score[-2] else states - 2
    if score[state] < _NEVER / 10:
        return None
    segments: list[list[int]] = [[] for _ in range(length)]
    for step in range(len(logs) - 1, -1, -1):
        if state % 2:
            segments[state // 2].append(step)
        state -= int(back[step][state])
    return _shares([posteriors[segment] for segment in segments]) if all(segments) else None
