"""Which asked gesture do the frames of a recording show, and when? Judged against how the same person looked before."""

from collections.abc import Sequence
from datetime import date
from statistics import fmean, median
from typing import NamedTuple

from assay.checks.readings import ClipReading, Frame, Gesture, Prompt
from assay.policy.schema import Book, CheckName

# The screen shows a dot after a tenth of a second, eyes follow it after one to three more, and a head comes later still.
_DOT_DELAYS = tuple(number / 10 for number in range(9))
_LEAST_LOOKS = 10


class Neutral(NamedTuple):
    """How a person looked before anything was asked: degrees, shares, and the mouth's width over that from eye to eye."""

    yaw: float
    pitch: float
    closed: float
    smile: float
    mouth: float


class Found(NamedTuple):
    """`at` is the second in which a gesture was first seen, `extent` what it came to, in words."""

    at: float
    extent: str


def neutral_of(clip: ClipReading, prompts: Sequence[Prompt]) -> Neutral | None:
    """Return how the person looked before the first prompt; None when no face was seen then."""
    until = prompts[0].from_second if prompts else clip.seconds
    lead = [frame for frame in clip.frames if frame.at < until and frame.yaw is not None]
    if not lead:
        return None
    kinds = (
        [frame.yaw for frame in lead],
        [frame.pitch for frame in lead],
        [frame.eyes_closed for frame in lead],
        [frame.smile for frame in lead],
        [frame.mouth for frame in lead],
    )
    return Neutral(*(median([value for value in kind if value is not None] or [0.0]) for kind in kinds))


class Finder:
    """Finds asked gestures of one person. The limits are those of thresholds.toml."""

    def __init__(self, neutral: Neutral, book: Book, on: date) -> None:
        self.neutral = neutral
        self._book, self._on = book, on
        self.turn = self._limit("turn_degrees")
        closed = self._limit("blink_closed")
        # Of the way from this person's open eyes to closed ones.
        self._closed_from = neutral.closed + (1.0 - neutral.closed) * closed
        self._open_until = neutral.closed + (1.0 - neutral.closed) * closed / 2

    def _limit(self, name: str) -> float:
        return self._book.threshold(CheckName.CHALLENGE_FOLLOWED, name, self._on)

    def find(self, prompt: Prompt, frames: Sequence[Frame]) -> Found | None:
        """Return where the asked gesture was first seen in these frames, or None."""
        match prompt.gesture:
            case Gesture.TURN_LEFT:
                return self._turned(frames, 1.0, prompt.to_second)
            case Gesture.TURN_RIGHT:
                return self._turned(frames, -1.0, prompt.to_second)
            case Gesture.LOOK_UP:
                return self._looked_up(frames)
            case Gesture.BLINK:
                return self._blinked(frames)
            case Gesture.SMILE:
                return self._smiled(frames)
            case Gesture.FOLLOW_DOT:
                return self._followed(prompt, frames)

    def _yaw(self, frame: Frame) -> float:
        return frame.yaw - self.neutral.yaw if frame.yaw is not None else 0.0

    def _straight(self, frames: Sequence[Frame]) -> list[Frame]:
        """Return the frames whose face is not turned aside: there lids, mouth and pitch can be judged."""
        return [frame for frame in frames if frame.yaw is not None and abs(self._yaw(frame)) < self.turn]

    def _turned(self, frames: Sequence[Frame], sign: float, until: float) -> Found | None:
        """Return when the head turned the way of `sign`, None when it turned the other way while asked.

        Shaking the head would answer every prompt, and so answers none. A turn the other way that was not
        finished when the prompt appeared belongs to the prompt before.
        """
        at: float | None = None
        has_settled = False
        for frame in frames:
            degrees = sign * self._yaw(frame)
            if has_settled and degrees <= -self.turn and frame.at <= until:
                return None
            if at is None and degrees >= self.turn:
                at = frame.at
            has_settled = has_settled or degrees > -self.turn
        furthest = max((sign * self._yaw(frame) for frame in frames), default=0.0)
        return None if at is None else Found(at, f"turned by {furthest:.0f}°")

    def _looked_up(self, frames: Sequence[Frame]) -> Found | None:
        least = self._limit("look_up_degrees")
        raised = [
            (frame.at, self.neutral.pitch - frame.pitch)
            for frame in self._straight(frames)
            if frame.pitch is not None
        ]
        at = next((at for at, degrees in raised if degrees >= least), None)
        highest = max((degrees for _, degrees in raised), default=0.0)
        return None if at is None else Found(at, f"raised by {highest:.0f}°")

    def _blinked(self, frames: Sequence[Frame]) -> Found | None:
        """Eyes that were open close; on a turned face the far eye cannot be judged, so it does not count."""
        was_open = False
        straight = [frame for frame in self._straight(frames) if frame.eyes_closed is not None]
        for frame in straight:
            if was_open and (frame.eyes_closed or 0.0) >= self._closed_from:
                return Found(frame.at, self._lids(straight, frame.at))
            was_open = was_open or (frame.eyes_closed or 0.0) < self._open_until
        return None

    def _lids(self, frames: Sequence[Frame], at: float) -> str:
        """Say how long the eyes stayed closed from a second on, and whether both were."""
        closed: list[Frame] = []
        for frame in frames:
            if frame.at >= at:
                if (frame.eyes_closed or 0.0) < self._closed_from:
                    break
                closed.append(frame)
        both = all(min(frame.lids) >= self._closed_from / 2 for frame in closed if frame.lids)
        # The eyes closed and opened some time between two looks, which come a tenth of a second apart.
        length = closed[-1].at - at + 0.1
        return f"{'both eyes' if both else 'one eye'} closed for about {length:.1f} s"

    def _smiled(self, frames: Sequence[Frame]) -> Found | None:
        """A smile lasts: two looks in a row have to show it, by the expression or by a wider mouth."""
        rise, wider = self._limit("smile_rise"), self._limit("mouth_rise")
        before = False
        for frame in self._straight(frames):
            smile = (frame.smile or 0.0) - self.neutral.smile
            mouth = (frame.mouth or 0.0) - self.neutral.mouth
            now = smile >= rise or mouth >= wider
            if now and before:
                return Found(
                    frame.at,
                    f"expression {smile:+.2f}, mouth wider by {mouth / max(self.neutral.mouth, 0.01):.0%}",
                )
            before = now
        return None

    def _followed(self, prompt: Prompt, frames: Sequence[Frame]) -> Found | None:
        """Head and eyes together went from side to side as the dot did, somewhat later."""
        looks = [
            (frame.at, self._yaw(frame) + (frame.gaze[0] if frame.gaze else 0.0))
            for frame in frames
            if frame.yaw is not None
        ]
        best = max((_fit(prompt, looks, delay) for delay in _DOT_DELAYS), default=(0.0, 0.0))
        likeness, degrees = best
        if likeness < self._limit("dot_likeness") or degrees < self._limit("dot_degrees"):
            return None
        return Found(prompt.to_second, f"likeness {likeness:.2f}, over {degrees:.0f}°")


def dot_at(prompt: Prompt, second: float) -> tuple[float, float]:
    """Return where the dot is at a second of the recording, as shares of the screen's width and height."""
    share = (second - prompt.from_second) / (prompt.to_second - prompt.from_second)
    place = min(max(share, 0.0), 1.0) * (len(prompt.path) - 1)
    number = min(int(place), len(prompt.path) - 2)
    part = place - number
    (x, y), (next_x, next_y) = prompt.path[number], prompt.path[number + 1]
    return x + (next_x - x) * part, y + (next_y - y) * part


def _fit(prompt: Prompt, looks: Sequence[tuple[float, float]], delay: float) -> tuple[float, float]:
    """Return the correlation of where a person looked with where the dot was `delay` seconds before, and over how many degrees
    the look went while the dot crossed the screen.
    """
    shown = [
        (angle, 0.5 - dot_at(prompt, at - delay)[0])
        for at, angle in looks
        if prompt.from_second <= at - delay <= prompt.to_second
    ]
    if len(prompt.path) < 2 or len(shown) < _LEAST_LOOKS:
        return 0.0, 0.0
    angles, places = zip(*shown, strict=True)
    likeness, slope = correlation(angles, places)
    return likeness, slope * (max(places) - min(places))


def correlation(values: Sequence[float], expected: Sequence[float]) -> tuple[float, float]:
    """Return Pearson's correlation, and the slope of the values over what was expected; 0 where either does not vary."""
    middle, wanted = fmean(values), fmean(expected)
    both = sum((value - middle) * (want - wanted) for value, want in zip(values, expected, strict=True))
    one = sum((value - middle) ** 2 for value in values)
    other = sum((want - wanted) ** 2 for want in expected)
    if one <= 0 or other <= 0:
        return 0.0, 0.0
    return both / (one * other) ** 0.5, both / other
