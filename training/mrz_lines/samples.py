"""What does the recogniser get to see? The strips a text detector would cut out, never quite right, with their text."""

import random
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import cv2
import numpy as np

from assay.checks.engines.image import strips
from assay.checks.engines.mrz.recogniser import grey_strip
from training.mrz_lines import damage, drawing, zones

_TOGETHER = 200


def of_one_zone(chance: random.Random, noise: np.random.RandomState):
    """Return (grey strip, text) for every line of one zone."""
    lines = zones.zone(chance)
    picture, quads = drawing.draw(lines, chance, noise)
    pixels, quads = damage.photographed(picture, quads, chance, noise)
    cut = [grey_strip(pixels, _as_detected(quad, chance)) for quad in quads]
    return [(strip, line) for strip, line in zip(cut, lines, strict=True)]


def _as_detected(quad, chance: random.Random):
    """Return the box a detector would draw around a line: looser, now and then tighter, a little crooked."""
    box = np.asarray(cv2.boxPoints(cv2.minAreaRect(quad)), np.float32)
    box = strips.ordered(box)
    high = strips.height(box)
    along, down = strips.direction(box) * high, strips.downwards(box) * high
    above, below = chance.uniform(-0.04, 0.7), chance.uniform(-0.04, 0.7)
    left, right = chance.uniform(0.0, 1.2), chance.uniform(0.0, 1.2)
    tilt = [chance.uniform(-0.1, 0.1) for _ in range(4)]
    return np.asarray(
        [
            box[0] - along * left - down * (above + tilt[0]),
            box[1] + along * right - down * (above + tilt[1]),
            box[2] + along * right + down * (below + tilt[2]),
            box[3] - along * left + down * (below + tilt[3]),
        ],
        np.float32,
    )


def _batch(seed: int, number: int):
    cv2.setNumThreads(1)
    found = []
    for zone in range(_TOGETHER):
        own = (seed * 1_000_003 + number * _TOGETHER + zone) % 2**32
        found += of_one_zone(random.Random(own), np.random.RandomState(own))
    return found


def make(seed: int, count: int, processes: int):
    """Return `count` samples; the same seed gives the same samples, however many processes make them."""
    batches = -(-count // (2 * _TOGETHER))
    with ProcessPoolExecutor(processes) as pool:
        found = [sample for batch in pool.map(partial(_batch, seed), range(batches)) for sample in batch]
    return found[:count]
