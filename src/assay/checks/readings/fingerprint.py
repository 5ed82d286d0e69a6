"""One word of a recording's fingerprint: how the head was held at one moment, and a coarse look at the whole picture.

The head's movement stays the same when a recording is encoded again, made smaller, cut or brightened; nobody moves the same way
twice. A word is 64 bits: four bytes of movement, 32 bits of picture.
"""

from typing import NamedTuple

# How many words a second.
WORDS_A_SECOND = 5.0
# Steps in which movement is kept: half a degree, and 1/32 of the distance between the eyes.
_ANGLE, _PLACE = 2.0, 32.0
_MIDDLE = 128


class Word(NamedTuple):
    """`yaw` and `pitch` in degrees; `across` and `down` are the place of the face, in eye distances from its first place; None
    without a face. `picture` has a bit for each place that is brighter than the one to its right.
    """

    movement: tuple[float, float, float, float] | None
    picture: int

    def packed(self) -> int:
        steps = (_ANGLE, _ANGLE, _PLACE, _PLACE)
        known = self.movement or ()
        kept = [_byte(value * step) for value, step in zip(known, steps, strict=bool(known))] or [0] * 4
        return int.from_bytes(bytes(kept), "big") << 32 | self.picture


def _byte(value: float) -> int:
    """Return 1 to 255; 0 is kept for no face."""
    return min(255, max(1, round(value) + _MIDDLE))


def unpacked(word: int) -> Word:
    kept = (word >> 32).to_bytes(4, "big")
    if not any(kept):
        return Word(None, word & 0xFFFFFFFF)
    yaw, pitch, across, down = (byte - _MIDDLE for byte in kept)
    return Word((yaw / _ANGLE, pitch / _ANGLE, across / _PLACE, down / _PLACE), word & 0xFFFFFFFF)
