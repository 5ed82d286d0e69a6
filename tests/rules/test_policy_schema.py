"""The rule book refuses what cannot be followed: days out of order, challenges that prove nothing, phrases without a code."""

from datetime import date

import pytest
from pydantic import ValidationError

from assay.policy.documents import NumberFormat
from assay.policy.load import current
from assay.policy.routes import ReferralRule
from assay.policy.schema import Challenge, Statement
from assay.policy.values import Dated

AGE = Dated(source="test", values={"2024-01-01": 90.0, "2026-06-01": 30.0})


@pytest.mark.parametrize(
    ("day", "value"), [(date(2024, 1, 1), 90.0), (date(2026, 5, 31), 90.0), (date(2026, 6, 1), 30.0)]
)
def test_a_value_counts_from_its_day_on(day, value):
    assert AGE.on(day) == value


def test_before_the_first_day_there_is_no_value():
    with pytest.raises(LookupError):
        AGE.on(date(2023, 12, 31))


@pytest.mark.parametrize("values", [{}, {"2026-06-01": 30.0, "2024-01-01": 90.0}])
def test_days_out_of_order_or_missing_are_refused(values):
    with pytest.raises(ValidationError, match="in order"):
        Dated(source="test", values=values)


def test_a_pattern_that_cannot_be_read_is_refused():
    with pytest.raises(ValidationError, match="pattern"):
        NumberFormat(country="FR", pattern="[0-9", source="test")


def test_a_challenge_without_a_turn_is_refused():
    with pytest.raises(ValidationError, match="turn of the head"):
        Challenge(**{**dict(current().challenge), "gestures": ("look_up", "blink", "smile")})


def test_a_phrase_without_the_code_is_refused():
    with pytest.raises(ValidationError, match="code"):
        Statement(**{**dict(current().statement), "phrase": "Today is {date}, I am {email}."})


def test_a_pattern_of_invitations_that_cannot_be_read_is_refused():
    with pytest.raises(ValidationError, match="pattern"):
        ReferralRule(pattern="[A-Z", source="-")
