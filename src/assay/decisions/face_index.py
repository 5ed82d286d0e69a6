"""The worker's searchable copy of all enrolled faces, kept in step with the database. Writes nothing.

Each row of `FaceTemplate` says which transaction wrote it last (a trigger keeps that true). Numbers of transactions rise,
but they commit in any order, so "higher than the last one seen" would lose the slow ones. The copy remembers the oldest
transaction that was still running when it last looked, and reads again whatever was written by that one or a later one:
nothing it has not seen can be older. A transaction that stays open for long (a backup) only makes it read more.
"""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import structlog
from django.db import connection
from django.db.models import Q

from assay.checks.faces.templates import MADE_BY, FaceIndex, Vector, from_bytes
from assay.decisions.models import FaceTemplate
from assay.encryption import actions as encryption

_ROWS_AT_ONCE = 2_000

_log = structlog.get_logger(__name__)


def template_place(account_id: str) -> str:
    return f"decisions.facetemplate.{account_id}"


@dataclass(frozen=True)
class _Moment:
    """`oldest`: the first transaction that may still be running. `next`: the first not begun. `own`: ours, if it has written."""

    oldest: int
    next: int
    own: int | None


def _now() -> _Moment:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_snapshot_xmin(now)::text::bigint, pg_snapshot_xmax(now)::text::bigint,"
            " pg_current_xact_id_if_assigned()::text::bigint FROM pg_current_snapshot() AS now"
        )
        return _Moment(*cursor.fetchone())


def _open(rows: Iterable[FaceTemplate]) -> dict[str, Vector]:
    """Return the templates by account, without those that were forgotten, whose key was destroyed or of another making."""
    sealed = {
        row.account_id: bytes(row.sealed) for row in rows if row.sealed is not None and row.made_by == MADE_BY
    }
    opened = encryption.unseal_many(sealed, template_place)
    return {account_id: from_bytes(plain) for account_id, plain in opened.items()}


def _tell_of_older_faces() -> None:
    older = FaceTemplate.objects.filter(sealed__isnull=False).exclude(made_by=MADE_BY).count()
    if older:
        _log.warning("faces.of_another_making", faces=older, present=MADE_BY)


def _enrolled(account_ids: Sequence[str]) -> Mapping[str, Vector]:
    return _open(FaceTemplate.objects.filter(account_id__in=account_ids))


class FaceCopy:
    """A face index that follows the table. One for each process; one thread at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._start_over()

    def _start_over(self) -> None:
        # Hits are scored by what the database holds now, so a face it no longer holds is no hit, whatever is kept here.
        self._index = FaceIndex(original=_enrolled)
        self._followed_to: int | None = None
        # account id -> the transaction whose version is kept here, for the rows that will be read again
        self._kept: dict[str, int] = {}
        # Taken over from our own transaction, which may still be rolled back: looked up again next time.
        self._unsure: set[str] = set()

    def __len__(self) -> int:
        return len(self._index)

    def __contains__(self, account_id: str) -> bool:
        return account_id in self._index

    def search(self, template: Sequence[float], at_least: float, most: int) -> list[tuple[str, float]]:
        """Return (account id, cosine) of the closest enrolled faces, best first. Exact: it loses none."""
        with self._lock:
            self._follow_or_start_over()
            return self._index.search(template, at_least, most)

    def follow(self) -> None:
        """Take over what was enrolled, replaced or forgotten since the last time. Long only the first time."""
        with self._lock:
            self._follow_or_start_over()

    def _follow_or_start_over(self) -> None:
        try:
            self._follow()
        except BaseException:
            # Half of a transaction's rows may be here, and nobody knows which half.
            self._start_over()
            raise

    def _follow(self) -> None:
        # First the moment, then the rows: what commits in between is read now or the next time, never missed.
        now = _now()
        if self._followed_to is None:
            _tell_of_older_faces()
        if self._followed_to is not None and now.oldest < self._followed_to:
            # Transactions count backwards: this is another database, restored from a copy.
            self._start_over()
        rows, gone = self._changed(now), set(self._unsure)
        recent: dict[str, int] = {}
        while some := list(islice(rows, _ROWS_AT_ONCE)):
            self._take_over([row for row in some if self._kept.get(row.account_id) != row.transaction])
            gone -= {row.account_id for row in some}
            recent |= {row.account_id: row.transaction for row in some if row.transaction >= now.oldest}
        for account_id in gone:
            self._forget(account_id)
        self._unsure = {account_id for account_id, transaction in recent.items() if transaction == now.own}
        self._kept = {account_id: recent[account_id] for account_id in recent.keys() - self._unsure}
        self._followed_to = now.oldest

    def _changed(self, now: _Moment) -> Iterator[FaceTemplate]:
        rows = FaceTemplate.objects.all()
        if self._followed_to is not None:
            # A restored copy holds numbers of another database that lie in the future of this one: `next` leaves them out.
            finished = Q(transaction__gte=self._followed_to, transaction__lt=now.next)
            rows = rows.filter(finished | Q(transaction=now.own) | Q(account_id__in=self._unsure))
        return rows.iterator(chunk_size=_ROWS_AT_ONCE)

    def _take_over(self, rows: list[FaceTemplate]) -> None:
        opened = _open(rows)
        for row in rows:
            if row.account_id in opened:
                self._index.add(row.account_id, opened[row.account_id])
            else:
                self._forget(row.account_id)

    def _forget(self, account_id: str) -> None:
        if account_id in self._index:
            self._index.remove(account_id)


faces = FaceCopy()
