"""Public ids: a prefix that says what it is, then 26 characters that sort by time (ULID alphabet)."""

import secrets
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def _encode(number: int, length: int) -> str:
    characters = []
    for _ in range(length):
        number, index = divmod(number, 32)
        characters.append(_ALPHABET[index])
    return "".join(reversed(characters))


def new_id(prefix: str) -> str:
    """Return for instance `ver_06g3x…`: 48 bits of milliseconds, then 80 random bits. Unguessable, sortable."""
    return f"{prefix}_{_encode(time.time_ns() // 1_000_000, 10)}{_encode(secrets.randbits(80), 16)}"
