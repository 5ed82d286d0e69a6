"""Did a living person before the camera do what was asked, and only that person?

The machine measures; what it finds suspicious it shows to a person, and what was merely done badly it asks
for again.
"""

from collections.abc import Sequence
from statistics import median

from assay.checks.face import cosine
from assay.checks.readings import Case, ClipReading, Frame, Gesture, Prompt
from assay.checks.result import CheckResult, Outcome
from assay.policy.schema import Book, CheckName


def _no_clip(check: CheckName) -> CheckResult:
    return CheckResult(
        check=check,
        outcome=Outcome.ASK_AGAIN,
        reasons=("liveness.clip.missing",),
        seen={"recording": "There is no recording with a face in it that can be read."},
    )


def _neutral(clip: ClipReading, prompts: Sequence[Prompt]) -> tuple[float, float] | None:
    """Return the yaw and the closedness of the eyes before anything was asked; None when no face was seen
    then.
    """
    until = prompts[0].from_second if prompts else clip.seconds
    lead = [frame for frame in clip.frames if frame.at < until and frame.yaw is not None]
    if not lead:
        return None
    return median(frame.yaw or 0.0 for frame in lead), median(frame.eyes_closed or 0.0 for frame in lead)


class _Judge:
    """Finds each gesture in the frames, judged against the person's own neutral pose."""

    def __init__(self, case: Case, book: Book, neutral: tuple[float, float]) -> None:
        self.neutral_yaw, self._neutral_closed = neutral
        self._turn = book.threshold(CheckName.CHALLENGE_FOLLOWED, "turn_degrees", case.on)
        closed = book.threshold(CheckName.CHALLENGE_FOLLOWED, "blink_closed", case.on)
        # Of the way from this person's open eyes to closed ones.
        self._closed_from = self._neutral_closed + (1.0 - self._neutral_closed) * closed
        self._open_until = self._neutral_closed + (1.0 - self._neutral_closed) * closed / 2

    def find(self, prompt: Prompt, frames: Sequence[Frame]) -> float | None:
        """Return the second at which the asked gesture was first seen in these frames, or None."""
        if prompt.gesture is Gesture.BLINK:
            return self._blink(frames)
        sign = 1.0 if prompt.gesture is Gesture.TURN_LEFT else -1.0
        return self._turned(frames, sign, prompt.to_second)

    def _turned(self, frames: Sequence[Frame], sign: float, until: float) -> float | None:
        """Return when the head turned the way of `sign`, None when it turned the other way while asked.

        Shaking the head would answer every prompt, and so answers none. A turn the other way that was not
        finished when the prompt appeared belongs to the prompt before.
        """
        at: float | None = None
        has_settled = False
        for frame in frames:
            degrees = sign * ((frame.yaw if frame.yaw is not None else self.neutral_yaw) - self.neutral_yaw)
            if has_settled and degrees <= -self._turn and frame.at <= until:
                return None
            if at is None and degrees >= self._turn:
                at = frame.at
            has_settled = has_settled or degrees > -self._turn
        return at

    def _blink(self, frames: Sequence[Frame]) -> float | None:
        """Eyes that were open close; on a turned face the far eye cannot be judged, so it does not count."""
        was_open = False
        for frame in frames:
            if (
                frame.yaw is None
                or frame.eyes_closed is None
                or abs(frame.yaw - self.neutral_yaw) >= self._turn
            ):
                continue
            if was_open and frame.eyes_closed >= self._closed_from:
                return frame.at
            was_open = was_open or frame.eyes_closed < self._open_until
        return None


def challenge_followed(case: Case, book: Book) -> CheckResult:
    """The gestures asked for were made, in the order asked, each while its prompt was on the screen.

    Turns are measured in degrees away from how the person held the head before the first prompt; left and
    right are the person's own, and the recording is not mirrored. A blink is eyes that were open and close. A
    gesture may end a little late. Gestures that were not seen can be recorded again, so this check asks for
    another recording. Who cannot make them says so before, and a person looks at the recording instead.
    """
    if case.cannot_move:
        return CheckResult(
            check=CheckName.CHALLENGE_FOLLOWED,
            outcome=Outcome.REFER,
            reasons=("liveness.challenge.cannot_move",),
            seen={"gestures": "None were asked for: the customer said that they cannot make the movements."},
        )
    clip = case.clip
    neutral = _neutral(clip, case.prompts) if clip else None
    if clip is None or neutral is None:
        return _no_clip(CheckName.CHALLENGE_FOLLOWED)
    judge = _Judge(case, book, neutral)
    late = book.threshold(CheckName.CHALLENGE_FOLLOWED, "tolerance_seconds", case.on)
    seen: dict[str, str] = {"neutral": f"head at {judge.neutral_yaw:+.0f}° before the first prompt"}
    found, after = 0, 0.0
    for number, prompt in enumerate(case.prompts, start=1):
        since = max(prompt.from_second, after)
        window = [frame for frame in clip.frames if since <= frame.at <= prompt.to_second + late]
        at = judge.find(prompt, window)
        words = prompt.gesture.replace("_", " ")
        asked = f"asked {prompt.from_second:.1f} to {prompt.to_second:.1f} s"
        seen[f"gesture {number}"] = f"{words}: {asked}, " + (
            "not seen" if at is None else f"seen at {at:.1f} s"
        )
        found, after = (found, after) if at is None else (found + 1, at)
    followed = bool(case.prompts) and found == len(case.prompts)
    return CheckResult(
        check=CheckName.CHALLENGE_FOLLOWED,
        outcome=Outcome.PASS if followed else Outcome.ASK_AGAIN,
        score=float(found),
        threshold=float(max(1, len(case.prompts))),
        reasons=() if followed else ("liveness.challenge.not_followed",),
        seen=seen if case.prompts else {"gestures": "Nothing was asked for."},
    )


def one_live_face(case: Case, book: Book) -> CheckResult:
    """One and the same face was in the picture almost throughout, it is the face of the selfie, and it has
    depth.

    A face that is absent, or in company, for more than a moment has to be recorded again. A face that
    changes, that is not the selfie's, or whose nose moves with the rest of the face as on a flat picture, is
    shown to a person.
    """
    clip = case.clip
    if clip is None or not clip.frames:
        return _no_clip(CheckName.ONE_LIVE_FACE)
    least = book.threshold(CheckName.ONE_LIVE_FACE, "face_present_least", case.on)
    count = len(clip.frames)
    alone = sum(frame.faces == 1 for frame in clip.frames) / count
    company = sum(frame.faces > 1 for frame in clip.frames) / count
    templates = [frame.template for frame in clip.frames if frame.template is not None]
    if not templates:
        return _no_clip(CheckName.ONE_LIVE_FACE)
    again: tuple[str, ...] = ()
    if alone < least:
        again = ("liveness.face.several" if company > 1.0 - alone - company else "liveness.face.lost",)
    same, is_same = _identity(case, book, templates)
    depth, is_deep = _depth(case, book, clip)
    refer = (
        *(() if is_same else ("liveness.face.changed",)),
        *(() if is_deep else ("liveness.movement.flat",)),
    )
    return CheckResult(
        check=CheckName.ONE_LIVE_FACE,
        outcome=Outcome.REFER if refer else Outcome.ASK_AGAIN if again else Outcome.PASS,
        score=alone,
        threshold=least,
        reasons=(*refer, *again),
        seen={
            "face": f"one face in {alone:.0%} of {count} frames, more than one in {company:.0%}",
            "same face": same,
            "depth": depth,
        },
    )


def _likeness_to_others(templates: list[tuple[float, ...]]) -> list[float]:
    """Return for each template its median cosine with the others: one noisy pair says nothing, a stranger
    shows.
    """
    return [
        median(cosine(one, other) for place, other in enumerate(templates) if place != number)
        for number, one in enumerate(templates)
        if len(templates) > 1
    ]


def _identity(case: Case, book: Book, templates: list[tuple[float, ...]]) -> tuple[str, bool]:
    """Return what was seen, and whether all close looks show one person, the one of the selfie."""
    same_face = book.threshold(CheckName.ONE_LIVE_FACE, "same_face", case.on)
    lowest = min(_likeness_to_others(templates), default=1.0)
    words = f"likeness of {len(templates)} frames to one another at least {lowest:.2f} (from {same_face:.2f})"
    if case.selfie is None or not case.selfie.faces:
        return words, lowest >= same_face
    as_selfie = book.threshold(CheckName.ONE_LIVE_FACE, "same_as_selfie", case.on)
    to_selfie = median(cosine(case.selfie.faces[0].template, template) for template in templates)
    words += f", to the selfie {to_selfie:.2f} (from {as_selfie:.2f})"
    return words, lowest >= same_face and to_selfie >= as_selfie


def _depth(case: Case, book: Book, clip: ClipReading) -> tuple[str, bool]:
    """Return what was seen, and whether the face turned like a head.

    Counted are the frames whose pose is turned clearly; where the pose shows none, those that are
    foreshortened: a picture that is turned hardly changes its pose.
    """
    least = book.threshold(CheckName.ONE_LIVE_FACE, "parallax_least", case.on)
    turn = book.threshold(CheckName.CHALLENGE_FOLLOWED, "turn_degrees", case.on)
    neutral = _neutral(clip, case.prompts)
    measured = [frame for frame in clip.frames if frame.parallax is not None]
    middle = neutral[0] if neutral else 0.0
    turned = [frame for frame in measured if abs((frame.yaw or 0.0) - middle) >= turn] or measured
    if len(turned) < 2:
        return "the face did not turn, so depth could not be measured", True
    depth = median(frame.parallax or 0.0 for frame in turned)
    return (
        f"the nose stands out by {depth:.2f} eye distances (from {least:.2f}; a picture is near 0)",
        depth >= least,
    )


def presentation_attack(case: Case, book: Book) -> CheckResult:
    """No sign of a print, a screen or a mask before the camera.

    A network judges the selfie and several frames of the recording with their surroundings; the lower of the
    selfie and the middle frame counts. It errs in both directions and its training data is not documented, so
    it can send a case to a person and nothing else. Where it is not installed nothing was measured, and a
    person looks.
    """
    if case.selfie is None and case.clip is None:
        return _no_clip(CheckName.PRESENTATION_ATTACK)
    least = book.threshold(CheckName.PRESENTATION_ATTACK, "live_least", case.on)
    frames = [frame.live for frame in case.clip.frames if frame.live is not None] if case.clip else []
    selfie = case.selfie.faces[0].live if case.selfie and case.selfie.faces else None
    scores = {
        **({"selfie": selfie} if selfie is not None else {}),
        **({"recording": median(frames)} if frames else {}),
    }
    if not scores:
        return CheckResult(
            check=CheckName.PRESENTATION_ATTACK,
            outcome=Outcome.REFER,
            reasons=("liveness.attack.not_measured",),
            seen={"live": "Nothing could be measured."},
        )
    score = min(scores.values())
    live = score >= least
    return CheckResult(
        check=CheckName.PRESENTATION_ATTACK,
        outcome=Outcome.PASS if live else Outcome.REFER,
        score=score,
        threshold=least,
        reasons=() if live else ("liveness.attack.suspected",),
        seen={piece: f"live {value:.2f} of 1" for piece, value in scores.items()},
    )
