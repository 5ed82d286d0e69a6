"""The recording as one verdict: each signal with its strength, what was asked beside what was seen, what the camera said."""

from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from assay.checks.readings import Capture, Case, ClipMatch, Flash, Prompt
from assay.checks.recordings.light import seen_colours
from assay.checks.result import CheckResult, Outcome, Signal, worst
from assay.evidence.models import Evidence
from assay.policy.load import current
from assay.policy.schema import CheckName, EvidenceKind
from assay.web.console.explained import WORDS
from assay.web.console.masking import masked
from assay.web.way.challenge import COLOURS, GESTURES
from assay.web.words import Words

_CHECKS = frozenset({CheckName.CHALLENGE_FOLLOWED, CheckName.ONE_LIVE_FACE, CheckName.PRESENTATION_ATTACK})
_CAMERA = "Camera"


@dataclass(frozen=True)
class Strength:
    """One signal in words. `bar` and `mark` are strength and threshold, 0 to 100; None where there is none."""

    title: str
    state: str
    word: str
    bar: int | None
    mark: int | None
    said: str


@dataclass(frozen=True)
class Asked:
    """One movement or colour, when it was asked for, and what was seen of it. `start` and `width` are shares of the recording,
    0 to 100.
    """

    name: str
    words: Words
    from_second: float
    to_second: float
    start: float
    width: float
    seen: str = ""
    is_seen: bool = True


@dataclass(frozen=True)
class Still:
    """A picture of the film strip: the copy `number`, taken at that second, and what it shows."""

    evidence: Evidence
    number: int
    words: Words


@dataclass(frozen=True)
class Liveness:
    """Everything the page shows about a recording. `seconds` is how long it lasts."""

    outcome: Outcome
    word: str
    reasons: tuple[str, ...]
    strengths: tuple[Strength, ...]
    gestures: tuple[Asked, ...]
    colours: tuple[Asked, ...]
    seconds: float
    camera: tuple[tuple[str, str], ...]
    film: tuple[Still, ...]
    earlier: tuple[ClipMatch, ...]
    cannot_move: bool

    def _in_state(self, *states: str) -> tuple[Strength, ...]:
        return tuple(one for one in self.strengths if one.state in states)

    @property
    def against(self) -> tuple[Strength, ...]:
        return self._in_state("against")

    @property
    def rest(self) -> tuple[Strength, ...]:
        return self._in_state("for", "unknown")

    @property
    def unmeasured(self) -> int:
        return len(self._in_state("unknown"))


def _margin(signal: Signal) -> float:
    """Return how far a signal lies beyond its threshold; the weakest is the lowest."""
    return (signal.strength or 0.0) - (signal.threshold or 0.0)


def strength_of(signal: Signal) -> Strength:
    title = signal.name.replace("_", " ").capitalize()
    if signal.strength is None:
        return Strength(title, "unknown", "Not measured", None, None, signal.said)
    against = signal.threshold is not None and signal.strength < signal.threshold
    return Strength(
        title,
        "against" if against else "for",
        "Speaks against it" if against else "Speaks for it",
        round(100 * signal.strength),
        None if signal.threshold is None else round(100 * signal.threshold),
        signal.said,
    )


def strengths_of(results: tuple[CheckResult, ...], *, revealed: bool) -> tuple[Strength, ...]:
    """Return every signal, what speaks against a living person first, what was not measured last.

    The movements are left out: they are shown one by one, as asked and seen.
    """
    signals = [
        signal
        for result in results
        if result.check is not CheckName.CHALLENGE_FOLLOWED
        for signal in result.signals
    ]
    ranked = sorted(signals, key=lambda signal: (signal.strength is None, _margin(signal)))
    shown = [strength_of(signal) for signal in ranked]
    # The name of a camera may be its owner's.
    return tuple(one if revealed or one.title != _CAMERA else replace(one, said="") for one in shown)


def _on_line(one: Prompt | Flash, name: str, words: Words, seconds: float) -> Asked:
    """Return something asked for, laid on a line as long as the recording."""
    start, end = (100 * min(second / seconds, 1.0) for second in (one.from_second, one.to_second))
    return Asked(name, words, one.from_second, one.to_second, round(start, 2), round(end - start, 2))


def gestures_of(case: Case, results: tuple[CheckResult, ...], seconds: float) -> tuple[Asked, ...]:
    """Return the movements in their order, each with when it was seen, in the words of the check."""
    told = next((one.seen for one in results if one.check is CheckName.CHALLENGE_FOLLOWED), {})
    shown = []
    for number, prompt in enumerate(case.prompts, start=1):
        seen = told.get(f"gesture {number}", "").rpartition(" s, ")[2]
        asked = _on_line(prompt, prompt.gesture, GESTURES[prompt.gesture].words, seconds)
        shown.append(replace(asked, seen=seen, is_seen="not seen" not in seen))
    return tuple(shown)


def colours_of(case: Case, seconds: float) -> tuple[Asked, ...]:
    """Return the colours in their order, each with the one that came back from the face."""
    visible = current().threshold(CheckName.LIGHT_RESPONSE, "change_least", case.on)
    came_back = seen_colours(case.clip.frames if case.clip else (), case.flashes, visible)
    return tuple(
        replace(
            _on_line(flash, flash.colour, COLOURS[flash.colour], seconds),
            seen=str(COLOURS[seen]) if seen else "",
            is_seen=seen is flash.colour,
        )
        for flash, seen in zip(case.flashes, came_back, strict=True)
    )


def camera_of(capture: Capture | None, *, revealed: bool) -> tuple[tuple[str, str], ...]:
    """Return what the browser said of the camera; its name may be a person's, so it is masked until revealed."""
    if capture is None:
        return ()
    if capture.uploaded:
        return (("Recorded", "A file was given instead of a recording on the page."),)
    name = capture.camera if revealed else masked(capture.camera)
    return (
        (_CAMERA, name or "without a name"),
        ("Cameras", str(capture.cameras)),
        ("Picture", f"{capture.width} x {capture.height}, {capture.frame_rate:.0f} frames a second"),
        ("Frames", _frames(capture.frame_seconds)),
        ("Browser", "driven by a program" if capture.automated else "not driven by a program, it says"),
    )


def _frames(seconds: tuple[float, ...]) -> str:
    if len(seconds) < 2:
        return "It did not say when they were taken."
    steps = [later - earlier for earlier, later in pairwise(seconds)]
    return f"{len(seconds)}, one every {median(steps):.3f} s, longest pause {max(steps):.2f} s"


def film_of(recording: Evidence | None, case: Case) -> tuple[Still, ...]:
    """Return the stills worth a look: what the engines chose, each as the nearest of the copies, taken once a second."""
    clip = case.clip
    if recording is None or clip is None:
        return ()
    last = recording.shown - 1
    places = [(min(round(clip.frames[index].at), last), words) for index, words in clip.shown]
    chosen: dict[int, str] = {}
    for number, words in sorted(places):
        chosen[number] = ", ".join(filter(None, (chosen.get(number, ""), words.replace("_", " "))))
    return tuple(Still(recording, number, words) for number, words in chosen.items() if number >= 0)


def liveness_of(
    case: Case | None,
    results: tuple[CheckResult, ...],
    pieces: dict[EvidenceKind, Evidence],
    *,
    revealed: bool,
) -> Liveness | None:
    """Return the verdict about a recording; None where there is none."""
    if case is None or case.clip is None:
        return None
    about = tuple(result for result in results if result.check in _CHECKS or result.signals)
    outcome = worst(result.outcome for result in about)
    reasons = dict.fromkeys(code for result in about for code in result.reasons)
    words = current().reasons
    ends = [prompt.to_second for prompt in case.prompts] + [flash.to_second for flash in case.flashes]
    seconds = max(case.clip.seconds, 1.0, *ends)
    return Liveness(
        outcome,
        WORDS[outcome],
        tuple(words[code].staff if code in words else code for code in reasons),
        strengths_of(about, revealed=revealed),
        gestures_of(case, about, seconds),
        colours_of(case, seconds),
        seconds,
        camera_of(case.capture, revealed=revealed),
        film_of(pieces.get(EvidenceKind.CHALLENGE_CLIP), case),
        case.duplicates.clips if case.duplicates else (),
        case.cannot_move,
    )
