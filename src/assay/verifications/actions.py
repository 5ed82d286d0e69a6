"""Everything a customer, a job or a reviewer can do to a verification."""

import hashlib
import json
import random
import secrets
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from assay import access
from assay.access import Permission
from assay.accounts import actions as accounts
from assay.accounts import rules as account_rules
from assay.accounts.models import Account
from assay.audit import actions as audit
from assay.audit.events import Event as AuditEvent
from assay.checks.recordings.challenge import Drawn, away_from_screen, draw
from assay.core.actor import Actor
from assay.core.refusal import Refusal
from assay.deadlines import actions as deadlines
from assay.deadlines.rules import DeadlineKind, Job
from assay.encryption import actions as encryption
from assay.evidence import actions as evidence
from assay.evidence.models import Evidence
from assay.notify.messages import VerificationPauseEnded, VerificationReceived
from assay.policy.load import current
from assay.policy.schema import EvidenceKind, ReviewKind
from assay.reviews import actions as reviews
from assay.verifications import progress, rules
from assay.verifications.models import CameraReport, PersonalDetails, Verification
from assay.verifications.rules import ANYTHING, LIFECYCLE, Event, PersonalData, Status, Step, Wishes

_AUDIT = {
    Event.SUBMIT: AuditEvent.VERIFICATION_SUBMITTED,
    Event.APPROVE: AuditEvent.VERIFICATION_APPROVED,
    Event.ASK_AGAIN: AuditEvent.VERIFICATION_ASKED_AGAIN,
    Event.REFER: AuditEvent.VERIFICATION_REFERRED,
    Event.REJECT: AuditEvent.VERIFICATION_REJECTED,
    Event.WITHDRAW: AuditEvent.VERIFICATION_WITHDRAWN,
}

# Filled in wiring.py: who follows a verification. Called in the transaction that moved it.
on_moved: list[Callable[[Verification, Actor, datetime], None]] = []


def locked(verification_id: str) -> Verification:
    return Verification.objects.select_for_update().select_related("account__user").get(pk=verification_id)


def move(
    verification: Verification, event: Event, *, by: Actor, at: datetime, **data: str | int | list[str]
) -> None:
    """Change the status of a locked verification, and record it. The caller saves."""
    rules.check_may_cause(event, by)
    verification.status = LIFECYCLE.after(Status(verification.status), event)
    audit.record(
        _AUDIT[event], subject_id=verification.pk, account_id=verification.account_id, by=by, at=at, **data
    )
    for follow in on_moved:
        follow(verification, by, at)


@transaction.atomic
def open_verification(account: Account, *, level_id: str, by: Actor, at: datetime) -> Verification:
    """Start an attempt, or return the one that is open.

    Refuses: verification.level.held, account.route.not_settled, account.referral.uncertain,
    account.registration.not_confirmed.
    """
    access.require_self(by, account.pk)
    registration = Account.objects.select_for_update().get(pk=account.pk).registration()
    latest = Verification.objects.latest_of(account)
    if latest is not None and latest.status not in LIFECYCLE.ends:
        return latest
    if account.tier >= current().level(level_id).tier:
        raise Refusal("verification.level.held")
    account_rules.check_may_verify(registration)
    verification = Verification.objects.create(
        account=account, level_id=level_id, opened_at=at, denials=latest.denials if latest else 0
    )
    audit.record(
        AuditEvent.VERIFICATION_OPENED,
        subject_id=verification.pk,
        account_id=account.pk,
        by=by,
        at=at,
        level=level_id,
    )
    return verification


def _open_for(verification: Verification, by: Actor) -> Verification:
    """Lock the verification for its customer, and refuse unless it is open."""
    access.require_self(by, verification.account_id)
    verification = locked(verification.pk)
    rules.check_open(progress.facts_of(verification))
    return verification


def _write_details(
    account: Account, details: PersonalData, *, confirmed_at: datetime | None, at: datetime
) -> None:
    plain = json.dumps(asdict(details), default=str).encode()
    PersonalDetails.objects.update_or_create(
        account=account,
        defaults={
            "sealed": encryption.seal(account.pk, plain, progress.details_place(account.pk)),
            "confirmed_at": confirmed_at,
            "changed_at": at,
        },
    )


def _check_seen(verification: Verification, step: Step, seen: str) -> None:
    rules.check_seen(seen, progress.state_of(verification, step))


def _unlocked_details(account: Account) -> PersonalData:
    details, confirmed_at = progress.details_of(account)
    if confirmed_at is not None:
        raise Refusal("verification.details.locked")
    return details


@transaction.atomic
def choose_residence(
    verification: Verification, *, country: str, seen: str = "", by: Actor, at: datetime
) -> None:
    """Refuses: verification.details.invalid, verification.country.not_served, verification.details.locked,
    verification.state.moved_on.
    """
    verification = _open_for(verification, by)
    rules.check_residence(current(), country)
    rules.check_is_real(country, demo=settings.DEMO)
    details = _unlocked_details(verification.account)
    if country != details.residence:
        _check_seen(verification, Step.RESIDENCE, seen)
    _write_details(verification.account, replace(details, residence=country), confirmed_at=None, at=at)
    audit.record(
        AuditEvent.VERIFICATION_RESIDENCE_CHOSEN,
        subject_id=verification.pk,
        account_id=verification.account_id,
        by=by,
        at=at,
    )


@transaction.atomic
def save_details(
    verification: Verification, *, details: PersonalData, seen: str = "", by: Actor, at: datetime
) -> None:
    """Keep what was typed, not yet confirmed. The residence stays as chosen.

    Refuses: verification.details.invalid, verification.details.locked, verification.state.moved_on.
    """
    verification = _open_for(verification, by)
    before = _unlocked_details(verification.account)
    rules.check_details(details, at.date())
    rules.check_is_real(details.nationality, demo=settings.DEMO)
    after = replace(details, residence=before.residence)
    if after != before:
        _check_seen(verification, Step.DETAILS, seen)
    _write_details(verification.account, after, confirmed_at=None, at=at)


@transaction.atomic
def confirm_details(verification: Verification, *, seen: str = "", by: Actor, at: datetime) -> None:
    """Lock the personal details: from here on they change by an update only (IDW-07).

    Refuses: verification.details.invalid, verification.details.locked, verification.state.moved_on.
    """
    verification = _open_for(verification, by)
    details = _unlocked_details(verification.account)
    _check_seen(verification, Step.DETAILS, seen)
    rules.check_residence(current(), details.residence)
    rules.check_details(details, at.date())
    _write_details(verification.account, details, confirmed_at=at, at=at)
    audit.record(
        AuditEvent.VERIFICATION_DETAILS_CONFIRMED,
        subject_id=verification.pk,
        account_id=verification.account_id,
        by=by,
        at=at,
    )


@transaction.atomic
def choose_document(
    verification: Verification, *, kind: str, issuing_country: str, seen: str = "", by: Actor, at: datetime
) -> None:
    """Choose kind and issuing country; pictures of another document no longer count.

    Refuses: verification.details.invalid, document.kind.not_accepted, verification.state.moved_on.
    """
    verification = _open_for(verification, by)
    rules.check_document(current(), kind, issuing_country)
    rules.check_is_real(issuing_country, demo=settings.DEMO)
    if (verification.document_kind, verification.issuing_country) != (kind, issuing_country):
        _check_seen(verification, Step.DOCUMENT, seen)
        evidence.supersede(
            verification.pk,
            frozenset({EvidenceKind.DOCUMENT_FRONT, EvidenceKind.DOCUMENT_BACK}),
            by=by,
            at=at,
        )
    verification.document_kind, verification.issuing_country = kind, issuing_country
    verification.save(update_fields=["document_kind", "issuing_country"])
    audit.record(
        AuditEvent.VERIFICATION_DOCUMENT_CHOSEN,
        subject_id=verification.pk,
        account_id=verification.account_id,
        by=by,
        at=at,
        kind=kind,
        country=issuing_country,
    )


@transaction.atomic
def draw_challenge(
    verification: Verification, *, wishes: Wishes = ANYTHING, by: Actor, at: datetime
) -> Drawn:
    """Draw movements and light for the next recording, in an order nobody can know before."""
    verification = _open_for(verification, by)
    challenge = current().challenge if wishes.on_screen else away_from_screen(current().challenge)
    drawn = draw(
        challenge,
        random.Random(secrets.randbits(128)),  # noqa: S311  seeded by the system's source
        movements=wishes.movements,
        light=wishes.light,
    )
    verification.prompts = [prompt.model_dump(mode="json") for prompt in drawn.prompts]
    verification.flashes = [flash.model_dump(mode="json") for flash in drawn.flashes]
    verification.cannot_move = not wishes.movements
    verification.drawn_at = at
    verification.save(update_fields=["prompts", "flashes", "cannot_move", "drawn_at"])
    evidence.supersede(verification.pk, frozenset({EvidenceKind.CHALLENGE_CLIP}), by=by, at=at)
    audit.record(
        AuditEvent.VERIFICATION_CHALLENGE_DRAWN,
        subject_id=verification.pk,
        account_id=verification.account_id,
        by=by,
        at=at,
    )
    return drawn


def give_evidence(
    verification: Verification,
    *,
    kind: EvidenceKind,
    data: bytes,
    seen: str = "",
    announced_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Evidence:
    """Store one piece and have it examined while the customer goes on. What is there already is not stored again.

    A file that arrives late was recorded when its digest was announced.

    Refuses: verification.state.not_open, verification.state.moved_on, liveness.challenge.expired, evidence.file.*.
    """
    book = current()
    with transaction.atomic():
        verification = _open_for(verification, by)
        if given := progress.given_already(verification, kind, hashlib.sha256(data).hexdigest()):
            return given
        _check_seen(verification, rules.STEP_OF[kind], seen)
    if kind is EvidenceKind.CHALLENGE_CLIP:
        rules.check_challenge(book.challenge, verification.drawn_at, announced_at or at)
    piece = evidence.store(verification.account, verification.pk, kind, data, book.uploads, by=by, at=at)
    deadlines.start(Job.EXAMINE_EVIDENCE, subject_id=piece.pk, lock=verification.pk)
    return piece


def give_recording(
    verification: Verification,
    *,
    data: bytes,
    camera: bytes,
    made_for: str,
    announced_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Evidence:
    """Store a recorded challenge with what the browser said of its camera: JSON, or nothing where a file was chosen.

    Refuses: liveness.capture.unreadable, and as `give_evidence` does.
    """
    capture = rules.check_capture(camera)
    rules.check_made_for(made_for, verification.drawn_at)
    recording = give_evidence(
        verification, kind=EvidenceKind.CHALLENGE_CLIP, data=data, announced_at=announced_at, by=by, at=at
    )
    place = progress.report_place(recording.pk)
    sealed = encryption.seal(recording.account_id, capture.model_dump_json().encode(), place)
    # The first report of a recording counts; the same file sent twice brings it twice.
    CameraReport.objects.get_or_create(evidence=recording, defaults={"sealed": sealed, "reported_at": at})
    return recording


@transaction.atomic
def accept_points(verification: Verification, *, keys: frozenset[str], by: Actor, at: datetime) -> None:
    """Let points stand. A key that is no point of this moment counts for nothing: its picture was replaced."""
    verification = _open_for(verification, by)
    before = set(verification.accepted_points)
    added = sorted({point.key for point in progress.points_of(verification, at)} & keys - before)
    verification.accepted_points += added
    verification.save(update_fields=["accepted_points"])
    audit.record(
        AuditEvent.VERIFICATION_POINTS_ACCEPTED,
        subject_id=verification.pk,
        account_id=verification.account_id,
        by=by,
        at=at,
        points=added,
    )


@transaction.atomic
def submit(verification: Verification, *, seen: str = "", by: Actor, at: datetime) -> None:
    """Hand everything in, as it was shown. The checks run in a job.

    Refuses: verification.state.not_open, verification.state.paused, verification.state.incomplete,
    verification.state.moved_on, verification.points.open.
    """
    access.require_self(by, verification.account_id)
    verification = locked(verification.pk)
    rules.check_may_submit(current(), progress.facts_of(verification), at)
    _check_seen(verification, Step.REVIEW, seen)
    rules.check_points(progress.points_of(verification, at), verification.accepted_points)
    verification.run += 1
    verification.submitted_at = at
    move(verification, Event.SUBMIT, by=by, at=at, run=verification.run)
    verification.save()
    level = current().level(verification.level_id)
    accounts.tell(verification.account, VerificationReceived(level=level.title), by=by, at=at)
    # Should every attempt of the job fail, nobody waits for ever: a person looks.
    patience = timedelta(minutes=current().attempts.checking_minutes)
    deadlines.set_deadline(DeadlineKind.CHECKING_OVERDUE, verification.pk, due_at=at + patience, by=by, at=at)
    deadlines.start(
        Job.SETTLE_VERIFICATION, subject_id=f"{verification.pk}:{verification.run}", lock=verification.pk
    )


@transaction.atomic
def withdraw(verification: Verification, *, by: Actor, at: datetime) -> None:
    """Give this attempt up; a new one may be started at once. Raises IllegalMove once it is decided or being checked."""
    access.require_self(by, verification.account_id)
    verification = locked(verification.pk)
    move(verification, Event.WITHDRAW, by=by, at=at)
    verification.decided_at = at
    verification.save()
    reviews.close(ReviewKind.VERIFICATION, verification.pk, by=by, at=at)


@transaction.atomic
def end_pause(account_id: str, by: Actor, at: datetime) -> None:
    """The pause after several denials is over: say so, and let the customer try again."""
    account = Account.objects.select_related("user").get(pk=account_id)
    audit.record(
        AuditEvent.VERIFICATION_PAUSE_ENDED, subject_id=account_id, account_id=account_id, by=by, at=at
    )
    level = current().tier(account.tier + 1)
    accounts.tell(account, VerificationPauseEnded(level=level.title), by=by, at=at)


def pause(account: Account, *, until: datetime, by: Actor, at: datetime) -> None:
    """No new submission until then; appeal, support and data rights stay open (X-20)."""
    deadlines.set_deadline(DeadlineKind.RETRY_PAUSE, account.pk, due_at=until, by=by, at=at)
    audit.record(
        AuditEvent.VERIFICATION_PAUSED,
        subject_id=account.pk,
        account_id=account.pk,
        by=by,
        at=at,
        until=until.isoformat(),
    )


@transaction.atomic
def reveal(verification: Verification, *, reason: str, by: Actor, at: datetime) -> None:
    """Record that a staff member reads the personal data of a case in clear, and why.

    Refuses: personal.reveal.no_reason.
    """
    access.require(by, Permission.PERSONAL_REVEAL)
    audit.record(
        AuditEvent.PERSONAL_REVEALED,
        subject_id=verification.pk,
        account_id=verification.account_id,
        by=by,
        at=at,
        reason=rules.check_reveal(reason),
    )
