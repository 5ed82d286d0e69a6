"""Did a person before the camera do what was asked, and only that person?

The machine measures; what it finds suspicious it shows to a person, and what was merely done badly it asks
for again.
"""

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from assay.checks.faces.face import cosine
from assay.checks.readings import Case, ClipReading, Gesture, Prompt
from assay.checks.recordings.gestures import Finder, Found, neutral_of
from assay.checks.result import CheckResult, Outcome, Signal, result_of
from assay.policy.schema import Book, CheckName

# Only these cannot be done by chance: people blink and smile unasked, and every dot starts at a side.
_DELIBERATE = frozenset({Gesture.TURN_LEFT, Gesture.TURN_RIGHT, Gesture.LOOK_UP})

# Fewer looks at a face half turned say nothing about its skin.
_LEAST_FOLLOWED = 2


def no_clip(check: CheckName) -> CheckResult:
    return CheckResult(
        check=check,
        outcome=Outcome.ASK_AGAIN,
        reasons=("liveness.clip.missing",),
        seen={"recording": "There is no recording with a face in it that can be read."},
    )


class _Answer(NamedTuple):
    """What the recording shows of one prompt."""

    prompt: Prompt
    found: Found | None
    too_early: bool

    @property
    def words(self) -> str:
        asked = f"asked {self.prompt.from_second:.1f} to {self.prompt.to_second:.1f} s"
        if self.found is None:
            return f"{self.prompt.gesture.replace('_', ' ')}: {asked}, not seen"
        early = ", before anybody could have known" if self.too_early else ""
        return f"{self.prompt.gesture.replace('_', ' ')}: {asked}, seen at {self.found.at:.1f} s ({self.found.extent}){early}"

    @property
    def signal(self) -> Signal:
        """Half for a gesture nobody could have known of: it was made, but not because it was asked for."""
        strength = 0.0 if self.found is None else 0.5 if self.too_early else 1.0
        name = self.prompt.gesture.replace("_", " ")
        return Signal(name=name, strength=strength, threshold=1.0, said=self.words)


def challenge_followed(case: Case, book: Book) -> CheckResult:
    """The gestures asked for were made, in the order asked, each while its prompt was on the screen.

    Gestures are measured against how the person looked before the first prompt; left and right are the person's own, and the
    recording is not mirrored. A turn and a raised head count from so many degrees, a blink is eyes that were open and
    close, a smile lasts for two looks, and head and eyes together follow the dot. A gesture may end a little late. Gestures
    that were not seen can be recorded again, so this check asks for another recording. Who turns the head sooner after a
    prompt than anybody can read it knew what would be asked, and a person looks. Who cannot make the movements says so
    before, and a person looks at the recording instead.
    """
    if case.cannot_move:
        return CheckResult(
            check=CheckName.CHALLENGE_FOLLOWED,
            outcome=Outcome.REFER,
            reasons=("liveness.challenge.cannot_move",),
            seen={"gestures": "None were asked for: the customer said that they cannot make the movements."},
        )
    clip = case.clip
    neutral = neutral_of(clip, case.prompts) if clip else None
    if clip is None or neutral is None:
        return no_clip(CheckName.CHALLENGE_FOLLOWED)
    answers = _answers(case, book, clip, Finder(neutral, book, case.on))
    found = sum(answer.found is not None for answer in answers)
    problems: dict[str, Outcome] = {}
    if any(answer.too_early for answer in answers):
        problems["liveness.challenge.early"] = Outcome.REFER
    if not answers or found < len(answers):
        problems["liveness.challenge.not_followed"] = Outcome.ASK_AGAIN
    seen = {f"gesture {number}": answer.words for number, answer in enumerate(answers, start=1)}
    return result_of(
        CheckName.CHALLENGE_FOLLOWED,
        problems,
        score=float(found),
        threshold=float(max(1, len(answers))),
        seen={"neutral": f"head at {neutral.yaw:+.0f}° before the first prompt", **seen}
        if answers
        else {"gestures": "Nothing was asked for."},
        signals=tuple(answer.signal for answer in answers),
    )


def _answers(case: Case, book: Book, clip: ClipReading, finder: Finder) -> list[_Answer]:
    """Return what was seen of each prompt; a gesture is looked for after the one before was seen."""
    late = book.threshold(CheckName.CHALLENGE_FOLLOWED, "tolerance_seconds", case.on)
    earliest = book.threshold(CheckName.CHALLENGE_FOLLOWED, "earliest_seconds", case.on)
    answers: list[_Answer] = []
    after = 0.0
    for prompt in case.prompts:
        since = max(prompt.from_second, after)
        found = finder.find(
            prompt, [frame for frame in clip.frames if since <= frame.at <= prompt.to_second + late]
        )
        # A head that still follows the dot may lie where the next prompt wants it.
        after_dot = bool(answers) and answers[-1].prompt.gesture is Gesture.FOLLOW_DOT
        deliberate = prompt.gesture in _DELIBERATE and not after_dot
        too_early = deliberate and found is not None and found.at < prompt.from_second + earliest
        answers.append(_Answer(prompt, found, too_early))
        after = found.at if found else after
    return answers


def one_live_face(case: Case, book: Book) -> CheckResult:
    """One and the same face was in the picture almost throughout, it is the face of the selfie, and it has
    depth.

    A face that is absent, or in company, for more than a moment has to be recorded again. A face that
    changes, that is not the selfie's, or that turns as a picture does, flat or bent, is shown to a person.
    """
    clip = case.clip
    if clip is None or not clip.frames:
        return no_clip(CheckName.ONE_LIVE_FACE)
    least = book.threshold(CheckName.ONE_LIVE_FACE, "face_present_least", case.on)
    count = len(clip.frames)
    alone = sum(frame.faces == 1 for frame in clip.frames) / count
    company = sum(frame.faces > 1 for frame in clip.frames) / count
    templates = [frame.template for frame in clip.frames if frame.template is not None]
    if not templates:
        return no_clip(CheckName.ONE_LIVE_FACE)
    identity, depth = _identity(case, book, templates), _depth(case, book, clip)
    problems: dict[str, Outcome] = {}
    if any(_against(signal) for signal in identity):
        problems["liveness.face.changed"] = Outcome.REFER
    if any(_against(signal) for signal in depth):
        problems["liveness.movement.flat"] = Outcome.REFER
    if alone < least:
        several = company > 1.0 - alone - company
        problems["liveness.face.several" if several else "liveness.face.lost"] = Outcome.ASK_AGAIN
    face = f"one face in {alone:.0%} of {count} frames, more than one in {company:.0%}"
    signals = (Signal(name="one face", strength=alone, threshold=least, said=face), *identity, *depth)
    return result_of(
        CheckName.ONE_LIVE_FACE,
        problems,
        score=alone,
        threshold=least,
        seen={signal.name: signal.said for signal in signals},
        signals=signals,
    )


def _against(signal: Signal) -> bool:
    return signal.strength is not None and signal.threshold is not None and signal.strength < signal.threshold


def _held(value: float) -> float:
    return min(1.0, max(0.0, value))


def _likeness_to_others(templates: Sequence[tuple[float, ...]]) -> list[float]:
    """Return for each template its median cosine with the others: one noisy pair says nothing, a stranger
    shows.
    """
    return [
        median(cosine(one, other) for place, other in enumerate(templates) if place != number)
        for number, one in enumerate(templates)
        if len(templates) > 1
    ]


def _identity(case: Case, book: Book, templates: Sequence[tuple[float, ...]]) -> list[Signal]:
    """Return whether all close looks show one person, and whether that is the one of the selfie."""
    same_face = book.threshold(CheckName.ONE_LIVE_FACE, "same_face", case.on)
    lowest = min(_likeness_to_others(templates), default=1.0)
    said = f"likeness of {len(templates)} frames to one another at least {lowest:.2f} (from {same_face:.2f})"
    signals = [Signal(name="same face", strength=_held(lowest), threshold=same_face, said=said)]
    if case.selfie is not None and case.selfie.faces:
        as_selfie = book.threshold(CheckName.ONE_LIVE_FACE, "same_as_selfie", case.on)
        to_selfie = median(cosine(case.selfie.faces[0].template, template) for template in templates)
        said = f"likeness to the selfie {to_selfie:.2f} (from {as_selfie:.2f})"
        signals.append(
            Signal(name="face of the selfie", strength=_held(to_selfie), threshold=as_selfie, said=said)
        )
    return signals


def _depth(case: Case, book: Book, clip: ClipReading) -> list[Signal]:
    """Return whether the face turned like a head: its nose stands out, and it has more depth than a bent sheet.

    Counted are the frames whose pose is turned clearly; where the pose shows none, those that are
    foreshortened: a picture that is turned hardly changes its pose.
    """
    turn = book.threshold(CheckName.CHALLENGE_FOLLOWED, "turn_degrees", case.on)
    neutral = neutral_of(clip, case.prompts)
    measured = [frame for frame in clip.frames if frame.parallax is not None]
    middle = neutral.yaw if neutral else 0.0
    turned = [frame for frame in measured if abs((frame.yaw or 0.0) - middle) >= turn] or measured
    if len(turned) < 2:
        return [Signal(name="depth", said="the face did not turn, so depth could not be measured")]
    nose = book.threshold(CheckName.ONE_LIVE_FACE, "parallax_least", case.on)
    depth = median(frame.parallax or 0.0 for frame in turned)
    said = f"the nose stands out by {depth:.2f} eye distances (from {nose:.2f}; a picture is near 0)"
    signals = [Signal(name="depth", strength=_held(depth), threshold=nose, said=said)]
    shown = [frame.relief for frame in turned if frame.relief is not None]
    if shown:
        least = book.threshold(CheckName.ONE_LIVE_FACE, "relief_least", case.on)
        relief = median(shown)
        said = f"{relief:.0%} of a face's depth showed, beyond that of a bent sheet (from {least:.0%})"
        signals.append(Signal(name="relief", strength=_held(relief), threshold=least, said=said))
    return [*signals, *_skin(case, book, clip)]


def _skin(case: Case, book: Book, clip: ClipReading) -> list[Signal]:
    """Return whether the skin itself moved like that of a head. What cannot be followed reads as flat, never as deep, so the
    upper quarter of the looks counts.
    """
    followed = sorted(frame.skin_relief for frame in clip.frames if frame.skin_relief is not None)
    if len(followed) < _LEAST_FOLLOWED:
        return [
            Signal(name="relief of the skin", said="the skin could not be followed while the face turned")
        ]
    least = book.threshold(CheckName.ONE_LIVE_FACE, "skin_relief_least", case.on)
    relief = followed[len(followed) * 3 // 4]
    said = f"{relief:.0%} of a face's depth moved with the skin (from {least:.0%}; masks and pictures are near 0)"
    return [Signal(name="relief of the skin", strength=_held(relief), threshold=least, said=said)]
