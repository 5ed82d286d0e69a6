"""The one next safe step after sign-up."""

import pytest

from assay.accounts.rules import (
    Arrival,
    Facts,
    PairFacts,
    Referral,
    Relation,
    Step,
    canonical,
    check_may_decide_pair,
    check_may_fund,
    check_referral,
    check_route,
    clear_referral,
    clear_route,
    next_step,
)
from assay.core.actor import Actor, ActorKind
from assay.core.refusal import Refusal
from assay.policy.load import current


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
        (Facts(True, 0, False, False, False, route_settled=False), Step.SETTLE_ROUTE),
        (Facts(True, 0, False, False, False, referral_certain=False), Step.SETTLE_REFERRAL),
        (Facts(True, 1, False, False, True), Step.REVIEW_ACCOUNT),
        (Facts(True, 1, False, False, True, state_reviewed=True), Step.READY),
    ],
)
def test_each_situation_has_one_step(facts, step):
    assert next_step(facts) is step


@pytest.mark.row("ORD-10", "ORD-13", "ORD-15")
@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (Facts(True, 0, False, False, True, state_reviewed=True), "account.level.missing"),
        (Facts(True, 1, False, False, False, state_reviewed=True), "account.protection.missing"),
        (Facts(True, 1, False, False, True, state_reviewed=False), "account.state.not_reviewed"),
    ],
)
def test_nothing_is_funded_before_level_protection_and_a_look_at_the_state(facts, code):
    with pytest.raises(Refusal) as refused:
        check_may_fund(facts)
    assert refused.value.reason == code


def test_a_higher_level_under_way_does_not_close_what_is_open():
    check_may_fund(Facts(True, 1, True, False, True, state_reviewed=True))


BOOK = current()
TWO = BOOK.model_copy(update={"routes": (*BOOK.routes, BOOK.routes[0].model_copy(update={"id": "partner"}))})


@pytest.mark.row("ORD-04", "ORD-11")
@pytest.mark.parametrize(
    ("book", "routes", "route"),
    [
        (BOOK, (), "direct"),
        (BOOK, ("direct",), "direct"),
        (BOOK, ("gone",), ""),
        (TWO, (), ""),
        (TWO, ("partner",), "partner"),
        (TWO, ("partner", "direct"), ""),
    ],
)
def test_a_route_is_clear_only_where_one_thing_was_said(book, routes, route):
    assert clear_route(book, Arrival(routes=routes)) == route


@pytest.mark.row("ORD-05")
@pytest.mark.parametrize(
    ("codes", "referral"),
    [
        ((), Referral.NONE),
        (("FRIEND7",), Referral.BY_LINK),
        (("FRIEND7", "OTHER88"), Referral.UNCERTAIN),
        (("FR",), Referral.UNCERTAIN),
        (("FRIEND 7",), Referral.UNCERTAIN),
    ],
)
def test_an_invitation_is_certain_only_with_one_whole_code(codes, referral):
    assert clear_referral(BOOK, Arrival(codes=codes)) is referral


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


@pytest.mark.parametrize(
    ("settled", "chosen", "code"),
    [("direct", "direct", "account.route.settled"), ("", "nowhere", "account.route.unknown")],
)
def test_a_route_is_settled_once_and_by_the_book(settled, chosen, code):
    with pytest.raises(Refusal) as refused:
        check_route(current(), settled, chosen)
    assert refused.value.reason == code


@pytest.mark.parametrize(
    ("before", "typed", "code"),
    [
        (Referral.BY_LINK, "FRIEND7", "account.referral.settled"),
        (Referral.NONE, "", "account.referral.settled"),
        (Referral.UNCERTAIN, "not a code", "account.referral.malformed"),
    ],
)
def test_an_invitation_is_changed_only_while_it_is_uncertain_and_only_to_a_code(before, typed, code):
    with pytest.raises(Refusal) as refused:
        check_referral(current(), before, typed)
    assert refused.value.reason == code
