"""Which weights may leave the server: those with which a browser tells people, before the photo, what to change."""

from pathlib import Path

from assay.checks.engines import models
from assay.checks.engines.models import ModelMissing

# Where a face is, and whether its eyes are open. Both small, and under a licence that lets us hand them on.
_WEIGHTS = {"faces": "face_detector", "eyes": "eye_state"}


def weights(name: str) -> Path | None:
    """Return a file for browsers, None where there is no such file or it is not fetched."""
    if name not in _WEIGHTS:
        return None
    try:
        return models.locate(_WEIGHTS[name])
    except ModelMissing:
        return None
