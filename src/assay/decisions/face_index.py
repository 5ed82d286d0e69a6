"""The worker's searchable copy of all enrolled faces, kept in step with the database. Writes nothing."""

import threading
from collections.abc import Sequence
from datetime import datetime

from assay.checks.templates import FaceIndex, Vector, from_bytes
from assay.decisions.models import FaceTemplate
from assay.encryption import actions as encryption
from assay.encryption.rules import KeyDestroyed


def template_place(account_id: str) -> str:
    return f"decisions.facetemplate.{account_id}"


def _open(row: FaceTemplate) -> Vector:
    return from_bytes(encryption.unseal(row.account_id, bytes(row.sealed), template_place(row.account_id)))


def _enrolled(account_id: str) -> Vector:
    return _open(FaceTemplate.objects.get(account_id=account_id))


_lock = threading.Lock()
_index = FaceIndex(original=_enrolled)
# account id -> when that face was enrolled, as the copy in memory knows it
_known: dict[str, datetime] = {}


def _refresh() -> None:
    """Take over what was enrolled, replaced or erased since the last search. The database is the truth."""
    stored = dict(FaceTemplate.objects.values_list("account_id", "enrolled_at"))
    for account_id in _known.keys() - stored.keys():
        _index.remove(account_id)
        del _known[account_id]
    changed = [
        account_id for account_id, enrolled_at in stored.items() if _known.get(account_id) != enrolled_at
    ]
    for row in FaceTemplate.objects.filter(account_id__in=changed).iterator():
        try:
            _index.add(row.account_id, _open(row))
        except KeyDestroyed:
            continue
        _known[row.account_id] = row.enrolled_at


def search(template: Sequence[float], at_least: float, most: int) -> list[tuple[str, float]]:
    """Return (account id, cosine) of the closest enrolled faces, best first. Exact: it loses none."""
    with _lock:
        _refresh()
        return _index.search(template, at_least, most)
