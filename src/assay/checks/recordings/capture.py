"""What did the browser say about its camera?

Anybody can send anything, so it is bounded here before it is kept. What it means for the recording, `liveness` judges.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assay.checks.readings import Capture

# A minute at 120 frames a second is 7,200 times of about ten characters; no camera has more to say.
MOST_BYTES = 100_000
_MOST_TIMES = 8_000
_LONGEST_LABEL = 200

_Side = Annotated[int, Field(ge=0, le=20_000)]
_Seconds = Annotated[float, Field(ge=-60.0, le=600.0, allow_inf_nan=False)]


class CaptureUnreadable(Exception):  # noqa: N818  the edge answers with words
    """What was sent is no description of a camera."""


class _Said(BaseModel):
    """The fields our page sends, and no others."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    camera: Annotated[str, Field(max_length=1_000)] = ""
    cameras: Annotated[int, Field(ge=0, le=1_000)] = 0
    width: _Side = 0
    height: _Side = 0
    frame_rate: Annotated[float, Field(ge=0.0, le=1_000.0, allow_inf_nan=False)] = 0.0
    frame_seconds: Annotated[tuple[_Seconds, ...], Field(max_length=_MOST_TIMES)] = ()
    automated: bool = False


def read_capture(said: bytes) -> Capture:
    """Return what a page's script said of the camera, as UTF-8 JSON. Nothing said: a file was given instead of a recording.

    Raises CaptureUnreadable when it is too long, no JSON, or has other fields, types or sizes than our page sends.
    """
    if not said:
        return Capture(uploaded=True)
    if len(said) > MOST_BYTES:
        raise CaptureUnreadable
    try:
        told = _Said.model_validate_json(said)
    except ValidationError:
        # Without the cause: its message quotes what was sent.
        raise CaptureUnreadable from None
    return Capture(**(told.model_dump() | {"camera": _one_line(told.camera)}))


def _one_line(label: str) -> str:
    """Return a label a person can read on one line: no control characters, not longer than any camera's."""
    printable = "".join(character if character.isprintable() else " " for character in label)
    return " ".join(printable.split())[:_LONGEST_LABEL]
