"""Did the light of the screen come back from the face, in the colours drawn for this recording?"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from assay.checks.readings import Case, Colour, Flash, Frame
from assay.checks.result import CheckResult, Outcome, Signal, result_of
from assay.policy.schema import Book, CheckName

# The screen and the camera need some time for each colour.
_SETTLING_SECONDS = 0.25
_LEAST_FLASHES, _LEAST_LOOKS = 3, 3
_CHANNELS = (Colour.BLUE, Colour.GREEN, Colour.RED)

Shade = tuple[float, float, float]


class Response(NamedTuple):
    """`likeness` of the colours seen to those shown, -1 to 1; `change` how much the shade of the skin changed from colour to
    colour, as a share of its light.
    """

    likeness: float
    change: float


def light_response(case: Case, book: Book) -> CheckResult:
    """The face took on the colours with which the screen lit it, in their order.

    For each colour the shade of the skin is compared with that of the room behind it, so that the camera's own correction of
    light and colour, which is the same for both, counts little. The shades are then compared with the colours that were drawn.
    In a bright room nothing comes back; then nothing was measured, which is no fault. Light that changes clearly, but not as it
    was drawn, is what a recording made for other colours shows, and a person looks at it.
    """
    least = book.threshold(CheckName.LIGHT_RESPONSE, "likeness_least", case.on)
    visible = book.threshold(CheckName.LIGHT_RESPONSE, "change_least", case.on)
    response = measure(case.clip.frames if case.clip else (), case.flashes)
    if response is None or response.change < visible:
        said = (
            "No colours were shown."
            if not case.flashes
            else "The light of the screen could not be seen on the face."
        )
        return result_of(
            CheckName.LIGHT_RESPONSE,
            {},
            seen={"light": said},
            signals=(Signal(name="light of the screen", said=said),),
        )
    said = (
        f"shades like the colours shown: {response.likeness:.2f} of 1; they changed by {response.change:.1%}"
    )
    strength = max(0.0, response.likeness)
    return result_of(
        CheckName.LIGHT_RESPONSE,
        {} if response.likeness >= least else {"liveness.light.other_colours": Outcome.REFER},
        score=response.likeness,
        threshold=least,
        seen={"light": said},
        signals=(Signal(name="light of the screen", strength=strength, threshold=least, said=said),),
    )


def measure(frames: Sequence[Frame], flashes: Sequence[Flash]) -> Response | None:
    """Return how the face answered to the colours; None where too few of them can be seen."""
    pairs = [(flash, _shade_during(flash, frames)) for flash in flashes]
    seen = [(flash.colour, shade) for flash, shade in pairs if shade is not None]
    if len(seen) < _LEAST_FLASHES or len({colour for colour, _ in seen}) < 2:
        return None
    shades = _from_mean([shade for _, shade in seen])
    shown = _from_mean([_expected(colour) for colour, _ in seen])
    size, wanted = (math.sqrt(_product(one, one)) for one in (shades, shown))
    likeness = _product(shades, shown) / (size * wanted) if size > 0 else 0.0
    return Response(likeness, size / math.sqrt(len(seen)))


def seen_colours(
    frames: Sequence[Frame], flashes: Sequence[Flash], change_least: float
) -> tuple[Colour | None, ...]:
    """Return for each colour shown the one that came back most from the face; None where no change could be seen.

    Told by the shade of the skin against its mean over all colours, so one alone tells nothing.
    """
    shades = [_shade_during(flash, frames) for flash in flashes]
    known = [shade for shade in shades if shade is not None]
    changes = iter(_from_mean(known)) if len(known) >= _LEAST_FLASHES else None
    seen: list[Colour | None] = []
    for shade in shades:
        change = next(changes) if changes and shade is not None else None
        strongest = max(range(3), key=change.__getitem__) if change else 0
        seen.append(_CHANNELS[strongest] if change and change[strongest] >= change_least else None)
    return tuple(seen)


def _shade_during(flash: Flash, frames: Sequence[Frame]) -> Shade | None:
    since, until = flash.from_second + _SETTLING_SECONDS, flash.to_second + _SETTLING_SECONDS / 2
    shades = [shade for frame in frames if since <= frame.at <= until and (shade := _shade(frame))]
    if len(shades) < _LEAST_LOOKS:
        return None
    return _triple([sum(shade[channel] for shade in shades) / len(shades) for channel in range(3)])


def _shade(frame: Frame) -> Shade | None:
    """Return the logarithm of the skin's blue, green and red over the room's, less their mean: brightness does not count."""
    if frame.skin is None or min(frame.skin) < 1.0:
        return None
    room = frame.room if frame.room and min(frame.room) >= 1.0 else (1.0, 1.0, 1.0)
    return _balanced([math.log(skin / behind) for skin, behind in zip(frame.skin, room, strict=True)])


def _expected(colour: Colour) -> Shade:
    return _balanced([1.0 if colour is channel else 0.0 for channel in _CHANNELS])


def _balanced(values: Sequence[float]) -> Shade:
    middle = sum(values) / 3
    return _triple([value - middle for value in values])


def _triple(values: Sequence[float]) -> Shade:
    blue, green, red = values
    return blue, green, red


def _from_mean(shades: Sequence[Shade]) -> list[Shade]:
    means = [sum(shade[channel] for shade in shades) / len(shades) for channel in range(3)]
    return [_triple([value - mean for value, mean in zip(shade, means, strict=True)]) for shade in shades]


def _product(one: Sequence[Shade], other: Sequence[Shade]) -> float:
    return sum(
        a * b for left, right in zip(one, other, strict=True) for a, b in zip(left, right, strict=True)
    )
