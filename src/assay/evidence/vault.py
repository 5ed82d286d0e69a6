"""Where sealed bytes lie: a folder or an S3 bucket, write-once."""

from functools import cache

import obstore
from django.conf import settings
from obstore.store import ObjectStore, from_url


class EvidenceLost(Exception):  # noqa: N818
    """The store has no such object although the database says so."""


@cache
def _store() -> ObjectStore:
    url = settings.EVIDENCE_URL
    return from_url(url, mkdir=True) if url.startswith("file:") else from_url(url)


def put(object_id: str, sealed: bytes) -> None:
    """Store bytes under an id that is used once. Raises obstore's AlreadyExistsError on a second time."""
    obstore.put(_store(), object_id, sealed, mode="create")


def get(object_id: str) -> bytes:
    try:
        return bytes(obstore.get(_store(), object_id).bytes())
    except FileNotFoundError as error:
        raise EvidenceLost(object_id) from error


def delete(object_id: str) -> None:
    obstore.delete(_store(), object_id)
