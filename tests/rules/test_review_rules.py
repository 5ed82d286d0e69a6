"""Who may take a review, and who may decide it."""

from dataclasses import replace

import pytest

from assay.core.actor import Actor, ActorKind, Role
from assay.core.refusal import Refusal
from assay.policy.load import current
from assay.reviews import rules
from assay.reviews.rules import Facts, Outcome, Status

REASONS = current().reasons
MISMATCH = REASONS["selfie.match.mismatch"]
BLURRED = REASONS["document.image.blurred"]
PAUSED = REASONS["verification.state.paused"]
ANN = Actor(ActorKind.STAFF, "stf_ann", frozenset({Role.REVIEWER}), "acc_ann")
OPEN = Facts(Status.OPEN, "acc_customer", None, frozenset())
TAKEN = replace(OPEN, status=Status.TAKEN, taken_by="stf_ann")


def test_an_open_review_may_be_taken_by_anybody():
    rules.check_may_take(OPEN, ANN)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (replace(TAKEN, taken_by="stf_bob"), "review.state.taken"),
        (replace(OPEN, status=Status.DECIDED), "review.state.not_open"),
        (replace(OPEN, account_id="acc_ann"), "review.decider.own_account"),
        (replace(OPEN, excluded=frozenset({"stf_ann"})), "review.decider.involved"),
    ],
)
def test_who_may_not_take_it_learns_why(facts, reason):
    with pytest.raises(Refusal) as refused:
        rules.check_may_take(facts, ANN)
    assert refused.value.reason == reason


def test_only_who_took_it_decides():
    rules.check_may_decide(TAKEN, ANN, Outcome.APPROVE, ())
    with pytest.raises(Refusal, match="not_open"):
        rules.check_may_decide(OPEN, ANN, Outcome.APPROVE, ())


@pytest.mark.parametrize("outcome", [Outcome.REJECT, Outcome.ASK_AGAIN])
def test_a_no_needs_a_reason(outcome):
    with pytest.raises(Refusal, match=r"reasons\.missing"):
        rules.check_may_decide(TAKEN, ANN, outcome, ())


def test_a_rejection_needs_reasons_that_can_carry_it():
    rules.check_may_decide(TAKEN, ANN, Outcome.REJECT, (MISMATCH,))
    with pytest.raises(Refusal, match="not_decidable"):
        rules.check_may_decide(TAKEN, ANN, Outcome.REJECT, (MISMATCH, PAUSED))


def test_asking_again_needs_reasons_the_customer_can_mend():
    rules.check_may_decide(TAKEN, ANN, Outcome.ASK_AGAIN, (BLURRED,))
    with pytest.raises(Refusal, match="not_decidable"):
        rules.check_may_decide(TAKEN, ANN, Outcome.ASK_AGAIN, (MISMATCH,))
