"""Is the sound of this recording that of an earlier one? Compares fingerprints (`engines.speech.fingerprint`)."""

import numpy as np
import numpy.typing as npt

# Words are 11.6 ms apart. So much may be cut off at either end, and so much must be left to compare (6 seconds).
_MOST_SHIFT, _LEAST_OVERLAP = 260, 520

Words = npt.NDArray[np.uint32]


def likeness(one: str, other: str) -> float:
    """Return how alike two fingerprints are, as hexadecimal words: 1 for the same sound, about 0 by chance, at the best of all
    shifts of up to three seconds; 0 where too little overlaps.

    It is 1 less twice the share of bits that differ (Haitsma and Kalker 2002 call that share the bit error rate).
    """
    first, second = (np.frombuffer(bytes.fromhex(text), ">u4").astype(np.uint32) for text in (one, other))
    shifts = range(-_MOST_SHIFT, _MOST_SHIFT + 1)
    return max(0.0, *(_alike(first[max(0, shift) :], second[max(0, -shift) :]) for shift in shifts))


def _alike(one: Words, other: Words) -> float:
    length = min(len(one), len(other))
    if length < _LEAST_OVERLAP:
        return 0.0
    differing = np.unpackbits((one[:length] ^ other[:length]).view(np.uint8)).mean()
    return 1.0 - 2.0 * float(differing)
