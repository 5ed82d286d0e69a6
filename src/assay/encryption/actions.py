"""Create, use and destroy a subject's key."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from assay.audit import actions as audit
from assay.audit.events import Event
from assay.core import keyring
from assay.core.actor import Actor
from assay.encryption import rules
from assay.encryption.models import SubjectKey

# Filled in wiring.py: what else has to go with a subject's key. Runs in the transaction that destroys it.
on_destroyed: list[Callable[[str, Actor, datetime], None]] = []


@transaction.atomic
def create_key(subject_id: str, *, by: Actor, at: datetime) -> None:
    SubjectKey.objects.create(
        subject_id=subject_id, wrapped=rules.new_wrapped_key(settings.KEYRING, subject_id), created_at=at
    )
    audit.record(Event.KEY_CREATED, subject_id=subject_id, account_id=subject_id, by=by, at=at)


@transaction.atomic
def destroy_key(subject_id: str, *, by: Actor, at: datetime) -> None:
    """Make everything sealed for this subject unreadable, for ever."""
    key = SubjectKey.objects.select_for_update().get(subject_id=subject_id)
    if key.wrapped is None:
        raise rules.KeyDestroyed(subject_id)
    key.wrapped, key.destroyed_at = None, at
    key.save(update_fields=["wrapped", "destroyed_at"])
    audit.record(Event.KEY_DESTROYED, subject_id=subject_id, account_id=subject_id, by=by, at=at)
    for follow in on_destroyed:
        follow(subject_id, by, at)


def _key_of(subject_id: str) -> bytes:
    wrapped = SubjectKey.objects.values_list("wrapped", flat=True).get(subject_id=subject_id)
    if wrapped is None:
        raise rules.KeyDestroyed(subject_id)
    return rules.unwrap(settings.KEYRING, subject_id, bytes(wrapped))


def seal(subject_id: str, plain: bytes, place: str) -> bytes:
    """Return `plain` sealed under the subject's key and bound to its place. Raises KeyDestroyed."""
    return keyring.seal(_key_of(subject_id), plain, rules.context_of(subject_id, place))


def unseal(subject_id: str, sealed: bytes, place: str) -> bytes:
    """Return what `seal` hid. Raises KeyDestroyed, WrongKey."""
    return keyring.unseal(_key_of(subject_id), bytes(sealed), rules.context_of(subject_id, place))


def unseal_many(sealed: Mapping[str, bytes], place: Callable[[str], str]) -> dict[str, bytes]:
    """Return what was sealed, by subject, with one query for all keys. Whose key was destroyed is left out."""
    keys = SubjectKey.objects.filter(subject_id__in=sealed.keys())
    opened = {}
    for subject_id, wrapped in keys.values_list("subject_id", "wrapped"):
        if wrapped is not None:
            key = rules.unwrap(settings.KEYRING, subject_id, bytes(wrapped))
            context = rules.context_of(subject_id, place(subject_id))
            opened[subject_id] = keyring.unseal(key, sealed[subject_id], context)
    return opened


def blind_index(purpose: str, value: str) -> bytes:
    return settings.KEYRING.blind_index(purpose, value)
