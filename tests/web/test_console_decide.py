"""A reviewer decides: preview, confirm, refusals, and what follows."""

import pytest

from assay.accounts import actions as accounts
from assay.audit.models import Entry
from assay.core.keyring import signature_holds
from assay.decisions.models import Decision
from assay.decisions.receipt import canonical
from assay.notify.models import QueuedMessage
from assay.reviews import actions as reviews
from assay.verifications.models import Verification
from assay.web import clock
from made_console import a_member, a_referred_case, signed_in


@pytest.fixture
def desk(db):
    """A case, the reviewer who took it, and their client."""
    review, member = a_referred_case(), a_member()
    reviews.take(review, by=member.actor(), at=clock.now())
    return review, member, signed_in(member)


def post(desk, step, **fields):
    review, _, client = desk
    return client.post(f"/console/reviews/{review.pk}/{step}/", fields)


@pytest.mark.row("REV-06", "XCT-12")
def test_an_approval_raises_the_level_and_leaves_e_mail_receipt_and_audit_entries(desk, settings):
    review, member, _ = desk
    assert post(desk, "decide", outcome="approve", note="Same scar.").status_code == 302
    review.refresh_from_db()
    review.account.refresh_from_db()
    assert (review.outcome, review.decided_by, review.account.tier) == ("approve", member, 1)
    assert QueuedMessage.objects.filter(name="verification_approved").count() == 1
    decision = Decision.objects.get(verification_id=review.matter_id, automated=False)
    assert decision.decided_by == member.pk
    key = settings.KEYRING.public_key
    assert signature_holds(key, bytes(decision.signature), canonical(decision.receipt))
    events = set(Entry.objects.filter(actor_id=member.pk).values_list("event", flat=True))
    assert {"review.taken", "review.decided", "verification.approved", "account.level_raised"} <= events


@pytest.mark.row("REV-06")
def test_a_rejection_carries_its_reason_to_the_customer(desk):
    review, _, _ = desk
    post(desk, "decide", outcome="reject", reject_reasons=["selfie.match.mismatch"])
    verification = Verification.objects.get(pk=review.matter_id)
    assert (verification.status, verification.reasons) == ("rejected", ["selfie.match.mismatch"])
    assert QueuedMessage.objects.filter(name="verification_rejected").count() == 1


@pytest.mark.row("REV-06", "REV-07")
def test_asking_again_asks_for_exactly_the_chosen_piece(desk):
    review, _, _ = desk
    post(desk, "decide", outcome="ask_again", ask_again_reasons=["selfie.image.dark"])
    verification = Verification.objects.get(pk=review.matter_id)
    assert (verification.status, verification.asked_again) == ("action_required", ["selfie"])


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"outcome": "reject"}, "A reason is needed"),
        ({"outcome": "reject", "reject_reasons": ["selfie.match.uncertain"]}, "This reason cannot be used"),
        (
            {"outcome": "ask_again", "ask_again_reasons": ["selfie.match.mismatch"]},
            "This reason cannot be used",
        ),
        ({"outcome": "ask_again", "ask_again_reasons": ["no.such.reason"]}, "This reason cannot be used"),
        ({}, "Choose what to decide"),
    ],
)
@pytest.mark.parametrize("step", ["preview", "decide"])
def test_what_cannot_be_decided_is_refused_in_words_and_nothing_happens(desk, step, fields, words):
    review, _, _ = desk
    answer = post(desk, step, **fields)
    assert answer.status_code == 409
    assert words in answer.content.decode()
    review.refresh_from_db()
    assert review.decided_at is None


def test_the_preview_is_the_e_mail_that_is_sent_and_decides_nothing(desk, run_jobs, mailoutbox):
    review, _, _ = desk
    fields = {"outcome": "reject", "reject_reasons": ["selfie.match.mismatch", "identity.duplicate.face"]}
    preview = post(desk, "preview", **fields).context["preview"]
    review.refresh_from_db()
    assert review.decided_at is None
    post(desk, "decide", **fields)
    run_jobs()
    assert (mailoutbox[-1].subject, mailoutbox[-1].body) == (preview["subject"], preview["text"])
    assert "customer@utopia.example" not in preview["to"]


def test_a_reason_that_may_not_be_told_is_not_in_the_preview(desk):
    preview = post(desk, "preview", outcome="reject", reject_reasons=["identity.duplicate.face"]).context[
        "preview"
    ]
    assert "Another account" not in preview["text"]


@pytest.mark.row("IDW-25")
def test_a_face_that_does_not_match_is_a_reason_found_and_chosen_already(desk):
    review, _, client = desk
    options = client.get(f"/console/reviews/{review.pk}/").context["choices"].reject.near
    assert ("selfie.match.mismatch", True) in [(option.reason.code, option.chosen) for option in options]


@pytest.mark.row("REV-06")
def test_nobody_decides_their_own_account(db):
    review, member = a_referred_case(), a_member()
    own = accounts.open_account(member.user, by=member.actor(), at=clock.now())
    type(review).objects.filter(pk=review.pk).update(account=own)
    client = signed_in(member)
    for step in ("take", "decide"):
        answer = client.post(f"/console/reviews/{review.pk}/{step}/", {"outcome": "approve"})
        assert answer.status_code == 409
        assert "You cannot decide on your own account" in answer.content.decode()


def test_a_decided_case_is_not_decided_again(desk):
    post(desk, "decide", outcome="approve")
    answer = post(desk, "decide", outcome="reject", reject_reasons=["selfie.match.mismatch"])
    assert answer.status_code == 409
    assert "This was decided already" in answer.content.decode()


def test_the_note_is_for_colleagues_and_stored_sealed(desk):
    review, _, client = desk
    post(desk, "decide", outcome="approve", note="Same scar on the chin.")
    review.refresh_from_db()
    assert b"scar" not in bytes(review.sealed_note)
    assert "Same scar on the chin." in client.get(f"/console/reviews/{review.pk}/").content.decode()
