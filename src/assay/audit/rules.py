"""How entries become one number that changes when any of them does: a Merkle tree after RFC 6962, section 2.1."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

EMPTY_CHAIN = bytes(32)


@dataclass(frozen=True)
class Recorded:
    """An entry as it is hashed."""

    id: int
    at: datetime
    event: str
    actor_kind: str
    actor_id: str
    subject_id: str
    account_id: str
    data: dict[str, object]


@dataclass(frozen=True)
class Problem:
    seal_id: int
    why: str


def leaf(entry: Recorded) -> bytes:
    fields = asdict(entry) | {"at": entry.at.astimezone(UTC).isoformat()}
    return hashlib.sha256(b"\0" + json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes, in order; of no leaves, the hash of nothing."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + merkle_root(leaves[:half]) + merkle_root(leaves[half:])).digest()


def chained(previous: bytes, root: bytes, entries: int) -> bytes:
    """Return what is signed: this batch's root bound to its size and to everything before."""
    return hashlib.sha256(b"\2" + previous + root + entries.to_bytes(8, "big")).digest()
