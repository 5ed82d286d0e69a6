"""What is written by hand on this page? Words in reading order, row by row.

The same detector and reader as for print (PP-OCRv6 small). Handwriting slants and its lines are not straight, so
the words of a row are found by where they overlap upright, not by one long box. No classifier turns lines over: it takes slanted
lines for upside-down ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assay.checks.engines.image import strips
from assay.checks.engines.image.light import brightened
from assay.checks.engines.image.strips import Corners, Pixels
from assay.checks.engines.text import detector, recogniser

_LONGEST_SIDE = 1280
_LEGIBLE = 0.35
# Words stand on one row when they overlap upright by this share of the lower one's height.
_ON_ONE_ROW = 0.45


@dataclass(frozen=True, slots=True)
class Word:
    """A stretch of writing, its reader's confidence (0 to 1) and its strip in pixels."""

    text: str
    confidence: float
    strip: Corners


def read(pixels: Pixels) -> list[list[Word]]:
    """Return the rows of an upright page from top to bottom, each with its words from left to right. Raises ModelMissing."""
    lit = brightened(pixels)
    found = detector.find_text(lit, _LONGEST_SIDE, detector.Size.SMALL)
    words = [_word(lit, strip) for strip in found if strips.height(strip) < strips.length(strip) * 4]
    return rows_of([word for word in words if word.text and word.confidence >= _LEGIBLE])


def text_of(rows: Sequence[Sequence[Word]]) -> str:
    """Return the rows as lines of text."""
    return "\n".join(" ".join(word.text for word in row) for row in rows)


def rows_of(words: Sequence[Word]) -> list[list[Word]]:
    """Return words gathered into rows: a word joins the row whose last word beside it overlaps it most."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda one: float(one.strip[:, 0].min())):
        overlaps = [_overlap(row[-1].strip, word.strip) for row in rows]
        best = int(np.argmax(overlaps)) if overlaps else -1
        if overlaps and overlaps[best] >= _ON_ONE_ROW:
            rows[best].append(word)
        else:
            rows.append([word])
    return sorted(rows, key=lambda row: float(np.mean([word.strip[:, 1].mean() for word in row])))


def _overlap(one: Corners, other: Corners) -> float:
    """Return by which share of the lower one's height two words overlap where they face each other."""
    end, start = (one[1][1], one[2][1]), (other[0][1], other[3][1])
    shared = min(max(end), max(start)) - max(min(end), min(start))
    return float(shared / max(min(max(end) - min(end), max(start) - min(start)), 1.0))


def _word(lit: Pixels, strip: Corners) -> Word:
    text, confidence = recogniser.read(strips.crop(lit, strip, recogniser.ROWS))
    return Word(text, confidence, strip)
