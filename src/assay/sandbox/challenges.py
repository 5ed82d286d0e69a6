"""Challenges for a set to measure with: drawn by the server's own draw, in all gestures, shorter than customers' are."""

import random

from assay.checks.readings import Gesture
from assay.checks.recordings import challenge
from assay.checks.recordings.challenge import Drawn
from assay.policy.schema import Book
from assay.policy.values import Seconds

# Half a minute each would be a day of rendering.
_SHORTER = {
    "gestures": tuple(Gesture),
    "gestures_least": 2,
    "gestures_most": 2,
    "lead_seconds": Seconds(least=1.0, most=1.4),
    "gesture_seconds": Seconds(least=2.2, most=2.6),
    "dot_seconds": Seconds(least=3.0, most=3.4),
    "gap_seconds": Seconds(least=0.2, most=0.5),
    "flashes": 4,
    "tail_seconds": 0.8,
}


def draw(book: Book, randomness: random.Random) -> Drawn:
    return challenge.draw(book.challenge.model_copy(update=_SHORTER), randomness)


def unlike(asked: Drawn, randomness: random.Random) -> Drawn:
    """Return the challenge with its gestures for others, its dots mirrored and its colours in another order."""
    order = [prompt.gesture for prompt in asked.prompts]
    turned = [Gesture.TURN_LEFT if one is Gesture.TURN_RIGHT else Gesture.TURN_RIGHT for one in order]
    prompts = tuple(
        prompt.model_copy(update={"gesture": gesture, "path": ()})
        for prompt, gesture in zip(asked.prompts, turned, strict=True)
    )
    colours = [flash.colour for flash in asked.flashes]
    randomness.shuffle(colours)
    flashes = tuple(
        flash.model_copy(update={"colour": colour})
        for flash, colour in zip(asked.flashes, colours, strict=True)
    )
    return asked._replace(prompts=prompts, flashes=flashes)
