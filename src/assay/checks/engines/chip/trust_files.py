"""What is in the file that an operator gives as trusted? Master lists, PKD directories, CSCA certificates, revocation lists.

A master list (Doc 9303 part 12, 8) is signed, and its signer's certificate was issued by a country whose CSCA certificate is on
the list itself. So the signature proves that the file is whole, and not that it is the right one: that the operator
has to know, by where it came from or by the digest of the signer's authority.
"""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from asn1crypto import core, pem, x509

from assay.checks.engines.chip import certificates, chains, cms, keys, revocation
from assay.checks.engines.chip.certificates import Certificate
from assay.checks.engines.chip.lds import ChipDataError, reading
from assay.checks.engines.chip.revocation import RevocationList

LARGEST = 300_000_000
MASTER_LIST = "2.23.136.1.1.2"
_MASTER_LIST_SIGNER = "2.23.136.1.1.3"
_SIGNED_DATA = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
# Attributes of the ICAO public key directory. Document signers are left out: every chip brings its own.
_LDIF = {"cscamasterlistdata", "pkdmasterlistcontent", "cacertificate", "certificaterevocationlist"}


class _Certificates(core.SetOf):  # type: ignore[misc]  # asn1crypto has no types
    _child_spec = x509.Certificate


class _MasterList(core.Sequence):  # type: ignore[misc]
    _fields = [("version", core.Integer), ("certificates", _Certificates)]


@dataclass(frozen=True)
class Contents:
    """What a file brought. `signers` says who signed the master lists in it; `left_out` why something is not used."""

    kind: str
    sha256: str
    certificates: tuple[Certificate, ...] = ()
    revocations: tuple[RevocationList, ...] = ()
    signers: tuple[str, ...] = ()
    left_out: tuple[str, ...] = field(default=())


def read(data: bytes) -> Contents:
    """Return what a file holds, told by its content and never by its name. Raises ChipDataError."""
    sha256 = hashlib.sha256(data).hexdigest()
    if len(data) > LARGEST:
        raise ChipDataError("the file is larger than any trust list")
    if data.lstrip()[:8].lower().startswith((b"dn:", b"version:", b"#")):
        return _of_directory(data, sha256)
    with reading("the file"):
        if pem.detect(data):
            _, _, data = pem.unarmor(data)
    if _SIGNED_DATA in data[:32]:
        return _of_master_list(data, sha256)
    try:
        one = certificates.parse(data)
    except ChipDataError:
        return Contents("revocation list", sha256, revocations=(_revocations(data),))
    if not certificates.is_authority(one):
        raise ChipDataError("this is the certificate of a signer, not of a country's authority")
    return Contents("certificate", sha256, certificates=(one,))


def _revocations(data: bytes) -> RevocationList:
    try:
        return revocation.parse(data)
    except ChipDataError:
        raise ChipDataError("this is no master list, PKD directory, certificate or revocation list") from None


def _of_master_list(data: bytes, sha256: str) -> Contents:
    signed = cms.parse(data)
    if signed.content_type != MASTER_LIST:
        raise ChipDataError("the signed message is no master list")
    with reading("the master list"):
        listed = list(_MasterList.load(signed.content, strict=True)["certificates"])
    found, left_out = [], []
    for one in listed:
        try:
            taken = certificates.of_parsed(one)
        except ChipDataError as error:
            left_out.append(str(error))
            continue
        if certificates.is_authority(taken):
            found.append(taken)
        else:
            left_out.append(f"not a country's authority: {taken.title}")
    signer = _verified_signer(signed, found)
    return Contents("master list", sha256, tuple(found), signers=(signer,), left_out=tuple(left_out))


def _verified_signer(signed: cms.Signed, listed: list[Certificate]) -> str:
    """Return who signed a master list. Raises ChipDataError when the signature or its chain does not hold."""
    signer = signed.signer
    if signer is None:
        raise ChipDataError("the master list does not bring its signer's certificate")
    if not signed.content_is_what_was_signed():
        raise ChipDataError("the master list was changed after it was signed")
    if not signed.signature_holds(signer):
        raise ChipDataError("the signature of the master list does not hold")
    if _MASTER_LIST_SIGNER not in signer.purposes:
        raise ChipDataError("the signer's certificate is not one for master lists")
    brought = [one for one in signed.others if certificates.is_authority(one)]
    chain = chains.trace(signer, [*listed, *brought])
    if chain.authority is None:
        raise ChipDataError("the signer of the master list was issued by no authority on the list")
    authority = chain.authority
    key = f"{keys.described(authority.key)}, sha256 {authority.sha256}"
    return f"{signer.title}; issued by {authority.title} ({key})"


def _of_directory(data: bytes, sha256: str) -> Contents:
    """Return what a directory's export (LDIF, RFC 2849) holds. One bad entry costs itself."""
    certificates_: dict[str, Certificate] = {}
    lists: dict[str, RevocationList] = {}
    signers: dict[str, None] = {}
    left_out: list[str] = []
    for attribute, value in _values(data):
        try:
            inside = _entry(attribute, value)
        except ChipDataError as error:
            left_out.append(f"{attribute}: {error}")
            continue
        certificates_ |= {one.sha256: one for one in inside.certificates}
        lists |= {one.sha256: one for one in inside.revocations}
        signers |= dict.fromkeys(inside.signers)
        left_out += inside.left_out
    if not certificates_ and not lists:
        raise ChipDataError("the directory holds no master list, no authority and no revocation list to use")
    found = tuple(certificates_.values())
    return Contents("PKD directory", sha256, found, tuple(lists.values()), tuple(signers), tuple(left_out))


def _entry(attribute: str, value: bytes) -> Contents:
    if attribute == "certificaterevocationlist":
        return Contents("revocation list", "", revocations=(revocation.parse(value),))
    inside = read(value)
    if attribute == "cacertificate" and inside.kind != "certificate":
        raise ChipDataError("the entry holds no certificate")
    return inside


def _values(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield (attribute in small letters, value) of what is of use in a directory's export."""
    # A line that starts with a blank continues the one before.
    unfolded = data.replace(b"\r\n", b"\n").replace(b"\n ", b"")
    for line in unfolded.split(b"\n"):
        name, found, value = line.partition(b":: ")
        attribute = name.decode("ascii", errors="replace").lower().partition(";")[0]
        if found and attribute in _LDIF:
            with reading("an entry"):
                yield attribute, base64.b64decode(value)
