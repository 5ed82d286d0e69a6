"""The one next safe step after sign-up."""

import pytest

from assay.accounts.rules import Facts, Step, next_step


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
