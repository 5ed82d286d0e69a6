"""Offer a hand-off, take it once, end it."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction

from assay import access
from assay.access import Permission
from assay.accounts import actions as accounts
from assay.audit import actions as audit
from assay.audit.events import Event as AuditEvent
from assay.core.actor import Actor
from assay.core.refusal import Refusal
from assay.deadlines import actions as deadlines
from assay.deadlines.rules import DeadlineKind
from assay.handoffs import rules
from assay.handoffs.models import Handoff
from assay.handoffs.rules import LIFECYCLE, Ending, Event, Status, Way
from assay.notify.messages import HandoffLink
from assay.policy.load import current
from assay.verifications import actions as verifications
from assay.verifications.models import Verification
from assay.verifications.rules import Status as VerificationStatus

_TOKEN_BYTES = 32
_AUDIT = {
    Event.TAKE: AuditEvent.HANDOFF_TAKEN,
    Event.END: AuditEvent.HANDOFF_ENDED,
    Event.EXPIRE: AuditEvent.HANDOFF_EXPIRED,
}


def _hash(token: str) -> bytes:
    return settings.KEYRING.blind_index("handoff", token)


def find(token: str) -> Handoff:
    """Return the hand-off of a token, whatever became of it. Refuses: handoff.token.unknown."""
    found = (
        Handoff.objects.select_related("account__user", "verification")
        .filter(token_hash=_hash(token.rpartition(".")[2]))
        .first()
    )
    if found is None:
        raise Refusal("handoff.token.unknown")
    return found


def _locked(handoff: Handoff) -> Handoff:
    """Lock the verification first, as everything else does, so that nobody waits for somebody who waits for them."""
    verification = verifications.locked(handoff.verification_id)
    found = Handoff.objects.select_for_update().select_related("account__user").get(pk=handoff.pk)
    found.verification = verification
    return found


def _record(event: AuditEvent, handoff: Handoff, *, by: Actor, at: datetime, **data: str) -> None:
    audit.record(
        event, subject_id=handoff.pk, account_id=handoff.account_id, by=by, at=at, way=handoff.way, **data
    )


def _move(handoff: Handoff, event: Event, *, by: Actor, at: datetime, **data: str) -> None:
    handoff.status = LIFECYCLE.after(Status(handoff.status), event)
    if handoff.status in LIFECYCLE.ends:
        handoff.ended_at = at
        deadlines.cancel(DeadlineKind.HANDOFF_OVER, handoff.pk, by=by, at=at)
    handoff.save()
    _record(_AUDIT[event], handoff, by=by, at=at, **data)


def _end(handoff: Handoff, ending: Ending, *, by: Actor, at: datetime) -> None:
    handoff.ending = ending
    _move(handoff, Event.END, by=by, at=at, ending=ending)


def _offer(
    verification: Verification, way: Way, *, origin: str, by: Actor, at: datetime
) -> tuple[Handoff, str]:
    verification = verifications.locked(verification.pk)
    rules.check_may_offer(way, VerificationStatus(verification.status))
    for older in Handoff.objects.filter(verification=verification, way=way, status=Status.OFFERED):
        _end(older, Ending.REPLACED, by=by, at=at)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    handoff = Handoff.objects.create(
        verification=verification,
        account=verification.account,
        way=way,
        token_hash=_hash(token),
        origin=origin,
        offered_at=at,
        until=rules.offered_until(rules.rule_of(current(), way), at),
    )
    deadlines.set_deadline(DeadlineKind.HANDOFF_OVER, handoff.pk, due_at=handoff.until, by=by, at=at)
    _record(AuditEvent.HANDOFF_OFFERED, handoff, by=by, at=at)
    return handoff, token


@transaction.atomic
def offer_phone(verification: Verification, *, by: Actor, at: datetime) -> tuple[Handoff, str]:
    """Offer to go on by phone. Returns the token, which is not kept; an older unused one no longer counts.

    Refuses: handoff.verification.closed.
    """
    access.require_self(by, verification.account_id)
    return _offer(verification, Way.PHONE, origin="", by=by, at=at)


@transaction.atomic
def offer_embedded(
    verification: Verification, *, origin: str, by: Actor, at: datetime
) -> tuple[Handoff, str]:
    """Offer to go on in a frame of one page's origin. Returns the client token, which is not kept.

    Refuses: handoff.verification.closed, handoff.origin.invalid.
    """
    access.require(by, Permission.HANDOFF_OFFER)
    handoff, token = _offer(verification, Way.EMBEDDED, origin=rules.read_origin(origin), by=by, at=at)
    # The id is no secret: it tells the frame, before the token is given, whose page may show it.
    return handoff, f"{handoff.pk}.{token}"


@transaction.atomic
def mail(handoff: Handoff, *, token: str, link: str, by: Actor, at: datetime) -> None:
    """Send the link to the customer's address, once.

    Refuses: handoff.mail.sent_before, and as `take` does for a token that no longer counts.
    """
    access.require_self(by, handoff.account_id)
    handoff = _locked(handoff)
    rules.check_may_take(handoff.facts(), at)
    if bytes(handoff.token_hash) != _hash(token):
        raise Refusal("handoff.token.unknown")
    if handoff.mailed_at is not None:
        raise Refusal("handoff.mail.sent_before")
    handoff.mailed_at = at
    handoff.save(update_fields=["mailed_at"])
    minutes = rules.rule_of(current(), Way(handoff.way)).valid_minutes
    accounts.tell(handoff.account, HandoffLink(link=link, minutes=minutes), by=by, at=at)
    _record(AuditEvent.HANDOFF_MAILED, handoff, by=by, at=at)


@transaction.atomic
def take(handoff: Handoff, *, by: Actor, at: datetime) -> Handoff:
    """Go on in the other place. Of two who try with one token, one succeeds.

    Refuses: handoff.token.used, handoff.token.expired, handoff.token.ended, handoff.verification.closed.
    """
    access.require_self(by, handoff.account_id)
    handoff = _locked(handoff)
    rules.check_may_take(handoff.facts(), at)
    way = Way(handoff.way)
    # One phone at a time: who takes over with another one leaves the first.
    for older in Handoff.objects.filter(
        verification=handoff.verification, way=way, status=Status.TAKEN
    ).exclude(pk=handoff.pk):
        _end(older, Ending.REPLACED, by=by, at=at)
    handoff.taken_at = at
    handoff.until = rules.taken_until(rules.rule_of(current(), way), at)
    _move(handoff, Event.TAKE, by=by, at=at)
    deadlines.set_deadline(DeadlineKind.HANDOFF_OVER, handoff.pk, due_at=handoff.until, by=by, at=at)
    return handoff


@transaction.atomic
def end(handoff: Handoff, *, ending: Ending, by: Actor, at: datetime) -> None:
    """Take it back (from the computer), or leave (on the phone). One that is over stays as it is."""
    access.require_self(by, handoff.account_id)
    handoff = _locked(handoff)
    if handoff.status not in LIFECYCLE.ends:
        _end(handoff, ending, by=by, at=at)


@transaction.atomic
def expire(handoff_id: str, by: Actor, at: datetime) -> None:
    """The time is over; called by the deadline."""
    access.require_machine(by)
    handoff = _locked(Handoff.objects.get(pk=handoff_id))
    if handoff.status not in LIFECYCLE.ends:
        _move(handoff, Event.EXPIRE, by=by, at=at)


def follow(verification: Verification, by: Actor, at: datetime) -> None:
    """End what makes no sense any more now that the verification moved; called in its transaction."""
    status = VerificationStatus(verification.status)
    for handoff in Handoff.objects.live().filter(verification=verification):
        ending = rules.ends_with(Way(handoff.way), status)
        if ending is not None:
            _end(handoff, ending, by=by, at=at)
