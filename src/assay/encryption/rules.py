"""Which bytes belong to whom: one data key per subject, wrapped by the installation's key.

Destroying a subject's key makes all that was sealed under it unreadable for ever.
"""

import secrets

from assay.core.keyring import Keyring, seal, unseal


class KeyDestroyed(Exception):  # noqa: N818
    """The subject's key was destroyed; what it sealed is gone."""


def new_wrapped_key(keyring: Keyring, subject_id: str) -> bytes:
    return seal(keyring.encryption, secrets.token_bytes(32), f"key:{subject_id}")


def unwrap(keyring: Keyring, subject_id: str, wrapped: bytes) -> bytes:
    return unseal(keyring.encryption, wrapped, f"key:{subject_id}")


def context_of(subject_id: str, place: str) -> str:
    """Return the context that binds sealed bytes to a subject and a place (`table.column.row` or an object id)."""
    return f"{subject_id}|{place}"
