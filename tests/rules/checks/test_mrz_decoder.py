"""The most probable zone the standard allows. The reader's probabilities are made by hand here."""

import numpy as np
import pytest

from assay.checks.engines.mrz import decoder
from assay.checks.engines.mrz.layouts import TD3
from assay.checks.engines.mrz.recogniser import ALPHABET

LINES = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")


def posteriors(text, doubts=None):
    """Steps x 38 for a text: a blank step between characters; `doubts` maps a place to (other character, its share)."""
    steps = []
    for place, character in enumerate(text):
        step = np.full(38, 1e-7)
        step[ALPHABET.index(character) + 1] = 1.0
        if doubts and place in doubts:
            other, share = doubts[place]
            step[ALPHABET.index(character) + 1], step[ALPHABET.index(other) + 1] = 1 - share, share
        blank = np.full(38, 1e-7)
        blank[0] = 1.0
        steps += [step, blank]
    rows = np.asarray(steps, np.float32)
    return rows / rows.sum(1, keepdims=True)


def test_a_certain_reading_stays_as_it_is():
    decoded = decoder.decode([posteriors(line) for line in LINES], TD3)
    assert decoded.lines == LINES
    assert (decoded.failed, decoded.corrected) == ((), 0)
    assert decoded.confidence > 0.99


def test_an_undecided_character_follows_the_check_digit():
    doubtful = LINES[1][:2] + "B" + LINES[1][3:]
    decoded = decoder.decode([posteriors(LINES[0]), posteriors(doubtful, {2: ("9", 0.3)})], TD3)
    assert decoded.lines == LINES
    assert decoded.corrected == 1


@pytest.mark.parametrize("place", [13, 16, 21, 24])
def test_a_confident_wrong_digit_is_never_repaired(place):
    other = str((int(LINES[1][place]) + 1) % 10)
    forged = LINES[1][:place] + other + LINES[1][place + 1 :]
    decoded = decoder.decode([posteriors(LINES[0]), posteriors(forged)], TD3)
    assert decoded.lines == (LINES[0], forged)
    assert "composite" in decoded.failed
    assert decoded.corrected == 0


def test_a_repair_that_does_not_make_everything_hold_is_taken_back():
    forged = LINES[1][:13] + "8" + LINES[1][14:]
    decoded = decoder.decode([posteriors(LINES[0]), posteriors(forged, {22: ("3", 0.4)})], TD3)
    assert decoded.lines[1] == forged
    assert decoded.failed == ("born_on", "composite")


def test_letters_stand_where_the_layout_has_letters():
    misread = LINES[0].replace("UTO", "UT0")
    decoded = decoder.decode([posteriors(misread, {4: ("O", 0.2)}), posteriors(LINES[1])], TD3)
    assert decoded.lines == LINES


def test_noise_behind_the_names_becomes_fillers():
    noisy = LINES[0][:38] + "K<<K<<"
    assert decoder.decode([posteriors(noisy), posteriors(LINES[1])], TD3).lines == LINES


def test_a_character_too_many_is_dropped_by_the_fixed_length():
    longer = posteriors(LINES[1])
    extra = np.insert(longer, 20, longer[0] * 0.3 + longer[1] * 0.7, axis=0)
    decoded = decoder.decode([posteriors(LINES[0]), extra], TD3)
    assert decoded.lines == LINES


def test_a_strip_that_is_far_too_short_is_no_zone():
    assert decoder.decode([posteriors("P<UTO"), posteriors(LINES[1])], TD3) is None


def test_a_country_code_printed_in_clear_digits_is_returned_as_printed():
    printed = LINES[1][:10] + "642" + LINES[1][13:]
    decoded = decoder.decode([posteriors(LINES[0]), posteriors(printed)], TD3)
    assert decoded.lines == (LINES[0], printed)
    assert decoded.corrected == 0


def test_one_digit_in_a_country_code_is_taken_for_the_letter_it_looks_like():
    misread = LINES[1][:10] + "UT0" + LINES[1][13:]
    decoded = decoder.decode([posteriors(LINES[0]), posteriors(misread, {12: ("O", 0.1)})], TD3)
    assert decoded.lines == LINES
