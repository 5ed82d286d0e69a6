"""What does a printed line say? PP-OCRv6 small: Latin script with all its diacritics, Chinese and Japanese."""

from functools import cache

import numpy as np

from assay.checks.engines import models, sessions
from assay.checks.engines.image.strips import Pixels
from assay.checks.engines.sessions import Tensor

MODEL, TINY_MODEL = "text_recogniser_small", "text_recogniser_tiny"
ROWS = 48


@cache
def characters(model: str = MODEL) -> tuple[str, ...]:
    """Return the character of each output; the first is the blank between characters, the last the space."""
    within = sessions.session(model).get_modelmeta().custom_metadata_map.get("character")
    # The tiny model comes with its list in a file of its own.
    text = within or models.locate(f"{model}_characters").read_text(encoding="utf-8")
    return ("", *text.rstrip("\n").split("\n"), " ")


def posteriors(line: Pixels, model: str = MODEL) -> Tensor:
    """Return steps x characters: the probability of each character along a line that is 48 pixels high."""
    tensor = (line.astype(np.float32) / 127.5 - 1).transpose(2, 0, 1)[None]
    return np.asarray(sessions.run(model, tensor)[0], np.float32)


def read(line: Pixels, model: str = MODEL) -> tuple[str, float]:
    """Return the text of a line and the mean probability of its characters (0 where there is none)."""
    probabilities = posteriors(line, model)
    best = probabilities.argmax(1)
    kept = [step for step in range(len(best)) if best[step] and (step == 0 or best[step] != best[step - 1])]
    names = characters(model)
    text = "".join(names[best[step]] for step in kept if best[step] < len(names)).strip()
    return text, float(np.mean([probabilities[step, best[step]] for step in kept])) if kept else 0.0
