"""Chips of Utopia, made by the tests: authorities, document signers, security objects, master lists, revocation lists."""

import hashlib
import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from asn1crypto import algos, cms, core
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID
from PIL import Image

from assay.checks import examine, trust
from assay.checks.readings import StepOutcome
from assay.evidence.decoding import decoder
from assay.policy.load import current
from assay.sandbox import passport, people, portraits

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
SHA = {"sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512, "sha1": hashes.SHA1}
SOD_TYPE, MASTER_LIST_TYPE = "2.23.136.1.1.1", "2.23.136.1.1.2"
MASTER_LIST_SIGNER = x509.ObjectIdentifier("2.23.136.1.1.3")
# Explicit domain parameters, as `openssl ecparam -param_enc explicit -no_seed` prints them.
EXPLICIT = {
    "secp256r1": bytes.fromhex(
        "3081e0020101302c06072a8648ce3d0101022100ffffffff00000001000000000000000000000000ffffffffffffffffffffffff304404"
        "20ffffffff00000001000000000000000000000000fffffffffffffffffffffffc04205ac635d8aa3a93e7b3ebbd55769886bc651d06b0"
        "cc53b0f63bce3c3e27d2604b0441046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b"
        "8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5022100ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2"
        "fc632551020101"
    ),
    "brainpoolP256r1": bytes.fromhex(
        "3081e0020101302c06072a8648ce3d0101022100a9fb57dba1eea9bc3e660a909d838d726e3bf623d52620282013481d1f6e5377304404"
        "207d5a0975fc2c3057eef67530417affe7fb8055c126dc5c6ce94a4b44f330b5d9042026dc5c6ce94a4b44f330b5d9bbd77cbf95841629"
        "5cf7e1ce6bccdc18ff8c07b60441048bd2aeb9cb7e57cb2c4b482ffc81b7afb9de27e1e3bd23c23a4453bd9ace3262547ef835c3dac4fd"
        "97f8461a14611dc9c27745132ded8e545c1d54c72f046997022100a9fb57dba1eea9bc3e660a909d838d718c397aa3b561a6f7901e0e82"
        "974856a7020101"
    ),
}


def new_key(kind="secp256r1"):
    if kind.startswith("rsa"):
        return rsa.generate_private_key(65537, int(kind[3:]))
    curves = (ec.SECP256R1(), ec.SECP384R1(), ec.BrainpoolP256R1(), ec.BrainpoolP384R1())
    return ec.generate_private_key(next(curve for curve in curves if curve.name == kind))


def pss_of(name, salt=32):
    return padding.PSS(padding.MGF1(SHA[name]()), salt)


@dataclass
class Signer:
    """A certificate with its key. `pss`: signs with RSA-PSS."""

    certificate: bytes
    key: object
    hash_name: str = "sha256"
    pss: bool = False

    @property
    def parsed(self):
        return x509.load_der_x509_certificate(self.certificate)

    def sign(self, data):
        if isinstance(self.key, rsa.RSAPrivateKey):
            scheme = pss_of(self.hash_name) if self.pss else padding.PKCS1v15()
            return self.key.sign(data, scheme, SHA[self.hash_name]())
        return self.key.sign(data, ec.ECDSA(SHA[self.hash_name]()))

    def algorithm(self):
        if self.pss:
            digest = {"algorithm": self.hash_name}
            return {
                "algorithm": "rsassa_pss",
                "parameters": {
                    "hash_algorithm": digest,
                    "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": digest},
                    "salt_length": 32,
                },
            }
        return {
            "algorithm": f"{self.hash_name}_{'rsa' if isinstance(self.key, rsa.RSAPrivateKey) else 'ecdsa'}"
        }


def name(country, common):
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, common)]
    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, country), *parts] if country else parts)


def issue(
    subject, key, by=None, *, ca=False, hash_name="sha256", pss=False, serial=None, start=-400, days=4000, purposes=(),
    key_ids=True,
):  # fmt: skip
    """A certificate for `subject`, (country, common name); by itself where no issuer is given."""
    issuer_key = by.key if by else key
    start_at = AT + timedelta(days=start)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(*subject))
        .issuer_name(by.parsed.subject if by else name(*subject))
        .public_key(key.public_key())
        .serial_number(serial or x509.random_serial_number())
        .not_valid_before(start_at)
        .not_valid_after(start_at + timedelta(days=days))
    )
    if ca:
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    if key_ids:
        own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        above = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
        builder = builder.add_extension(own, critical=False).add_extension(above, critical=False)
    if purposes:
        builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=True)
    how = by or Signer(b"", key, hash_name, pss)
    made = builder.sign(
        issuer_key, SHA[how.hash_name](), rsa_padding=pss_of(how.hash_name) if how.pss else None
    )
    return Signer(made.public_bytes(serialization.Encoding.DER), key, hash_name, pss)


def with_explicit_parameters(signer, by, curve):
    """The same certificate with the curve spelt out, as Doc 9303 asks for, signed again by its issuer."""
    parsed = asn1_x509.Certificate.load(signer.certificate)
    info = parsed["tbs_certificate"]["subject_public_key_info"]
    info["algorithm"]["parameters"] = asn1_keys.ECDomainParameters(
        "specified", asn1_keys.SpecifiedECDomain.load(EXPLICIT[curve])
    )
    unsigned = parsed["tbs_certificate"].dump(force=True)
    parsed["signature_value"] = by.sign(unsigned)
    return Signer(parsed.dump(force=True), signer.key, signer.hash_name)


@dataclass
class Country:
    """An authority (CSCA) and a document signer (DSC)."""

    authority: Signer
    signer: Signer


def country(code="UT", kind="secp256r1", hash_name="sha256", *, pss=False, explicit=False, **changes):
    own = issue((code, "CSCA"), new_key(kind), ca=True, hash_name=hash_name, pss=pss)
    signer = issue((code, "DS 1"), new_key(kind), own, hash_name=hash_name, pss=pss, **changes)
    if explicit:
        signer = with_explicit_parameters(signer, own, kind)
    return Country(own, signer)


def signed_data(content_type, content, signer, *, others=(), signed_at=None, stated=None):
    """A CMS message with one signer; `stated` another hash than the content's."""
    certificate = asn1_x509.Certificate.load(signer.certificate)
    attributes = [
        {"type": "content_type", "values": [content_type]},
        {"type": "message_digest", "values": [stated or hashlib.new(signer.hash_name, content).digest()]},
    ]
    if signed_at:
        attributes.append({"type": "signing_time", "values": [cms.Time({"utc_time": signed_at})]})
    attributes = cms.CMSAttributes(attributes)
    signer_info = {
        "version": "v1",
        "sid": {"issuer_and_serial_number": {"issuer": certificate.issuer, "serial_number": certificate.serial_number}},
        "digest_algorithm": {"algorithm": signer.hash_name},
        "signed_attrs": attributes,
        "signature_algorithm": signer.algorithm(),
        "signature": signer.sign(attributes.dump()),
    }  # fmt: skip
    brought = [certificate, *(asn1_x509.Certificate.load(other) for other in others)]
    signed = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [{"algorithm": signer.hash_name}],
            "encap_content_info": {
                "content_type": content_type,
                "content": core.ParsableOctetString(content),
            },
            "certificates": brought,
            "signer_infos": [signer_info],
        }
    )
    return cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()


def tlv(tag, value):
    head = tag.to_bytes(2 if tag > 0xFF else 1, "big")
    if len(value) < 0x80:
        return head + bytes([len(value)]) + value
    size = (len(value).bit_length() + 7) // 8
    return head + bytes([0x80 | size]) + len(value).to_bytes(size, "big") + value


class _Hash(core.Sequence):
    _fields = [("number", core.Integer), ("value", core.OctetString)]


class _Hashes(core.SequenceOf):
    _child_spec = _Hash


class _Content(core.Sequence):
    _fields = [("version", core.Integer), ("algorithm", algos.DigestAlgorithm), ("hashes", _Hashes)]


def sod(groups, signer, **options):
    """EF.SOD over data groups (number to file)."""
    listed = [
        {"number": number, "value": hashlib.new(signer.hash_name, data).digest()}
        for number, data in groups.items()
    ]
    content = _Content({"version": 0, "algorithm": {"algorithm": signer.hash_name}, "hashes": listed}).dump()
    return tlv(0x77, signed_data(SOD_TYPE, content, signer, **options))


def master_list(certificates, signer, **options):
    listed = core.SetOf(spec=asn1_x509.Certificate)
    for one in certificates:
        listed.append(asn1_x509.Certificate.load(one))
    content = core.SequenceOf([core.Integer(0), listed], spec=core.Any)
    return signed_data(MASTER_LIST_TYPE, content.dump(), signer, **options)


def revocations(authority, serials=(), *, issued=-10, due=80):
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority.parsed.subject)
        .last_update(AT + timedelta(days=issued))
        .next_update(AT + timedelta(days=due))
    )
    for serial in serials:
        row = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(AT - timedelta(days=20))
        builder = builder.add_revoked_certificate(row.build())
    made = builder.sign(authority.key, SHA[authority.hash_name]())
    return made.public_bytes(serialization.Encoding.DER)


def dg1(person):
    return tlv(0x61, tlv(0x5F1F, "".join(passport.zone(person)).encode()))


def portrait(person, format_="JPEG"):
    """The person's portrait at the size of a chip's, as a file."""
    pixels = portraits.load(portraits.find(person.portrait_id).neutral)
    buffer = io.BytesIO()
    image = (
        Image.fromarray(np.ascontiguousarray(pixels[:, :, ::-1])).crop((80, 20, 560, 640)).resize((413, 531))
    )
    image.save(
        buffer, format_, **({"quality_mode": "rates", "quality_layers": [25]} if format_ != "JPEG" else {})
    )
    return buffer.getvalue()


def dg2(picture, *, points=0, record=None):
    """DG2 with one face in a record of ISO/IEC 19794-5:2005, or with another record."""
    if record is None:
        image = bytes(12) + picture
        face_length = 20 + 8 * points + len(image)
        face = (
            face_length.to_bytes(4, "big") + points.to_bytes(2, "big") + bytes(14) + bytes(8 * points) + image
        )
        whole = 14 + len(face)
        record = tlv(0x5F2E, b"FAC\x00010\x00" + whole.to_bytes(4, "big") + b"\x00\x01" + face)
    template = tlv(0x7F60, tlv(0xA1, tlv(0x81, b"\x02")) + record)
    return tlv(0x75, tlv(0x7F61, tlv(0x02, b"\x01") + template))


# ------------------------------------------------------------------ one country, one person, and what is read of them

PERSON = people.person(1)
UTOPIA = country()
GROUPS = {1: dg1(PERSON)}


def list_by_utopia(*authorities, purposes=(MASTER_LIST_SIGNER,), **options):
    """A list of authorities, signed by Utopia's signer of lists."""
    signer = issue(("UT", "MLS"), new_key(), UTOPIA.authority, purposes=purposes)
    return master_list([one.certificate for one in authorities], signer, **options)


def list_of(folder, *files):
    """A trust list in a folder, with what the files hold."""
    trusted = trust.of_home(folder)
    for file in files:
        trust.take(trusted, file, "made", at=AT)
    return trusted


def open_portrait(data):
    return decoder.decode_portrait(data, current().uploads).pixels


def reading_of(trusted, files, at=AT):
    return examine.examine_chip(files, trusted=trusted, at=at, open_portrait=open_portrait)


def outcomes(reading):
    """(step, subject) -> outcome."""
    return {(one.step, one.subject): one.outcome for one in reading.steps}


def failed(reading):
    return {
        (step.value, subject)
        for (step, subject), outcome in outcomes(reading).items()
        if outcome is StepOutcome.FAILS
    }


def signed_by(country, groups=None, **options):
    groups = groups or GROUPS
    return {"SOD": sod(groups, country.signer, **options), "DG1": groups[1]}
