"""Which characters stand in a strip of machine readable zone? Two independent readers answer.

Both return steps x 38: the probability of `no new character` and of each of ALPHABET, along the strip.
"""

from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks.engines import sessions, strips, text_recogniser
from assay.checks.engines.mrz_layouts import DIGITS, FILLER, LETTERS
from assay.checks.engines.sessions import Tensor
from assay.checks.engines.strips import Corners, Pixels

ALPHABET = LETTERS + DIGITS + FILLER
_ROWS = 24
# The order in which our own network was trained.
_TRAINED_ORDER = FILLER + DIGITS + LETTERS
_FROM_TRAINED = np.asarray([0, *(_TRAINED_ORDER.index(character) + 1 for character in ALPHABET)])
# What the general reader, which knows 18,000 characters, takes OCR-B shapes for.
_LOOK_ALIKES = {**dict.fromkeys("«‹＜〈ハへヘΛ∧く(ﾍ", "<"), **dict.fromkeys("lＩ", "I"), "Ø": "0"}


# How far a strip is grown before our recogniser reads it, as (above, beside) shares of its height. The first is the usual one.
MARGINS = ((0.02, 0.15), (0.08, 0.30), (0.0, 0.05))


def read_fast(pixels: Pixels, strip: Corners, margins: tuple[float, float] = MARGINS[0]) -> Tensor:
    """Read a strip with our own recogniser (2.5 ms)."""
    above, beside = margins
    line = strips.crop(pixels, strips.widened(strip, above, beside), _ROWS)
    grey = cv2.cvtColor(line, cv2.COLOR_BGR2GRAY).astype(np.float32)
    tensor = np.zeros((1, 1, _ROWS, -(-grey.shape[1] // 4) * 4), np.float32)
    tensor[0, 0, :, : grey.shape[1]] = (grey - grey.mean()) / (grey.std() + 8)
    return sessions.run("mrz_lines", tensor)[:, 0][:, _FROM_TRAINED]


def read_second(pixels: Pixels, strip: Corners) -> Tensor:
    """Read a strip with PP-OCRv6 small, its alphabet masked to ours (60 ms)."""
    line = strips.crop(pixels, strips.widened(strip, above=0.04, beside=0.35), text_recogniser.ROWS)
    probabilities = text_recogniser.posteriors(line)
    masked = np.stack([probabilities[:, group].sum(1) for group in _groups()], 1)
    return np.asarray(masked / np.maximum(masked.sum(1, keepdims=True), 1e-9), np.float32)


@cache
def _groups() -> tuple[npt.NDArray[np.intp], ...]:
    """Return which outputs of the general reader count for each of ours; the vertical bar counts for I and for J."""
    groups: dict[str, list[int]] = {character: [] for character in ALPHABET}
    for index, character in enumerate(text_recogniser.characters()):
        for meant in "IJ" if character == "|" else (_LOOK_ALIKES.get(character, character.upper()),):
            if meant in groups:
                groups[meant].append(index)
    return (np.asarray([0]), *(np.asarray(group, np.intp) for group in groups.values()))
