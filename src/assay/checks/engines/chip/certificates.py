"""Who issued this certificate, for whom, until when, and did the issuer really sign it? X.509 as Doc 9303 part 12 uses it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from asn1crypto import x509

from assay.checks.engines.chip import keys
from assay.checks.engines.chip.lds import ChipDataError, reading

LARGEST = 65_536
_LONGEST_NAME = 200


@dataclass(frozen=True, eq=False)
class Certificate:
    """A certificate, taken apart once. `subject` and `issuer` are names in a form that can be compared.

    Countries are two letters in capitals, empty where there is none. `is_ca` None: it does not say. `purposes` are extended key
    usages as dotted numbers.
    """

    der: bytes
    subject: str
    issuer: str
    title: str
    country: str
    issuer_country: str
    serial: int
    not_before: datetime
    not_after: datetime
    key_id: bytes | None
    issuer_key_id: bytes | None
    is_ca: bool | None
    purposes: tuple[str, ...]
    parsed: Any

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.der).hexdigest()

    @property
    def is_self_issued(self) -> bool:
        return self.subject == self.issuer

    @cached_property
    def key(self) -> keys.PublicKey:
        return keys.public_key(self.parsed["tbs_certificate"]["subject_public_key_info"])

    def covers(self, at: datetime) -> bool:
        """Whether a moment lies within the validity."""
        return self.not_before <= at <= self.not_after

    def names_as_issuer(self, other: "Certificate") -> bool:
        """Whether the other one could have issued this one: by the identifier of its key, or by its name.

        Either is enough, because the signature decides: countries changed their names, and some identifiers are wrong.
        """
        return self.names_key_of(other) or self.issuer == other.subject

    def names_key_of(self, other: "Certificate") -> bool:
        return self.issuer_key_id is not None and self.issuer_key_id == other.key_id

    def is_signed_by(self, other: "Certificate") -> bool:
        """Whether the other one's key signed this certificate. Raises keys.UnsupportedError, or ChipDataError."""
        with reading("a certificate"):
            return keys.holds(
                other.key,
                bytes(self.parsed["signature_value"]),
                self.parsed["tbs_certificate"].dump(),
                self.parsed["signature_algorithm"],
            )


def parse(der: bytes) -> Certificate:
    """Return the certificate. Raises ChipDataError."""
    if len(der) > LARGEST:
        raise ChipDataError("a certificate is larger than one can be")
    with reading("a certificate"):
        return of_parsed(x509.Certificate.load(der, strict=True))


def of_parsed(parsed: x509.Certificate) -> Certificate:
    """Return a certificate of asn1crypto taken apart. Raises ChipDataError."""
    with reading("a certificate"):
        constraints = parsed.basic_constraints_value
        return Certificate(
            der=parsed.dump(),
            subject=parsed.subject.hashable,
            issuer=parsed.issuer.hashable,
            title=_title(parsed.subject),
            country=country_of(parsed.subject),
            issuer_country=country_of(parsed.issuer),
            serial=parsed.serial_number,
            not_before=parsed.not_valid_before,
            not_after=parsed.not_valid_after,
            key_id=parsed.key_identifier,
            issuer_key_id=parsed.authority_key_identifier,
            is_ca=None if constraints is None else bool(constraints["ca"].native),
            purposes=tuple(one.dotted for one in parsed.extended_key_usage_value or ()),
            parsed=parsed,
        )


def country_of(name: x509.Name) -> str:
    """Return the country of a name, two letters in capitals, or nothing."""
    found = name.native.get("country_name", "")
    found = found if isinstance(found, str) else ""
    return found.upper() if len(found) == 2 and found.isascii() and found.isalpha() else ""


def _title(name: x509.Name) -> str:
    text = str(name.human_friendly)
    return "".join(one for one in text if one.isprintable())[:_LONGEST_NAME]


def is_authority(one: Certificate) -> bool:
    """Whether a certificate may stand as a country's authority. The oldest ones do not say that they are, but are self-signed."""
    return bool(one.is_ca) or (one.is_ca is None and one.is_self_issued)
