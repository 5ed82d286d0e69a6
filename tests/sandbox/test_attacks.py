"""Every kind of attack is what its name says, seen in a few frames of each."""

import cv2
import numpy as np
import pytest

from assay.checks import examine
from assay.checks.readings import Colour, Flash, Gesture, Prompt
from assay.checks.recordings.challenge import Drawn
from assay.sandbox import figure, people, recordings
from assay.sandbox.attacks import masks, sheets
from assay.sandbox.attacks.kinds import KINDS
from assay.sandbox.attacks.sheets import Grid, Held
from assay.sandbox.figure import LAPTOP
from assay.sandbox.lights import UNLIT
from assay.sandbox.manners import Scene
from assay.sandbox.people import person
from made_weights import are_in_place

MODELS = ("face_detector", "face_landmarks", "face_recogniser")
pytestmark = pytest.mark.skipif(not are_in_place(*MODELS), reason="not fetched: run `assay models fetch`")

BEARER = person(4)
ASKED = Drawn(
    (Prompt(gesture=Gesture.TURN_LEFT, from_second=0.0, to_second=1.6),),
    (Flash(colour=Colour.RED, from_second=1.7, to_second=2.2),),
    2.2,
)
BEFORE, LIT = 16, 21


@pytest.fixture(scope="module")
def made():
    """Each kind once, made when first asked for."""
    kept = {}

    def make(kind: str) -> recordings.Recording:
        if kind not in kept:
            kept[kind] = KINDS[kind](BEARER, ASKED, 7)
        return kept[kind]

    return make


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_gives_frames_times_and_a_selfie_for_the_challenge_asked(made, kind) -> None:
    recording = made(kind)
    assert recording.asked == ASKED
    assert len(recording.frames) == len(recording.times) == len(recording.capture.frame_seconds)
    assert recording.selfie.startswith(b"\xff\xd8")
    assert all(frame.dtype == np.uint8 for frame in recording.frames)


@pytest.mark.parametrize("kind", ["print_still", "screen_replay", "replay_re_encoded"])
def test_the_same_seed_gives_the_same_bytes(made, tmp_path, kind) -> None:
    made(kind).write(tmp_path, "one")
    KINDS[kind](BEARER, ASKED, 7).write(tmp_path, "two")
    assert (tmp_path / "one.webm").read_bytes() == (tmp_path / "two.webm").read_bytes()


def test_another_seed_gives_another_film(made) -> None:
    other = KINDS["still_shifted"](BEARER, ASKED, 8)
    assert any(
        (one != two).any() for one, two in zip(made("still_shifted").frames, other.frames, strict=True)
    )


def test_a_screen_beats_with_the_camera_and_a_sheet_does_not() -> None:
    flat = np.full((480, 640, 3), 128, np.uint8)
    room = np.zeros((480, 640, 3), np.float32)
    held = Held(away=240.0, yaw=4.0)
    on_screen = sheets.seen(flat, 250.0, held, room, LAPTOP, UNLIT, grid=Grid(finer=1.1, contrast=0.05))
    on_paper = sheets.seen(flat, 250.0, held, room, LAPTOP, UNLIT)
    assert strongest_wave(on_screen) > 20 * strongest_wave(on_paper)


def test_a_print_with_a_raster_has_its_wave_and_a_good_print_has_none(made) -> None:
    raster, good = (strongest_wave(made(kind).frames[0]) for kind in ("print_raster", "print_still"))
    assert raster > 3 * good


def strongest_wave(frame) -> float:
    """Return the strongest wave of four to twelve pixels' length in the middle of a frame."""
    grey = frame[160:320, 240:400].astype(np.float32).mean(axis=-1)
    window = np.outer(np.hanning(160), np.hanning(160))
    spectrum = np.abs(np.fft.fft2((grey - cv2.GaussianBlur(grey, (0, 0), 6)) * window))
    waves = np.hypot(*np.meshgrid(np.fft.fftfreq(160), np.fft.fftfreq(160)))
    return float(spectrum[(waves > 1 / 12) & (waves < 1 / 2)].max())


def test_a_flat_sheet_moves_as_a_plane_and_a_bent_one_does_not() -> None:
    assert off_plane(sheets.FLAT) < 0.05
    assert off_plane(90.0) > 2.0


def off_plane(radius: float) -> float:
    """Return by how many pixels places on a turned sheet lie off the best plane seen in perspective."""
    shape = (480, 640, 3)
    across, down = sheets._places(shape, 200.0, Held(yaw=25.0, away=400.0, radius=radius), LAPTOP)
    places = [(x, y) for y in range(160, 330, 20) for x in range(260, 390, 20)]
    seen = np.array([(across[y, x], down[y, x]) for x, y in places], np.float32)
    plane, _ = cv2.findHomography(np.array(places, np.float32), seen)
    expected = cv2.perspectiveTransform(np.array(places, np.float32)[None], plane)[0]
    return float(np.linalg.norm(expected - seen, axis=1).max())


def test_the_mask_is_flatter_than_the_face_behind_it_and_its_eyes_are_the_wearers() -> None:
    wearer = figure.build(people.person(0).portrait_id)
    worn = masks._worn(figure.build(people.person(3).portrait_id), wearer)
    nose, cheek = (tuple(np.round(wearer.points[one, 1::-1]).astype(int)) for one in (4, 50))
    assert worn.depth[nose] - worn.depth[cheek] < 0.5 * (wearer.depth[nose] - wearer.depth[cheek])
    pupil = tuple(np.round(wearer.points[468, 1::-1]).astype(int))
    assert np.abs(worn.canvas[pupil].astype(int) - wearer.canvas[pupil]).max() <= 12
    assert np.abs(worn.canvas[cheek].astype(int) - wearer.canvas[cheek]).max() > 12


@pytest.mark.parametrize("kind", ["still_shifted", "still_puppet", "no_colours"])
def test_no_light_of_the_screen_reaches_a_film_made_elsewhere(made, kind) -> None:
    assert redder(made(kind)) == pytest.approx(1.0, abs=0.012)


def test_a_film_lit_by_other_colours_does_not_turn_red_when_the_screen_does(made) -> None:
    assert redder(made("wrong_colours")) < 0.99
    assert redder(recordings.genuine(BEARER, ASKED, 7, scene=Scene())) > 1.02


def redder(recording: recordings.Recording) -> float:
    """Return how much redder the middle of the picture is while the screen is red."""
    height, width = recording.frames[0].shape[:2]
    middle = (slice(height // 3, 2 * height // 3), slice(width // 3, 2 * width // 3))
    before, lit = (recording.frames[at][middle].reshape(-1, 3).mean(axis=0) for at in (BEFORE, LIT))
    ratio = lit / before
    return float(ratio[2] / ratio[:2].mean())


def test_an_injected_file_has_an_exact_beat_no_noise_and_the_label_of_a_program(made) -> None:
    recording = made("injected_file")
    assert np.ptp(np.diff(recording.capture.frame_seconds)) < 1e-6
    assert "OBS" in recording.capture.camera or "ManyCam" in recording.capture.camera
    assert grain(recording) < 0.3 < grain(made("no_colours"))


def grain(recording: recordings.Recording) -> float:
    """Return by how many grey levels single pixels of the wall differ from those around them."""
    wall = recording.frames[0][:30, :60]
    return float(np.abs(wall.astype(int) - cv2.medianBlur(np.ascontiguousarray(wall), 3)).mean())


def test_the_same_file_is_the_earlier_one_and_the_others_come_from_it(made, tmp_path) -> None:
    for kind in ("replay_same_file", "replay_re_encoded"):
        made(kind).write(tmp_path, kind)
    same, coarse = (
        ((tmp_path / f"{kind}.webm").read_bytes(), (tmp_path / f"{kind}.earlier.webm").read_bytes())
        for kind in ("replay_same_file", "replay_re_encoded")
    )
    assert same[0] == same[1]
    assert coarse[0] != coarse[1]
    assert len(made("replay_trimmed").frames) < len(made("replay_same_file").frames)


def test_the_film_of_another_challenge_turns_the_other_way(made) -> None:
    assert turned(made("no_colours")) > 12
    assert turned(made("replay_other_challenge")) < -12


def turned(recording: recordings.Recording) -> float:
    """Return how far the head turns to the person's left while asked to, in degrees."""
    frames = recording.frames[:BEFORE:3]
    yaws = [examine.examine_selfie(frame).faces[0].yaw for frame in frames]
    return max((yaw - yaws[0] for yaw in yaws), key=abs)


def test_the_swapped_selfie_is_of_somebody_else_than_the_film(made) -> None:
    assert likeness(made("swapped_selfie"), of_selfie=True) < 0.4
    assert likeness(made("no_colours"), of_selfie=True) > 0.6


def test_another_person_takes_over_half_way(made) -> None:
    assert likeness(made("swapped_person"), of_selfie=False) < 0.4
    assert likeness(made("no_colours"), of_selfie=False) > 0.6


def likeness(recording: recordings.Recording, *, of_selfie: bool) -> float:
    """Return the cosine of the last frame's face and the selfie's, or the first frame's."""
    selfie = cv2.imdecode(np.frombuffer(recording.selfie, np.uint8), cv2.IMREAD_COLOR)
    pictures = selfie if of_selfie else recording.frames[0], recording.frames[-1]
    one, other = (np.array(examine.examine_selfie(picture).faces[0].template) for picture in pictures)
    return float(one @ other)
