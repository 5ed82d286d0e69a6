"""What is printed on a straightened document, line by line, in whatever script?

Every line goes to the Latin, Chinese and Japanese reader. Lines of a country with another script, and the lines which that reader
leaves blank where nothing tells the country, go to a second one: see `scripts` and `script_reader`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from assay.checks.engines.image import outline, strips
from assay.checks.engines.image.light import brightened
from assay.checks.engines.image.strips import Corners, Pixels
from assay.checks.engines.text import detector, recogniser, script_reader, scripts
from assay.checks.engines.text.scripts import Language

_PRINT_SIDE = 960
_MOST_LINES = 40
# Print smaller than this many pixels on the straightened document is not worth reading.
_SMALLEST_PRINT = 9
_LEGIBLE = 0.55
_LEVEL = 0.9
# Where the country is unknown: so many lines that the Latin reader cannot read make another script likely, and so many of
# them, the largest, are tried in each.
_UNREADABLE, _UNREADABLE_SHARE, _PROBES = 3, 0.2, 3
# A language is believed when most of its probes are surely in its script.
_PROBE_SURE = 0.6


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its strip in pixels of the straightened document, and how sure its reader is, 0 to 1."""

    text: str
    confidence: float
    strip: Corners


def read(flat: Pixels, zone: Sequence[Corners], issuer: str = "") -> tuple[list[Line], int]:
    """Return the legible lines, the largest first and without those of the machine readable zone (`zone`, in pixels of `flat`),
    and how many stretches of print there are, legible or not. `issuer` is the zone's three-letter code.
    """
    lit = brightened(flat)
    found = [_level(strip) for strip in detector.find_text(lit, _PRINT_SIDE)]
    usable = [strip for strip in found if _is_readable(strip, zone)]
    usable.sort(key=lambda strip: -strips.height(strip) * strips.length(strip))
    lines = [_read(lit, strip) for strip in usable[:_MOST_LINES]]
    language = scripts.language_of_issuer(issuer) if issuer else _language_of(lines, lit)
    if language is not None and script_reader.is_in_place(language):
        lines = [_in_both(line, lit, language) for line in lines]
    return [line for line in lines if line.text and line.confidence >= _LEGIBLE], len(found)


def _read(lit: Pixels, strip: Corners) -> Line:
    # Asking the tiny reader first saved nothing: it settles a quarter of the lines and costs a quarter of the time. Nor did
    # several lines of like width in one call: it took longer, and the padding changed one text in ten. Air above and below the
    # line makes it narrower and quicker by a sixth, and costs diacritics.
    return Line(*recogniser.read(strips.crop(lit, strip, recogniser.ROWS)), strip)


def _level(strip: Corners) -> Corners:
    """Return short boxes (a single letter) read from left to right, whichever side is the longer."""
    return strip if strips.length(strip) > 1.6 * strips.height(strip) else outline.in_order(strip)


def _is_readable(strip: Corners, zone: Sequence[Corners]) -> bool:
    return (
        strips.height(strip) >= _SMALLEST_PRINT
        and abs(strips.direction(strip)[0]) > _LEVEL
        and not any(_covers(line, strip.mean(0)) for line in zone)
    )


def _covers(line: Corners, point: Corners) -> bool:
    return cv2.pointPolygonTest(line.astype(np.float32), (float(point[0]), float(point[1])), False) >= 0


def _in_both(line: Line, lit: Pixels, language: Language) -> Line:
    native = script_reader.read(strips.crop(lit, line.strip, script_reader.ROWS), language)
    text, confidence = scripts.chosen((line.text, line.confidence), native, language)
    return replace(line, text=text, confidence=confidence)


def _language_of(lines: Sequence[Line], lit: Pixels) -> Language | None:
    """Return the language in which the lines that the Latin reader cannot read are legible; None where they are few."""
    unread = [line for line in lines if not line.text or line.confidence < _LEGIBLE]
    if len(unread) < max(_UNREADABLE, _UNREADABLE_SHARE * len(lines)):
        return None
    crops = [strips.crop(lit, line.strip, script_reader.ROWS) for line in unread[:_PROBES]]
    rated = [(_legibility(crops, language), language) for language in scripts.PROBED]
    best, language = max(rated)
    if best and language is Language.RUSSIAN:
        best, language = max((_legibility(crops, one), one) for one in scripts.CYRILLIC)
    return language if best else None


def _legibility(crops: Sequence[Pixels], language: Language) -> float:
    """Return the mean confidence of the lines that are in the script of a language; 0 where half of them are not."""
    if not script_reader.is_in_place(language):
        return 0.0
    readings = [script_reader.read(crop, language) for crop in crops]
    sure = [
        confidence
        for text, confidence in readings
        if confidence >= _PROBE_SURE and scripts.is_in(text, language)
    ]
    return sum(sure) / len(crops) if 2 * len(sure) > len(crops) else 0.0
