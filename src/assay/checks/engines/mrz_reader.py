"""Is there a machine readable zone in the picture, where, and what does it say?

No outline of the document is needed: text is found at several sizes, long strips of like length that lie in parallel
are read both ways round, and the layout decides. The reading counts as agreed when a second reader, trained by others
on other data, decodes the same strips to the same characters.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from assay.checks.engines import mrz, mrz_decoder, strips, text_detector
from assay.checks.engines.mrz_decoder import Decoded
from assay.checks.engines.mrz_layouts import FILLER, FRENCH_ID, MRV_A, MRV_B, TD1, TD2, TD3, Layout
from assay.checks.engines.mrz_recogniser import MARGINS, read_fast, read_second
from assay.checks.engines.sessions import Tensor
from assay.checks.engines.strips import Corners, Pixels
from assay.checks.engines.text_detector import Size
from assay.checks.readings import Mrz

# What is tried in turn after the first look until a reading convinces: detector, and the size at which text is looked for.
_PLANS = ((Size.TINY, 1177), (Size.SMALL, 1152))
_MOST_STRIPS = 20
# A line of text is long: at least eight times as long as it is high.
_SLENDER = 8.0
# How far one line lies below the other, in heights of the strip, where one of them was not detected.
_PITCHES = (1.2, 1.4, 1.6, 1.85, 2.1)
_FRENCH_STARTS = ("IDFRA", "1DFRA", "IOFRA")


@dataclass(frozen=True, slots=True)
class Line:
    """A strip as the fast reader saw it."""

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
    def is_convincing(self) -> bool:
        return self.decoded.cost < 6 and not self.decoded.failed and self.decoded.confidence > 0.9

    @property
    def is_plausible(self) -> bool:
        checks = len(self.decoded.layout.checks) + bool(self.decoded.layout.composite)
        return self.decoded.cost < 15 and len(self.decoded.failed) <= min(2, checks - 2)


def find_zone(pixels: Pixels, print_at: Sequence[Corners]) -> Zone | None:
    """Return the machine readable zone of a picture, or None. `print_at` is where print was found at a first look."""
    best: Zone | None = None
    hinted = True
    for plan in (None, *_PLANS):
        if plan is not None and plan[0] is Size.SMALL and not hinted:
            break  # Seven times the work, and nothing so far looks like a zone.
        strips_at = text_detector.find_text(pixels, plan[1], plan[0]) if plan else print_at
        found, hinted = _attempt(pixels, _long_strips(strips_at))
        best = _better(best, found)
        if best is None:
            continue
        if not best.is_convincing and best.decoded.cost < 60:
            best = _second_opinion(pixels, best)
        if best.is_convincing or best.is_plausible:
            break
    if best is None or not _is_a_zone(best.decoded):
        return None
    return Zone(best.decoded, best.strips, agreed=_agrees(pixels, best))


def as_reading(zone: Zone, corners: Iterable[Sequence[tuple[float, float]]]) -> Mrz:
    """Return what a zone says as a reading; `corners` are its strips as shares of the upright picture."""
    decoded = zone.decoded
    return mrz.parse(decoded.layout.format, decoded.lines).model_copy(
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


def _long_strips(found: Iterable[Corners]) -> list[Corners]:
    thin = [strip for strip in found if strips.length(strip) > 3 * strips.height(strip)]
    long = [strip for strip in strips.joined(thin) if strips.length(strip) > _SLENDER * strips.height(strip)]
    return sorted(long, key=strips.length, reverse=True)[:_MOST_STRIPS]


def _read(pixels: Pixels, strip: Corners) -> Line:
    posteriors = read_fast(pixels, strip)
    return Line(strip, mrz_decoder.greedy(posteriors)[0], posteriors)


def _attempt(pixels: Pixels, found: Sequence[Corners]) -> tuple[Zone | None, bool]:
    """Return the best zone among strips, and whether anything at all looked like one. Both directions are tried."""
    if not found:
        return None, False
    trials = [[_read(pixels, strip) for strip in found]]
    turn_over = partial(_turned_over, pixels, found)
    if max(line.fillers for line in trials[0] if len(line.text) >= 24 or line is trials[0][0]) < 6:
        trials.append(turn_over())
    best = _best(_group(lines) for lines in trials)
    if best is None or best.decoded.score < 0:
        best = _better(best, _best(_extrapolate(pixels, lines) for lines in trials))
    if (best is None or best.decoded.score < 5) and len(trials) == 1:
        trials.append(turn_over())
        best = _better(best, _group(trials[1]))
    hinted = any(line.fillers >= 3 and len(line.text) >= 20 for lines in trials for line in lines)
    return best, hinted


def _turned_over(pixels: Pixels, found: Sequence[Corners]) -> list[Line]:
    return [_read(pixels, strips.turned_over(strip)) for strip in found]


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
    beside = [line for line in lines if _belongs(anchor.strip, line)]
    below = strips.downwards(anchor.strip)
    beside.sort(key=lambda line: float(line.strip.mean(0) @ below))
    best = None
    for layout in (TD1, TD3, TD2):
        for start in range(len(beside) - layout.rows + 1):
            rows = beside[start : start + layout.rows]
            if abs(float(np.median([len(row.text) for row in rows])) - layout.columns) <= 3:
                best = _better(best, _decoded(rows, _variant(layout, rows[0].text)))
    return best


def _belongs(anchor: Corners, line: Line) -> bool:
    along, offset = strips.direction(anchor), line.strip - anchor
    return (
        len(line.text) >= 18
        and abs(float(along @ strips.direction(line.strip))) >= 0.98
        and 0.8 < strips.length(line.strip) / strips.length(anchor) < 1.25
        and abs(float(offset[0] @ along)) <= 0.2 * strips.length(anchor)
        and abs(float(offset.mean(0) @ strips.downwards(anchor))) <= 8 * strips.height(anchor)
    )


def _variant(layout: Layout, first_line: str) -> Layout:
    """Return the layout that shares this one's size, by how the first line begins: visas, and the old French card."""
    if layout is TD3:
        return MRV_A if first_line.startswith("V") else TD3
    if layout is TD2:
        return (
            MRV_B
            if first_line.startswith("V")
            else FRENCH_ID
            if first_line.startswith(_FRENCH_STARTS)
            else TD2
        )
    return layout


def _decoded(rows: Sequence[Line], layout: Layout) -> Zone | None:
    decoded = mrz_decoder.decode([row.posteriors for row in rows], layout)
    return Zone(decoded, tuple(row.strip for row in rows)) if decoded else None


def _extrapolate(pixels: Pixels, lines: Sequence[Line]) -> Zone | None:
    """Look for lines one pitch above and below a full line whose neighbour a stamp or glare hid from the detector."""
    full = [
        line
        for line in lines
        if line.fillers >= 2 and min(abs(len(line.text) - n) for n in (30, 36, 44)) <= 1
    ]
    best = None
    for line in sorted(full, key=lambda line: -len(line.text))[:2]:
        steps = (1, 2) if abs(len(line.text) - TD1.columns) <= 1 else (1,)
        guesses = [_guess(pixels, line, sign * step) for sign in (-1, 1) for step in steps]
        best = _better(best, _group([line, *(guess for guess in guesses if guess)]))
    return best


def _guess(pixels: Pixels, line: Line, steps: int) -> Line | None:
    down = (line.strip[3] - line.strip[0] + line.strip[2] - line.strip[1]) / 2
    tried = [_read(pixels, line.strip + down * steps * pitch) for pitch in _PITCHES]
    rated = [(_legibility(guess, len(line.text)), i) for i, guess in enumerate(tried)]
    rating, chosen = max(rated)
    return tried[chosen] if rating > 0.6 else None


def _legibility(line: Line, expected: int) -> float:
    if len(line.text) < 20:
        return 0.0
    certainty = float(mrz_decoder.greedy(line.posteriors)[1].max(1).mean())
    return certainty - 0.03 * abs(len(line.text) - expected)


def _decode_second(pixels: Pixels, zone: Zone) -> Decoded | None:
    return mrz_decoder.decode([read_second(pixels, strip) for strip in zone.strips], zone.decoded.layout)


def _second_opinion(pixels: Pixels, zone: Zone) -> Zone:
    """Return the better of the fast and the second reading; where they agree, each strengthens the other."""
    second = _decode_second(pixels, zone)
    if second is None:
        return zone
    first = zone.decoded
    if second.lines == first.lines:
        stronger = Decoded(
            first.layout, first.lines, first.failed, min(first.cost, second.cost),
            min(first.corrected, second.corrected), max(first.confidence, second.confidence),
        )  # fmt: skip
        return Zone(stronger, zone.strips)
    if second.score + 20 * (second.confidence - first.confidence) > first.score:
        return Zone(second, zone.strips)
    return zone


def _agrees(pixels: Pixels, zone: Zone) -> bool:
    """Whether both readers, each for itself, decode to the lines that are reported.

    The fast one may look up to three times, with other margins, because a strip cut a hair too tight loses a character.
    """
    second = _decode_second(pixels, zone)
    if second is None or second.lines != zone.decoded.lines:
        return False
    return any(_fast_lines(pixels, zone, margins) == zone.decoded.lines for margins in MARGINS)


def _fast_lines(pixels: Pixels, zone: Zone, margins: tuple[float, float]) -> tuple[str, ...]:
    decoded = mrz_decoder.decode(
        [read_fast(pixels, strip, margins) for strip in zone.strips], zone.decoded.layout
    )
    return decoded.lines if decoded else ()
