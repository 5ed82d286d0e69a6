"""Which strips may be the lines of a zone, by geometry alone."""

import time

import numpy as np

from assay.checks.engines.mrz import blocks


def strip(left, top, length, height=20):
    return np.asarray(
        [[left, top], [left + length, top], [left + length, top + height], [left, top + height]], np.float32
    )


def test_the_two_longest_lines_with_a_common_margin_are_the_likeliest_block():
    zone = [strip(100, 500, 700), strip(102, 540, 698)]
    others = [strip(300, 100, 250), strip(300, 140, 200), strip(60, 20, 790)]
    found = blocks.likeliest(blocks.long_strips([*others, *zone]))
    assert sorted(float(one[0, 1]) for one in found) == [500, 540]


def test_a_line_alone_is_no_block():
    assert blocks.likeliest([strip(100, 500, 700), strip(500, 100, 300)]) == []


def test_a_page_full_of_words_is_not_joined_for_minutes():
    words = [strip(40.0 * (n % 60), 12.0 * (n // 60), 33, 8) for n in range(1500)]
    zone = [strip(100, 500, 700), strip(102, 540, 698)]
    started = time.process_time()
    found = blocks.long_strips([*words, *zone])
    assert time.process_time() - started < 5
    assert {500.0, 540.0} <= {float(one[0, 1]) for one in found}


def test_pieces_of_one_line_are_joined_and_short_print_is_left_out():
    pieces = [strip(100, 500, 300), strip(405, 500, 300), strip(100, 100, 80)]
    found = blocks.long_strips(pieces)
    assert [float(one[1, 0] - one[0, 0]) for one in found] == [605]


def test_lines_at_an_angle_do_not_belong_together():
    level = strip(100, 500, 700)
    tilted = level + np.asarray([[0, 0], [0, 200], [0, 200], [0, 0]], np.float32)
    assert not blocks.belong_together(level, tilted)
