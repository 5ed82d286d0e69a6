"""Does the picture carry a regular grid, as photos of screens and of prints do?

A screen's pixels and a printer's dots repeat in two directions over the whole document; in the spectrum of a small patch
they stand as sharp peaks high above their surroundings. Text, guilloches and noise leave none that high, but genuine
documents are printed in dots, too, and fine patterns can repeat: a weak sign.
"""

from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks.engines.image.strips import Corners, Pixels

Field = npt.NDArray[np.float32]

_SIDE = 256
_MOST_PATCHES = 9
_LOWEST = 0.09
# Bins around what JPEG's blocks of eight leave, and around the axes, where the edges of the document lie.
_BLOCK, _AXIS = 2.5 / _SIDE, 3.5 / _SIDE
_AROUND = 15
_DEPTH = 24
# Natural logarithm of how far a peak stands above its surroundings; noise reaches 1.4.
_PEAK = 2.2
_ONE_LATTICE = 0.6


def measure(picture: Pixels, corners: Corners) -> tuple[float, bool] | None:
    """Return how high peaks stand in the spectrum (natural logarithm, median of the patches), and whether they lie as those of
    one square lattice do, as a screen's; several lattices, turned against each other, are a printer's inks.

    `corners` of the document in pixels. None where it is too small to hold a patch.
    """
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    places = _places(corners, picture.shape[0], picture.shape[1])
    peaks = [_above_surroundings(grey[y : y + _SIDE, x : x + _SIDE]) for x, y in places]
    if not peaks:
        return None
    return round(float(np.median([one.max() for one in peaks])), 3), _is_one_lattice(peaks)


def _places(corners: Corners, rows: int, columns: int) -> list[tuple[int, int]]:
    """Return the top left corners of patches, spread over the document."""
    found = []
    for across in np.linspace(0.1, 0.9, 7):
        top = corners[0] * (1 - across) + corners[1] * across
        bottom = corners[3] * (1 - across) + corners[2] * across
        for down in np.linspace(0.12, 0.88, 5):
            x, y = (int(at) - _SIDE // 2 for at in top * (1 - down) + bottom * down)
            if 0 <= x <= columns - _SIDE and 0 <= y <= rows - _SIDE:
                found.append((x, y))
    if len(found) <= _MOST_PATCHES:
        return found
    return [found[i] for i in np.linspace(0, len(found) - 1, _MOST_PATCHES).round().astype(int)]


@cache
def _frequencies() -> tuple[Field, Field, npt.NDArray[np.bool_], Field]:
    """Return frequencies across and down (cycles a pixel), which of them count, and the window of a patch."""
    down, across = np.mgrid[-_SIDE // 2 : _SIDE // 2, 0 : _SIDE // 2 + 1].astype(np.float32) / _SIDE
    on_blocks = [np.abs(one - np.round(one * 8) / 8) < _BLOCK for one in (across, down)]
    counts = (np.hypot(across, down) > _LOWEST) & ~(on_blocks[0] & on_blocks[1])
    for one in (across, np.abs(down)):
        counts &= (one > _AXIS) & (one < 0.5 - 2 / _SIDE)
    window = np.outer(np.hanning(_SIDE), np.hanning(_SIDE)).astype(np.float32)
    return across, down, counts, window


def _above_surroundings(patch: npt.NDArray[np.generic]) -> Field:
    """Return how far each frequency stands above the median around it; 0 where it does not count."""
    _, _, counts, window = _frequencies()
    grey = patch.astype(np.float32)
    spectrum = cv2.dft((grey - grey.mean()) * window, flags=cv2.DFT_COMPLEX_OUTPUT)
    size = np.log(cv2.magnitude(spectrum[..., 0], spectrum[..., 1]) + 1)
    size = np.roll(size, _SIDE // 2, 0)[:, : _SIDE // 2 + 1]
    coarse = np.clip(size * _DEPTH, 0, 255).astype(np.uint8)
    return np.asarray(
        np.where(counts, size - cv2.medianBlur(coarse, _AROUND) / np.float32(_DEPTH), 0), np.float32
    )


def _is_one_lattice(peaks: list[Field]) -> bool:
    """Whether the directions of the peaks agree modulo 45 degrees: those of a square lattice and of its diagonals do."""
    across, down, _, _ = _frequencies()
    total, weight = 0j, 1e-6
    for one in peaks:
        tops = (one > _PEAK) & (one >= cv2.dilate(one, np.ones((7, 7), np.uint8)))
        heights = one[tops] - _PEAK
        total += complex((heights * np.exp(8j * np.arctan2(down[tops], across[tops]))).sum())
        weight += float(heights.sum())
    return abs(total) / weight > _ONE_LATTICE
