import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import assay.checks.pipeline as pipeline_module
from assay.checks.pipeline import CHECKS, assess, put_off
from assay.checks.readings import SelfieReading
from assay.checks.result import CheckResult, Outcome, combine
from assay.policy.schema import CheckName
from made_cases import BOOK, GOOD, altered, case, clip, face, front, template

LEVEL = BOOK.tier(1)
NOTHING = {"claim": None, "selfie": None, "clip": None, "prompts": (), "duplicates": None}


def result(check, outcome, *reasons):
    return CheckResult(check=check, outcome=outcome, reasons=reasons)


def by_name(results):
    return {one.check: one for one in results}


# ------------------------------------------------------------------ the table


@pytest.mark.parametrize("name", list(CheckName))
def test_every_check_has_a_function_of_its_name_that_explains_itself(name):
    assert CHECKS[name].__name__ == name.value
    assert len(CHECKS[name].__doc__ or "") > 40


def test_every_reason_the_checks_name_has_words():
    folder = Path(pipeline_module.__file__).parent
    named = {
        code
        for path in folder.rglob("*.py")
        for code in re.findall(
            r'"((?:chip|document|selfie|liveness|identity|details|verification)\.[a-z_]+\.[a-z_]+)"',
            path.read_text(encoding="utf-8"),
        )
    }
    assert len(named) > 20
    assert named <= set(BOOK.reasons)


def test_a_level_gets_its_checks_in_its_order():
    assert tuple(one.check for one in assess(case(), BOOK, LEVEL.id)) == LEVEL.checks


@pytest.mark.parametrize("changes", [{}, NOTHING, {"front": front()}, {"clip": None}])
def test_a_result_has_reasons_exactly_when_it_does_not_pass(changes):
    for one in assess(case(**changes), BOOK, LEVEL.id):
        assert bool(one.reasons) == (one.outcome is not Outcome.PASS), one


# ------------------------------------------------------------------ what is missing


def test_a_missing_selfie_and_recording_are_asked_for():
    results = by_name(assess(case(**NOTHING), BOOK, LEVEL.id))
    assert results[CheckName.SELFIE_IMAGE].reasons == ("selfie.face.missing",)
    assert results[CheckName.CHALLENGE_FOLLOWED].reasons == ("liveness.clip.missing",)
    assert results[CheckName.ONE_LIVE_FACE].outcome is Outcome.ASK_AGAIN


def test_a_document_alone_can_be_looked_at_in_part():
    names = {one.check for one in assess(case(**NOTHING), BOOK, LEVEL.id, partial=True)}
    assert CheckName.DOCUMENT_READABLE in names
    assert not names & {
        CheckName.DETAILS_MATCH,
        CheckName.SELFIE_IMAGE,
        CheckName.FACE_MATCH,
        CheckName.ONE_LIVE_FACE,
        CheckName.DUPLICATE_FACE,
    }


def test_in_part_leaves_nothing_out_of_a_case_that_has_everything():
    everything = case()
    left_out = set(LEVEL.checks) - {one.check for one in assess(everything, BOOK, LEVEL.id, partial=True)}
    assert left_out <= {CheckName.DETAILS_MATCH, CheckName.RESIDENCE_CONSISTENT}


# ------------------------------------------------------------------ what breaks


def test_a_check_that_breaks_is_referred_and_never_passes():
    broken = BOOK.model_copy(update={"thresholds": {}})
    results = by_name(assess(case(), broken, LEVEL.id))
    for name in (CheckName.FACE_MATCH, CheckName.DOCUMENT_FACE, CheckName.CHALLENGE_FOLLOWED):
        assert results[name].outcome is Outcome.REFER
        assert results[name].reasons == ("verification.check.failed",)


# ------------------------------------------------------------------ what rests on a bad picture


def test_a_mismatch_on_a_selfie_to_be_taken_again_is_not_held_against_the_customer():
    bad = face(template=template(0.1, axis=2), quality=GOOD.model_copy(update={"sharpness": 0.05}))
    results = by_name(
        assess(case(selfie=SelfieReading(quality=GOOD, faces=(bad,)), clip=None), BOOK, LEVEL.id)
    )
    assert results[CheckName.FACE_MATCH].outcome is Outcome.ASK_AGAIN
    assert results[CheckName.FACE_MATCH].reasons == ("selfie.image.blurred",)
    assert "put off" in results[CheckName.FACE_MATCH].seen


def test_the_customer_reads_only_what_is_wrong_with_the_picture():
    blurred = result(CheckName.DOCUMENT_IMAGE, Outcome.ASK_AGAIN, "document.image.blurred")
    expired = result(CheckName.DOCUMENT_EXPIRY, Outcome.ASK_AGAIN, "document.expiry.expired")
    differs = result(CheckName.DETAILS_MATCH, Outcome.REFER, "details.name.differs")
    verdict = combine(put_off({one.check: one for one in (blurred, expired, differs)}))
    assert verdict.outcome is Outcome.ASK_AGAIN
    assert verdict.reasons == ("document.image.blurred",)


def test_a_suspicion_stands_whatever_the_pictures_are_like():
    bad = SelfieReading(quality=GOOD, faces=(face(yaw=60.0),))
    flat = altered(clip(), lambda frame: frame.parallax is not None, parallax=0.02)
    results = by_name(assess(case(selfie=bad, clip=flat), BOOK, LEVEL.id))
    assert results[CheckName.ONE_LIVE_FACE].outcome is Outcome.REFER
    assert results[CheckName.SELFIE_FRAME].outcome is Outcome.ASK_AGAIN


@given(st.fixed_dictionaries({name: st.sampled_from(list(Outcome)) for name in CheckName}))
def test_putting_off_makes_nothing_pass_and_always_gives_a_reason(outcomes):
    before = {
        name: result(name, outcome, *([] if outcome is Outcome.PASS else [f"reason.of.{name.value}"]))
        for name, outcome in outcomes.items()
    }
    for after in put_off(before):
        assert (after.outcome is Outcome.PASS) == (before[after.check].outcome is Outcome.PASS)
        assert bool(after.reasons) == (after.outcome is not Outcome.PASS)
        assert after.outcome in {before[after.check].outcome, Outcome.ASK_AGAIN}


def test_a_broken_check_is_not_put_off():
    blurred = result(CheckName.DOCUMENT_IMAGE, Outcome.ASK_AGAIN, "document.image.blurred")
    broken = result(CheckName.DETAILS_MATCH, Outcome.REFER, "verification.check.failed")
    assert by_name(put_off({one.check: one for one in (blurred, broken)}))[broken.check] == broken
