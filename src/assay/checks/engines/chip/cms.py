"""What was signed, by which certificate, and does the signature hold? CMS SignedData (RFC 5652), as Doc 9303 uses it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import cms, core

from assay.checks.engines.chip import certificates, keys
from assay.checks.engines.chip.certificates import Certificate
from assay.checks.engines.chip.lds import ChipDataError, reading

_SET = b"\x31"
_MOST_CERTIFICATES = 16


@dataclass(frozen=True, eq=False)
class Signed:
    """A signed message with its first signer. `signer` is None where the message does not bring the certificate.

    `stated_digest` is the hash the signer signed for the content, None where the content itself was signed; `others` are
    certificates that came along.
    """

    content_type: str
    content: bytes
    signer: Certificate | None
    others: tuple[Certificate, ...]
    stated_type: str | None
    stated_digest: bytes | None
    signed_at: datetime | None
    digest_name: str
    algorithm: Any
    signed_bytes: bytes
    signature: bytes

    def content_is_what_was_signed(self) -> bool:
        """Whether type and hash of the content are those the signer signed. Raises keys.UnsupportedError."""
        if self.stated_digest is None:
            return True
        return (
            self.stated_type == self.content_type
            and keys.digest(self.digest_name, self.content) == self.stated_digest
        )

    def signature_holds(self, signer: Certificate) -> bool:
        """Whether the signature is one of this certificate's key. Raises keys.UnsupportedError, or ChipDataError."""
        return keys.holds(signer.key, self.signature, self.signed_bytes, self.algorithm, self.digest_name)


def parse(der: bytes) -> Signed:
    """Return the signed message. Raises ChipDataError. Nothing is verified yet."""
    with reading("a signed message"):
        info = cms.ContentInfo.load(der, strict=True)
        if info["content_type"].native != "signed_data":
            raise ChipDataError("the message is not a signed one")
        signed = info["content"]
        if not 1 <= len(signed["signer_infos"]) <= _MOST_CERTIFICATES:
            raise ChipDataError("nobody signed the message")
        signer_info = signed["signer_infos"][0]
        content = signed["encap_content_info"]["content"]
        if isinstance(content, core.Void):
            raise ChipDataError("the message holds no content")
        signer, others = _signer(signed, signer_info)
        attributes = _attributes(signer_info)
        return Signed(
            content_type=signed["encap_content_info"]["content_type"].dotted,
            content=bytes(content),
            signer=signer,
            others=others,
            stated_type=_first(attributes.get("content_type"), "dotted"),
            stated_digest=_first(attributes.get("message_digest"), "native"),
            signed_at=_first(attributes.get("signing_time"), "native"),
            digest_name=signer_info["digest_algorithm"]["algorithm"].native,
            algorithm=signer_info["signature_algorithm"],
            signed_bytes=_signed_bytes(signer_info, bytes(content)),
            signature=bytes(signer_info["signature"]),
        )


def _attributes(signer_info: Any) -> dict[str, Any]:  # noqa: ANN401  asn1crypto has no types
    if isinstance(signer_info["signed_attrs"], core.Void):
        return {}
    found = {attribute["type"].native: attribute["values"] for attribute in signer_info["signed_attrs"]}
    if "message_digest" not in found:
        raise ChipDataError("the signer signed no hash of the content")
    return found


def _first(values: Any, what: str) -> Any:  # noqa: ANN401
    return getattr(values[0], what) if values is not None and len(values) else None


def _signed_bytes(signer_info: Any, content: bytes) -> bytes:  # noqa: ANN401
    """Return what the signature covers: the attributes as a SET of their own (RFC 5652, 5.4), or the content."""
    attributes = signer_info["signed_attrs"]
    return content if isinstance(attributes, core.Void) else _SET + attributes.dump()[1:]


def _signer(signed: Any, signer_info: Any) -> tuple[Certificate | None, tuple[Certificate, ...]]:  # noqa: ANN401
    if isinstance(signed["certificates"], core.Void):
        return None, ()
    if len(signed["certificates"]) > _MOST_CERTIFICATES:
        raise ChipDataError("the message brings more certificates than a signer needs")
    found = [
        certificates.of_parsed(one.chosen) for one in signed["certificates"] if one.name == "certificate"
    ]
    signer = next((one for one in found if _is_meant(one, signer_info["sid"])), None)
    return signer, tuple(one for one in found if one is not signer)


def _is_meant(one: Certificate, sid: Any) -> bool:  # noqa: ANN401
    if sid.name == "subject_key_identifier":
        return bool(one.key_id == sid.chosen.native)
    return bool(
        one.issuer == sid.chosen["issuer"].hashable and one.serial == sid.chosen["serial_number"].native
    )
