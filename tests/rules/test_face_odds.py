"""How alike two faces are, told so that people can read it."""

import math

from hypothesis import given
from hypothesis import strategies as st

from assay.checks.faces import face_odds
from assay.checks.faces.face import cosine

NUMBERS = st.lists(st.floats(-1, 1, width=32), min_size=4, max_size=4)


def unit(numbers):
    length = math.sqrt(sum(one * one for one in numbers))
    return tuple(one / length for one in numbers) if length > 1e-3 else (1.0, 0.0, 0.0, 0.0)


@given(NUMBERS, NUMBERS)
def test_likeness_does_not_depend_on_which_face_comes_first(one, other):
    assert cosine(unit(one), unit(other)) == cosine(unit(other), unit(one))


@given(NUMBERS, NUMBERS)
def test_nobody_is_more_like_a_face_than_itself(one, other):
    assert cosine(unit(one), unit(one)) >= cosine(unit(one), unit(other)) - 1e-6


@given(st.floats(0.1, 0.48), st.floats(0.1, 0.48))
def test_strangers_get_rarer_as_likeness_grows(one, other):
    low, high = sorted((one, other))
    assert face_odds.one_in(low) <= face_odds.one_in(high) * (1 + 1e-9)


def test_what_was_measured_is_told_to_two_digits():
    assert face_odds.words(0.38) == "one stranger in 1,200 is as alike"
    assert face_odds.words(0.2) == "one stranger in 7 is as alike"


def test_nothing_is_told_beyond_what_was_measured():
    assert face_odds.one_in(0.49) is None
    assert face_odds.one_in(0.09) is None
    assert face_odds.words(0.9) == "fewer than one stranger in 81,000 is as alike"
    assert face_odds.words(-0.1) == "most strangers are as alike"
