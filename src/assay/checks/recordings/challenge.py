"""What is asked for in one recording: gestures in an order and at times drawn for it, then colours of the screen.

A recording made for another attempt, or before the draw was known, therefore rarely fits.
"""

import math
import random
from itertools import permutations
from typing import NamedTuple

from assay.checks.readings import Colour, Flash, Gesture, Point, Prompt
from assay.policy.schema import Challenge
from assay.policy.values import Seconds

# Only a head that turns shows that it has depth, so one turn at least is always asked for.
TURNS = frozenset({Gesture.TURN_LEFT, Gesture.TURN_RIGHT})
# The dot crosses the screen from side to side each time: eyes are followed best sideways. Shares of the screen.
_SIDES = (0.1, 0.9)
_LEVELS = (0.15, 0.5, 0.85)


class Drawn(NamedTuple):
    """One challenge; `seconds` is how long its recording lasts. Nothing is asked for between two prompts."""

    prompts: tuple[Prompt, ...]
    flashes: tuple[Flash, ...]
    seconds: float


def away_from_screen(challenge: Challenge) -> Challenge:
    """Return the challenge without what only our own page can show while it records: the dot and the light."""
    gestures = tuple(name for name in challenge.gestures if name != Gesture.FOLLOW_DOT)
    count = len(gestures)
    return challenge.model_copy(
        update={
            "gestures": gestures,
            "gestures_least": min(challenge.gestures_least, count),
            "gestures_most": min(challenge.gestures_most, count),
            "flashes": 0,
        }
    )


def draw(
    challenge: Challenge, randomness: random.Random, *, movements: bool = True, light: bool = True
) -> Drawn:
    """Return what one recording is asked for. Give it `random.SystemRandom()`, or one seeded by the system's source.

    Without `movements` for somebody who cannot make them, without `light` for somebody whom flashes can harm.
    """
    at = _between(challenge.lead_seconds, randomness)
    prompts: list[Prompt] = []
    for gesture in randomness.choice(_orders(challenge)) if movements else ():
        is_dot = gesture is Gesture.FOLLOW_DOT
        length = _between(challenge.dot_seconds if is_dot else challenge.gesture_seconds, randomness)
        path = _path(challenge.dot_points, randomness) if is_dot else ()
        end = round(at + length, 1)
        prompts.append(Prompt(gesture=gesture, from_second=at, to_second=end, path=path))
        at = round(end + _between(challenge.gap_seconds, randomness), 1)
    flashes = _flashes(challenge, at, randomness) if light else ()
    return Drawn(tuple(prompts), flashes, clip_seconds(challenge, tuple(prompts), flashes))


def clip_seconds(challenge: Challenge, prompts: tuple[Prompt, ...], flashes: tuple[Flash, ...]) -> float:
    """Return how long the recording of a drawn challenge lasts: until the last prompt or colour, and the tail."""
    ends = [prompt.to_second for prompt in prompts] + [flash.to_second for flash in flashes]
    return round(max(ends, default=challenge.lead_seconds.most) + challenge.tail_seconds, 1)


def longest_seconds(challenge: Challenge) -> float:
    """Return how long a recording lasts at most, for telling people before it is drawn."""
    has_dot = Gesture.FOLLOW_DOT in challenge.gestures
    gestures = (challenge.gestures_most - has_dot) * challenge.gesture_seconds.most
    gestures += has_dot * challenge.dot_seconds.most + challenge.gestures_most * challenge.gap_seconds.most
    flashes = challenge.flashes * challenge.flash_seconds.most
    return challenge.lead_seconds.most + gestures + flashes + challenge.tail_seconds


def bits(challenge: Challenge) -> float:
    """Return the entropy of orders and colours in bits: what guessing them has to overcome.

    Times, and the path of the dot, make guessing harder still; they are left out because a late gesture is forgiven.
    """
    colours = 3 * 2 ** (challenge.flashes - 1) if challenge.flashes else 1
    return math.log2(len(_orders(challenge)) * colours)


def _orders(challenge: Challenge) -> list[tuple[Gesture, ...]]:
    """Return every order that may be asked for; each is drawn equally often."""
    pool = [Gesture(name) for name in challenge.gestures]
    counts = range(challenge.gestures_least, challenge.gestures_most + 1)
    orders = (order for count in counts for order in permutations(pool, count))
    return [order for order in orders if TURNS.intersection(order)]


def _between(seconds: Seconds, randomness: random.Random) -> float:
    return round(randomness.uniform(seconds.least, seconds.most), 1)


def _path(points: int, randomness: random.Random) -> tuple[Point, ...]:
    start = randomness.randrange(2)
    return tuple((_SIDES[(start + number) % 2], randomness.choice(_LEVELS)) for number in range(points))


def _flashes(challenge: Challenge, start: float, randomness: random.Random) -> tuple[Flash, ...]:
    """Return the colours one after another without a pause, none twice in a row: a change is what can be measured."""
    flashes: list[Flash] = []
    for _ in range(challenge.flashes):
        others = [colour for colour in Colour if not flashes or colour is not flashes[-1].colour]
        begin = flashes[-1].to_second if flashes else start
        end = round(begin + _between(challenge.flash_seconds, randomness), 1)
        flashes.append(Flash(colour=randomness.choice(others), from_second=begin, to_second=end))
    return tuple(flashes)
