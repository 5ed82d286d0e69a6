"""Where does what was read differ from what is printed? The two lines under each other, position by position."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

GAP = "·"


def aligned(expected: str, read: str) -> tuple[str, str, tuple[bool, ...]]:
    """Return both lines at one length, with GAP where one has nothing, and which positions differ."""
    if len(expected) == len(read):
        return expected, read, tuple(a != b for a, b in zip(expected, read, strict=True))
    left, right = "", ""
    for _, a, b, c, d in SequenceMatcher(None, expected, read, autojunk=False).get_opcodes():
        width = max(b - a, d - c)
        left += expected[a:b].ljust(width, GAP)
        right += read[c:d].ljust(width, GAP)
    return left, right, tuple(a != b for a, b in zip(left, right, strict=True))


def compared(expected: Sequence[str], read: Sequence[str]) -> list[tuple[str, str, tuple[bool, ...]]]:
    """Return each pair of lines, aligned; a missing line is an empty one."""
    return [aligned(*pair) for pair in zip_longest(expected, read, fillvalue="")]
