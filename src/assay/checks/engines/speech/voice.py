"""Does somebody speak, and when? Silero's voice activity network, 31 times a second."""

import numpy as np
from numpy.typing import NDArray

from assay.checks.engines import sessions

Tensor = NDArray[np.float32]

RATE = 16_000
_STEP, _BEFORE = 512, 64
_SPEECH = 0.5
# The network remembers what it heard before in two vectors.
_MEMORY = (1, 1, 128)


def speech(sound: Tensor) -> NDArray[np.bool_]:
    """Return for every 32 ms of 16 kHz sound whether somebody speaks. Raises ModelMissing."""
    count = len(sound) // _STEP
    if not count:
        return np.zeros(0, np.bool_)
    padded = np.concatenate([np.zeros(_BEFORE, np.float32), sound[: count * _STEP]])
    windows = np.lib.stride_tricks.sliding_window_view(padded, _BEFORE + _STEP)[::_STEP]
    inputs = {
        "input": np.ascontiguousarray(windows),
        "h": np.zeros(_MEMORY, np.float32),
        "c": np.zeros(_MEMORY, np.float32),
    }
    probabilities = sessions.session("voice_activity").run(None, inputs)[0]
    return np.asarray(probabilities.reshape(-1) >= _SPEECH)
