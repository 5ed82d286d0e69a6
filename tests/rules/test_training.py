"""What the recogniser is trained on: zones by the rules, and the same ones for the same seed."""

import random

import numpy as np
import pytest
from training.mrz_lines import drawing, samples, zones

from assay.checks.documents import zones as read_zones


@pytest.mark.parametrize("seed", range(40))
def test_every_invented_zone_has_a_known_layout_and_right_check_digits(seed):
    assert read_zones.check_digits_hold(zones.zone(random.Random(seed)))


@pytest.mark.skipif(not drawing.OCR_B[0].is_file(), reason="fonts-ocr-b is not installed")
def test_the_same_seed_draws_the_same_strips():
    drawn = [samples.of_one_zone(random.Random(7), np.random.RandomState(7)) for _ in range(2)]
    assert [text for _, text in drawn[0]] == [text for _, text in drawn[1]]
    assert all(np.array_equal(one, other) for (one, _), (other, _) in zip(*drawn, strict=True))
    assert all(strip.shape[0] == 24 for strip, _ in drawn[0])
