"""Store a file sealed, show a safe copy of it, erase it."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from assay import access
from assay.access import Permission
from assay.accounts.models import Account
from assay.audit import actions as audit
from assay.audit.events import Event
from assay.core.actor import Actor, ActorKind
from assay.core.refusal import NotPermitted
from assay.encryption import actions as encryption
from assay.evidence import rules, vault
from assay.evidence.decoding.decoder import decode_clip, decode_picture, display_copy
from assay.evidence.models import Evidence
from assay.policy.schema import EvidenceKind, UploadLimits

_SHOWN_SIDE = 1600
# A clip is looked through once at upload, coarsely: is it a clip at all, and what did it show?
_PREVIEW_FRAMES_PER_SECOND = 1.0
_PREVIEW_SIDE = 640


def _safe_copies(kind: EvidenceKind, data: bytes, limits: UploadLimits) -> list[bytes]:
    """Return fresh JPEGs of what the file shows. Raises Refusal when it cannot be decoded safely."""
    if kind in rules.CLIPS:
        clip = decode_clip(
            data, limits, frames_per_second=_PREVIEW_FRAMES_PER_SECOND, longest_side=_PREVIEW_SIDE
        )
        return [display_copy(pixels, _PREVIEW_SIDE) for _, pixels in clip.frames]
    return [display_copy(decode_picture(data, limits).pixels, _SHOWN_SIDE)]


def _seal(evidence: Evidence, part: str, plain: bytes) -> None:
    object_id = f"{evidence.pk}/{part}"
    vault.put(object_id, encryption.seal(evidence.account_id, plain, object_id))


def _unseal(evidence: Evidence, part: str) -> bytes:
    object_id = f"{evidence.pk}/{part}"
    return encryption.unseal(evidence.account_id, vault.get(object_id), object_id)


def store(
    account: Account,
    matter_id: str,
    kind: EvidenceKind,
    data: bytes,
    limits: UploadLimits,
    *,
    by: Actor,
    at: datetime,
) -> Evidence:
    """Decode safely, seal the original and the copies people may see, replace the piece before.

    Refuses: evidence.file.* as the decoder does.
    """
    access.require_self(by, account.pk)
    rules.check_size(kind, len(data), limits)
    # Decoding happens outside the transaction: it takes time and holds no lock.
    return _store(account, matter_id, kind, data, _safe_copies(kind, data, limits), by=by, at=at)


@transaction.atomic
def _store(
    account: Account,
    matter_id: str,
    kind: EvidenceKind,
    data: bytes,
    copies: Sequence[bytes],
    *,
    by: Actor,
    at: datetime,
) -> Evidence:
    Evidence.objects.current(matter_id).select_for_update().filter(kind=kind).update(superseded_at=at)
    evidence = Evidence.objects.create(
        account=account,
        matter_id=matter_id,
        kind=kind,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        shown=len(copies),
        stored_at=at,
    )
    # An object without a row is unreadable dust; a row without an object would be a lie. So objects go first to commit.
    _seal(evidence, "original", data)
    for number, copy in enumerate(copies):
        _seal(evidence, f"shown-{number}", copy)
    audit.record(
        Event.EVIDENCE_STORED,
        subject_id=evidence.pk,
        account_id=account.pk,
        by=by,
        at=at,
        kind=kind,
        matter=matter_id,
    )
    return evidence


def original(evidence: Evidence, *, by: Actor) -> bytes:
    """Return the file as it was given, for a job to decode in its sandbox; never shown to anybody."""
    access.require_machine(by)
    return _unseal(evidence, "original")


@transaction.atomic
def view(evidence: Evidence, number: int, *, by: Actor, at: datetime) -> bytes:
    """Return a safe JPEG for a person, and record who looked."""
    if by.kind is ActorKind.CUSTOMER:
        access.require_self(by, evidence.account_id)
    else:
        access.require(by, Permission.EVIDENCE_VIEW)
    if not 0 <= number < evidence.shown:
        raise NotPermitted("evidence:view")
    audit.record(
        Event.EVIDENCE_VIEWED,
        subject_id=evidence.pk,
        account_id=evidence.account_id,
        by=by,
        at=at,
        number=number,
    )
    return _unseal(evidence, f"shown-{number}")


@transaction.atomic
def supersede(matter_id: str, kinds: frozenset[EvidenceKind], *, by: Actor, at: datetime) -> None:
    """Let pieces no longer count; they stay stored until their retention ends."""
    del by  # the action that makes them obsolete has its own audit entry
    Evidence.objects.current(matter_id).filter(kind__in=kinds).update(superseded_at=at)
