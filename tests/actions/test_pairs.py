"""What a person found out about two accounts: remembered for ever, corrected with its history, closing nothing."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from assay.accounts import actions as accounts
from assay.accounts.models import KnownPair
from assay.accounts.rules import Relation
from assay.audit.models import Entry
from assay.checks.faces.duplicate import duplicate_face
from assay.checks.faces.templates import MADE_BY, to_bytes
from assay.checks.result import Outcome as CheckOutcome
from assay.core.actor import Role, machine
from assay.core.refusal import NotPermitted, Refusal
from assay.decisions import actions as decisions
from assay.decisions import case as case_module
from assay.decisions.case import build_case, results_of
from assay.decisions.face_index import template_place
from assay.decisions.models import Decision, FaceTemplate
from assay.decisions.replay import replay
from assay.encryption import actions as encryption
from assay.notify.models import QueuedMessage
from assay.policy.load import current
from assay.policy.schema import EvidenceKind
from assay.reviews import actions as reviews
from assay.reviews.models import Review
from assay.reviews.rules import Outcome
from assay.sandbox.people import person
from assay.verifications.rules import Status
from made_cases import template
from made_verifications import NOW, give, passing, send

JOB = machine("test")


def settle(verification):
    decisions.settle(verification.pk, verification.run, by=JOB, at=NOW)
    verification.refresh_from_db()
    return verification


def review_of(verification, by):
    return reviews.take(Review.objects.get(matter_id=verification.pk), by=by, at=NOW)


@pytest.fixture
def twins(submitted, staff):
    """One account approved; a second, with the same face under another name, referred and taken by a reviewer."""
    one = settle(submitted(email="one@utopia.example"))
    other = settle(submitted(passing(person(8)), email="other@utopia.example", bearer=person(8)))
    by = staff().actor()
    return one, other, review_of(other, by), by


def test_what_was_found_out_is_kept_with_who_when_and_where(twins):
    one, other, review, by = twins
    pair = decisions.decide_pair(review, one.account_id, Relation.TWINS, by=by, at=NOW)
    assert {pair.first_id, pair.second_id} == {one.account_id, other.account_id}
    assert (pair.relation, pair.matter_id, pair.decided_by_id) == ("twins", review.pk, by.id)
    entries = Entry.objects.filter(event="pair.decided")
    assert {entry.account_id for entry in entries} == {one.account_id, other.account_id}
    assert all(entry.data["relation"] == "twins" for entry in entries)


@pytest.mark.row("REV-10")
def test_deciding_on_a_pair_closes_refuses_and_tells_nothing(twins):
    one, other, review, by = twins
    letters = QueuedMessage.objects.count()
    decisions.decide_pair(review, one.account_id, Relation.SAME_PERSON, by=by, at=NOW)
    for verification, status in ((one, Status.APPROVED), (other, Status.UNDER_REVIEW)):
        verification.refresh_from_db()
        assert verification.status == status
        verification.account.refresh_from_db()
        assert verification.account.status == "active"
    assert QueuedMessage.objects.count() == letters


def test_a_correction_replaces_the_decision_and_keeps_it(twins, staff):
    one, _, review, by = twins
    decisions.decide_pair(review, one.account_id, Relation.SIBLINGS, by=by, at=NOW)
    decisions.decide_pair(review, one.account_id, Relation.TWINS, by=by, at=NOW)
    reviews.decide(review, outcome=Outcome.APPROVE, reasons=(), by=by, at=NOW)
    decisions.decide_pair(review, one.account_id, Relation.SAME_PERSON, by=by, at=NOW)
    assert KnownPair.objects.in_force().get().relation == "same_person"
    assert [pair.relation for pair in KnownPair.objects.of(one.account_id)][-1] == "siblings"
    assert Entry.objects.filter(event="pair.decided", data__replaced="twins").count() == 2


def test_one_decision_on_a_pair_is_in_force_whichever_way_round_it_is_written(twins):
    one, other, _, by = twins
    accounts.decide_pair(one.account_id, other.account_id, Relation.TWINS, matter_id="rev_x", by=by, at=NOW)
    with pytest.raises(Refusal, match="unchanged"):
        accounts.decide_pair(
            other.account_id, one.account_id, Relation.TWINS, matter_id="rev_x", by=by, at=NOW
        )
    pair = KnownPair.objects.get()
    for ids in ((pair.first_id, pair.second_id), (pair.second_id, pair.first_id)):
        with pytest.raises(IntegrityError), transaction.atomic():
            KnownPair.objects.create(
                first_id=ids[0], second_id=ids[1], relation="twins", decided_by_id=by.id, decided_at=NOW
            )


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.COMPLIANCE_OFFICER, Role.SUPPORT_AGENT])
def test_only_reviewers_decide_on_a_pair(twins, staff, role):
    one, _, review, _ = twins
    by = staff(role, "other-role@utopia.example").actor()
    with pytest.raises(NotPermitted):
        decisions.decide_pair(review, one.account_id, Relation.TWINS, by=by, at=NOW)


def test_only_who_has_taken_the_case_decides(twins, staff):
    one, _, review, by = twins
    second = staff(email="second@utopia.example").actor()
    with pytest.raises(Refusal, match="taken"):
        decisions.decide_pair(review, one.account_id, Relation.TWINS, by=second, at=NOW)
    reviews.release(review, by=by, at=NOW)
    with pytest.raises(Refusal, match="not_taken"):
        decisions.decide_pair(review, one.account_id, Relation.TWINS, by=second, at=NOW)


def test_an_account_no_check_pointed_at_cannot_be_paired(twins, customer):
    _, _, review, by = twins
    with pytest.raises(Refusal, match="not_found"):
        decisions.decide_pair(review, customer("far@utopia.example").pk, Relation.TWINS, by=by, at=NOW)


def asked_again(review, verification, by):
    """The reviewer asks for a better photo; the customer gives it and submits again."""
    reviews.decide(review, outcome=Outcome.ASK_AGAIN, reasons=("document.image.glare",), by=by, at=NOW)
    later = NOW + timedelta(hours=1)
    give(verification, EvidenceKind.DOCUMENT_FRONT, passing(person(8)), later)
    verification.refresh_from_db()
    send(verification, later)
    verification.refresh_from_db()
    return settle(verification)


@pytest.mark.row("APL-05", "REV-10")
def test_a_confirmed_pair_of_twins_refers_neither_of_them_again(twins):
    one, other, review, by = twins
    decisions.decide_pair(review, one.account_id, Relation.TWINS, by=by, at=NOW)
    assert asked_again(review, other, by).status == Status.APPROVED
    decision = Decision.objects.filter(verification=other, automated=True).last()
    seen = {result.check: result.seen for result in results_of(decision)}["duplicate_face"]
    assert "known to be a twin, confirmed on 01 June 2026" in seen[one.account_id]
    for verification in (one, other):
        case = build_case(verification, NOW.date())
        assert [hit.account_id for hit in case.duplicates.faces], "the pair stays visible"
        assert duplicate_face(case, current()).outcome is CheckOutcome.PASS


def test_a_decision_made_before_the_pair_was_known_replays_as_it_was(twins):
    one, other, review, by = twins
    decisions.decide_pair(review, one.account_id, Relation.TWINS, by=by, at=NOW)
    asked_again(review, other, by)
    for decision in Decision.objects.filter(automated=True):
        assert replay(decision, current()).same_outcome, decision.outcome


@pytest.mark.row("XCT-10")
def test_a_second_account_of_one_person_is_never_approved_by_the_machine(twins):
    one, other, review, by = twins
    decisions.decide_pair(review, one.account_id, Relation.SAME_PERSON, by=by, at=NOW)
    assert asked_again(review, other, by).status == Status.UNDER_REVIEW
    seen = results_of(Decision.objects.filter(verification=other, automated=True).last())
    words = {result.check: result.seen for result in seen}["duplicate_face"][one.account_id]
    assert "known to be the same person" in words


def test_a_linked_account_that_a_person_approved_is_not_referred_again(twins):
    one, other, review, by = twins
    decisions.decide_pair(review, one.account_id, Relation.SAME_PERSON, by=by, at=NOW)
    reviews.decide(review, outcome=Outcome.APPROVE, reasons=(), by=by, at=NOW)
    for verification in (one, other):
        verification.account.refresh_from_db()
        case = build_case(verification, NOW.date())
        assert duplicate_face(case, current()).outcome is CheckOutcome.PASS


def test_known_pairs_do_not_push_a_stranger_out_of_sight(twins, submitted, customer, monkeypatch):
    """With room for one hit only and a twin before it, the stranger's account is still found."""
    one, other, review, by = twins
    monkeypatch.setattr(case_module, "_FACES_SHOWN", 1)
    decisions.decide_pair(review, one.account_id, Relation.TWINS, by=by, at=NOW)
    stranger = customer("stranger@utopia.example")
    sealed = encryption.seal(stranger.pk, to_bytes(template(0.9)), template_place(stranger.pk))
    FaceTemplate.objects.create(account=stranger, sealed=sealed, enrolled_at=NOW, made_by=MADE_BY)
    assert asked_again(review, other, by).status == Status.UNDER_REVIEW
