"""Which country's authority issued this certificate? Chains up to a self-signed CSCA certificate (Doc 9303 part 12, 7).

A country that changes its key signs the new one with the old one: a link certificate. It counts where its own issuer is trusted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assay.checks.engines.chip.certificates import Certificate, is_authority
from assay.checks.engines.chip.lds import ChipDataError

_MOST_LINKS = 4


@dataclass(frozen=True, eq=False)
class Chain:
    """`authority` issued the certificate and is trusted, through link certificates where `links` is above 0.

    Without an authority: `claimed` tells that one of the trusted is named as issuer by the identifier of its key, and yet did
    not sign; `unusable` that its key or algorithm is not known here.
    """

    authority: Certificate | None = None
    links: int = 0
    claimed: bool = False
    unusable: bool = False


def trace(one: Certificate, trusted: Sequence[Certificate]) -> Chain:
    """Return by which of the trusted authorities a certificate was issued."""
    claimed = unusable = False
    for other in _possible_issuers(one, trusted):
        try:
            signed = one.is_signed_by(other)
        except ChipDataError:
            unusable = True
            continue
        if not signed:
            claimed = claimed or one.names_key_of(other)
        elif (links := _links(other, trusted)) is not None:
            return Chain(other, links)
    return Chain(claimed=claimed and not unusable, unusable=unusable)


def _possible_issuers(one: Certificate, trusted: Iterable[Certificate]) -> list[Certificate]:
    return [other for other in trusted if is_authority(other) and one.names_as_issuer(other)]


def is_self_signed(one: Certificate) -> bool:
    """Whether a certificate is signed with its own key, and so a root. One that cannot be verified here is none."""
    return one.is_self_issued and _signed(one, one)


def _links(authority: Certificate, trusted: Sequence[Certificate]) -> int | None:
    """Return how many link certificates lie between an authority and the nearest trusted root; None where none is reached."""
    reached, seen = [authority], {authority}
    for links in range(_MOST_LINKS + 1):
        if any(is_self_signed(one) for one in reached):
            return links
        # No certificate is asked twice: those of a made-up list may all sign each other.
        reached = [
            other
            for other in trusted
            if other not in seen and any(_has_signed(other, one) for one in reached)
        ]
        seen |= set(reached)
    return None


def _has_signed(other: Certificate, one: Certificate) -> bool:
    return is_authority(other) and one.names_as_issuer(other) and _signed(one, other)


def _signed(one: Certificate, other: Certificate) -> bool:
    try:
        return one.is_signed_by(other)
    except ChipDataError:
        return False
