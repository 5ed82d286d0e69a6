"""Hand-offs with the real database: one use, ten minutes, one place at a time, ended by whatever ends them."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from assay.audit.models import Entry
from assay.core.actor import OPERATOR, machine
from assay.core.refusal import NotPermitted, Refusal
from assay.deadlines import actions as deadlines
from assay.deadlines.models import Deadline
from assay.handoffs import actions as handoffs
from assay.handoffs.models import Handoff
from assay.handoffs.rules import Ending, Status
from assay.notify.models import QueuedMessage
from assay.verifications import actions as verifications
from made_verifications import NOW, give_all, passing, send, start

LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def verification(customer):
    return start(customer())


def offered(verification, at=NOW):
    return handoffs.offer_phone(verification, by=verification.account.actor(), at=at)


def take(handoff, at=LATER):
    return handoffs.take(handoff, by=handoff.account.actor(), at=at)


def refused(action, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as refusal:
        action(*args, **kwargs)
    return refusal.value.reason


def events(handoff):
    return list(Entry.objects.filter(subject_id=handoff.pk).order_by("id").values_list("event", flat=True))


def test_the_token_is_not_kept_and_leads_to_its_hand_off_only(verification):
    handoff, token = offered(verification)
    assert len(token) == 43, "256 bits"
    assert handoffs.find(token) == handoff
    row = " ".join(map(str, Handoff.objects.filter(pk=handoff.pk).values_list()[0]))
    assert token not in row
    assert all(token not in str(entry.data) for entry in Entry.objects.all())
    assert refused(handoffs.find, token[:-1]) == "handoff.token.unknown"


def test_a_link_opens_once(verification):
    handoff, token = offered(verification)
    taken = take(handoff)
    assert taken.status == Status.TAKEN
    assert taken.verification_id == verification.pk, "the same verification all along (X-39)"
    assert refused(take, handoffs.find(token)) == "handoff.token.used"
    assert events(handoff) == ["handoff.offered", "handoff.taken"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_at_the_same_moment_one_succeeds(customer):
    handoff, token = offered(start(customer()))
    answers, barrier = [], threading.Barrier(4)

    def race() -> None:
        try:
            found = handoffs.find(token)
            barrier.wait()
            take(found)
            answers.append("taken")
        except Refusal as refusal:
            answers.append(refusal.reason)
        finally:
            connection.close()

    threads = [threading.Thread(target=race) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["handoff.token.used"] * 3 + ["taken"]
    assert events(handoff).count("handoff.taken") == 1


def test_a_link_is_too_old_after_ten_minutes_and_the_deadline_says_so(verification):
    handoff, token = offered(verification)
    over = NOW + timedelta(minutes=10)
    assert refused(take, handoff, at=over) == "handoff.token.expired"
    deadlines.sweep(by=machine("test"), at=over)
    assert handoffs.find(token).status == Status.EXPIRED
    assert events(handoff) == ["handoff.offered", "handoff.expired"]


def test_a_stay_ends_with_its_hour(verification):
    handoff = take(offered(verification)[0])
    assert handoff.until == LATER + timedelta(minutes=60)
    deadlines.sweep(by=machine("test"), at=handoff.until)
    handoff.refresh_from_db()
    assert handoff.status == Status.EXPIRED


def test_a_new_code_ends_the_older_unused_one_and_not_the_phone_that_is_at_work(verification):
    first, second = offered(verification)[0], offered(verification)[0]
    assert refused(take, first) == "handoff.token.ended"
    take(second)
    third = offered(verification, at=LATER)[0]
    second.refresh_from_db()
    assert second.status == Status.TAKEN
    take(third)
    second.refresh_from_db()
    assert (second.status, second.ending) == (Status.ENDED, Ending.REPLACED)


@pytest.mark.parametrize("ending", [Ending.TAKEN_BACK, Ending.LEFT])
def test_it_is_ended_from_either_side(verification, ending):
    handoff = take(offered(verification)[0])
    by = verification.account.actor()
    handoffs.end(handoff, ending=ending, by=by, at=LATER)
    handoffs.end(handoff, ending=ending, by=by, at=LATER)
    handoff.refresh_from_db()
    assert (handoff.status, handoff.ending) == (Status.ENDED, ending)
    assert events(handoff).count("handoff.ended") == 1
    assert not Deadline.objects.filter(subject_id=handoff.pk).exists()


def test_sending_everything_ends_it(verification):
    give_all(verification, passing())
    handoff, spare = take(offered(verification)[0]), offered(verification, at=LATER)[0]
    send(verification, at=LATER)
    for each in (handoff, spare):
        each.refresh_from_db()
        assert (each.status, each.ending) == (Status.ENDED, Ending.SUBMITTED)
    assert refused(offered, verification) == "handoff.verification.closed"


def test_giving_the_verification_up_ends_it(verification):
    handoff = take(offered(verification)[0])
    verifications.withdraw(verification, by=verification.account.actor(), at=LATER)
    handoff.refresh_from_db()
    assert (handoff.status, handoff.ending) == (Status.ENDED, Ending.CLOSED)


def test_nobody_else_makes_takes_mails_or_ends_it(verification, customer):
    stranger = customer("stranger@utopia.example").actor()
    handoff, token = offered(verification)
    for action, kwargs in (
        (handoffs.take, {}),
        (handoffs.end, {"ending": Ending.LEFT}),
        (handoffs.mail, {"token": token, "link": "x"}),
    ):
        with pytest.raises(NotPermitted):
            action(handoff, by=stranger, at=LATER, **kwargs)
    with pytest.raises(NotPermitted):
        handoffs.offer_phone(verification, by=stranger, at=LATER)
    with pytest.raises(NotPermitted):
        handoffs.offer_embedded(verification, origin="https://shop.example", by=stranger, at=LATER)


def test_the_link_is_mailed_once(verification):
    handoff, token = offered(verification)
    by = verification.account.actor()
    handoffs.mail(handoff, token=token, link="https://id.example/go/x", by=by, at=LATER)
    again = refused(handoffs.mail, handoff, token=token, link="x", by=by, at=LATER)
    assert again == "handoff.mail.sent_before"
    assert QueuedMessage.objects.filter(name="handoff_link").count() == 1
    assert events(handoff) == ["handoff.offered", "handoff.mailed"]


def test_a_client_token_is_for_one_origin_and_stays_for_the_answer(verification):
    give_all(verification, passing())
    handoff, token = handoffs.offer_embedded(
        verification, origin="https://Shop.example/", by=OPERATOR, at=NOW
    )
    assert token.startswith(f"{handoff.pk}.")
    taken = take(handoffs.find(token))
    assert taken.origin == "https://shop.example"
    send(verification, at=LATER)
    taken.refresh_from_db()
    assert taken.status == Status.TAKEN
