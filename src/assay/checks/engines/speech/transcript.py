"""What was said, in the recogniser's own words, and when? For the person who reviews; nothing is judged by it.

Dictation takes the most probable token each time. A word's time is where the decoder looks while it writes the word: the
attention of the heads that follow the sound, and the cheapest monotonic path through it (dynamic time warping; Radford et al.
2022 publish which heads those are).
"""

import numpy as np
from numpy.typing import NDArray

from assay.checks.engines.speech.whisper import Heard, Tensor, Whisper
from assay.checks.readings.statement import Word

# Nobody says more in half a minute; a recogniser that hears nothing repeats itself for ever.
_MOST_TOKENS = 160
# Layer and head of tiny.en that follow the sound, as config.json of the packaged model lists them.
_FOLLOWING = ((1, 0), (2, 0), (2, 5), (3, 0), (3, 1), (3, 2), (3, 3), (3, 4))
_POSITION_SECONDS = 0.02


def dictate(whisper: Whisper, heard: Heard, seconds: float) -> tuple[Word, ...]:
    """Return the words of the recording's first half minute."""
    tokens: list[int] = []
    memory = whisper.begin(heard)
    while len(tokens) < _MOST_TOKENS:
        token = int(memory.following[0].argmax())
        if token == whisper.end:
            break
        tokens.append(token)
        memory, _ = whisper.go_on(heard, memory, [[token]])
    if not tokens:
        return ()
    began = _beginnings(whisper.looks(heard, tokens, _FOLLOWING), seconds)
    return _words(whisper, tokens, began)


def _beginnings(looks: Tensor, seconds: float) -> NDArray[np.float64]:
    """Return the second at which each token begins, and at the end that at which the last one ends.

    `looks` is heads x (tokens + 1) x positions: the last row looks at where the text ends.
    """
    known = max(1, min(looks.shape[2], round(seconds / _POSITION_SECONDS)))
    if known <= looks.shape[1]:
        # More tokens than moments: a recogniser that made things up.
        return np.linspace(0.0, seconds, looks.shape[1])
    looks = looks[:, :, :known]
    steady = (looks - looks.mean(axis=1, keepdims=True)) / (looks.std(axis=1, keepdims=True) + 1e-6)
    path = _path(-steady.mean(axis=0))
    return np.array([np.flatnonzero(path == row)[0] for row in range(looks.shape[1])]) * _POSITION_SECONDS


def _path(cost: Tensor) -> NDArray[np.int64]:
    """Return for each column the row of the cheapest path from corner to corner, on which the row never falls."""
    rows, columns = cost.shape
    total = np.full((rows + 1, columns + 1), np.inf)
    total[0, 0] = 0.0
    for column in range(1, columns + 1):
        stay_or_rise = np.minimum(total[1:, column - 1], total[:-1, column - 1])
        total[1:, column] = cost[:, column - 1] + stay_or_rise
    path = np.empty(columns, np.int64)
    row = min(rows, columns)
    for column in range(columns, 0, -1):
        path[column - 1] = row - 1
        row -= int(total[row - 1, column - 1] < total[row, column - 1])
    return path


def _words(whisper: Whisper, tokens: list[int], began: NDArray[np.float64]) -> tuple[Word, ...]:
    """Put tokens together to words: one begins at every blank."""
    groups: list[list[int]] = []
    for place, token in enumerate(tokens):
        if not groups or whisper.tokens.decode([token]).startswith(" "):
            groups.append([])
        groups[-1].append(place)
    return tuple(
        Word(
            text=whisper.tokens.decode(tokens[place] for place in group).strip(),
            from_second=round(float(began[group[0]]), 2),
            to_second=round(float(began[group[-1] + 1]), 2),
        )
        for group in groups
    )
