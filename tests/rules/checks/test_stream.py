import pytest

from assay.checks.readings import Capture, ClipReading, Stream
from assay.checks.recordings.stream import clip_genuine
from assay.checks.result import Outcome
from made_cases import BOOK, case, clip

CALM = Stream(noise=1.2, frozen=0.0, repeated_seconds=0.0, step_jitter=0.002)
TIMES = tuple(number / 8 + 0.002 * (number % 3) for number in range(125))
CAMERA = Capture(camera="FaceTime HD Camera", cameras=1, width=640, height=480, frame_seconds=TIMES)


def judged(stream=CALM, **said):
    reading = clip().model_copy(update={"stream": stream})
    return clip_genuine(case(clip=reading, capture=CAMERA.model_copy(update=said)), BOOK)


def referred(result, reason):
    return (result.outcome, result.reasons) == (Outcome.REFER, (reason,)) and not BOOK.reasons[reason].told


def test_a_live_recording_of_a_plain_camera_passes_and_lists_every_signal():
    result = judged()
    assert result.outcome is Outcome.PASS
    assert {signal.name for signal in result.signals} == {
        "camera", "browser", "even times", "times fit", "still frames", "repeated part", "noise",
    }  # fmt: skip


@pytest.mark.row("IDW-13", "IDW-17")
@pytest.mark.parametrize(
    "label", ["OBS Virtual Camera (m-de:vice)", "ManyCam Video Source", "v4l2loopback", "DroidCam Source 3"]
)
def test_the_name_of_a_virtual_camera_is_shown_to_a_person(label):
    assert referred(judged(camera=label), "liveness.stream.virtual_camera")


def test_a_browser_driven_by_a_program_is_shown_to_a_person():
    assert referred(judged(automated=True), "liveness.stream.automated")


@pytest.mark.parametrize("times", [tuple(number / 8 for number in range(125)), TIMES[:90]])
def test_times_too_even_or_for_another_length_are_shown_to_a_person(times):
    assert referred(judged(frame_seconds=times), "liveness.stream.timing")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"frozen": 0.5}, "liveness.stream.frozen"),
        ({"repeated_seconds": 3.0}, "liveness.stream.repeated"),
        ({"noise": 0.0}, "liveness.stream.noiseless"),
    ],
)
def test_a_stream_no_camera_gives_is_shown_to_a_person(changes, reason):
    assert referred(judged(CALM.model_copy(update=changes)), reason)


@pytest.mark.parametrize("capture", [None, Capture(uploaded=True)])
def test_a_file_given_instead_of_a_recording_is_told_and_no_fault(capture):
    reading = clip().model_copy(update={"stream": CALM})
    result = clip_genuine(case(clip=reading, capture=capture), BOOK)
    assert result.outcome is Outcome.PASS
    assert result.seen["camera"].startswith("not known")


def test_no_recording_is_asked_again():
    empty = ClipReading(seconds=0.0, width=0, height=0, frames=())
    assert clip_genuine(case(clip=empty), BOOK).outcome is Outcome.ASK_AGAIN


def test_a_reading_from_before_streams_were_measured_can_still_be_judged():
    assert clip_genuine(case(), BOOK).outcome is Outcome.PASS
