from itertools import pairwise, product

import pytest

from assay.checks.readings import ClipReading, Colour, Flash, Frame
from assay.checks.recordings.light import light_response
from assay.checks.result import Outcome
from made_cases import BOOK, case

RED, GREEN, BLUE = Colour.RED, Colour.GREEN, Colour.BLUE
SHOWN = (RED, BLUE, GREEN, RED, GREEN)
SKIN, WALL = (90.0, 120.0, 180.0), (120.0, 125.0, 130.0)
PLACE = {BLUE: 0, GREEN: 1, RED: 2}


def flashes(*colours):
    return tuple(
        Flash(colour=colour, from_second=2.0 + number, to_second=3.0 + number)
        for number, colour in enumerate(colours)
    )


def lit(*colours, share=0.1, late=0.1, room=WALL, gain=1.0):
    """A face that each colour lights by a share of its own light, from second 2 on; the camera corrects all by `gain`."""
    frames = []
    for number in range(80):
        at = number / 10
        place = int(at - 2.0 - late + 1e-9) if at >= 2.0 + late else -1
        skin = list(SKIN)
        if 0 <= place < len(colours):
            skin[PLACE[colours[place]]] *= 1.0 + share
        factor = gain if at > 4.0 else 1.0
        light = tuple(value * factor for value in skin)
        behind = tuple(value * factor for value in room) if room else None
        frames.append(Frame(at=at, faces=1, yaw=0.0, skin=light, room=behind))
    return ClipReading(seconds=8.0, width=640, height=480, frames=tuple(frames))


def judged(clip, shown=SHOWN):
    return light_response(case(clip=clip, flashes=flashes(*shown)), BOOK)


@pytest.mark.parametrize("share", [0.04, 0.3])
@pytest.mark.parametrize("room", [WALL, None])
def test_a_face_that_takes_on_the_colours_shown_passes_with_its_strength(share, room):
    result = judged(lit(*SHOWN, share=share, room=room))
    assert result.outcome is Outcome.PASS
    assert result.signals[0].strength > 0.9


def test_the_cameras_own_correction_does_not_hide_the_colours():
    assert judged(lit(*SHOWN, share=0.05, gain=0.7)).signals[0].strength > 0.9


def test_a_recording_made_for_other_colours_is_shown_to_a_person():
    result = judged(lit(GREEN, RED, BLUE, GREEN, RED))
    assert (result.outcome, result.reasons) == (Outcome.REFER, ("liveness.light.other_colours",))
    assert BOOK.reasons["liveness.light.other_colours"].told is False


def test_few_of_the_other_sequences_would_pass():
    orders = [one for one in product((RED, GREEN, BLUE), repeat=5) if all(a != b for a, b in pairwise(one))]
    passed = [one for one in orders if judged(lit(*one)).outcome is Outcome.PASS]
    assert SHOWN in passed
    assert len(passed) / len(orders) <= 0.3


def test_a_bright_room_in_which_nothing_comes_back_is_not_measured_and_no_fault():
    result = judged(lit(*SHOWN, share=0.002))
    assert (result.outcome, result.signals[0].strength) == (Outcome.PASS, None)


def test_no_colours_shown_is_nothing_measured():
    result = judged(lit(*SHOWN), shown=())
    assert (result.outcome, result.signals[0].strength) == (Outcome.PASS, None)
