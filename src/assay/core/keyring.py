"""The three keys of an installation, in one file: encryption, blind index, signing.

Losing the file loses every piece of personal data; whoever holds it and the database can read it all.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12


class WrongKey(Exception):  # noqa: N818
    """The sealed bytes do not belong to this key and context, or were changed."""


def seal(key: bytes, plain: bytes, context: str) -> bytes:
    """Return nonce and AES-256-GCM ciphertext; `context` is authenticated, so bytes cannot be moved elsewhere."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, context.encode())


def unseal(key: bytes, sealed: bytes, context: str) -> bytes:
    """Return what `seal` hid. Raises WrongKey."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], context.encode())
    except Exception as error:
        raise WrongKey(context) from error


@dataclass(frozen=True)
class Keyring:
    """Each key is 32 bytes: AES-256 (wraps the subjects' keys), HMAC-SHA256, Ed25519 seed."""

    encryption: bytes
    index: bytes
    signing: bytes

    @classmethod
    def generate(cls) -> "Keyring":
        return cls(secrets.token_bytes(32), secrets.token_bytes(32), secrets.token_bytes(32))

    @classmethod
    def read(cls, path: Path) -> "Keyring":
        raw = json.loads(path.read_text(encoding="ascii"))
        return cls(**{name: base64.b64decode(raw[name]) for name in ("encryption", "index", "signing")})

    def write(self, path: Path) -> None:
        """Write the file, readable by its owner only. Raises FileExistsError: keys are never overwritten."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        text = json.dumps(
            {
                name: base64.b64encode(getattr(self, name)).decode()
                for name in ("encryption", "index", "signing")
            }
        )
        with os.fdopen(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii"
        ) as file:
            file.write(text + "\n")

    def blind_index(self, purpose: str, value: str) -> bytes:
        """Return a keyed hash to look a value up without storing it."""
        return hmac.digest(self.index, f"{purpose}\0{value}".encode(), hashlib.sha256)

    @cached_property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.signing)

    @property
    def public_key(self) -> bytes:
        return self._private.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return self._private.sign(message)


def signature_holds(public_key: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except InvalidSignature:
        return False
    return True
