"""Our own comparison, as a worker makes it: find the face, place its landmarks, embed it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks.faces import portraits
from assay.cli.benching.figures import median

# So many comparisons are timed.
_TIMED = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of a picture's face. `template` is None where none was found; `why` says so in words."""

    template: npt.NDArray[np.float32] | None
    why: str = ""
    cpu_ms: float = 0.0


def answer(path: Path) -> Answer:
    pixels = cv2.imread(str(path))
    if pixels is None:
        return Answer(None, "cannot be opened as a picture")
    start = time.process_time()
    template = portraits.template(pixels.astype(np.uint8, copy=False))
    spent = (time.process_time() - start) * 1000
    return Answer(template, "" if template is not None else "no face found", spent)


def cpu_ms_match(pairs: Sequence[tuple[Path, Path]]) -> float:
    """Return the median processor milliseconds of comparing two opened pictures, the first as the document's portrait, the
    second as the selfie: all that the comparison needs, models loaded.
    """
    step, spent = max(1, len(pairs) // _TIMED), []
    for one, other in pairs[::step]:
        document, selfie = cv2.imread(str(one)), cv2.imread(str(other))
        if document is None or selfie is None:
            continue
        start = time.process_time()
        portraits.likeness(document.astype(np.uint8, copy=False), selfie.astype(np.uint8, copy=False))
        spent.append((time.process_time() - start) * 1000)
    return median(spent)
