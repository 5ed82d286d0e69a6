"""How alike are the faces of two pictures, and nothing else about them? For measuring the comparison itself."""

import numpy as np

from assay.checks.engines import faces
from assay.checks.engines.face import landmarks, recogniser
from assay.checks.engines.face.detector import Pixels
from assay.checks.engines.face.recogniser import Template


def template(pixels: Pixels, *, selfie: bool = False) -> Template | None:
    """Return the template of the face nearest to the middle, as a worker makes it; None without a face. Raises ModelMissing.

    In press photos others stand beside the one that is named; who is named stands in the middle.
    """
    found = faces.detections(pixels, selfie=selfie)
    if not found:
        return None
    middle = np.array([pixels.shape[1], pixels.shape[0]]) / 2
    face = min(found, key=lambda one: float(np.linalg.norm(np.array(one.centre) - middle)))
    crop, near, _, _ = faces.close_up(pixels, face)
    return recogniser.embed(crop, landmarks.place(crop, near))


def likeness(document: Pixels, selfie: Pixels) -> float | None:
    """Return the cosine of the two faces, None where one has none."""
    one, other = template(document), template(selfie, selfie=True)
    return None if one is None or other is None else recogniser.cosine(one, other)
