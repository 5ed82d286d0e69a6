"""Every lifecycle as a table: all pairs, no dead ends, nothing out of reach."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.accounts import rules as accounts
from assay.core.actor import Actor, ActorKind, machine
from assay.core.refusal import IllegalMove, NotPermitted
from assay.handoffs import rules as handoffs
from assay.reviews import rules as reviews
from assay.verifications import rules as verifications
from assay.verifications.rules import Event, Status

ALL = [
    (accounts.LIFECYCLE, accounts.Status, accounts.Event),
    (verifications.LIFECYCLE, verifications.Status, verifications.Event),
    (reviews.LIFECYCLE, reviews.Status, reviews.Event),
    (handoffs.LIFECYCLE, handoffs.Status, handoffs.Event),
]
IDS = [lifecycle.name for lifecycle, _, _ in ALL]
PAIRS = [
    pytest.param(lifecycle, status, event, id=f"{lifecycle.name}-{status}-{event}")
    for lifecycle, statuses, events in ALL
    for status in statuses
    for event in events
]


@pytest.mark.parametrize(("lifecycle", "status", "event"), PAIRS)
def test_every_pair_either_moves_or_refuses(lifecycle, status, event):
    if lifecycle.allows(status, event):
        assert lifecycle.after(status, event) == lifecycle.table[(status, event)]
    else:
        with pytest.raises(IllegalMove):
            lifecycle.after(status, event)


@pytest.mark.parametrize(("lifecycle", "statuses", "events"), ALL, ids=IDS)
def test_every_status_can_be_reached(lifecycle, statuses, events):
    assert lifecycle.reachable() == frozenset(statuses)


@pytest.mark.parametrize(("lifecycle", "statuses", "events"), ALL, ids=IDS)
def test_every_status_that_is_no_end_has_a_way_out(lifecycle, statuses, events):
    assert lifecycle.dead_ends() == frozenset()


@pytest.mark.parametrize(("lifecycle", "statuses", "events"), ALL, ids=IDS)
def test_nothing_leaves_an_end(lifecycle, statuses, events):
    assert not {source for source, _ in lifecycle.table} & lifecycle.ends


@pytest.mark.row("X-38")
@given(st.lists(st.sampled_from(list(Event)), max_size=12))
def test_no_walk_of_a_machine_ends_in_a_rejection(events):
    status = Status.DRAFT
    for event in events:
        try:
            verifications.check_may_cause(event, machine("any"))
            status = verifications.LIFECYCLE.after(status, event)
        except (IllegalMove, NotPermitted):
            continue
    assert status is not Status.REJECTED


def test_a_person_may_reject_what_is_under_review():
    person = Actor(ActorKind.STAFF, "stf_1")
    verifications.check_may_cause(Event.REJECT, person)
    assert verifications.LIFECYCLE.after(Status.UNDER_REVIEW, Event.REJECT) is Status.REJECTED
