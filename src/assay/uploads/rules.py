"""A file on its way, in parts: which part fits, and when the whole has arrived."""

import hashlib
import re
from dataclasses import dataclass

from assay.core.refusal import Refusal

# Small enough to arrive over a bad line in a few seconds, large enough that a clip is not thousands of rows.
PART_BYTES = 256 * 1024
LARGEST_PART_BYTES = 1024 * 1024
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Arrived:
    """How much of a file is there: `received` of `size` bytes, without a gap from the start."""

    size: int
    received: int

    @property
    def is_whole(self) -> bool:
        return self.received == self.size


def check_announced(sha256: str) -> None:
    """Refuses: evidence.upload.invalid."""
    if not _DIGEST.fullmatch(sha256):
        raise Refusal("evidence.upload.invalid")


def check_part(arrived: Arrived, offset: int, length: int) -> None:
    """Refuse a part that does not begin where the file has got to, or has no acceptable size.

    Refuses: evidence.upload.elsewhere, evidence.upload.invalid.
    """
    if offset != arrived.received:
        raise Refusal("evidence.upload.elsewhere")
    end = offset + length
    # Only the last part may be small, so that nobody fills the table with crumbs.
    too_small = length < PART_BYTES and end != arrived.size
    if too_small or length == 0 or length > LARGEST_PART_BYTES or end > arrived.size:
        raise Refusal("evidence.upload.invalid")


def check_whole(arrived: Arrived) -> None:
    """Refuses: evidence.upload.elsewhere while parts are missing."""
    if not arrived.is_whole:
        raise Refusal("evidence.upload.elsewhere")


def check_digest(data: bytes, sha256: str) -> None:
    """Refuse what is not the file that was announced. Refuses: evidence.upload.altered."""
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Refusal("evidence.upload.altered")
