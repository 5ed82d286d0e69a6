"""The one next safe step after sign-up."""

import pytest

from assay.accounts.rules import (
    Facts,
    PairFacts,
    Relation,
    Step,
    canonical,
    check_may_decide_pair,
    next_step,
)
from assay.core.actor import Actor, ActorKind
from assay.core.refusal import Refusal


@pytest.mark.row("ORD-10")
def test_security_comes_after_approval_and_before_ready():
    approved = Facts(True, 1, verification_open=False, needs_answer=False, has_second_factor=False)
    assert next_step(approved) is Step.SECURE


@pytest.mark.parametrize(
    ("facts", "step"),
    [
        (Facts(False, 0, False, False, False), Step.CONFIRM_EMAIL),
        (Facts(True, 0, False, False, False), Step.VERIFY),
        (Facts(True, 0, True, False, False), Step.WAIT),
        (Facts(True, 0, True, True, False), Step.ANSWER),
        (Facts(True, 1, False, False, True), Step.READY),
    ],
)
def test_each_situation_has_one_step(facts, step):
    assert next_step(facts) is step


PAIR = ("acc_1", "acc_2")
TWINS = PairFacts(Relation.TWINS, "stf_1", "rev_1")


def reviewer(staff_id="stf_1", own=None):
    return Actor(ActorKind.STAFF, staff_id, frozenset(), own)


def test_a_pair_is_stored_in_one_order():
    assert canonical("acc_b", "acc_a") == canonical("acc_a", "acc_b") == ("acc_a", "acc_b")


@pytest.mark.parametrize("own", PAIR)
def test_nobody_decides_what_their_own_account_is_to_another(own):
    with pytest.raises(Refusal, match="own_account"):
        check_may_decide_pair(PAIR, None, Relation.TWINS, "rev_1", reviewer(own=own))


def test_a_slip_may_be_mended_in_the_same_matter():
    check_may_decide_pair(PAIR, TWINS, Relation.SIBLINGS, "rev_1", reviewer())


def test_in_a_later_matter_somebody_else_decides():
    check_may_decide_pair(PAIR, TWINS, Relation.SAME_PERSON, "rev_2", reviewer("stf_2"))
    with pytest.raises(Refusal, match="involved"):
        check_may_decide_pair(PAIR, TWINS, Relation.SAME_PERSON, "rev_2", reviewer("stf_1"))


def test_deciding_the_same_again_is_refused():
    with pytest.raises(Refusal, match="unchanged"):
        check_may_decide_pair(PAIR, TWINS, Relation.TWINS, "rev_1", reviewer())
