"""The door to the operator's trust list: whose signatures on chips count here. Nothing is ever fetched."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from assay.checks.engines.chip import chains, trust_files
from assay.checks.engines.chip.certificates import Certificate
from assay.checks.engines.chip.lds import ChipDataError
from assay.checks.engines.chip.revocation import RevocationList
from assay.checks.engines.chip.trust_list import Source, TrustList

__all__ = ["LARGEST_FILE", "ChipDataError", "Country", "Taken", "TrustList", "by_country", "of_home", "take"]

LARGEST_FILE = trust_files.LARGEST
_FOLDER = "trust"


@dataclass(frozen=True)
class Taken:
    """What an import did: kind of file, its digest, who signed it, how much was new or there already, what was left out."""

    kind: str
    sha256: str
    signers: tuple[str, ...]
    new: int
    old: int
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Country:
    """A country on the list: how many certificates (links among them), when the last one ends, revocation lists."""

    code: str
    certificates: int
    links: int
    first_ends_at: datetime
    last_ends_at: datetime
    revocations: int
    revocations_due_at: datetime | None


def of_home(home: Path) -> TrustList:
    """Return the trust list of an installation; it need not exist."""
    return TrustList(home / _FOLDER)


def take(trusted: TrustList, data: bytes, name: str, *, at: datetime) -> Taken:
    """Read a file, verify what can be verified, and add it to the list. Raises ChipDataError, OSError.

    A master list needs its own signature to hold; a revocation list one by an authority on the list; a certificate that calls
    itself a root its own.
    """
    inside = trust_files.read(data)
    certificates, spoilt = _sound(inside.certificates)
    lists, unsigned = _signed(inside.revocations, certificates, trusted)
    left_out = (*inside.left_out, *spoilt, *unsigned)
    if not certificates and not lists:
        raise ChipDataError(left_out[0] if left_out else "nothing in the file can be used")
    source = Source(name, inside.sha256, inside.kind, "; ".join(inside.signers), "", ())
    new, old = trusted.add(source, (*certificates, *lists), at=at)
    return Taken(inside.kind, inside.sha256, inside.signers, new, old, left_out)


def _sound(found: tuple[Certificate, ...]) -> tuple[tuple[Certificate, ...], tuple[str, ...]]:
    """Return (certificates to trust, why others are not): one issued by itself with a signature by nobody is damaged."""
    kept, left_out = [], []
    for one in found:
        # A link certificate may bear one name twice; it names another key as its issuer's.
        root = one.is_self_issued and (one.issuer_key_id is None or one.issuer_key_id == one.key_id)
        if root and not chains.is_self_signed(one):
            left_out.append(f"its own signature does not hold, or cannot be verified: {one.title}")
        else:
            kept.append(one)
    return tuple(kept), tuple(left_out)


def _signed(
    found: tuple[RevocationList, ...], brought: tuple[Certificate, ...], trusted: TrustList
) -> tuple[tuple[RevocationList, ...], tuple[str, ...]]:
    kept, left_out = [], []
    for one in found:
        authorities = (
            *(other for other in brought if other.country == one.country),
            *trusted.authorities(one.country),
        )
        if any(one.is_signed_by(authority) for authority in authorities):
            kept.append(one)
        else:
            country = one.country or "an unnamed country"
            left_out.append(f"no authority on the trust list signed this revocation list of {country}")
    return tuple(kept), tuple(left_out)


def by_country(trusted: TrustList) -> tuple[Country, ...]:
    """Return the countries on the list, in order."""
    found = []
    for code in trusted.countries():
        authorities, lists = trusted.authorities(code), trusted.revocations(code)
        if not authorities:
            continue
        due = [one.next_update for one in _newest(lists) if one.next_update]
        found.append(
            Country(
                code=code,
                certificates=len(authorities),
                links=sum(not chains.is_self_signed(one) for one in authorities),
                first_ends_at=min(one.not_after for one in authorities),
                last_ends_at=max(one.not_after for one in authorities),
                revocations=len(lists),
                revocations_due_at=max(due, default=None),
            )
        )
    return tuple(found)


def _newest(lists: tuple[RevocationList, ...]) -> tuple[RevocationList, ...]:
    return tuple(sorted(lists, key=lambda one: one.this_update))[-1:]
