"""What a chip's reading is judged to be."""

from datetime import date

import pytest

from assay.checks.documents import chip
from assay.checks.pipeline import assess
from assay.checks.readings import Case, ChipReading, ChipStep, ChipStepResult, SelfieReading, StepOutcome
from assay.checks.result import Outcome
from assay.policy.schema import CheckName
from assay.sandbox.people import person
from made_cases import BOOK, GOOD, case, face, passing_front, template

FRONT = passing_front(person(1))
HOLDS, FAILS, NOT_DONE = StepOutcome.HOLDS, StepOutcome.FAILS, StepOutcome.NOT_DONE


def steps(**changes):
    """Every step holds, but those named."""
    return tuple(
        ChipStepResult(
            step=step,
            outcome=changes.get(step.value, HOLDS),
            subject="DG1" if step is ChipStep.DATA_GROUP else "",
        )
        for step in ChipStep
    )


def reading(**changes):
    made = ChipReading(
        mrz=FRONT.mrz, groups=(1, 2), signed_groups=(1, 2), steps=steps(), face=face(live=None), trust_list="ab" * 32
    )  # fmt: skip
    return made.model_copy(update=changes)


def judged(made, **changes):
    return chip.document_chip(case(front=FRONT, chip=made, **changes), BOOK)


def test_no_chip_is_nothing_to_judge():
    result = judged(None)
    assert (result.outcome, result.seen) == (Outcome.PASS, {"chip": "No chip data was given."})


def test_a_chip_of_which_everything_holds_passes_and_says_so():
    result = judged(reading())
    assert (result.outcome, result.reasons, result.score) == (Outcome.PASS, (), pytest.approx(1.0))
    assert result.seen["printed zone"] == "the same"
    assert result.seen["trust list"] == "ab" * 32


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({"data_group": FAILS}, ("chip.data.changed",)),
        ({"signed_content": FAILS}, ("chip.data.changed",)),
        ({"signature": FAILS}, ("chip.signature.invalid",)),
        ({"issuer": FAILS}, ("chip.signature.invalid",)),
        ({"validity": FAILS}, ("chip.signature.expired",)),
        ({"revocation": FAILS}, ("chip.revoked",)),
        ({"country": FAILS}, ("chip.issuer.other",)),
        ({"data_group": NOT_DONE}, ("chip.data.unreadable",)),
        ({"signature": NOT_DONE}, ("chip.data.unreadable",)),
        ({"issuer": NOT_DONE}, ("chip.issuer.unknown",)),
        ({"revocation": NOT_DONE, "country": NOT_DONE, "validity": NOT_DONE}, ()),
        ({"signature": FAILS, "issuer": NOT_DONE}, ("chip.signature.invalid", "chip.issuer.unknown")),
    ],
)
def test_each_step_has_its_reason_and_goes_to_a_person(changes, reasons):
    result = judged(reading(steps=steps(**changes)))
    assert (result.outcome, result.reasons) == (Outcome.REFER if reasons else Outcome.PASS, reasons)


def test_every_reason_has_words():
    named = {*chip._FAILED.values(), *chip._NOT_DONE.values(), "chip.differs", "chip.face.differs"}
    assert named <= set(BOOK.reasons)
    assert {code for code in BOOK.reasons if code.startswith("chip.")} == named


@pytest.mark.parametrize(
    "changes",
    [
        {"unreadable": ("DG2: a certificate is damaged.",)},
        {"steps": ()},
        {"mrz": None},
        {"steps": steps()[1:]},
    ],
)
def test_what_proves_nothing_never_passes(changes):
    result = judged(reading(**changes))
    assert (result.outcome, result.reasons) == (Outcome.REFER, ("chip.data.unreadable",))


@pytest.mark.parametrize(
    ("field", "value"), [("document_number", "X1"), ("born_on", date(1970, 1, 1)), ("surname", "SANTOS")]
)
def test_a_printed_zone_that_differs_from_the_chips_goes_to_a_person(field, value):
    other = FRONT.mrz.model_copy(update={field: value, "lines": ("A" * 44, "B" * 44)})
    result = judged(reading(mrz=other))
    assert (result.outcome, result.reasons) == (Outcome.REFER, ("chip.differs",))
    assert field.replace("_", " ") in result.seen["printed zone"]


def test_without_a_printed_zone_nothing_is_compared():
    result = chip.document_chip(case(chip=reading()), BOOK)
    assert result.seen["printed zone"] == "not compared"
    assert result.outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("cosine", "reasons"), [(0.55, ()), (0.53, ("chip.face.differs",)), (0.1, ("chip.face.differs",))]
)
def test_the_chips_portrait_is_compared_with_the_selfie_as_any_portrait_is(cosine, reasons):
    result = judged(reading(face=face(live=None, template=template(cosine))))
    assert (result.reasons, result.score) == (reasons, pytest.approx(cosine))
    assert result.threshold == BOOK.threshold(CheckName.FACE_MATCH, "accept", date(2026, 11, 22))


@pytest.mark.parametrize("selfie", [None, SelfieReading(quality=GOOD, faces=())])
def test_without_a_selfie_no_faces_are_compared(selfie):
    result = judged(reading(), selfie=selfie)
    assert (result.outcome, result.score) == (Outcome.PASS, None)


def test_a_selfie_to_be_taken_again_is_not_held_against_the_customer():
    blurred = face(template=template(0.1, axis=2), quality=GOOD.model_copy(update={"sharpness": 0.05}))
    made = case(front=FRONT, chip=reading(), selfie=SelfieReading(quality=GOOD, faces=(blurred,)))
    results = {one.check: one for one in assess(made, BOOK, BOOK.tier(1).id)}
    assert results[CheckName.DOCUMENT_CHIP].outcome is Outcome.ASK_AGAIN
    assert results[CheckName.DOCUMENT_CHIP].reasons == ("selfie.image.blurred",)


def test_a_case_from_before_chips_is_still_readable():
    stored = case(front=FRONT).model_dump(mode="json")
    del stored["chip"]
    assert Case.model_validate(stored).chip is None


def test_a_stored_reading_comes_back_the_same():
    made = case(front=FRONT, chip=reading())
    assert Case.model_validate_json(made.model_dump_json()) == made
