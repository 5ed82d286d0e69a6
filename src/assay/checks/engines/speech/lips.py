"""Do the lips move with the voice?

The correlation of how far the lips are apart with how loud the voice is, ten times a second, at the shift at which it is highest:
cameras and microphones are never quite in step. A sign and no more: people mumble, and beards hide lips.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assay.checks.readings import Frame

Tensor = NDArray[np.float32]

_RATE = 16_000
_STEP_SECONDS = 0.1
_MOST_SHIFT_SECONDS = 0.2
_LOWEST, _HIGHEST = 300.0, 3000.0
# Fewer moments, or lips that are not seen for more than a third of them, tell nothing.
_LEAST_MOMENTS, _LEAST_SEEN = 40, 0.66


def correlation(sound: Tensor, starts_at: float, frames: Sequence[Frame]) -> float | None:
    """Return -1 to 1, None where it cannot be told. `starts_at` is when the sound begins, in seconds of the picture."""
    seen = [(frame.at, frame.mouth_open) for frame in frames if frame.mouth_open is not None]
    if len(seen) < _LEAST_MOMENTS or len(seen) < _LEAST_SEEN * len(frames):
        return None
    moments = np.arange(seen[0][0], seen[-1][0], _STEP_SECONDS)
    mouth = np.interp(moments, *np.array(seen, np.float64).T)
    loudness = _loudness(sound)
    at = starts_at + np.arange(len(loudness)) * _STEP_SECONDS
    shifts = np.arange(-_MOST_SHIFT_SECONDS, _MOST_SHIFT_SECONDS + 0.01, 0.05)
    found = [_correlation(mouth, np.interp(moments + shift, at, loudness)) for shift in shifts]
    return round(max(found), 3)


def _loudness(sound: Tensor) -> NDArray[np.float64]:
    """Return the logarithm of the energy of the voice's band, for each tenth of a second."""
    step = int(_STEP_SECONDS * _RATE)
    parts = sound[: len(sound) // step * step].reshape(-1, step)
    spectrum = np.abs(np.fft.rfft(parts * np.hanning(step), axis=1)) ** 2
    frequencies = np.fft.rfftfreq(step, 1 / _RATE)
    energy = spectrum[:, (frequencies >= _LOWEST) & (frequencies <= _HIGHEST)].sum(axis=1)
    # The floor, so that pauses are all alike and not more or less digital silence.
    return np.asarray(np.log(energy + 1e-3 * (energy.max() + 1e-9)))


def _correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    if one.std() < 1e-6 or other.std() < 1e-6:
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])
