"""Is there a machine readable zone in the picture, where, and what does it say?

No outline of the document is needed: text is found at several sizes, long strips of like length that lie in parallel
are read both ways round, and the layout decides. The reading counts as agreed when a second reader, trained by others
on other data, decodes the same strips to the same characters.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from assay.checks.engines.image import strips
from assay.checks.engines.image.strips import Corners, Pixels
from assay.checks.engines.mrz import blocks, decoder, parsing, paths
from assay.checks.engines.mrz.decoder import Decoded
from assay.checks.engines.mrz.layouts import FILLER, FRENCH_ID, MRV_A, MRV_B, TD1, TD2, TD3, Layout
from assay.checks.engines.mrz.recogniser import MARGINS, OTHERS, read_fast, read_second
from assay.checks.engines.sessions import Tensor
from assay.checks.engines.text import detector
from assay.checks.engines.text.detector import Size
from assay.checks.readings import Mrz

# What is tried in turn after the first look until a reading convinces: detector, and the size at which text is looked for.
_PLANS = ((Size.TINY, 1177), (Size.SMALL, 1152))
# How far one line lies below the other, in heights of the strip, where one of them was not detected.
_PITCHES = (1.2, 1.4, 1.6, 1.85, 2.1)
_FRENCH_STARTS = ("IDFRA", "1DFRA", "IOFRA")


@dataclass(frozen=True, slots=True)
class Line:
    """A strip as our own reader saw it."""

    strip: Corners
    text: str
    posteriors: Tensor

    @property
    def fillers(self) -> int:
        return self.text.count(FILLER)


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone found in a picture: what it says and the strips (pixels) it was read from, first line first."""

    decoded: Decoded
    strips: tuple[Corners, ...]
    agreed: bool = False

    @property
    def is_clear(self) -> bool:
        """Whether it was read without bending; its check digits may still be wrong, in print."""
        return self.decoded.cost < 6 and self.decoded.confidence > 0.9

    @property
    def is_convincing(self) -> bool:
        return self.is_clear and not self.decoded.failed

    @property
    def is_plausible(self) -> bool:
        checks = len(self.decoded.layout.checks) + bool(self.decoded.layout.composite)
        return self.decoded.cost < 15 and len(self.decoded.failed) <= min(2, checks - 2)


class _Picture:
    """The picture, and what was read from it already: the same strip is asked about more than once."""

    def __init__(self, pixels: Pixels) -> None:
        self.pixels = pixels
        self._fast: dict[tuple[bytes, tuple[float, float]], Tensor] = {}
        self._lines: dict[bytes, Line] = {}
        self._seen: dict[tuple[bytes, str], list[Tensor]] = {}

    def fast(self, strip: Corners, margins: tuple[float, float] = MARGINS[0]) -> Tensor:
        """Return our own reader's probabilities for a strip grown by these margins."""
        key = strip.tobytes(), margins
        if key not in self._fast:
            self._fast[key] = read_fast(self.pixels, strip, margins)
        return self._fast[key]

    def line(self, strip: Corners) -> Line:
        key = strip.tobytes()
        if key not in self._lines:
            posteriors = self.fast(strip)
            self._lines[key] = Line(strip, paths.greedy(posteriors)[0], posteriors)
        return self._lines[key]

    def seen_by(self, model: str, zone: Zone) -> list[Tensor]:
        """Return another reader's probabilities for each strip of a zone."""
        key = np.concatenate(zone.strips).tobytes(), model
        if key not in self._seen:
            self._seen[key] = [read_second(self.pixels, strip, model) for strip in zone.strips]
        return self._seen[key]

    def read_by(self, model: str, zone: Zone) -> Decoded | None:
        """Return what another reader makes of a zone's strips, under the same layout."""
        return decoder.decode(self.seen_by(model, zone), zone.decoded.layout)

    def confirms(self, model: str, zone: Zone) -> bool:
        decoded = self.read_by(model, zone)
        return decoded is not None and decoded.lines == zone.decoded.lines


def find_zone(pixels: Pixels, print_at: Sequence[Corners]) -> Zone | None:
    """Return the machine readable zone of a picture, or None. `print_at` is where print was found at a first look."""
    picture = _Picture(pixels)
    best: Zone | None = None
    hinted = True
    for plan in (None, *_PLANS):
        if plan is not None and plan[0] is Size.SMALL and not hinted:
            break  # Seven times the work, and nothing so far looks like a zone.
        strips_at = detector.find_text(pixels, plan[1], plan[0]) if plan else print_at
        found, hinted = _attempt(picture, blocks.long_strips(strips_at))
        best = _better(best, found)
        if best is None:
            continue
        if not best.is_clear and best.decoded.cost < 60:
            best = _second_opinion(picture, best)
        if best.is_convincing or best.is_plausible or (best.is_clear and _agrees(picture, best)):
            break
    if best is None or not _is_a_zone(best.decoded):
        return None
    agreed = _agrees(picture, best)
    if not agreed:
        best = _together(picture, best)
        agreed = _agrees(picture, best)
    return Zone(best.decoded, best.strips, agreed)


def is_zone_inside(pixels: Pixels, print_at: Sequence[Corners], corners: Corners) -> bool:
    """Whether the print inside four corners holds a zone of its own."""
    inside = [
        strip
        for strip in print_at
        if cv2.pointPolygonTest(corners.astype(np.float32), tuple(map(float, strip.mean(0))), False) > 0
    ]
    zone, _ = _attempt(_Picture(pixels), blocks.long_strips(inside))
    return zone is not None and _is_a_zone(zone.decoded)


def as_reading(zone: Zone, corners: Iterable[Sequence[tuple[float, float]]]) -> Mrz:
    """Return what a zone says as a reading; `corners` are its strips as shares of the upright picture."""
    decoded = zone.decoded
    return parsing.parse(decoded.layout.format, decoded.lines).model_copy(
        update={
            "corrected": decoded.corrected,
            "agreed": zone.agreed,
            "confidence": round(decoded.confidence, 4),
            "corners": tuple(tuple(strip) for strip in corners),
        }
    )


def _is_a_zone(decoded: Decoded) -> bool:
    """Whether a reading is a zone at all. Print that only looks like one satisfies no check digit by chance twice."""
    checks = len(decoded.layout.checks) + bool(decoded.layout.composite)
    return decoded.cost < 60 and (len(decoded.failed) < checks - 1 or decoded.cost < 20)


def _better(one: Zone | None, other: Zone | None) -> Zone | None:
    if one is None or other is None:
        return one or other
    return other if other.decoded.score > one.decoded.score else one


def _attempt(picture: _Picture, found: Sequence[Corners]) -> tuple[Zone | None, bool]:
    """Return the best zone among strips, and whether anything at all looked like one. Both directions are tried."""
    if not found:
        return None, False
    block = _either_way(picture, blocks.likeliest(found))
    if block and block.is_convincing:
        return block, True
    trials = [[picture.line(strip) for strip in found]]
    if max(line.fillers for line in trials[0] if len(line.text) >= 24 or line is trials[0][0]) < 6:
        trials.append(_turned_over(picture, found))
    best = _best([block, *(_group(lines) for lines in trials)])
    if best is None or best.decoded.score < 0:
        best = _better(best, _best(_extrapolate(picture, lines) for lines in trials))
    if (best is None or best.decoded.score < 5) and len(trials) == 1:
        trials.append(_turned_over(picture, found))
        best = _better(best, _group(trials[1]))
    hinted = any(line.fillers >= 3 and len(line.text) >= 20 for lines in trials for line in lines)
    return best, hinted


def _either_way(picture: _Picture, block: Sequence[Corners]) -> Zone | None:
    """Return the zone that a block of strips forms, read as they lie, else upside down."""
    upright = _group([picture.line(strip) for strip in block])
    if upright and upright.is_clear:
        return upright
    return _better(upright, _group(_turned_over(picture, block)))


def _turned_over(picture: _Picture, found: Sequence[Corners]) -> list[Line]:
    return [picture.line(strips.turned_over(strip)) for strip in found]


def _best(zones: Iterable[Zone | None]) -> Zone | None:
    best = None
    for zone in zones:
        best = _better(best, zone)
    return best


def _group(lines: Sequence[Line]) -> Zone | None:
    """Return the best zone that neighbouring, parallel lines of like length form."""
    anchors = sorted(
        (line for line in lines if line.fillers >= 2 and len(line.text) >= 20), key=lambda line: -line.fillers
    )
    return _best(_around(anchor, lines) for anchor in anchors[:2])


def _around(anchor: Line, lines: Sequence[Line]) -> Zone | None:
    beside = [
        line for line in lines if len(line.text) >= 18 and blocks.belong_together(anchor.strip, line.strip)
    ]
    below = strips.downwards(anchor.strip)
    beside.sort(key=lambda line: float(line.strip.mean(0) @ below))
    best = None
    for layout in (TD1, TD3, TD2):
        for start in range(len(beside) - layout.rows + 1):
            rows = beside[start : start + layout.rows]
            if abs(float(np.median([len(row.text) for row in rows])) - layout.columns) <= 3:
                best = _better(best, _decoded(rows, _variant(layout, rows[0].text)))
    return best


def _variant(layout: Layout, first_line: str) -> Layout:
    """Return the layout that shares this one's size, by how the first line begins: visas, and the old French card."""
    if layout is TD3:
        return MRV_A if first_line.startswith("V") else TD3
    if layout is TD2 and first_line.startswith("V"):
        return MRV_B
    return FRENCH_ID if layout is TD2 and first_line.startswith(_FRENCH_STARTS) else layout


def _decoded(rows: Sequence[Line], layout: Layout) -> Zone | None:
    decoded = decoder.decode([row.posteriors for row in rows], layout)
    return Zone(decoded, tuple(row.strip for row in rows)) if decoded else None


def _extrapolate(picture: _Picture, lines: Sequence[Line]) -> Zone | None:
    """Look for lines one pitch above and below a full line whose neighbour a stamp or glare hid from the detector."""
    full = [
        line
        for line in lines
        if line.fillers >= 2 and min(abs(len(line.text) - n) for n in (30, 36, 44)) <= 1
    ]
    best = None
    for line in sorted(full, key=lambda line: -len(line.text))[:2]:
        steps = (1, 2) if abs(len(line.text) - TD1.columns) <= 1 else (1,)
        guesses = [_guess(picture, line, sign * step) for sign in (-1, 1) for step in steps]
        best = _better(best, _group([line, *(guess for guess in guesses if guess)]))
    return best


def _guess(picture: _Picture, line: Line, steps: int) -> Line | None:
    down = (line.strip[3] - line.strip[0] + line.strip[2] - line.strip[1]) / 2
    tried = [picture.line(line.strip + down * steps * pitch) for pitch in _PITCHES]
    rated = [(_legibility(guess, len(line.text)), i) for i, guess in enumerate(tried)]
    rating, chosen = max(rated)
    return tried[chosen] if rating > 0.6 else None


def _legibility(line: Line, expected: int) -> float:
    if len(line.text) < 20:
        return 0.0
    certainty = float(paths.greedy(line.posteriors)[1].max(1).mean())
    return certainty - 0.03 * abs(len(line.text) - expected)


def _second_opinion(picture: _Picture, zone: Zone) -> Zone:
    """Return the better of our reading and the other reader's; where they agree, each strengthens the other."""
    first, second = zone.decoded, picture.read_by(OTHERS[-1], zone)
    if second is None:
        return zone
    if second.lines == first.lines:
        stronger = Decoded(
            first.layout, first.lines, first.failed, min(first.cost, second.cost),
            min(first.corrected, second.corrected), max(first.confidence, second.confidence),
        )  # fmt: skip
        return Zone(stronger, zone.strips)
    if second.score + 20 * (second.confidence - first.confidence) > first.score:
        return Zone(second, zone.strips)
    return zone


def _together(picture: _Picture, zone: Zone) -> Zone:
    """Return what all readers make of a zone together, where that is no worse: each errs on characters of its own."""
    readings = [
        *([picture.fast(strip, margins) for strip in zone.strips] for margins in MARGINS),
        *(picture.seen_by(model, zone) for model in OTHERS),
    ]
    decoded = decoder.decode_together(readings, zone.decoded.layout)
    if decoded is None or len(decoded.failed) > len(zone.decoded.failed):
        return zone
    return Zone(decoded, zone.strips)


def _agrees(picture: _Picture, zone: Zone) -> bool:
    """Whether our reader and one of the others, each for itself, decode to the lines that are reported.

    Ours may look up to three times, with other margins, because a strip cut a hair too tight loses a character.
    """
    if not any(picture.confirms(model, zone) for model in OTHERS):
        return False
    return any(_fast_lines(picture, zone, margins) == zone.decoded.lines for margins in MARGINS)


def _fast_lines(picture: _Picture, zone: Zone, margins: tuple[float, float]) -> tuple[str, ...]:
    decoded = decoder.decode([picture.fast(strip, margins) for strip in zone.strips], zone.decoded.layout)
    return decoded.lines if decoded else ()
