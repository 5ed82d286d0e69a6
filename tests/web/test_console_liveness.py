"""The recording on the page of a case: signals worst first, what was asked beside what was seen, the camera's name masked."""

import pytest

from assay.checks.readings import Capture, ClipMatch, Colour, Duplicates, Flash, Gesture, Prompt
from assay.checks.result import CheckResult, Outcome, Signal
from assay.evidence.models import Evidence
from assay.policy.schema import CheckName, EvidenceKind
from assay.web.console.liveness import liveness_of
from made_cases import case, clip
from made_console import a_member, a_referred_case, signed_in
from made_verifications import passing

FLASHES = tuple(
    Flash(colour=colour, from_second=14.0 + number, to_second=15.0 + number)
    for number, colour in enumerate((Colour.RED, Colour.GREEN, Colour.BLUE))
)
CAMERA = Capture(camera="Ada's telephone", cameras=2, width=1280, height=720, frame_rate=30.0)
RESULTS = (
    CheckResult(
        check=CheckName.ONE_LIVE_FACE,
        outcome=Outcome.REFER,
        reasons=("liveness.movement.flat",),
        signals=(
            Signal(name="same face", strength=0.9, threshold=0.6),
            Signal(name="depth", strength=0.1, threshold=0.22, said="the nose stands out by 0.10"),
            Signal(name="light of the screen"),
        ),
    ),
    CheckResult(
        check=CheckName.CHALLENGE_FOLLOWED,
        outcome=Outcome.ASK_AGAIN,
        reasons=("liveness.challenge.not_followed",),
        seen={
            "gesture 1": "turn left: asked 2.0 to 6.0 s, seen at 3.0 s (turned by 25°)",
            "gesture 2": "blink: asked 6.0 to 10.0 s, not seen",
        },
    ),
    CheckResult(
        check=CheckName.CLIP_GENUINE,
        outcome=Outcome.PASS,
        signals=(Signal(name="camera", strength=1.0, threshold=0.5, said="“Ada's telephone”"),),
    ),
)


def shown(results=RESULTS, *, revealed=False, **changes):
    liveness = liveness_of(case(**changes), results, {}, revealed=revealed)
    assert liveness is not None
    return liveness


def test_the_verdict_is_the_worst_outcome_and_what_speaks_against_it_comes_first():
    liveness = shown()
    assert (liveness.outcome, liveness.word) == (Outcome.REFER, "A person has to look")
    assert [(one.title, one.bar, one.mark) for one in liveness.against] == [("Depth", 10, 22)]
    assert [(one.title, one.state) for one in liveness.rest] == [
        ("Same face", "for"),
        ("Camera", "for"),
        ("Light of the screen", "unknown"),
    ]


def test_what_was_asked_stands_beside_what_was_seen():
    turn, blink, _ = shown().gestures
    assert (str(turn.words), turn.seen, turn.is_seen) == (
        "Turn your head to your left",
        "seen at 3.0 s (turned by 25°)",
        True,
    )
    assert (blink.seen, blink.is_seen) == ("not seen", False)
    assert turn.start + turn.width == pytest.approx(blink.start, abs=0.02)


@pytest.mark.parametrize("gesture", list(Gesture))
def test_every_movement_has_words(gesture):
    prompts = (Prompt(gesture=gesture, from_second=2.0, to_second=5.0),)
    assert str(shown(prompts=prompts).gestures[0].words)


def test_colours_have_names_and_say_which_came_back():
    lit = {
        Colour.RED: (95.0, 95.0, 130.0),
        Colour.GREEN: (95.0, 130.0, 95.0),
        Colour.BLUE: (95.0, 130.0, 95.0),
    }
    frames = [
        frame.model_copy(
            update={
                "skin": lit[flash.colour],
                "room": (90.0, 90.0, 90.0),
                "at": frame.at - 8 + flash.from_second,
            }
        )
        for flash in FLASHES
        for frame in clip().frames[64:73]
    ]
    reading = clip().model_copy(update={"frames": tuple(frames)})
    assert [
        (str(one.words), one.seen, one.is_seen) for one in shown(flashes=FLASHES, clip=reading).colours
    ] == [
        ("Red", "Red", True),
        ("Green", "Green", True),
        ("Blue", "Green", False),
    ]


def test_the_name_of_a_camera_is_masked_until_it_is_revealed():
    hidden, open_ = shown(capture=CAMERA), shown(capture=CAMERA, revealed=True)
    assert dict(hidden.camera)["Camera"] == "A•••••"
    assert "Ada" not in str(hidden)
    assert dict(open_.camera)["Camera"] == "Ada's telephone"
    assert dict(shown(capture=Capture(uploaded=True)).camera) == {
        "Recorded": "A file was given instead of a recording on the page."
    }


def test_the_film_strip_shows_what_the_engines_chose_as_the_nearest_stills():
    chosen = ((0, "frontal"), (3, "smiling"), (28, "turned_left"), (124, "turned_right"))
    piece = Evidence(pk="evd_1", shown=15)
    film = liveness_of(
        case(clip=clip().model_copy(update={"shown": chosen})),
        RESULTS,
        {EvidenceKind.CHALLENGE_CLIP: piece},
        revealed=False,
    ).film
    assert [(still.number, still.words) for still in film] == [
        (0, "frontal, smiling"),
        (4, "turned left"),
        (14, "turned right"),
    ]


def test_a_case_without_a_recording_shows_nothing():
    assert liveness_of(case(clip=None), (), {}, revealed=False) is None


def test_the_page_of_a_case_shows_it_and_earlier_recordings(db):
    match = ClipMatch(account_id="acc_earlier", evidence_id="evd_1", likeness=0.97)
    review = a_referred_case(case=passing(flashes=FLASHES, prompts=(), cannot_move=True))
    page = signed_in(a_member()).get(f"/console/reviews/{review.pk}/").content.decode()
    assert "Alive, and recorded now?" in page
    assert "The customer said that they cannot make the movements; none were asked for." in page
    assert "Red" in page
    assert shown(duplicates=Duplicates(clips=(match,))).earlier == (match,)
