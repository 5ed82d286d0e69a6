"""The searchable copy of enrolled faces: in step with the database whatever order transactions commit in."""

import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest
import structlog
from django.db import DatabaseError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from assay.accounts.models import Account
from assay.checks.faces.templates import MADE_BY, to_bytes
from assay.core.actor import machine
from assay.decisions import actions as decisions
from assay.decisions.face_index import FaceCopy, template_place
from assay.decisions.models import Decision, FaceTemplate
from assay.encryption import actions as encryption
from assay.sandbox.people import person
from made_cases import face
from made_verifications import NOW, passing

JOB = machine("test")
A, B = (np.eye(128, dtype=np.float32)[number] for number in range(2))


def sealed(account: Account, template: np.ndarray) -> bytes:
    return encryption.seal(account.pk, to_bytes(template), template_place(account.pk))


def enrol(account: Account, template: np.ndarray) -> None:
    FaceTemplate.objects.update_or_create(
        account=account,
        defaults={"sealed": sealed(account, template), "enrolled_at": NOW, "made_by": MADE_BY},
    )


def found(copy: FaceCopy, template: np.ndarray) -> list[str]:
    return [account_id for account_id, _ in copy.search(template, 0.9, 5)]


@pytest.fixture
def other(transactional_db: None) -> Iterator[BaseDatabaseWrapper]:
    """A second connection with a transaction of its own, already begun and numbered."""
    second = connection.copy()
    second.set_autocommit(False)
    with second.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()")
    yield second
    second.rollback()
    second.close()


def enrol_in(second: BaseDatabaseWrapper, account: Account, template: np.ndarray) -> None:
    with second.cursor() as cursor:
        cursor.execute(
            "INSERT INTO decisions_facetemplate (account_id, sealed, enrolled_at, made_by) VALUES (%s, %s, %s, %s)",
            [account.pk, sealed(account, template), NOW, MADE_BY],
        )


def test_two_workers_see_what_either_of_them_enrols(customer):
    one, another = FaceCopy(), FaceCopy()
    first, second = customer("a@utopia.example"), customer("b@utopia.example")
    enrol(first, A)
    assert found(one, A) == found(another, A) == [first.pk]
    enrol(second, A)
    assert sorted(found(one, A)) == sorted(found(another, A)) == sorted([first.pk, second.pk])


@pytest.mark.django_db(transaction=True)
def test_a_slow_transaction_that_commits_after_a_later_one_is_not_missed(customer, other):
    copy, slow, quick = FaceCopy(), customer("slow@utopia.example"), customer("quick@utopia.example")
    enrol_in(other, slow, A)
    enrol(quick, A)
    assert found(copy, A) == [quick.pk]
    assert found(copy, A) == [quick.pk]
    other.commit()
    assert sorted(found(copy, A)) == sorted([quick.pk, slow.pk])


@pytest.mark.django_db(transaction=True)
def test_a_transaction_numbered_early_that_writes_late_is_not_missed(customer, other):
    copy, slow = FaceCopy(), customer()
    copy.follow()
    for number in range(3):
        enrol(customer(f"{number}@utopia.example"), B)
        copy.follow()
    enrol_in(other, slow, A)
    other.commit()
    assert found(copy, A) == [slow.pk]


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_is_not_kept(customer):
    copy, account, stranger = FaceCopy(), customer(), customer("stranger@utopia.example")
    enrol(account, A)
    copy.follow()
    with transaction.atomic():
        enrol(account, B)
        enrol(stranger, B)
        assert sorted(found(copy, B)) == sorted([account.pk, stranger.pk])
        transaction.set_rollback(True)
    assert found(copy, B) == []
    assert found(copy, A) == [account.pk]
    assert stranger.pk not in copy


def test_a_face_enrolled_again_replaces_the_old_one(customer):
    copy, account = FaceCopy(), customer()
    enrol(account, A)
    assert found(copy, A) == [account.pk]
    enrol(account, B)
    assert (found(copy, A), found(copy, B)) == ([], [account.pk])


def test_erasure_takes_the_face_out_of_every_copy(customer):
    one, another, account = FaceCopy(), FaceCopy(), customer()
    enrol(account, A)
    assert found(one, A) == found(another, A) == [account.pk]
    encryption.destroy_key(account.pk, by=JOB, at=NOW)
    assert FaceTemplate.objects.get(account=account).sealed is None
    for copy in (one, another):
        assert found(copy, A) == []
        assert account.pk not in copy


def test_a_copy_made_after_an_erasure_never_holds_the_face(customer):
    copy, account = FaceCopy(), customer()
    enrol(account, A)
    encryption.destroy_key(account.pk, by=JOB, at=NOW)
    copy.follow()
    assert len(copy) == 0


def test_a_face_forgotten_can_be_enrolled_again(customer):
    copy, account = FaceCopy(), customer()
    enrol(account, A)
    copy.follow()
    decisions.forget_face(account.pk, by=JOB, at=NOW)
    assert found(copy, A) == []
    enrol(account, A)
    assert found(copy, A) == [account.pk]


def test_a_face_of_another_making_is_not_looked_for_and_told_of(customer):
    account, later = customer(), customer("later@utopia.example")
    enrol(account, A)
    enrol(later, A)
    FaceTemplate.objects.filter(account=account).update(made_by="an older network")
    with structlog.testing.capture_logs() as logs:
        assert found(FaceCopy(), A) == [later.pk]
    assert [(line["event"], line["faces"]) for line in logs] == [("faces.of_another_making", 1)]
    enrol(account, A)
    assert sorted(found(FaceCopy(), A)) == sorted([account.pk, later.pk])


def test_a_row_cannot_be_deleted_behind_the_copies_backs(customer):
    enrol(customer(), A)
    with pytest.raises(DatabaseError, match="emptying"), transaction.atomic():
        FaceTemplate.objects.all().delete()


def test_no_writer_can_say_another_transaction(customer):
    account = customer()
    FaceTemplate.objects.create(
        account=account, sealed=sealed(account, A), enrolled_at=NOW, made_by=MADE_BY, transaction=1
    )
    assert FaceTemplate.objects.get(account=account).transaction > 1


@pytest.mark.row("XCT-10")
@pytest.mark.django_db(transaction=True)
def test_two_accounts_of_one_person_approved_at_once_do_not_pass_each_other_unseen(
    customer, submitted: Callable, other
):
    """The other connection is in the middle of approving; this one's job has to wait, and then sees the face."""
    first = customer("first@utopia.example")
    second = submitted(passing(person(8)), email="second@utopia.example", bearer=person(8))
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('enrolment'))")
    enrol_in(other, first, np.asarray(face().template, np.float32))

    def settle() -> None:
        try:
            decisions.settle(second.pk, second.run, by=JOB, at=NOW)
        finally:
            connection.close()

    job = threading.Thread(target=settle)
    job.start()
    job.join(timeout=0.5)
    assert job.is_alive()
    other.commit()
    job.join(timeout=20)
    assert Decision.objects.get(verification=second).reasons == ["identity.duplicate.face"]
