"""Can a colour be read on a ground? The arithmetic of WCAG 2.2, for style sheets and e-mails."""

from collections.abc import Sequence

Colour = tuple[int, int, int]

_READABLE = 4.5  # WCAG 2.2, 1.4.3: contrast of text


def parse(text: str) -> Colour:
    """Return the colour of #rrggbb. Raises ValueError for anything else."""
    if len(text) != 7 or not text.startswith("#"):
        raise ValueError(f"{text!r} is not a colour of the form #rrggbb")
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def _luminance(colour: Colour) -> float:
    """Return relative luminance after WCAG 2.2."""
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours after WCAG 2.2, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """Return `one` with `share` (0 to 1) of `other` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def readable(colour: Colour, *, ground: Colour, towards: Colour) -> Colour:
    """Return the colour nearest to the wanted one that can be read on the ground."""
    steps = (mix(colour, towards, step / 20) for step in range(21))
    return next((step for step in steps if contrast(step, ground) >= _READABLE), towards)


def as_hex(colour: Sequence[int]) -> str:
    """Return the colour as #rrggbb."""
    return "#" + "".join(f"{channel:02x}" for channel in colour)
