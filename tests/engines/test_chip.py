"""Chip files through the real parser, OpenSSL and the face models: made by the tests, published samples, and hostile bytes."""

import base64
import contextlib
import time
from datetime import timedelta
from pathlib import Path

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import made_chip as made
from assay.checks import examine, trust, weights
from assay.checks.engines.chip import (
    certificates,
    cms,
    data_groups,
    face_image,
    lds,
    revocation,
    security_object,
)
from assay.checks.engines.chip import trust_files as inside
from assay.checks.engines.chip.lds import ChipDataError
from assay.checks.face import cosine
from assay.checks.readings import ChipStep, MrzFormat, StepOutcome
from assay.evidence.decoding import decoder
from assay.policy.load import current
from assay.sandbox import people
from made_chip import AT

PERSON = people.person(1)
HOLDS, FAILS, NOT_DONE = StepOutcome.HOLDS, StepOutcome.FAILS, StepOutcome.NOT_DONE
UTOPIA = made.country()
GROUPS = {1: made.dg1(PERSON)}


def list_of(folder, *files):
    """A trust list in a folder, with what the files hold."""
    trusted = trust.of_home(folder)
    for file in files:
        trust.take(trusted, file, "made", at=AT)
    return trusted


def open_portrait(data):
    return decoder.decode_portrait(data, current().uploads).pixels


def read(trusted, files, at=AT):
    return examine.examine_chip(files, trusted=trusted, at=at, open_portrait=open_portrait)


def outcomes(reading):
    """(step, subject) -> outcome."""
    return {(one.step, one.subject): one.outcome for one in reading.steps}


def failed(reading):
    return {
        (step.value, subject) for (step, subject), outcome in outcomes(reading).items() if outcome is FAILS
    }


def signed_by(country, groups=GROUPS, **options):
    return {"SOD": made.sod(groups, country.signer, **options), "DG1": groups[1]}


# ------------------------------------------------------------------ what holds


@pytest.mark.parametrize(
    ("kind", "hash_name", "options"),
    [
        ("rsa2048", "sha256", {}),
        ("rsa2048", "sha256", {"pss": True}),
        ("rsa3072", "sha512", {}),
        ("secp256r1", "sha256", {}),
        ("secp384r1", "sha384", {}),
        ("brainpoolP256r1", "sha256", {}),
        ("brainpoolP384r1", "sha384", {}),
        ("secp256r1", "sha256", {"explicit": True}),
        ("brainpoolP256r1", "sha256", {"explicit": True}),
    ],
)
def test_every_step_of_a_genuine_chip_holds(tmp_path, kind, hash_name, options):
    country = made.country("UT", kind, hash_name, **options)
    trusted = list_of(tmp_path, country.authority.certificate, made.revocations(country.authority))
    reading = read(trusted, signed_by(country, signed_at=AT - timedelta(days=30)))
    assert set(outcomes(reading).values()) == {HOLDS}, [
        one for one in reading.steps if one.outcome is not HOLDS
    ]
    assert {step for step, _ in outcomes(reading)} == set(ChipStep)
    assert (reading.signed_groups, reading.unreadable) == ((1,), ())
    assert reading.trust_list == trusted.digest() != ""
    assert "DS 1" in reading.signer
    assert "CSCA" in reading.issuer


def test_explicit_parameters_of_the_tests_are_explicit():
    signer = made.country("UT", "brainpoolP256r1", explicit=True).signer
    info = asn1_x509.Certificate.load(signer.certificate)["tbs_certificate"]["subject_public_key_info"]
    assert info["algorithm"]["parameters"].name == "specified"


def test_the_oldest_chips_are_signed_with_sha_1(tmp_path):
    old = made.Signer(UTOPIA.signer.certificate, UTOPIA.signer.key, "sha1")
    reading = read(
        list_of(tmp_path, UTOPIA.authority.certificate), signed_by(made.Country(UTOPIA.authority, old))
    )
    assert failed(reading) == set()
    assert outcomes(reading)[ChipStep.SIGNATURE, ""] is HOLDS


def test_the_zone_comes_out_of_dg1(tmp_path):
    mrz = read(list_of(tmp_path), signed_by(UTOPIA)).mrz
    assert (mrz.format, mrz.surname, mrz.born_on) == (MrzFormat.TD3, PERSON.surname.upper(), PERSON.born_on)
    assert mrz.failed_check_digits == ()


# ------------------------------------------------------------------ what fails, and only that


def test_a_changed_data_group_fails_alone(tmp_path):
    other = made.dg1(people.person(2))
    reading = read(list_of(tmp_path, UTOPIA.authority.certificate), {**signed_by(UTOPIA), "DG1": other})
    assert failed(reading) == {("data_group", "DG1")}


def test_a_data_group_that_nobody_signed_fails(tmp_path):
    files = {**signed_by(UTOPIA), "DG11": made.tlv(0x6B, made.tlv(0x5F11, b"ABRAXA"))}
    reading = read(list_of(tmp_path, UTOPIA.authority.certificate), files)
    assert failed(reading) == {("data_group", "DG11")}


def test_a_changed_list_of_hashes_fails_although_the_groups_fit_it(tmp_path):
    stated = bytes(32)
    reading = read(list_of(tmp_path, UTOPIA.authority.certificate), signed_by(UTOPIA, stated=stated))
    assert failed(reading) == {("signed_content", "")}


@pytest.mark.parametrize("kind", ["rsa2048", "secp256r1"])
def test_a_signature_of_another_key_fails_alone(tmp_path, kind):
    country = made.country("UT", kind)
    forger = made.Signer(country.signer.certificate, made.new_key(kind))
    files = {"SOD": made.sod(GROUPS, forger), "DG1": GROUPS[1]}
    assert failed(read(list_of(tmp_path, country.authority.certificate), files)) == {("signature", "")}


def test_a_certificate_forged_in_an_authoritys_name_fails(tmp_path):
    own = made.new_key()
    forger = made.Signer(UTOPIA.authority.certificate, own)
    signer = made.issue(("UT", "DS 1"), made.new_key(), forger)
    # The identifier of the true authority's key, and a signature of another.
    parsed = asn1_x509.Certificate.load(signer.certificate)
    for extension in parsed["tbs_certificate"]["extensions"]:
        if extension["extn_id"].native == "authority_key_identifier":
            key_id = x509.SubjectKeyIdentifier.from_public_key(UTOPIA.authority.key.public_key()).digest
            extension["extn_value"] = asn1_x509.AuthorityKeyIdentifier({"key_identifier": key_id})
    parsed["signature_value"] = forger.sign(parsed["tbs_certificate"].dump(force=True))
    signer = made.Signer(parsed.dump(force=True), signer.key)
    reading = read(list_of(tmp_path, UTOPIA.authority.certificate), signed_by(made.Country(forger, signer)))
    assert failed(reading) == {("issuer", "")}


def test_an_authority_that_signs_documents_itself_fails(tmp_path):
    trusted = list_of(tmp_path, UTOPIA.authority.certificate)
    reading = read(trusted, signed_by(made.Country(UTOPIA.authority, UTOPIA.authority)))
    assert ("issuer", "") in failed(reading)


def test_a_signer_of_master_lists_cannot_sign_documents(tmp_path):
    country = made.country(purposes=[made.MASTER_LIST_SIGNER])
    reading = read(list_of(tmp_path, country.authority.certificate), signed_by(country))
    assert failed(reading) == {("issuer", "")}


def test_another_state_cannot_sign_this_ones_document(tmp_path):
    other = made.country("FR")
    reading = read(list_of(tmp_path, other.authority.certificate), signed_by(other))
    assert failed(reading) == {("country", "")}


@pytest.mark.parametrize("code", ["DE", "de"])
def test_germanys_single_letter_is_germany(tmp_path, code):
    lines = "P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<", "C11T002JM4D<<9608122F2310314<<<<<<<<<<<<<<<4"
    groups = {1: made.tlv(0x61, made.tlv(0x5F1F, "".join(lines).encode()))}
    country = made.country(code)
    reading = read(list_of(tmp_path, country.authority.certificate), signed_by(country, groups))
    assert outcomes(reading)[ChipStep.COUNTRY, ""] is HOLDS
    assert outcomes(reading)[ChipStep.ISSUER, ""] is HOLDS


def test_a_revoked_signer_fails_alone(tmp_path):
    serial = UTOPIA.signer.parsed.serial_number
    trusted = list_of(tmp_path, UTOPIA.authority.certificate, made.revocations(UTOPIA.authority, [serial]))
    assert failed(read(trusted, signed_by(UTOPIA))) == {("revocation", "")}


def test_a_revocation_list_that_is_overdue_proves_nothing_but_still_revokes(tmp_path):
    old = {"issued": -90, "due": -10}
    serial = UTOPIA.signer.parsed.serial_number
    silent = list_of(tmp_path / "1", UTOPIA.authority.certificate, made.revocations(UTOPIA.authority, **old))
    named = list_of(
        tmp_path / "2", UTOPIA.authority.certificate, made.revocations(UTOPIA.authority, [serial], **old)
    )
    step = ChipStep.REVOCATION, ""
    assert outcomes(read(silent, signed_by(UTOPIA)))[step] is NOT_DONE
    assert outcomes(read(named, signed_by(UTOPIA)))[step] is FAILS


@pytest.mark.parametrize(
    ("changes", "options", "expected"),
    [
        ({"start": -400, "days": 100}, {}, {("validity", "today")}),
        (
            {"start": -100, "days": 4000},
            {"signed_at": AT - timedelta(days=200)},
            {("validity", "when signed")},
        ),
        ({"start": -500, "days": 4000}, {}, {("validity", "when issued")}),
    ],
)
def test_validity_is_judged_for_signing_issuing_and_today(tmp_path, changes, options, expected):
    country = made.country(**changes)
    reading = read(list_of(tmp_path, country.authority.certificate), signed_by(country, **options))
    assert failed(reading) == expected


# ------------------------------------------------------------------ what could not be done


def test_without_a_trust_list_the_issuer_is_unknown_and_nothing_fails(tmp_path):
    reading = read(list_of(tmp_path), signed_by(UTOPIA))
    assert outcomes(reading)[ChipStep.ISSUER, ""] is NOT_DONE
    assert failed(reading) == set()
    assert reading.trust_list == ""


def test_an_authority_of_the_same_country_and_another_key_is_unknown(tmp_path):
    reading = read(list_of(tmp_path, made.country().authority.certificate), signed_by(UTOPIA))
    assert outcomes(reading)[ChipStep.ISSUER, ""] is NOT_DONE
    assert failed(reading) == set()


def test_an_unknown_hash_is_not_done(tmp_path):
    data = made.sod(GROUPS, UTOPIA.signer).replace(
        bytes.fromhex("0609608648016503040201"), bytes.fromhex("060960864801650304020a")
    )
    reading = read(list_of(tmp_path, UTOPIA.authority.certificate), {"SOD": data, "DG1": GROUPS[1]})
    found = outcomes(reading)
    assert (found[ChipStep.DATA_GROUP, "DG1"], found[ChipStep.SIGNED_CONTENT, ""]) == (NOT_DONE, NOT_DONE)


def test_without_ef_sod_it_says_so(tmp_path):
    reading = read(list_of(tmp_path), {"DG1": GROUPS[1]})
    assert reading.steps == ()
    assert reading.unreadable == ("SOD: it was not given, so nothing can be verified.",)


# ------------------------------------------------------------------ chains


def link(old, new_key, **changes):
    return made.issue(("UT", "CSCA"), new_key, old, ca=True, **changes)


def test_a_link_certificate_leads_back_to_the_old_authority(tmp_path):
    new = made.new_key()
    linked = link(UTOPIA.authority, new)
    signer = made.issue(("UT", "DS 2"), made.new_key(), linked)
    files = signed_by(made.Country(linked, signer))
    both = read(list_of(tmp_path / "1", UTOPIA.authority.certificate, linked.certificate), files)
    alone = read(list_of(tmp_path / "2", linked.certificate), files)
    step = next(one for one in both.steps if one.step is ChipStep.ISSUER)
    assert (step.outcome, "1 link certificate" in step.why) == (HOLDS, True)
    assert outcomes(alone)[ChipStep.ISSUER, ""] is NOT_DONE


def test_links_in_a_ring_end(tmp_path):
    one, two = made.new_key(), made.new_key()
    first = link(made.Signer(link(UTOPIA.authority, two).certificate, two), one)
    second = link(made.Signer(first.certificate, one), two)
    signer = made.issue(("UT", "DS 3"), made.new_key(), first)
    trusted = list_of(tmp_path, first.certificate, second.certificate)
    assert outcomes(read(trusted, signed_by(made.Country(first, signer))))[ChipStep.ISSUER, ""] is NOT_DONE


def test_old_certificates_without_identifiers_are_found_by_name(tmp_path):
    own = made.issue(("UT", "CSCA"), made.new_key(), ca=True, key_ids=False)
    country = made.Country(own, made.issue(("UT", "DS"), made.new_key(), own, key_ids=False))
    assert (
        outcomes(read(list_of(tmp_path, own.certificate), signed_by(country)))[ChipStep.ISSUER, ""] is HOLDS
    )


# ------------------------------------------------------------------ the trust list


def master_list(*authorities, purposes=(made.MASTER_LIST_SIGNER,), **options):
    """A list of authorities, signed by Utopia's signer of lists."""
    signer = made.issue(("UT", "MLS"), made.new_key(), UTOPIA.authority, purposes=purposes)
    return made.master_list([one.certificate for one in authorities], signer, **options)


def test_a_master_list_is_verified_and_its_authorities_are_trusted(tmp_path):
    france = made.country("FR", "rsa2048", "sha256")
    trusted = trust.of_home(tmp_path)
    taken = trust.take(trusted, master_list(UTOPIA.authority, france.authority), "made.ml", at=AT)
    assert (taken.kind, taken.new, taken.old, taken.left_out) == ("master list", 2, 0, ())
    assert "MLS" in taken.signers[0]
    assert certificates.parse(UTOPIA.authority.certificate).sha256 in taken.signers[0]
    assert [(row.code, row.certificates) for row in trust.by_country(trusted)] == [("FR", 1), ("UT", 1)]
    assert outcomes(read(trusted, signed_by(UTOPIA)))[ChipStep.ISSUER, ""] is HOLDS


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: master_list(UTOPIA.authority, stated=bytes(32)), "changed after it was signed"),
        (lambda: master_list(UTOPIA.authority)[:-3] + b"\0\0\0", "signature of the master list does not hold|damaged"),
        (lambda: master_list(made.country("FR").authority), "issued by no authority on the list"),
        (lambda: master_list(UTOPIA.authority, purposes=()), "not one for master lists"),
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

    good, bad = master_list(UTOPIA.authority), master_list(UTOPIA.authority, stated=bytes(32))
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
    assert outcomes(read(trusted, signed_by(UTOPIA)))[ChipStep.REVOCATION, ""] is HOLDS


def test_removing_an_import_keeps_what_another_one_brought(tmp_path):
    france = made.country("FR")
    ours, both = UTOPIA.authority.certificate, master_list(UTOPIA.authority, france.authority)
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
    assert outcomes(read(trusted, signed_by(UTOPIA)))[ChipStep.ISSUER, ""] is NOT_DONE


# ------------------------------------------------------------------ other data groups


def test_text_fields_protocols_and_keys_come_out(tmp_path):
    details = made.tlv(0x6B, made.tlv(0x5F0E, b"HYTHLOWIN<<NERELDA") + made.tlv(0x5F2B, b"\x20\x00\x02\x22"))
    issued = made.tlv(0x6C, made.tlv(0x5F19, "Abraxa, Bürgeramt".encode()) + made.tlv(0x5F26, b"20250206"))
    key = UTOPIA.signer.key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    files = {"DG11": details, "DG12": issued, "DG15": made.tlv(0x6F, key)}
    reading = read(list_of(tmp_path), files)
    assert reading.details == {
        "full_name": "HYTHLOWIN  NERELDA", "born_on": "20000222", "issuing_authority": "Abraxa, Bürgeramt",
        "issued_on": "20250206",
    }  # fmt: skip
    assert reading.active_authentication == "ECDSA secp256r1"


def test_padding_behind_the_end_is_no_change(tmp_path):
    files = signed_by(UTOPIA)
    files["DG1"] += bytes(40)
    reading = read(list_of(tmp_path, UTOPIA.authority.certificate), files)
    assert (failed(reading), reading.unreadable) == (set(), ())


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("EF.SOD", "SOD"), ("sod.bin", "SOD"), ("EF_DG1.bin", "DG1"), ("DG02.dat", "DG2"), ("passport-DG14.bin", "DG14"),
        ("EF.COM", "COM"), ("DG17.bin", None), ("README.txt", None), ("SOD1.bin", None), ("DG.bin", None), ("photo.jpg", None),
    ],
)  # fmt: skip
def test_files_are_told_by_common_names(file, name):
    assert examine.chip_file(file) == name


def test_ef_com_lists_its_groups():
    common = made.tlv(0x60, made.tlv(0x5F01, b"0107") + made.tlv(0x5C, bytes([0x61, 0x75, 0x6E])))
    assert lds.groups_in_common(common) == (1, 2, 14)


# ------------------------------------------------------------------ the portrait


@pytest.fixture
def _weights_in_place():
    if weights.wanted():
        pytest.skip("the weights are not fetched: run `assay models fetch`")


@pytest.mark.usefixtures("_weights_in_place")
@pytest.mark.parametrize(("format_", "points"), [("JPEG", 0), ("JPEG2000", 3)])
def test_the_portrait_is_decoded_and_its_face_is_the_persons(tmp_path, format_, points):
    def face_of(person, how, number=0):
        groups = {1: GROUPS[1], 2: made.dg2(made.portrait(person, how), points=number)}
        files = {**signed_by(UTOPIA, groups), "DG2": groups[2]}
        reading = read(list_of(tmp_path, UTOPIA.authority.certificate), files)
        assert (failed(reading), reading.unreadable) == (set(), ())
        assert reading.portrait == f"{how.lower()}, ISO/IEC 19794-5"
        return reading.face.template

    same, other = face_of(PERSON, format_, points), face_of(people.person(2), "JPEG")
    assert cosine(same, face_of(PERSON, "JPEG")) > 0.9
    assert cosine(same, other) < 0.36


def test_a_portrait_nested_as_iso_39794_nests_it_is_found():
    picture = made.portrait(PERSON)
    nested = made.tlv(0x80, picture)
    for tag in (0xA0, 0xA1, 0x30, 0xA1):
        nested = made.tlv(tag, nested)
    nested = made.tlv(0x65, made.tlv(0xA0, b"\x80\x01\x03") + nested)
    found = face_image.find(made.dg2(b"", record=made.tlv(0x7F2E, nested)))
    assert (found.data, found.standard) == (picture, "ISO/IEC 39794-5")


@pytest.mark.parametrize("data", [made.portrait(PERSON)[:2000], b"\xff\xd8\xff" + bytes(500)])
def test_a_portrait_that_cannot_be_opened_is_named_and_nothing_else_is_lost(tmp_path, data):
    reading = read(list_of(tmp_path), {**signed_by(UTOPIA), "DG2": made.dg2(data)})
    assert reading.face is None
    assert reading.unreadable == ("DG2: the portrait cannot be opened.",)
    assert reading.mrz is not None


# ------------------------------------------------------------------ published samples


@pytest.fixture
def samples(specimens):
    folder = specimens / "documents" / "chip"
    if not folder.is_dir():
        pytest.skip(f"no chip samples in {folder}")
    return folder


def of_folder(folder: Path, *names):
    return {name.removesuffix(".bin").split("EF.")[-1]: (folder / name).read_bytes() for name in names}


@pytest.mark.parametrize("origin", ["bsi", "etsi"])
def test_reference_data_of_bsi_and_etsi_hold_up_to_the_signature(tmp_path, samples, origin):
    files = of_folder(samples, *(path.name for path in samples.glob(f"{origin}_*.bin")))
    assert len(files) >= 3
    reading = read(list_of(tmp_path), files)
    found = outcomes(reading)
    held = {one for one, outcome in found.items() if outcome is HOLDS}
    assert {(ChipStep.SIGNED_CONTENT, ""), (ChipStep.SIGNATURE, ""), (ChipStep.COUNTRY, "")} <= held
    assert {(ChipStep.DATA_GROUP, name) for name in files if name.startswith("DG")} <= held
    # Their certificates ended in 2012 and 2014.
    assert failed(reading) == {("validity", "today")}
    assert reading.mrz.surname == "MUSTERMANN"


@pytest.mark.parametrize(
    ("tampered", "name", "expected"),
    [
        ("tampered_sod_dg1hash.bin", "SOD", {("signed_content", ""), ("data_group", "DG1")}),
        ("tampered_sod_dg14hash.bin", "SOD", {("signed_content", ""), ("data_group", "DG14")}),
        ("tampered_sod_signature.bin", "SOD", {("signature", "")}),
        ("tampered_tv_dg15_l671.bin", "DG15", {("data_group", "DG15")}),
    ],
)
def test_each_tampered_sample_fails_where_it_was_tampered_with(tmp_path, samples, tampered, name, expected):
    files = of_folder(samples, *(path.name for path in samples.glob("etsi_*.bin")))
    reading = read(list_of(tmp_path), {**files, name: (samples / tampered).read_bytes()})
    assert failed(reading) - {("validity", "today")} == expected


def test_the_tampered_zone_fails_by_hash_and_by_country(tmp_path, samples):
    files = of_folder(samples, *(path.name for path in samples.glob("etsi_*.bin")))
    files["DG1"] = (samples / "tampered_tv_dg1_l659.bin").read_bytes()
    assert ("data_group", "DG1") in failed(read(list_of(tmp_path), files))


def test_zones_of_all_three_sizes_are_read(samples):
    zones = [data_groups.zone((samples / f"dg1_{number}_tv_dg1.bin").read_bytes()) for number in (1, 2, 3)]
    assert [zone.format for zone in zones] == [MrzFormat.TD1, MrzFormat.TD2, MrzFormat.TD3]


# ------------------------------------------------------------------ hostile bytes

PARSERS = {
    "SOD": security_object.parse, "DG1": data_groups.zone, "DG2": face_image.find, "COM": lds.groups_in_common,
    "DG11": lambda data: data_groups.details("DG11", data), "DG14": data_groups.protocols,
    "DG15": data_groups.active_authentication_key, "certificate": certificates.parse, "crl": revocation.parse,
    "cms": cms.parse, "import": inside.read,
}  # fmt: skip
GENUINE = {
    "SOD": made.sod(GROUPS, UTOPIA.signer),
    "DG1": GROUPS[1],
    "DG2": made.dg2(made.portrait(PERSON)),
    "COM": made.tlv(0x60, made.tlv(0x5C, b"\x61\x75")),
    "DG11": made.tlv(0x6B, made.tlv(0x5F0E, b"A<<B")),
    "DG14": made.tlv(0x6E, bytes.fromhex("31123010060a04007f0007020204020402010202010d")),
    "DG15": made.tlv(0x6F, bytes(20)),
    "certificate": UTOPIA.signer.certificate,
    "crl": made.revocations(UTOPIA.authority, [5]),
    "cms": made.sod(GROUPS, UTOPIA.signer)[4:],
    "import": master_list(UTOPIA.authority),
}
MUTATIONS = st.lists(st.tuples(st.integers(0, 100_000), st.integers(0, 255)), max_size=6)
FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def within_a_second_or_one_error(parse, data):
    before = time.process_time()
    # Any other error would fail the test.
    with contextlib.suppress(ChipDataError):
        parse(data)
    assert time.process_time() - before < 1.0


@pytest.mark.parametrize("name", PARSERS)
@FUZZ
@given(data=st.binary(max_size=400))
def test_random_bytes_give_one_error_at_most(name, data):
    within_a_second_or_one_error(PARSERS[name], data)
    if name in lds.TAG_OF:
        within_a_second_or_one_error(PARSERS[name], made.tlv(lds.TAG_OF[name], data))


@pytest.mark.parametrize("name", PARSERS)
@FUZZ
@given(changes=MUTATIONS, cut=st.integers(0, 100_000))
def test_mutated_files_give_one_error_at_most(name, changes, cut):
    data = bytearray(GENUINE[name])
    for place, value in changes:
        data[place % len(data)] = value
    within_a_second_or_one_error(PARSERS[name], bytes(data[: cut % (len(data) + 1) or len(data)]))


@pytest.fixture(scope="module")
def fuzzed_list(tmp_path_factory):
    return list_of(
        tmp_path_factory.mktemp("fuzz"), UTOPIA.authority.certificate, made.revocations(UTOPIA.authority)
    )


@FUZZ
@given(changes=MUTATIONS)
def test_a_mutated_security_object_never_proves_another_zone(fuzzed_list, changes):
    data = bytearray(GENUINE["SOD"])
    for place, value in changes:
        data[place % len(data)] = value
    reading = read(fuzzed_list, {"SOD": bytes(data), "DG1": made.dg1(people.person(2))})
    found = outcomes(reading)
    proved = (ChipStep.DATA_GROUP, "DG1"), (ChipStep.SIGNED_CONTENT, ""), (ChipStep.SIGNATURE, "")
    assert reading.unreadable or not all(found[step] is HOLDS for step in proved)


@pytest.mark.parametrize(
    "data",
    [
        b"\x30\x80" * 30_000,
        b"\x31\x84\x00\x00\xff\xff" * 8000,
        b"\x06\x82\xff\x00" + b"\x81" * 65_280,
        b"\x7f\x61\x84\xff\xff\xff\xff",
        b"\x30\x82\xff\xf0" + b"\x02\x01\x00" * 20_000,
        bytes(65_000),
    ],
    ids=["nested without end", "lying lengths", "a number without end", "too long", "very many", "zeros"],
)
@pytest.mark.parametrize("name", PARSERS)
def test_bombs_are_defused_in_time(name, data):
    within_a_second_or_one_error(PARSERS[name], data)
    if name in lds.TAG_OF:
        within_a_second_or_one_error(PARSERS[name], made.tlv(lds.TAG_OF[name], data))


def test_a_key_out_of_all_proportion_is_refused_in_time():
    parsed = asn1_x509.Certificate.load(made.country("UT", "rsa2048").signer.certificate)
    info = parsed["tbs_certificate"]["subject_public_key_info"]
    info["public_key"] = asn1_keys.RSAPublicKey(
        {"modulus": (1 << 200_000) + 1, "public_exponent": (1 << 199_999) + 1}
    )
    one = certificates.parse(parsed.dump(force=True))
    within_a_second_or_one_error(lambda _: one.is_signed_by(one), b"")
