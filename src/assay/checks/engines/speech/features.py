"""What Whisper hears: sound as logarithms of 80 mel bands, a hundred times a second.

Windows of 25 ms every 10 ms, Hann; bands as in Slaney, "Auditory Toolbox", 1998 (linear below 1 kHz, logarithmic above, each of
area one); the floor lies eight decades under the peak (Radford et al., "Robust speech recognition via large-scale weak
supervision", 2022, section 2.2).
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

Tensor = NDArray[np.float32]

RATE = 16_000
# Whisper was trained on half minutes, filled up with silence, and hears nothing else well.
WINDOW_SECONDS = 30.0
_SIZE, _HOP, _BANDS = 400, 160, 80
_LINEAR_HERTZ, _LINEAR_STEP, _LOGARITHMIC_STEP = 1000.0, 200.0 / 3, np.log(6.4) / 27.0


def log_mel(sound: Tensor) -> Tensor:
    """Return 80 x 3000 features of the first half minute; `sound` is 16 kHz, between -1 and 1."""
    whole = np.zeros(int(WINDOW_SECONDS * RATE), np.float32)
    whole[: len(sound)] = sound[: len(whole)]
    padded = np.pad(whole, _SIZE // 2, mode="reflect")
    window = np.hanning(_SIZE + 1)[:-1].astype(np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(padded, _SIZE)[::_HOP][: len(whole) // _HOP]
    power = np.abs(np.fft.rfft(frames * window)).astype(np.float32) ** 2
    logarithms = np.log10(np.maximum(power @ _filters().T, 1e-10))
    floored = np.maximum(logarithms, logarithms.max() - 8.0)
    return np.asarray((floored.T + 4.0) / 4.0, np.float32)


@cache
def _filters() -> Tensor:
    """Return bands x frequencies: triangles on the mel scale."""
    edges = _hertz(np.linspace(0.0, _mel(RATE / 2), _BANDS + 2))
    frequencies = np.fft.rfftfreq(_SIZE, 1 / RATE)
    rising = (frequencies - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - frequencies) / (edges[2:] - edges[1:-1])[:, None]
    area = 2.0 / (edges[2:] - edges[:-2])
    return np.asarray(np.maximum(0.0, np.minimum(rising, falling)) * area[:, None], np.float32)


def _mel(hertz: float) -> float:
    return float(_LINEAR_HERTZ / _LINEAR_STEP + np.log(hertz / _LINEAR_HERTZ) / _LOGARITHMIC_STEP)


def _hertz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    knee = _LINEAR_HERTZ / _LINEAR_STEP
    return np.where(mel < knee, mel * _LINEAR_STEP, _LINEAR_HERTZ * np.exp(_LOGARITHMIC_STEP * (mel - knee)))
