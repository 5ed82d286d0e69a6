"""Which strips of text may be the lines of a machine readable zone? Geometry only; nothing has been read yet."""

from collections.abc import Iterable, Sequence

from assay.checks.engines.image import strips
from assay.checks.engines.image.strips import Corners

_MOST_STRIPS = 20
# Joining takes time by the cube of the pieces, and who wants to hold us up sends a page of words. Photos of documents have 100.
_MOST_PIECES = 300
# A line of text is long: at least eight times as long as it is high.
_SLENDER = 8.0
_JOINED_FROM = 3.0
# Cosine between two lines, their lengths' ratio, and how far apart they may start (lengths) and lie (heights).
_PARALLEL, _SHORTER, _LONGER = 0.98, 0.8, 1.25
_INDENT, _FARTHEST = 0.2, 8.0
# How many of the longest strips are asked for company.
_ASKED = 8


def long_strips(found: Iterable[Corners]) -> list[Corners]:
    """Return the strips that are long enough for a line of a zone, pieces of one line joined, the longest first."""
    thin = [strip for strip in found if strips.length(strip) > _JOINED_FROM * strips.height(strip)]
    if len(thin) > _MOST_PIECES:
        thin = sorted(thin, key=strips.length, reverse=True)[:_MOST_PIECES]
    long = [strip for strip in strips.joined(thin) if strips.length(strip) > _SLENDER * strips.height(strip)]
    return sorted(long, key=strips.length, reverse=True)[:_MOST_STRIPS]


def belong_together(one: Corners, other: Corners) -> bool:
    """Whether two strips may be lines of one zone: parallel, of like length, near, and beginning at the same margin."""
    along, offset = strips.direction(one), other - one
    return (
        abs(float(along @ strips.direction(other))) >= _PARALLEL
        and _SHORTER < strips.length(other) / strips.length(one) < _LONGER
        and abs(float(offset[0] @ along)) <= _INDENT * strips.length(one)
        and abs(float(offset.mean(0) @ strips.downwards(one))) <= _FARTHEST * strips.height(one)
    )


def likeliest(found: Sequence[Corners]) -> list[Corners]:
    """Return the most promising block: the first of the long strips with company, and that company. Empty without one.

    The zone has the longest lines of nearly every document, so most pictures need no other strip to be read.
    """
    for strip in found[:_ASKED]:
        block = [other for other in found if belong_together(strip, other)]
        if len(block) > 1:
            return block
    return []
