"""Announce a file, take its parts, hand the whole on; forget what never arrives."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from assay import access
from assay.accounts.models import Account
from assay.audit import actions as audit
from assay.audit.events import Event
from assay.core.actor import Actor
from assay.core.refusal import Refusal
from assay.deadlines import actions as deadlines
from assay.deadlines.rules import DeadlineKind
from assay.encryption import actions as encryption
from assay.evidence.models import Evidence
from assay.evidence.rules import check_size
from assay.policy.load import current
from assay.policy.schema import EvidenceKind
from assay.uploads import rules
from assay.uploads.models import Upload, UploadPart


@transaction.atomic
def begin(
    account: Account,
    matter_id: str,
    *,
    kind: EvidenceKind,
    size: int,
    sha256: str,
    by: Actor,
    at: datetime,
) -> Upload:
    """Announce a file, or find the upload of the same file that was interrupted.

    Refuses: evidence.file.empty, evidence.file.too_large, evidence.upload.invalid.
    """
    access.require_self(by, account.pk)
    limits = current().uploads
    check_size(kind, size, limits)
    rules.check_announced(sha256)
    Account.objects.select_for_update().get(pk=account.pk)
    on_the_way = Upload.objects.on_the_way().filter(account=account)
    before = on_the_way.filter(matter_id=matter_id, kind=kind, sha256=sha256, size=size).first()
    if before is not None:
        return before
    # Whoever takes one photo after the other without a line is never refused: the oldest goes.
    for oldest in on_the_way.order_by("-begun_at", "-pk")[limits.open_uploads - 1 :]:
        _discard(oldest, by=by, at=at)
    upload = Upload.objects.create(
        account=account, matter_id=matter_id, kind=kind, size=size, sha256=sha256, begun_at=at
    )
    patience = timedelta(hours=limits.unfinished_hours)
    deadlines.set_deadline(DeadlineKind.UPLOAD_UNFINISHED, upload.pk, due_at=at + patience, by=by, at=at)
    audit.record(
        Event.UPLOAD_BEGUN,
        subject_id=upload.pk,
        account_id=account.pk,
        by=by,
        at=at,
        kind=kind,
        matter=matter_id,
    )
    return upload


def _locked(upload: Upload) -> Upload:
    return Upload.objects.select_for_update(of=("self",)).select_related("evidence").get(pk=upload.pk)


def _place(upload: Upload, offset: int) -> str:
    return f"uploads.uploadpart.{upload.pk}.{offset}"


@transaction.atomic
def add_part(upload: Upload, *, offset: int, data: bytes, by: Actor, at: datetime) -> Upload:
    """Keep the next bytes; a part that comes once more changes nothing.

    Refuses: evidence.upload.elsewhere, evidence.upload.invalid.
    """
    del at  # the evidence it becomes says when
    access.require_self(by, upload.account_id)
    upload = _locked(upload)
    if upload.evidence or UploadPart.objects.filter(upload=upload, offset=offset, size=len(data)).exists():
        return upload
    rules.check_part(upload.arrived, offset, len(data))
    sealed = encryption.seal(upload.account_id, data, _place(upload, offset))
    UploadPart.objects.create(upload=upload, offset=offset, size=len(data), sealed=sealed)
    upload.received += len(data)
    upload.save(update_fields=["received"])
    return upload


def finish(upload: Upload, *, give: Callable[[bytes], Evidence], by: Actor, at: datetime) -> Evidence:
    """Check the whole and give it, once: both happen or neither. Finishing again returns the same piece.

    Refuses: evidence.upload.elsewhere, evidence.upload.altered, and whatever `give` refuses.
    """
    try:
        return _finish(upload, give=give, by=by, at=at)
    except Refusal as refusal:
        if refusal.reason == "evidence.upload.altered":
            _discard(upload, by=by, at=at)
        raise


@transaction.atomic
def _finish(upload: Upload, *, give: Callable[[bytes], Evidence], by: Actor, at: datetime) -> Evidence:
    del at  # `give` knows it
    access.require_self(by, upload.account_id)
    upload = _locked(upload)
    if upload.evidence:
        return upload.evidence
    rules.check_whole(upload.arrived)
    data = _whole(upload)
    rules.check_digest(data, upload.sha256)
    upload.evidence = give(data)
    upload.save(update_fields=["evidence"])
    UploadPart.objects.filter(upload=upload).delete()
    return upload.evidence


def _whole(upload: Upload) -> bytes:
    parts = UploadPart.objects.filter(upload=upload).order_by("offset")
    return b"".join(
        encryption.unseal(upload.account_id, bytes(part.sealed), _place(upload, part.offset))
        for part in parts
    )


@transaction.atomic
def _discard(upload: Upload, *, by: Actor, at: datetime) -> None:
    deadlines.cancel(DeadlineKind.UPLOAD_UNFINISHED, upload.pk, by=by, at=at)
    Upload.objects.filter(pk=upload.pk).delete()


@transaction.atomic
def expire(upload_id: str, by: Actor, at: datetime) -> None:
    """A day is over: what never arrived is deleted, and what arrived needs no row here any more."""
    upload = Upload.objects.select_for_update().filter(pk=upload_id).first()
    if upload is None:
        return
    if upload.evidence_id is None:
        audit.record(Event.UPLOAD_EXPIRED, subject_id=upload_id, account_id=upload.account_id, by=by, at=at)
    _discard(upload, by=by, at=at)


@transaction.atomic
def forget(account_id: str, by: Actor, at: datetime) -> None:
    """The customer's key is gone: so are the files on their way."""
    for upload in Upload.objects.filter(account_id=account_id):
        _discard(upload, by=by, at=at)
