"""Has the issuer taken a certificate back? Certificate revocation lists (RFC 5280; Doc 9303 part 12, 7.1.4)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import core, crl

from assay.checks.engines.chip import keys
from assay.checks.engines.chip.certificates import Certificate, country_of
from assay.checks.engines.chip.lds import ChipDataError, reading

LARGEST = 32_000_000


@dataclass(frozen=True, eq=False)
class RevocationList:
    """`serials` are the numbers taken back. `next_update` is when the issuer promised a newer list, None where it did not."""

    der: bytes
    issuer: str
    country: str
    this_update: datetime
    next_update: datetime | None
    serials: frozenset[int]
    parsed: Any

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.der).hexdigest()

    def is_signed_by(self, authority: Certificate) -> bool:
        """Whether an authority signed this list. What cannot be verified here counts as not signed."""
        if self.issuer != authority.subject:
            return False
        try:
            with reading("a revocation list"):
                return keys.holds(
                    authority.key,
                    bytes(self.parsed["signature"]),
                    self.parsed["tbs_cert_list"].dump(),
                    self.parsed["signature_algorithm"],
                )
        except ChipDataError:
            return False


def parse(data: bytes) -> RevocationList:
    """Return the list. Raises ChipDataError. Nothing is verified yet."""
    if len(data) > LARGEST:
        raise ChipDataError("a revocation list is larger than one can be")
    with reading("a revocation list"):
        parsed = crl.CertificateList.load(data, strict=True)
        listed = parsed["tbs_cert_list"]
        revoked = listed["revoked_certificates"]
        rows = () if isinstance(revoked, core.Void) else revoked
        return RevocationList(
            der=data,
            issuer=parsed.issuer.hashable,
            country=country_of(parsed.issuer),
            this_update=listed["this_update"].native,
            next_update=listed["next_update"].native,
            serials=frozenset(int(row["user_certificate"].native) for row in rows),
            parsed=parsed,
        )


def valid_lists(
    lists: Iterable[RevocationList], authority: Certificate, trusted: Iterable[Certificate]
) -> tuple[RevocationList, ...]:
    """Return the lists that speak for an authority, newest first: in its name, and signed with its key or a successor's."""
    keepers = [other for other in trusted if other.subject == authority.subject]
    found = [one for one in lists if any(one.is_signed_by(other) for other in (authority, *keepers))]
    return tuple(sorted(found, key=lambda one: one.this_update, reverse=True))
