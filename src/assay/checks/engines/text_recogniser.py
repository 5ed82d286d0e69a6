"""What does a printed line say? PP-OCRv6 small: Latin script with all its diacritics, Chinese and Japanese."""

from functools import cache

import numpy as np

from assay.checks.engines import sessions
from assay.checks.engines.sessions import Tensor
from assay.checks.engines.strips import Pixels

MODEL = "text_recogniser_small"
ROWS = 48


@cache
def characters() -> tuple[str, ...]:
    """Return the character of each output; the first is the blank between characters, the last the space."""
    listed = sessions.session(MODEL).get_modelmeta().custom_metadata_map["character"].split("\n")
    while listed and not listed[-1]:
        listed.pop()
    return ("", *listed, " ")


def posteriors(line: Pixels) -> Tensor:
    """Return steps x characters: the probability of each character along a line that is 48 pixels high."""
    tensor = (line.astype(np.float32) / 127.5 - 1).transpose(2, 0, 1)[None]
    return np.asarray(sessions.run(MODEL, tensor)[0], np.float32)


def read(line: Pixels) -> tuple[str, float]:
    """Return the text of a line and the mean probability of its characters (0 where there is none)."""
    probabilities = posteriors(line)
    best = probabilities.argmax(1)
    kept = [step for step in range(len(best)) if best[step] and (step == 0 or best[step] != best[step - 1])]
    names = characters()
    text = "".join(names[best[step]] for step in kept if best[step] < len(names)).strip()
    return text, float(np.mean([probabilities[step, best[step]] for step in kept])) if kept else 0.0
