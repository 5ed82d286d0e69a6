"""Examine evidence, judge a case, and carry out what a machine or a person decided."""

import hashlib
import json
from collections.abc import Callable
from copy import copy
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache, partial
from typing import TypeVar

import structlog
from django.conf import settings
from django.db import connection, transaction

from assay import access
from assay.access import Permission
from assay.accounts import actions as accounts
from assay.accounts.models import KnownPair
from assay.accounts.rules import Relation
from assay.audit import actions as audit
from assay.audit.events import Event as AuditEvent
from assay.checks import examine as engines
from assay.checks import weights
from assay.checks.faces import templates
from assay.checks.pipeline import assess
from assay.checks.readings import Case, Traces
from assay.checks.result import CheckResult, Frozen, combine
from assay.core.actor import Actor
from assay.core.refusal import Refusal
from assay.deadlines import actions as deadlines
from assay.deadlines.rules import DeadlineKind
from assay.decisions import rules
from assay.decisions.case import (
    case_place,
    fingerprint_of,
    hits_of,
    judged_case,
    own_case,
    results_place,
    with_neighbours,
)
from assay.decisions.examined import examination_place
from assay.decisions.face_index import faces, template_place
from assay.decisions.models import Decision, DocumentFingerprint, Examination, FaceTemplate
from assay.decisions.receipt import Receipt, canonical, digest_of_case, results_summary
from assay.encryption import actions as encryption
from assay.evidence import actions as evidence
from assay.evidence.decoding.decoder import decode_clip, decode_picture
from assay.evidence.models import Evidence
from assay.evidence.rules import CLIPS
from assay.notify.messages import (
    Message,
    VerificationApproved,
    VerificationAskedAgain,
    VerificationPaused,
    VerificationRejected,
    VerificationUnderReview,
)
from assay.policy.load import current
from assay.policy.schema import EvidenceKind, ReviewKind
from assay.reviews import actions as reviews
from assay.reviews.models import Review
from assay.reviews.rules import Outcome as ReviewOutcome
from assay.verifications import actions as verifications
from assay.verifications.models import Verification
from assay.verifications.progress import given_evidence
from assay.verifications.rules import Event, Status, attempts_left, needed_evidence, pause_after

_log = structlog.get_logger(__name__)
S = TypeVar("S")
_CLIP_FRAMES_PER_SECOND = 10.0
_CLIP_SIDE = 640


@cache
def _models_digest() -> str:
    return hashlib.sha256(json.dumps(weights.versions(), sort_keys=True).encode()).hexdigest()


class EngineFailed(Exception):  # noqa: N818  a person looks instead; `reason` says why
    """The engines could not look at a piece: weights are missing, or something broke."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _read(piece: Evidence, data: bytes) -> Frozen:
    """Decode in the sandbox and let the engines look. Raises Refusal, EngineFailed."""
    limits = current().uploads
    kind = EvidenceKind(piece.kind)
    if kind in CLIPS:
        clip = decode_clip(data, limits, frames_per_second=_CLIP_FRAMES_PER_SECOND, longest_side=_CLIP_SIDE)
        return _look(engines.examine_clip, clip.frames, piece)
    picture = decode_picture(data, limits)
    if kind is EvidenceKind.SELFIE:
        return _look(engines.examine_selfie, picture.pixels, piece)
    traces = Traces.model_validate(asdict(picture.traces))
    return _look(partial(engines.examine_document, traces=traces), picture.pixels, piece)


def _look(look: Callable[[S], Frozen], seen: S, piece: Evidence) -> Frozen:
    """The engine boundary: whatever breaks behind it, a person looks, and nothing passes."""
    try:
        return look(seen)
    except weights.ModelMissing as missing:
        _log.error("model_missing", model=missing.model_id, evidence=piece.pk)
        raise EngineFailed("verification.model.missing") from missing
    except Exception as error:
        # The kind of error only: messages may quote what was read.
        _log.error("engine_failed", error=type(error).__name__, evidence=piece.pk)
        raise EngineFailed("verification.check.failed") from error


def examine(evidence_id: str, *, by: Actor, at: datetime) -> bool:
    """Let the engines read one piece, once. Returns False when it was read before or no longer counts.

    Raises Refusal when the file cannot be decoded, and EngineFailed.
    """
    access.require_machine(by)
    piece = Evidence.objects.get(pk=evidence_id)
    if piece.superseded_at or piece.erased_at or Examination.objects.filter(evidence=piece).exists():
        return False
    # Seconds of work, so outside any transaction; a second run stores nothing because the row is unique.
    reading = _read(piece, evidence.original(piece, by=by))
    sealed = encryption.seal(
        piece.account_id, reading.model_dump_json().encode(), examination_place(piece.pk)
    )
    _, created = Examination.objects.get_or_create(
        evidence=piece, defaults={"sealed": sealed, "models_digest": _models_digest(), "examined_at": at}
    )
    return created


def settle(verification_id: str, run: int, *, by: Actor, at: datetime) -> Decision:
    """Judge one submission and carry the verdict out, exactly once.

    Refuses: verification.state.not_open when this submission is decided already.
    """
    access.require_machine(by)
    verification = Verification.objects.get(pk=verification_id)
    failed = []
    for kind, piece in given_evidence(verification).items():
        try:
            examine(piece.pk, by=by, at=at)
        except Refusal as refusal:
            # It has no reading then, so the checks ask for it again.
            _log.warning("evidence_refused", evidence=piece.pk, reason=refusal.reason)
        except EngineFailed as error:
            failed.append(rules.failed_reading(kind, error.reason))
    # What takes time is done before the lock of `_one_enrolment_at_a_time`.
    faces.follow()
    return _settle(verification_id, run, tuple(failed), by=by, at=at)


@transaction.atomic
def refer_unchecked(verification_id: str, by: Actor, at: datetime) -> None:
    """The machine took too long, whatever the reason: judge what there is, and let a person look."""
    verification = verifications.locked(verification_id)
    if verification.status == Status.CHECKING:
        failed = rules.failed_reading(EvidenceKind.DOCUMENT_FRONT, "verification.check.failed")
        _settle(verification_id, verification.run, (failed,), by=by, at=at)


@transaction.atomic
def _settle(
    verification_id: str, run: int, failed: tuple[CheckResult, ...], *, by: Actor, at: datetime
) -> Decision:
    verification = verifications.locked(verification_id)
    if verification.status != Status.CHECKING or verification.run != run:
        raise Refusal("verification.state.not_open")
    deadlines.cancel(DeadlineKind.CHECKING_OVERDUE, verification_id, by=by, at=at)
    case = own_case(verification, at.date())
    _one_enrolment_at_a_time()
    case = with_neighbours(verification, case)
    results = (*failed, *assess(case, current(), verification.level_id))
    verdict = combine(results)
    event = rules.EVENT_OF[verdict.outcome]
    decision = _record(verification, event, verdict.reasons, results, case, by=by, at=at)
    if event is Event.APPROVE:
        _enrol(verification, case, at=at)
    pieces = rules.pieces_to_ask_again(current(), results)
    _carry_out(verification, event, verdict.reasons, pieces, by=by, at=at)
    return decision


def _record(
    verification: Verification,
    event: Event,
    reasons: tuple[str, ...],
    results: tuple[CheckResult, ...],
    case: Case | None,
    *,
    by: Actor,
    at: datetime,
) -> Decision:
    """Write the decision with its signed receipt, and everything needed to replay it."""
    decision = Decision(
        verification=verification,
        run=verification.run,
        automated=by.is_machine,
        outcome=event,
        reasons=list(reasons),
        decided_by=by.id,
        decided_at=at,
        policy_digest=current().digest,
    )
    plain = case.model_dump_json().encode() if case else b""
    decision.receipt = Receipt(
        decision=decision.pk,
        verification=verification.pk,
        account=verification.account_id,
        level=verification.level_id,
        run=verification.run,
        automated=by.is_machine,
        outcome=event,
        reasons=reasons,
        decided_by=by.id,
        decided_at=at.astimezone(UTC).isoformat(),
        policy_sha256=current().digest,
        models_sha256=weights.versions() if by.is_machine else {},
        evidence_sha256={kind: piece.sha256 for kind, piece in given_evidence(verification).items()},
        checks=results_summary(results),
        case_sha256=digest_of_case(plain),
    ).content()
    decision.signature = settings.KEYRING.sign(canonical(decision.receipt))
    if case:
        saw = json.dumps([result.model_dump(mode="json") for result in results]).encode()
        account_id = verification.account_id
        decision.sealed_case = encryption.seal(account_id, plain, case_place(decision.pk))
        decision.sealed_results = encryption.seal(account_id, saw, results_place(decision.pk))
    decision.save(force_insert=True)
    return decision


def _one_enrolment_at_a_time() -> None:
    """Wait until no other approval is under way: two accounts of one person must not pass each other unseen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('enrolment'))")


def _enrol(verification: Verification, case: Case, *, at: datetime) -> None:
    """Remember face and document of an approved person, to notice a second account."""
    account_id = verification.account_id
    if case.selfie and case.selfie.faces:
        template = templates.to_bytes(case.selfie.faces[0].template)
        FaceTemplate.objects.update_or_create(
            account_id=account_id,
            defaults={
                "sealed": encryption.seal(account_id, template, template_place(account_id)),
                "enrolled_at": at,
                "made_by": templates.MADE_BY,
            },
        )
    index = fingerprint_of(verification, case.front, case.back)
    if index:
        DocumentFingerprint.objects.get_or_create(
            account_id=account_id, index=index, defaults={"recorded_at": at}
        )


def _carry_out(
    verification: Verification,
    event: Event,
    reasons: tuple[str, ...],
    pieces: frozenset[EvidenceKind],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Move the verification and do what follows: level, queue, pause, e-mail. `pieces` are those to give again."""
    needed = needed_evidence(current(), verification.level_id, verification.document_kind)
    verification.asked_again = sorted(pieces & set(needed)) if event is Event.ASK_AGAIN else []
    verification.decided_at = at
    verification.reasons = list(reasons)
    verifications.move(verification, event, by=by, at=at, reasons=list(reasons), run=verification.run)
    if event is Event.ASK_AGAIN and rules.needs_new_choice(current(), reasons):
        verification.document_kind = ""
    until = _count_denial(verification, event, at)
    verification.save()
    if until is not None:
        verifications.pause(verification.account, until=until, by=by, at=at)
    if event is Event.APPROVE:
        tier = current().level(verification.level_id).tier
        accounts.raise_level(verification.account, tier=tier, by=by, at=at)
    if event is Event.REFER:
        reviews.open_review(
            ReviewKind.VERIFICATION, verification.pk, verification.account, reasons=reasons, by=by, at=at
        )
    accounts.tell(verification.account, _message(verification, event, reasons, until), by=by, at=at)


def _count_denial(verification: Verification, event: Event, at: datetime) -> datetime | None:
    """Count a no. Returns until when to pause, after the policy's number of them."""
    if event not in {Event.ASK_AGAIN, Event.REJECT}:
        return None
    verification.denials += 1
    length = pause_after(current().attempts, verification.denials)
    return None if length is None else at + length


def foresee(
    verification: Verification, outcome: ReviewOutcome, reasons: tuple[str, ...], *, at: datetime
) -> Message:
    """Return the e-mail that a person's decision would send now. Writes nothing."""
    event, unsaved = rules.EVENT_OF_REVIEW[outcome], copy(verification)
    return _message(unsaved, event, reasons, _count_denial(unsaved, event, at))


def _message(
    verification: Verification, event: Event, reasons: tuple[str, ...], until: datetime | None
) -> Message:
    book = current()
    level = book.level(verification.level_id)
    told = rules.told_reasons(book, reasons)
    if event is Event.APPROVE:
        return VerificationApproved(level=level.title, unlocks=level.unlocks)
    if event is Event.REFER:
        hours = book.review_rule(ReviewKind.VERIFICATION).due_within_hours
        return VerificationUnderReview(level=level.title, reasons=told, due_within_hours=hours)
    if event is Event.REJECT:
        return VerificationRejected(level=level.title, reasons=told, may_retry=until is None)
    if until is not None:
        return VerificationPaused(level=level.title, reasons=told, until=until.astimezone(UTC).isoformat())
    left = attempts_left(book.attempts, verification.denials)
    return VerificationAskedAgain(level=level.title, reasons=told, attempts_left=left)


@transaction.atomic
def settle_review(
    review: Review, outcome: ReviewOutcome, reasons: tuple[str, ...], by: Actor, at: datetime
) -> None:
    """A person decided: record it as theirs, and carry it out."""
    verification = verifications.locked(review.matter_id)
    event = rules.EVENT_OF_REVIEW[outcome]
    _record(verification, event, reasons, (), None, by=by, at=at)
    if event is Event.APPROVE:
        _one_enrolment_at_a_time()
        _enrol(verification, judged_case(verification), at=at)
    _carry_out(verification, event, reasons, rules.pieces_of_reasons(current(), reasons), by=by, at=at)


@transaction.atomic
def decide_pair(review: Review, other_id: str, relation: Relation, *, by: Actor, at: datetime) -> KnownPair:
    """Remember what the account of a review is to another that the machine pointed at.

    Refuses: pair.account.not_found, pair.decision.unchanged, review.state.taken, review.state.not_taken,
    review.state.not_open, review.decider.own_account, review.decider.involved.
    """
    access.require(by, Permission.PAIR_DECIDE)
    review = Review.objects.select_for_update().get(pk=review.pk)
    found = hits_of(review)
    hits = frozenset({hit.account_id for hit in found.faces}.union(found.documents))
    rules.check_may_decide_pair(review.facts(), hits, other_id, by)
    return accounts.decide_pair(review.account_id, other_id, relation, matter_id=review.pk, by=by, at=at)


@transaction.atomic
def look_at_pair(review: Review, other_id: str, *, by: Actor, at: datetime) -> None:
    """Record that a staff member compares the account of a review with another."""
    access.require(by, Permission.EVIDENCE_VIEW)
    audit.record(AuditEvent.PAIR_VIEWED, subject_id=review.pk, account_id=other_id, by=by, at=at)


@transaction.atomic
def forget_face(account_id: str, by: Actor, at: datetime) -> None:
    """Erase the enrolled face, here and in every copy in memory: its person is no longer looked for."""
    if FaceTemplate.objects.filter(pk=account_id, sealed__isnull=False).update(sealed=None):
        audit.record(AuditEvent.FACE_FORGOTTEN, subject_id=account_id, account_id=account_id, by=by, at=at)
