import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from assay.checks.readings import Gesture
from assay.checks.recordings.challenge import (
    TURNS,
    away_from_screen,
    bits,
    clip_seconds,
    draw,
    longest_seconds,
)
from made_cases import BOOK

CHALLENGE = BOOK.challenge.model_copy(
    update={"gestures": tuple(Gesture), "gestures_least": 3, "gestures_most": 4}
)


def drawn(seed, challenge=CHALLENGE):
    return draw(challenge, random.Random(seed))


@given(st.integers())
def test_every_attempt_has_a_turn_and_no_gesture_twice(seed):
    asked = [prompt.gesture for prompt in drawn(seed).prompts]
    assert TURNS.intersection(asked)
    assert len(set(asked)) == len(asked)
    assert 3 <= len(asked) <= 4


@given(st.integers())
def test_nothing_overlaps_and_everything_fits_into_the_recording(seed):
    prompts, flashes, seconds = drawn(seed)
    for earlier, later in pairwise((*prompts, *flashes)):
        assert earlier.from_second < earlier.to_second <= later.from_second
    assert flashes[-1].to_second < seconds == clip_seconds(CHALLENGE, prompts, flashes)
    assert seconds <= longest_seconds(CHALLENGE)


@given(st.integers())
def test_colours_change_every_time_and_never_faster_than_once_in_half_a_second(seed):
    flashes = drawn(seed).flashes
    assert all(one.colour is not other.colour for one, other in pairwise(flashes))
    assert all(flash.to_second - flash.from_second >= 0.5 for flash in flashes)


@given(st.integers())
def test_the_dot_crosses_the_screen_and_stays_on_it(seed):
    for prompt in drawn(seed).prompts:
        assert bool(prompt.path) == (prompt.gesture is Gesture.FOLLOW_DOT)
        assert all(0 <= place <= 1 for point in prompt.path for place in point)
        assert all(abs(one[0] - other[0]) > 0.5 for one, other in pairwise(prompt.path))


@given(st.integers(), st.booleans())
def test_who_cannot_move_and_whom_flashes_can_harm_are_not_asked_to(seed, light):
    prompts, flashes, seconds = draw(CHALLENGE, random.Random(seed), movements=False, light=light)
    assert prompts == ()
    assert len(flashes) == (CHALLENGE.flashes if light else 0)
    assert seconds >= CHALLENGE.lead_seconds.least + CHALLENGE.tail_seconds
    assert draw(CHALLENGE, random.Random(seed), light=False).flashes == ()


@given(st.integers())
def test_who_films_with_another_camera_is_asked_for_nothing_that_only_our_page_shows(seed):
    prompts, flashes, _ = draw(away_from_screen(CHALLENGE), random.Random(seed))
    assert flashes == ()
    assert Gesture.FOLLOW_DOT not in [prompt.gesture for prompt in prompts]


def test_order_times_colours_and_paths_differ_between_attempts():
    many = [drawn(seed) for seed in range(300)]
    assert len({tuple(prompt.gesture for prompt in one.prompts) for one in many}) > 150
    assert len({tuple(prompt.from_second for prompt in one.prompts) for one in many}) > 290
    assert len({tuple(flash.colour for flash in one.flashes) for one in many}) > 40
    assert len({prompt.path for one in many for prompt in one.prompts if prompt.path}) > 50


def test_the_orders_and_colours_are_as_many_as_the_documentation_says():
    # 96 orders of three and 336 of four gestures with a turn among them; 3 * 2 * 2 * 2 * 2 sequences of colours.
    assert 2 ** bits(CHALLENGE) == pytest.approx((96 + 336) * 48)


@pytest.mark.parametrize(
    "changes",
    [
        {"gestures": ("blink", "smile", "look_up")},
        {"gestures_least": 5, "gestures_most": 4},
        {"flash_seconds": {"least": 0.3, "most": 0.9}},
        {"gap_seconds": {"least": 0.9, "most": 0.3}},
    ],
)
def test_a_policy_that_cannot_be_drawn_safely_is_refused(changes):
    with pytest.raises(ValidationError):
        type(CHALLENGE).model_validate({**CHALLENGE.model_dump(), **changes})
