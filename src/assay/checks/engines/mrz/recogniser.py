"""Which characters stand in a strip of machine readable zone? Our own recogniser answers, and two of others, for agreement.

All return steps x 38: the probability of `no new character` and of each of ALPHABET, along the strip.
"""

from collections.abc import Sequence
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks.engines import sessions
from assay.checks.engines.image import strips
from assay.checks.engines.image.strips import Corners, Pixels
from assay.checks.engines.mrz.layouts import DIGITS, FILLER, LETTERS
from assay.checks.engines.sessions import Tensor
from assay.checks.engines.text import recogniser

Grey = npt.NDArray[np.uint8]

# The order of our own network's outputs.
ALPHABET = LETTERS + DIGITS + FILLER
_ROWS = 24
_STRETCH = 1.15
# What the general readers, which know thousands of characters, take OCR-B shapes for.
_LOOK_ALIKES = {**dict.fromkeys("«‹＜〈ハへヘΛ∧く(ﾍ", "<"), **dict.fromkeys("lＩ", "I"), "Ø": "0"}

# The readers that were trained by others on other data, the quicker one first.
OTHERS = (recogniser.TINY_MODEL, recogniser.MODEL)
# How far a strip is grown before our recogniser reads it, as (above, beside) shares of its height. The first is the usual one.
MARGINS = ((0.02, 0.15), (0.08, 0.30), (0.0, 0.05))
_MARGIN_OF_OTHERS = (0.04, 0.35)


def read_fast(pixels: Pixels, strip: Corners, margins: tuple[float, float] = MARGINS[0]) -> Tensor:
    """Read a strip with our own recogniser (4 ms)."""
    tensor = as_tensor([grey_strip(pixels, strips.widened(strip, *margins))])
    return sessions.run("mrz_lines", tensor)[:, 0]


def grey_strip(pixels: Pixels, strip: Corners) -> Grey:
    """Return a strip as our recogniser wants it: grey, 24 pixels high, stretched along the line so that every character gets
    several of its steps.
    """
    line = strips.crop(pixels, strip, _ROWS, _STRETCH)
    return np.asarray(cv2.cvtColor(line, cv2.COLOR_BGR2GRAY), np.uint8)


def as_tensor(lines: Sequence[Grey]) -> Tensor:
    """Return n x 1 x 24 x w: each strip with its mean taken off and divided by its spread, zeros behind it."""
    wide = -(-max(line.shape[1] for line in lines) // 4) * 4
    tensor = np.zeros((len(lines), 1, _ROWS, wide), np.float32)
    for row, line in zip(tensor, lines, strict=True):
        row[0, :, : line.shape[1]] = (line - line.mean(dtype=np.float32)) / (line.std(dtype=np.float32) + 8)
    return tensor


def read_second(pixels: Pixels, strip: Corners, model: str) -> Tensor:
    """Read a strip with one of OTHERS, PP-OCRv6 tiny (20 ms) or small (60 ms), its alphabet masked to ours."""
    line = strips.crop(pixels, strips.widened(strip, *_MARGIN_OF_OTHERS), recogniser.ROWS)
    probabilities = recogniser.posteriors(line, model)
    masked = np.stack([probabilities[:, group].sum(1) for group in _groups(model)], 1)
    return np.asarray(masked / np.maximum(masked.sum(1, keepdims=True), 1e-9), np.float32)


@cache
def _groups(model: str) -> tuple[npt.NDArray[np.intp], ...]:
    """Return which outputs of a general reader count for each of ours; the vertical bar counts for I and for J."""
    groups: dict[str, list[int]] = {character: [] for character in ALPHABET}
    for index, character in enumerate(recogniser.characters(model)):
        for meant in "IJ" if character == "|" else (_LOOK_ALIKES.get(character, character.upper()),):
            if meant in groups:
                groups[meant].append(index)
    return (np.asarray([0]), *(np.asarray(group, np.intp) for group in groups.values()))
