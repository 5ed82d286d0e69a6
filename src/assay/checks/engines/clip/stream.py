"""What does a recording tell about itself: its noise, frames that stand still or come again, the beat of its time stamps?"""

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks.engines.face.detector import Detection, Pixels
from assay.checks.readings import Stream

Grey = npt.NDArray[np.uint8]

_THUMBNAIL = (24, 18)
_BLOCK = 16
# Two frames this alike are one frame: every camera's noise is more, and the encoder leaves some of it.
_SAME_FRAME = 0.02
# A part that comes again differs less than this share of how much the recording differs from itself on the whole,
# moves at least as much as that within itself, and begins so many looks after the first.
_ALIKE, _LEAST_LAG = 0.12, 12
# Cameras give between 5 and 60 pictures a second, and nearly all of them a whole number.
_RATES = (*range(5, 61), 23.976, 29.97, 59.94)


class StreamWatcher:
    """Looks at every sampled frame once and keeps only thumbnails."""

    def __init__(self) -> None:
        self._before: Grey | None = None
        self._seconds: list[float] = []
        self._changes: list[float] = []
        self._noise: list[float] = []
        self._thumbnails: list[npt.NDArray[np.float32]] = []

    def look(self, at: float, pixels: Pixels, face: Detection | None) -> float | None:
        """Take one frame in, and return its mean difference to the one before, in grey levels."""
        grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY).astype(np.uint8, copy=False)
        change: float | None = None
        if self._before is not None and self._before.shape == grey.shape:
            difference = cv2.absdiff(grey, self._before)
            change = float(difference.mean())
            self._changes.append(change)
            if face is not None:
                self._noise.extend(_noise_on(grey, self._before, face))
        small = cv2.resize(grey, _THUMBNAIL, interpolation=cv2.INTER_AREA).astype(np.float32)
        self._thumbnails.append((small - small.mean()).ravel())
        self._seconds.append(at)
        self._before = grey
        return change

    def reading(self) -> Stream:
        return Stream(
            noise=round(float(np.median(self._noise)), 3) if self._noise else None,
            frozen=sum(change < _SAME_FRAME for change in self._changes) / max(1, len(self._changes)),
            repeated_seconds=self._repeated_seconds(),
            step_jitter=_jitter(self._seconds),
        )

    def _repeated_seconds(self) -> float:
        """Return how long the longest part is that comes a second time; head and background move alike in both."""
        if len(self._thumbnails) < 2 * _LEAST_LAG:
            return 0.0
        apart = _distances(np.array(self._thumbnails, np.float32))
        usual = float(np.median(apart[np.triu_indices(len(apart), _LEAST_LAG)]))
        longest = 0.0
        for lag in range(_LEAST_LAG, len(apart) - 1):
            alike = np.diagonal(apart, lag) < _ALIKE * usual
            for start, end in _runs(alike):
                if apart[start:end, start:end].max() >= usual:
                    longest = max(longest, self._seconds[end - 1] - self._seconds[start])
        return round(longest, 2)


def _distances(thumbnails: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Return the root mean square difference of each two."""
    squares = (thumbnails**2).sum(axis=1)
    between = squares[:, None] + squares[None] - 2 * thumbnails @ thumbnails.T
    return np.asarray(np.sqrt(np.maximum(between, 0) / thumbnails.shape[1]), np.float64)


def _runs(alike: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], alike.astype(np.int8), [0]])))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def _noise_on(grey: Grey, before: Grey, face: Detection) -> list[float]:
    """Return the noise of a calm part of the face: the lowest fifth of its blocks, by how they differ from the frame before."""
    left, top = max(0, int(face.x)), max(0, int(face.y))
    rows = slice(top, int(face.y + face.height))
    columns = slice(left, int(face.x + face.width))
    difference = grey[rows, columns].astype(np.int16) - before[rows, columns]
    height, width = (side // _BLOCK * _BLOCK for side in difference.shape)
    if not height or not width:
        return []
    blocks = difference[:height, :width].reshape(height // _BLOCK, _BLOCK, width // _BLOCK, _BLOCK)
    # The difference of two frames holds the noise of both.
    return [float(np.percentile(blocks.std(axis=(1, 3)), 20) / np.sqrt(2))]


def _jitter(seconds: list[float]) -> float | None:
    """Return how far the time stamps lie off the even beat that fits them best, in seconds (median)."""
    if len(seconds) < _LEAST_LAG:
        return None
    at = np.array(seconds)
    off = [np.median(np.abs(at * rate - np.round(at * rate))) / rate for rate in _RATES]
    return round(float(min(off)), 5)
