"""Did the recording come from a camera, or was a stream put in its place?

All of it can be forged, and some of it happens to honest people; so it only raises suspicion, and a person looks.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from assay.checks.readings import Capture, Case, ClipReading
from assay.checks.result import CheckResult, Outcome, Signal, result_of
from assay.policy.schema import Book, CheckName

_NAME = CheckName.CLIP_GENUINE
# So many times have to be known before their evenness means anything.
_LEAST_TIMES = 30
# Browsers give times to a tenth of a millisecond at best; equal to a thousandth of that, they were counted, not measured.
_COUNTED_SECONDS = 1e-7


def clip_genuine(case: Case, book: Book) -> CheckResult:
    """The recording is what a camera gives, recorded by our page.

    Looked at are the name of the camera, whether a program drove the browser, whether the times the browser noted fit the
    recording and are not perfectly even, whether the picture stands still or a part of it comes again, and whether there is a
    camera's noise. Each may have an innocent cause, so a person looks. A file that was given instead of a live recording is told
    to that person, and is no fault.
    """
    if case.clip is None or not case.clip.frames:
        return result_of(
            _NAME, {"liveness.clip.missing": Outcome.ASK_AGAIN}, seen={"recording": "There is no recording."}
        )
    signals = (*_of_capture(case.capture, case.clip, book, case.on), *_of_stream(case, book))
    faults = {
        _REASONS[signal.name]: Outcome.REFER
        for signal in signals
        if signal.strength is not None and signal.threshold is not None and signal.strength < signal.threshold
    }
    weakest = min(
        (one.strength for one in signals if one.strength is not None and one.threshold is not None),
        default=1.0,
    )
    return result_of(
        _NAME,
        faults,
        score=weakest,
        threshold=_HALF,
        seen={one.name: one.said for one in signals},
        signals=signals,
    )


# Strengths here are 1 where a limit of thresholds.toml is kept with room to spare, a half at the limit, 0 far beyond it.
_HALF = 0.5
_REASONS = {
    "camera": "liveness.stream.virtual_camera",
    "browser": "liveness.stream.automated",
    "even times": "liveness.stream.timing",
    "times fit": "liveness.stream.timing",
    "still frames": "liveness.stream.frozen",
    "repeated part": "liveness.stream.repeated",
    "noise": "liveness.stream.noiseless",
}


def _of_capture(capture: Capture | None, clip: ClipReading, book: Book, on: date) -> list[Signal]:
    if capture is None or capture.uploaded:
        said = "a file was given" if capture else "the browser said nothing"
        return [Signal(name="camera", said=f"not known: {said}")]
    label = capture.camera.lower()
    virtual = next((word for word in book.traces.virtual_cameras if word in label), None)
    return [
        Signal(
            name="camera",
            strength=0.0 if virtual else 1.0 if label else None,
            threshold=_HALF,
            said=f"“{capture.camera}”" + (f", which names {virtual!r}" if virtual else "")
            if label
            else "not named",
        ),
        Signal(
            name="browser",
            strength=0.0 if capture.automated else 1.0,
            threshold=_HALF,
            said="driven by a program" if capture.automated else "not driven by a program, as far as it says",
        ),
        *_of_times(capture.frame_seconds, clip, book, on),
    ]


def _of_times(times: Sequence[float], clip: ClipReading, book: Book, on: date) -> list[Signal]:
    if len(times) < _LEAST_TIMES:
        return []
    steps = [later - earlier for earlier, later in pairwise(times)]
    spread = max(steps) - min(steps)
    off = abs((times[-1] - times[0]) - clip.seconds)
    most = book.threshold(_NAME, "seconds_off_most", on)
    return [
        Signal(
            name="even times",
            strength=0.0 if spread < _COUNTED_SECONDS else 1.0,
            threshold=_HALF,
            said=f"steps from {min(steps) * 1000:.1f} to {max(steps) * 1000:.1f} ms",
        ),
        Signal(
            name="times fit",
            strength=_kept(off, most),
            threshold=_HALF,
            said=f"the browser saw {times[-1] - times[0]:.1f} s, the recording lasts {clip.seconds:.1f} s",
        ),
    ]


def _of_stream(case: Case, book: Book) -> list[Signal]:
    stream = case.clip.stream if case.clip else None
    if stream is None:
        return []

    def limit(name: str) -> float:
        return book.threshold(_NAME, name, case.on)

    beat = (
        ""
        if stream.step_jitter is None
        else f"; time stamps {stream.step_jitter * 1000:.1f} ms off an even beat"
    )
    noise = stream.noise
    return [
        Signal(
            name="still frames",
            strength=_kept(stream.frozen, limit("frozen_most")),
            threshold=_HALF,
            said=f"{stream.frozen:.0%} of frames equal the one before{beat}",
        ),
        Signal(
            name="repeated part",
            strength=_kept(stream.repeated_seconds, limit("repeated_seconds_most")),
            threshold=_HALF,
            said=f"the longest part that comes again lasts {stream.repeated_seconds:.1f} s",
        ),
        Signal(
            name="noise",
            strength=None if noise is None else min(1.0, _HALF * noise / limit("noise_least")),
            threshold=_HALF,
            said="not measured" if noise is None else f"{noise:.2f} grey levels where nothing moves",
        ),
    ]


def _kept(value: float, most: float) -> float:
    """Return 1 for nothing, a half at what is allowed at most, and less beyond it."""
    return max(0.0, 1.0 - _HALF * value / most)
