import math
import random

import pytest

from assay.checks.readings import ClipMatch, Duplicates
from assay.checks.readings.fingerprint import Word, unpacked
from assay.checks.recordings.replay import clip_fresh, likeness
from assay.checks.result import Outcome
from made_cases import BOOK, case

LEAST = BOOK.threshold("clip_fresh", "same_clip", case().on)


def fingerprint(seed, turn_at=6.0, words=75):
    """Fifteen seconds of somebody who sways, and turns to the left and back; the picture stays nearly the same."""
    drawn = random.Random(seed)
    phases = [drawn.uniform(0, 6.28) for _ in range(4)]
    picture = drawn.getrandbits(32)
    made = []
    for number in range(words):
        at = number / 5
        turned = 25 * math.exp(-((at - turn_at) ** 2))
        sway = [math.sin(at + phase) for phase in phases]
        movement = (turned + sway[0], sway[1], 0.1 * sway[2] - turned / 100, 0.1 * sway[3])
        made.append(Word(movement, picture ^ (1 << number % 32)).packed())
    return tuple(made)


def touched_up(words, seed=1):
    """The same recording encoded again: half a degree of error, one bit of the picture in sixteen turned."""
    drawn = random.Random(seed)
    made = []
    for word in map(unpacked, words):
        movement = tuple(
            value + drawn.uniform(-0.5, 0.5) * (1 if number < 2 else 0.03)
            for number, value in enumerate(word.movement)
        )
        made.append(
            Word(movement, word.picture ^ (1 << drawn.randrange(32)) ^ (1 << drawn.randrange(32))).packed()
        )
    return tuple(made)


def test_a_word_keeps_movement_to_half_a_degree_and_every_bit_of_the_picture():
    word = unpacked(Word((-31.2, 4.6, 0.51, -1.3), 0xDEADBEEF).packed())
    assert word.picture == 0xDEADBEEF
    assert word.movement == pytest.approx((-31.2, 4.6, 0.51, -1.3), abs=0.26)
    assert unpacked(Word(None, 7).packed()) == Word(None, 7)


@pytest.mark.parametrize("cut", [0, 5])
def test_a_copy_encoded_again_and_cut_is_known_again(cut):
    earlier = fingerprint(3)
    assert likeness(touched_up(earlier)[cut:], earlier) >= LEAST
    assert likeness(earlier, touched_up(earlier)[cut:]) >= LEAST


def test_the_same_person_in_the_same_room_who_turns_at_another_time_is_no_copy():
    picture = [unpacked(word).picture for word in fingerprint(3)]
    again = fingerprint(3, turn_at=9.0)
    same_room = tuple(
        Word(unpacked(word).movement, shown).packed() for word, shown in zip(again, picture, strict=True)
    )
    assert likeness(same_room, fingerprint(3)) < LEAST


def test_another_person_who_turns_at_the_same_moment_is_no_copy():
    assert likeness(fingerprint(4), fingerprint(3)) < LEAST


@pytest.mark.parametrize("other", [(), fingerprint(3)[:10], tuple(Word(None, 5).packed() for _ in range(75))])
def test_nothing_is_like_a_recording_without_enough_to_compare(other):
    assert likeness(other, fingerprint(3)) == 0.0


@pytest.mark.row("IDW-13")
def test_a_recording_given_before_is_shown_to_a_person():
    found = ClipMatch(
        account_id="a", evidence_id="e", likeness=likeness(touched_up(fingerprint(3)), fingerprint(3))
    )
    result = clip_fresh(case(duplicates=Duplicates(clips=(found,))), BOOK)
    assert (result.outcome, result.reasons) == (Outcome.REFER, ("liveness.clip.replayed",))
    assert BOOK.reasons["liveness.clip.replayed"].told is False


def test_a_recording_like_no_other_passes():
    found = ClipMatch(account_id="a", evidence_id="e", likeness=likeness(fingerprint(4), fingerprint(3)))
    assert clip_fresh(case(duplicates=Duplicates(clips=(found,))), BOOK).outcome is Outcome.PASS
