"""Who may take a verification elsewhere, until when, and what ends it: as tables."""

from datetime import UTC, datetime, timedelta

import pytest

from assay.core.refusal import Refusal
from assay.handoffs import rules
from assay.handoffs.rules import Ending, Facts, Status, Way
from assay.policy.load import current
from assay.verifications.rules import Status as Verification

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SOON, PAST = NOW + timedelta(minutes=1), NOW - timedelta(minutes=1)


def facts(
    way: Way = Way.PHONE,
    status: Status = Status.OFFERED,
    until: datetime = SOON,
    verification: Verification = Verification.DRAFT,
) -> Facts:
    return Facts(way, status, until, verification)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (facts(status=Status.TAKEN), "handoff.token.used"),
        (facts(status=Status.EXPIRED), "handoff.token.expired"),
        (facts(until=NOW), "handoff.token.expired"),
        (facts(until=PAST), "handoff.token.expired"),
        (facts(status=Status.ENDED), "handoff.token.ended"),
        (facts(verification=Verification.CHECKING), "handoff.verification.closed"),
        (facts(status=Status.ENDED, verification=Verification.APPROVED), "handoff.verification.closed"),
    ],
)
def test_a_link_that_no_longer_counts_says_why(given, reason):
    with pytest.raises(Refusal) as refusal:
        rules.check_may_take(given, NOW)
    assert refusal.value.reason == reason
    assert current().reasons[reason].fix


@pytest.mark.parametrize("status", [Verification.DRAFT, Verification.ACTION_REQUIRED])
def test_a_fresh_link_to_an_open_verification_counts(status):
    rules.check_may_take(facts(verification=status), NOW)


# What becomes of a stay when the verification gets there.
ENDS = {
    (Way.PHONE, Verification.DRAFT): None,
    (Way.PHONE, Verification.ACTION_REQUIRED): None,
    (Way.PHONE, Verification.CHECKING): Ending.SUBMITTED,
    (Way.PHONE, Verification.UNDER_REVIEW): Ending.CLOSED,
    (Way.PHONE, Verification.APPROVED): Ending.CLOSED,
    (Way.PHONE, Verification.REJECTED): Ending.CLOSED,
    (Way.PHONE, Verification.WITHDRAWN): Ending.CLOSED,
    **{(Way.EMBEDDED, status): None for status in Verification},
    (Way.EMBEDDED, Verification.WITHDRAWN): Ending.CLOSED,
}


@pytest.mark.parametrize(("way", "status"), [(way, status) for way in Way for status in Verification])
def test_a_phone_is_done_once_all_is_sent_and_a_frame_stays_for_the_answer(way, status):
    assert rules.ends_with(way, status) == ENDS[way, status]
    stay = facts(way=way, status=Status.TAKEN, verification=status)
    assert rules.is_live(stay, NOW) is (ENDS[way, status] is None)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("until", [SOON, NOW])
def test_only_a_stay_that_was_taken_and_is_in_time_goes_on(status, until):
    assert rules.is_live(facts(status=status, until=until), NOW) is (status is Status.TAKEN and until is SOON)


def test_an_offer_holds_ten_minutes():
    for way in Way:
        assert rules.offered_until(rules.rule_of(current(), way), NOW) == NOW + timedelta(minutes=10)


@pytest.mark.parametrize(
    ("given", "origin"),
    [
        ("https://shop.example", "https://shop.example"),
        ("https://Shop.Example/", "https://shop.example"),
        ("https://shop.example:443", "https://shop.example"),
        ("https://shop.example:8443", "https://shop.example:8443"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
    ],
)
def test_an_origin_is_written_as_browsers_write_it(given, origin):
    assert rules.read_origin(given) == origin


@pytest.mark.parametrize(
    "given",
    [
        "", "*", "shop.example", "http://shop.example", "https://", "https://shop.example/page", "https://*.example",
        "https://shop.example;script-src", "https://shop.example 'self'", "https://user@shop.example", "data:text/html,x",
        "https://shop.example?x", "null",
    ],
)  # fmt: skip
def test_what_is_no_origin_never_reaches_a_header(given):
    with pytest.raises(Refusal, match=r"handoff\.origin\.invalid"):
        rules.read_origin(given)
