"""The operator's trust list: what is let in, what it leads to, what is refused."""

import base64

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization

import made_chip as made
from assay.checks import trust
from assay.checks.engines.chip import (
    certificates,
)
from assay.checks.engines.chip import trust_files as inside
from assay.checks.engines.chip.lds import ChipDataError
from assay.checks.readings import ChipStep, StepOutcome
from made_chip import (
    AT,
    GROUPS,
    UTOPIA,
    list_by_utopia,
    list_of,
    outcomes,
    reading_of,
    signed_by,
)  # fmt: skip

HOLDS, FAILS, NOT_DONE = StepOutcome.HOLDS, StepOutcome.FAILS, StepOutcome.NOT_DONE


def test_a_master_list_is_verified_and_its_authorities_are_trusted(tmp_path):
    france = made.country("FR", "rsa2048", "sha256")
    trusted = trust.of_home(tmp_path)
    taken = trust.take(trusted, list_by_utopia(UTOPIA.authority, france.authority), "made.ml", at=AT)
    assert (taken.kind, taken.new, taken.old, taken.left_out) == ("master list", 2, 0, ())
    assert "MLS" in taken.signers[0]
    assert certificates.parse(UTOPIA.authority.certificate).sha256 in taken.signers[0]
    assert [(row.code, row.certificates) for row in trust.by_country(trusted)] == [("FR", 1), ("UT", 1)]
    assert outcomes(reading_of(trusted, signed_by(UTOPIA)))[ChipStep.ISSUER, ""] is HOLDS


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: list_by_utopia(UTOPIA.authority, stated=bytes(32)), "changed after it was signed"),
        (lambda: list_by_utopia(UTOPIA.authority)[:-3] + b"\0\0\0", "signature of the master list does not hold|damaged"),
        (lambda: list_by_utopia(made.country("FR").authority), "issued by no authority on the list"),
        (lambda: list_by_utopia(UTOPIA.authority, purposes=()), "not one for master lists"),
        (lambda: made.sod(GROUPS, UTOPIA.signer)[4:], "no master list"),
        (lambda: UTOPIA.signer.certificate, "certificate of a signer"),
        (lambda: b"nothing of the kind", "no master list, PKD directory, certificate or revocation list"),
        (lambda: made.revocations(UTOPIA.authority), "no authority on the trust list signed"),
    ],
)  # fmt: skip
def test_what_cannot_be_trusted_is_refused_with_a_reason_and_changes_nothing(tmp_path, make, why):
    trusted = trust.of_home(tmp_path)
    with pytest.raises(ChipDataError, match=why):
        trust.take(trusted, make(), "made", at=AT)
    assert (trusted.digest(), trusted.sources()) == ("", ())


def test_a_root_whose_own_signature_does_not_hold_is_refused(tmp_path):
    spoilt = UTOPIA.authority.certificate[:-4] + bytes(4)
    with pytest.raises(ChipDataError, match=r"own signature|damaged"):
        trust.take(trust.of_home(tmp_path), spoilt, "made", at=AT)


def test_an_export_of_the_pkd_is_read_and_what_is_bad_in_it_left_out(tmp_path):
    def entry(attribute, value):
        text = base64.b64encode(value).decode()
        folded = f"{attribute}:: {text}"
        return "\n ".join(folded[at : at + 70] for at in range(0, len(folded), 70))

    good, bad = list_by_utopia(UTOPIA.authority), list_by_utopia(UTOPIA.authority, stated=bytes(32))
    ldif = "\n".join(
        [
            "version: 1", "dn: o=dl,c=UT,dc=data,dc=pkd,dc=icao,dc=int", "objectClass: top",
            entry("CscaMasterListData", good), entry("CscaMasterListData", bad), "",
            entry("userCertificate;binary", UTOPIA.signer.certificate),
            entry("certificateRevocationList;binary", made.revocations(UTOPIA.authority)), "",
        ]
    )  # fmt: skip
    trusted = trust.of_home(tmp_path)
    taken = trust.take(trusted, ldif.encode(), "pkd.ldif", at=AT)
    assert (taken.kind, taken.new) == ("PKD directory", 2)
    assert ["changed after it was signed" in why for why in taken.left_out] == [True]
    assert outcomes(reading_of(trusted, signed_by(UTOPIA)))[ChipStep.REVOCATION, ""] is HOLDS


def test_removing_an_import_keeps_what_another_one_brought(tmp_path):
    france = made.country("FR")
    ours, both = UTOPIA.authority.certificate, list_by_utopia(UTOPIA.authority, france.authority)
    trusted = list_of(tmp_path, ours, both)
    gone = trusted.remove(inside.read(both).sha256[:12])
    assert [name[:2] for name in gone] == ["FR"]
    assert trusted.countries() == ("UT",)
    assert trusted.digest() == list_of(tmp_path / "other", ours).digest()


def test_a_file_that_was_changed_on_disk_is_not_used_and_named(tmp_path):
    trusted = list_of(tmp_path, UTOPIA.authority.certificate)
    path = next((tmp_path / "trust" / "certificates").iterdir())
    path.write_bytes(made.country().authority.certificate)
    assert trusted.damaged() == (path.name,)
    assert outcomes(reading_of(trusted, signed_by(UTOPIA)))[ChipStep.ISSUER, ""] is NOT_DONE


def test_pem_files_are_taken_as_well(tmp_path):
    authority = UTOPIA.authority.parsed.public_bytes(serialization.Encoding.PEM)
    listed = x509.load_der_x509_crl(made.revocations(UTOPIA.authority))
    trusted = list_of(tmp_path, authority, listed.public_bytes(serialization.Encoding.PEM))
    assert [(row.code, row.certificates, row.revocations) for row in trust.by_country(trusted)] == [
        ("UT", 1, 1)
    ]


def test_one_certificate_of_an_import_can_be_removed(tmp_path):
    france = made.country("FR")
    trusted = list_of(tmp_path, list_by_utopia(UTOPIA.authority, france.authority))
    trusted.remove(certificates.parse(france.authority.certificate).sha256)
    assert trusted.countries() == ("UT",)
    assert [len(source.brought) for source in trusted.sources()] == [1]


def test_what_is_not_there_cannot_be_removed(tmp_path):
    with pytest.raises(LookupError):
        list_of(tmp_path, UTOPIA.authority.certificate).remove("0" * 64)


def test_a_damaged_list_of_sources_is_said(tmp_path):
    trusted = list_of(tmp_path, UTOPIA.authority.certificate)
    (tmp_path / "trust" / "sources.json").write_text("{")
    with pytest.raises(ChipDataError, match="sources"):
        trusted.sources()
