"""A file that arrives in parts: however they come, it becomes evidence whole, once, or not at all."""

import hashlib
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assay.audit.models import Entry
from assay.core.actor import machine
from assay.core.refusal import NotPermitted, Refusal
from assay.deadlines import actions as deadlines
from assay.deadlines.models import Deadline
from assay.encryption import actions as encryption
from assay.evidence.models import Evidence
from assay.policy.load import current
from assay.policy.schema import EvidenceKind
from assay.uploads import actions as uploads
from assay.uploads.models import Upload, UploadPart
from assay.uploads.rules import LARGEST_PART_BYTES, PART_BYTES
from assay.verifications import actions as verifications
from made_files import clip
from made_verifications import NOW, start

FRONT = EvidenceKind.DOCUMENT_FRONT
FILE = bytes(range(256)) * (5 * PART_BYTES // 512)  # two and a half parts


def announce(account, data=FILE, matter="ver_1", kind=FRONT, at=NOW, **changes):
    said = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()} | changes
    return uploads.begin(account, matter, kind=kind, by=account.actor(), at=at, **said)


def add(upload, offset, data=FILE, size=PART_BYTES):
    by = upload.account.actor()
    return uploads.add_part(upload, offset=offset, data=data[offset : offset + size], by=by, at=NOW)


def send(upload, data=FILE):
    for offset in range(0, len(data), PART_BYTES):
        upload = add(upload, offset, data)
    return upload


def store(account, taken):
    """Take the whole as a verification would, without decoding it."""

    def give(data):
        taken.append(data)
        return Evidence.objects.create(
            account=account, matter_id=f"ver_{len(taken)}", kind=FRONT, size=len(data), stored_at=NOW
        )

    return give


def finish(upload, taken, at=NOW):
    account = upload.account
    return uploads.finish(upload, give=store(account, taken), by=account.actor(), at=at)


@pytest.mark.row("X-19")
def test_an_interrupted_upload_goes_on_where_it_stopped(customer):
    account, taken = customer(), []
    upload = add(announce(account), 0)
    again = announce(account, at=NOW + timedelta(hours=1))
    assert (again.pk, again.received) == (upload.pk, PART_BYTES)
    add(again, PART_BYTES)
    add(again, 2 * PART_BYTES)
    piece = finish(again, taken)
    assert taken == [FILE]
    assert finish(again, taken).pk == piece.pk
    assert taken == [FILE]
    assert not UploadPart.objects.exists()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(-1, 4), st.sampled_from([0, -1, 1, PART_BYTES // 2])), max_size=12))
def test_parts_in_any_order_never_make_another_file(customer, request, tries):
    account = request.getfixturevalue("account_of_parts")
    Upload.objects.all().delete()
    upload, taken = announce(account), []
    for number, shift in tries:
        offset = max(number * PART_BYTES + shift, 0)
        with suppress(Refusal):
            add(upload, offset)
        upload.refresh_from_db()
        parts = UploadPart.objects.filter(upload=upload).order_by("offset")
        # Never a gap, never an overlap, never more than was announced.
        assert [part.offset for part in parts] == [n * PART_BYTES for n in range(len(parts))]
        assert sum(part.size for part in parts) == upload.received <= len(FILE)
    while upload.received < len(FILE):
        with pytest.raises(Refusal, match="elsewhere"):
            finish(upload, taken)
        upload = add(upload, upload.received)
    finish(upload, taken)
    assert taken == [FILE]
    Upload.objects.all().delete()
    Evidence.objects.all().delete()


@pytest.fixture
def account_of_parts(customer):
    return customer("parts@utopia.example")


def test_a_part_too_many_too_large_or_too_small_is_refused(customer):
    upload = announce(customer())
    by = upload.account.actor()
    for data in (b"", bytes(PART_BYTES - 1), bytes(LARGEST_PART_BYTES + 1), bytes(len(FILE) + 1)):
        with pytest.raises(Refusal, match="invalid"):
            uploads.add_part(upload, offset=0, data=data, by=by, at=NOW)
    assert not UploadPart.objects.exists()


def test_another_file_than_was_announced_is_no_evidence_and_is_gone(customer):
    upload, taken = send(announce(customer()), b"x" * len(FILE)), []
    with pytest.raises(Refusal, match="altered"):
        finish(upload, taken)
    assert taken == []
    assert not Upload.objects.exists()


def test_what_is_refused_leaves_nothing_half_made(customer):
    upload = send(announce(customer()))

    def refuse(data):
        store(upload.account, [])(data)
        raise Refusal("evidence.file.damaged")

    for _ in range(2):
        with pytest.raises(Refusal, match="damaged"):
            uploads.finish(upload, give=refuse, by=upload.account.actor(), at=NOW)
    assert not Evidence.objects.exists()
    upload.refresh_from_db()
    assert upload.evidence is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"size": 0}, "evidence.file.empty"),
        ({"size": current().uploads.picture_bytes + 1}, "evidence.file.too_large"),
        ({"sha256": "no digest"}, "evidence.upload.invalid"),
    ],
)
def test_limits_are_checked_before_the_first_byte(customer, changes, reason):
    with pytest.raises(Refusal, match=reason):
        announce(customer(), **changes)


def test_an_account_has_only_so_many_files_on_their_way_and_the_newest_stay(customer):
    account = customer()
    most = current().uploads.open_uploads
    begun = [
        announce(account, bytes([number]), at=NOW + timedelta(minutes=number)) for number in range(most + 2)
    ]
    left = set(Upload.objects.values_list("pk", flat=True))
    assert left == {upload.pk for upload in begun[2:]}
    assert Deadline.objects.filter(kind="upload_unfinished").count() == most


def test_nobody_adds_to_or_finishes_the_upload_of_somebody_else(customer):
    upload, stranger = announce(customer()), customer("stranger@utopia.example")
    with pytest.raises(NotPermitted):
        uploads.add_part(upload, offset=0, data=FILE[:PART_BYTES], by=stranger.actor(), at=NOW)
    with pytest.raises(NotPermitted):
        uploads.finish(upload, give=store(stranger, []), by=stranger.actor(), at=NOW)


def test_what_never_arrives_is_deleted_after_a_day(customer):
    add(announce(customer()), 0)
    at = NOW + timedelta(hours=current().uploads.unfinished_hours)
    deadlines.sweep(by=machine("sweep"), at=at - timedelta(minutes=1))
    assert Upload.objects.count() == 1
    deadlines.sweep(by=machine("sweep"), at=at)
    assert not Upload.objects.exists()
    assert not UploadPart.objects.exists()
    assert Entry.objects.filter(event="upload.expired").count() == 1


def test_parts_lie_sealed_and_go_with_the_key(customer):
    upload = send(announce(customer()))
    plain = FILE[:64]
    assert all(plain not in bytes(part.sealed) for part in UploadPart.objects.all())
    encryption.destroy_key(upload.account_id, by=machine("test"), at=NOW)
    assert not Upload.objects.exists()
    assert not UploadPart.objects.exists()


def test_a_clip_that_was_announced_in_time_may_arrive_late(customer):

    verification = start(customer())
    by = verification.account.actor()
    verifications.draw_challenge(verification, by=by, at=NOW)
    verification.refresh_from_db()
    late = NOW + timedelta(minutes=current().challenge.valid_minutes + 1)
    given = {"data": clip(2.0), "camera": b"", "made_for": "", "by": by, "at": late}
    with pytest.raises(Refusal, match="expired"):
        verifications.give_recording(verification, **given)
    assert verifications.give_recording(verification, announced_at=NOW, **given).stored_at == late
