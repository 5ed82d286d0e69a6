"""What the engines measured. Readings are stored; judging them is pure, so a decision can be replayed.

Lengths are pixels of the upright picture unless said otherwise; points are shares of its width and height.
"""

from assay.checks.readings.case import Case, Claim, ClipMatch, Duplicates, FaceHit, KnownAccount
from assay.checks.readings.challenge import Capture, Colour, Flash, Gesture, Prompt
from assay.checks.readings.chip import ChipReading, ChipStep, ChipStepResult, StepOutcome
from assay.checks.readings.clip import ClipReading, Frame, Light, Stream
from assay.checks.readings.document import (
    NOTHING_READ,
    Barcode,
    Classification,
    DocumentReading,
    Mrz,
    MrzFormat,
    Patch,
    Signs,
    TextLine,
    Traces,
    VisualFields,
)
from assay.checks.readings.face import Face, SelfieReading, Worn
from assay.checks.readings.picture import Point, Quality

__all__ = [
    "NOTHING_READ",
    "Barcode",
    "Capture",
    "Case",
    "ChipReading",
    "ChipStep",
    "ChipStepResult",
    "Claim",
    "Classification",
    "ClipMatch",
    "ClipReading",
    "Colour",
    "DocumentReading",
    "Duplicates",
    "Face",
    "FaceHit",
    "Flash",
    "Frame",
    "Gesture",
    "KnownAccount",
    "Light",
    "Mrz",
    "MrzFormat",
    "Patch",
    "Point",
    "Prompt",
    "Quality",
    "SelfieReading",
    "Signs",
    "StepOutcome",
    "Stream",
    "TextLine",
    "Traces",
    "VisualFields",
    "Worn",
]
