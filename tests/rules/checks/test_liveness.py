import pytest

from assay.checks.readings import ClipReading, Gesture, SelfieReading
from assay.checks.recordings.attack import presentation_attack
from assay.checks.recordings.liveness import (
    challenge_followed,
    one_live_face,
)
from assay.checks.result import Outcome
from made_cases import BOOK, GOOD, PROMPTS, altered, case, clip, face, template, yaw_at

EMPTY = ClipReading(seconds=0.0, width=0, height=0, frames=())


def asked_again(result, reason):
    return (result.outcome, result.reasons) == (Outcome.ASK_AGAIN, (reason,))


def referred(result, reason):
    return result.outcome is Outcome.REFER and reason in result.reasons


# ------------------------------------------------------------------ the challenge


def test_a_followed_challenge_passes_and_says_when_each_gesture_was_seen():
    result = challenge_followed(case(), BOOK)
    assert result.outcome is Outcome.PASS
    assert "seen at 3.0 s" in result.seen["gesture 1"]
    assert "seen at 8.0 s" in result.seen["gesture 2"]


def test_turns_are_judged_from_how_the_person_held_the_head_before():
    shifted = [f.model_copy(update={"yaw": f.yaw + 14.0}) for f in clip().frames]
    tilted = clip().model_copy(update={"frames": tuple(shifted)})
    assert challenge_followed(case(clip=tilted), BOOK).outcome is Outcome.PASS


def test_a_head_that_never_turns_has_not_followed():
    still = altered(clip(), lambda frame: True, yaw=2.0)
    assert asked_again(challenge_followed(case(clip=still), BOOK), "liveness.challenge.not_followed")


def test_who_cannot_move_is_looked_at_by_a_person_and_not_asked_again():
    still = altered(clip(), lambda frame: True, yaw=2.0)
    result = challenge_followed(case(clip=still, prompts=(), cannot_move=True), BOOK)
    assert referred(result, "liveness.challenge.cannot_move")


def test_a_mirrored_recording_has_not_followed():
    mirrored = [f.model_copy(update={"yaw": -f.yaw}) for f in clip().frames]
    reading = clip().model_copy(update={"frames": tuple(mirrored)})
    assert asked_again(challenge_followed(case(clip=reading), BOOK), "liveness.challenge.not_followed")


@pytest.mark.row("IDA-13")
def test_gestures_in_another_order_have_not_followed():
    other = tuple(
        prompt.model_copy(update={"gesture": gesture})
        for prompt, gesture in zip(
            PROMPTS, (Gesture.TURN_RIGHT, Gesture.BLINK, Gesture.TURN_LEFT), strict=True
        )
    )
    assert asked_again(challenge_followed(case(prompts=other), BOOK), "liveness.challenge.not_followed")


@pytest.mark.parametrize("start", range(8))
def test_shaking_the_head_through_every_prompt_has_not_followed(start):
    swing = (0.0, 25.0, 25.0, 0.0, 0.0, -25.0, -25.0, 0.0)
    shaken = [
        f.model_copy(update={"yaw": swing[(number + start) % 8] if f.at >= 2 else 0.0})
        for number, f in enumerate(clip().frames)
    ]
    reading = clip().model_copy(update={"frames": tuple(shaken)})
    assert challenge_followed(case(clip=reading), BOOK).outcome is Outcome.ASK_AGAIN


def test_a_gesture_a_little_late_counts_and_a_very_late_one_does_not():
    def delayed(seconds):
        frames = [f.model_copy(update={"yaw": 2.0 + yaw_at(f.at - seconds)}) for f in clip().frames]
        return case(clip=clip().model_copy(update={"frames": tuple(frames)}), prompts=PROMPTS[:1])

    assert challenge_followed(delayed(4.0), BOOK).outcome is Outcome.PASS
    assert challenge_followed(delayed(5.0), BOOK).outcome is Outcome.ASK_AGAIN


def test_a_turn_that_ends_late_does_not_spoil_the_next_one():
    late = altered(clip(), lambda frame: 5.0 <= frame.at <= 6.5, yaw=27.0)
    prompts = (PROMPTS[0], PROMPTS[2].model_copy(update={"from_second": 6.0}))
    assert challenge_followed(case(clip=late, prompts=prompts), BOOK).outcome is Outcome.PASS


def test_eyes_closed_all_the_time_are_no_blink():
    closed = altered(clip(), lambda frame: True, eyes_closed=0.97)
    assert challenge_followed(case(clip=closed), BOOK).outcome is Outcome.ASK_AGAIN


def test_narrow_eyes_can_blink():
    narrow = altered(clip(), lambda frame: frame.eyes_closed < 0.5, eyes_closed=0.4)
    assert challenge_followed(case(clip=narrow), BOOK).outcome is Outcome.PASS


def test_an_eye_hidden_by_a_turn_is_no_blink():
    turned = altered(clip(), lambda frame: 7.0 <= frame.at <= 9.0, yaw=30.0)
    assert challenge_followed(case(clip=turned), BOOK).outcome is Outcome.ASK_AGAIN


@pytest.mark.parametrize("check", [challenge_followed, one_live_face])
@pytest.mark.parametrize("reading", [None, EMPTY])
def test_a_missing_recording_is_asked_again(check, reading):
    assert asked_again(check(case(clip=reading), BOOK), "liveness.clip.missing")


def test_nothing_asked_is_nothing_followed():
    assert challenge_followed(case(prompts=()), BOOK).outcome is Outcome.ASK_AGAIN


# ------------------------------------------------------------------ one live face


def test_one_face_with_depth_that_is_the_selfies_passes():
    result = one_live_face(case(), BOOK)
    assert result.outcome is Outcome.PASS
    assert result.score == 1.0


def test_a_face_that_leaves_the_picture_is_asked_again():
    gone = {"faces": 0, "yaw": None, "template": None, "parallax": None}
    left = altered(clip(), lambda frame: frame.at > 12.0, **gone)
    assert asked_again(one_live_face(case(clip=left), BOOK), "liveness.face.lost")


def test_company_in_the_recording_is_asked_again():
    joined = altered(clip(), lambda frame: frame.at > 12.0, faces=2)
    assert asked_again(one_live_face(case(clip=joined), BOOK), "liveness.face.several")


def test_a_moment_without_a_face_is_forgiven():
    lost = altered(clip(), lambda frame: 6.0 <= frame.at < 7.0, faces=0, template=None)
    assert one_live_face(case(clip=lost), BOOK).outcome is Outcome.PASS


@pytest.mark.row("IDW-13")
def test_another_face_halfway_is_shown_to_a_person():
    swapped = altered(
        clip(), lambda frame: frame.template is not None and frame.at > 13.5, template=template(0.2)
    )
    assert referred(one_live_face(case(clip=swapped), BOOK), "liveness.face.changed")


def test_a_face_that_is_not_the_selfies_is_shown_to_a_person():
    other = SelfieReading(quality=GOOD, faces=(face(template=template(0.1)),))
    assert referred(one_live_face(case(selfie=other), BOOK), "liveness.face.changed")


@pytest.mark.row("IDW-13")
def test_a_face_that_moves_as_a_plane_is_shown_to_a_person():
    flat = altered(clip(), lambda frame: frame.parallax is not None, parallax=0.04)
    assert referred(one_live_face(case(clip=flat), BOOK), "liveness.movement.flat")


@pytest.mark.row("IDW-13")
def test_a_bent_picture_whose_nose_seems_to_stand_out_is_shown_to_a_person():
    bent = altered(clip(), lambda frame: frame.parallax is not None, parallax=0.45, relief=0.48)
    result = one_live_face(case(clip=bent), BOOK)
    assert referred(result, "liveness.movement.flat")
    head = altered(clip(), lambda frame: frame.parallax is not None, relief=0.85)
    assert one_live_face(case(clip=head), BOOK).outcome is Outcome.PASS


def test_a_foreshortened_picture_whose_pose_does_not_turn_is_shown_to_a_person():
    flat = altered(clip(), lambda frame: frame.parallax is not None, parallax=0.04, yaw=6.0)
    assert referred(one_live_face(case(clip=flat), BOOK), "liveness.movement.flat")


def test_suspicion_weighs_more_than_a_recording_to_be_made_again():
    flat = altered(clip(), lambda frame: True, parallax=0.04, faces=2)
    result = one_live_face(case(clip=flat), BOOK)
    assert result.outcome is Outcome.REFER
    assert result.reasons == ("liveness.movement.flat", "liveness.face.several")


def test_a_recording_without_one_sharp_face_is_asked_again():
    blurred = altered(clip(), lambda frame: True, template=None)
    assert asked_again(one_live_face(case(clip=blurred), BOOK), "liveness.clip.missing")


# ------------------------------------------------------------------ presentation attack


def test_a_live_selfie_and_recording_pass():
    assert presentation_attack(case(), BOOK).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "changes",
    [
        {"selfie": SelfieReading(quality=GOOD, faces=(face(live=0.1),))},
        {"clip": altered(clip(), lambda frame: frame.live is not None, live=0.1)},
    ],
)
def test_signs_of_an_attack_in_either_are_shown_to_a_person(changes):
    assert referred(presentation_attack(case(**changes), BOOK), "liveness.attack.suspected")


def test_what_was_not_measured_is_shown_to_a_person():
    nothing = SelfieReading(quality=GOOD, faces=(face(live=None),))
    unmeasured = case(selfie=nothing, clip=altered(clip(), lambda frame: True, live=None))
    assert referred(presentation_attack(unmeasured, BOOK), "liveness.attack.not_measured")


def test_neither_selfie_nor_recording_is_asked_again():
    assert presentation_attack(case(selfie=None, clip=None), BOOK).outcome is Outcome.ASK_AGAIN


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"raster": 3.1}, "liveness.attack.raster"), ({"framed": 0.96}, "liveness.attack.framed")],
)
def test_a_face_on_a_screen_or_a_sheet_is_shown_to_a_person_though_the_network_finds_it_alive(
    changes, reason
):
    on_screen = clip().model_copy(update=changes)
    assert referred(presentation_attack(case(clip=on_screen), BOOK), reason)
    selfie = SelfieReading(quality=GOOD, faces=(face(**changes),))
    assert referred(presentation_attack(case(selfie=selfie), BOOK), reason)


def test_skin_as_rough_as_noise_before_a_wall_with_a_picture_passes():
    calm = {"raster": 1.4, "framed": 0.6}
    usual = case(
        clip=clip().model_copy(update=calm), selfie=SelfieReading(quality=GOOD, faces=(face(**calm),))
    )
    result = presentation_attack(usual, BOOK)
    assert result.outcome is Outcome.PASS
    assert len(result.signals) == 6


@pytest.mark.row("IDW-13")
def test_a_mask_whose_skin_does_not_move_as_the_head_behind_it_is_shown_to_a_person():
    turned = lambda frame: frame.parallax is not None  # noqa: E731
    masked = altered(clip(), turned, relief=0.8, skin_relief=0.06)
    assert referred(one_live_face(case(clip=masked), BOOK), "liveness.movement.flat")
    alive = altered(clip(), turned, relief=0.8, skin_relief=0.55)
    assert one_live_face(case(clip=alive), BOOK).outcome is Outcome.PASS
