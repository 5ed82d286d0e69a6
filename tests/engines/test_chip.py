"""Chip files through the real parser, OpenSSL and the face models: made by the tests, published samples, and hostile bytes."""

import time
from datetime import timedelta
from pathlib import Path

import pytest
from asn1crypto import cms as asn1_cms
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from asn1crypto.algos import SignedDigestAlgorithm
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

import made_chip as made
from assay.checks import examine, weights
from assay.checks.engines.chip import (
    certificates,
    chains,
    data_groups,
    face_image,
    keys,
    lds,
)
from assay.checks.faces.face import cosine
from assay.checks.readings import ChipStep, MrzFormat, StepOutcome
from assay.sandbox import people
from made_chip import (
    AT,
    GROUPS,
    PERSON,
    UTOPIA,
    failed,
    list_of,
    outcomes,
    reading_of,
    signed_by,
)  # fmt: skip

HOLDS, FAILS, NOT_DONE = StepOutcome.HOLDS, StepOutcome.FAILS, StepOutcome.NOT_DONE


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
    reading = reading_of(trusted, signed_by(country, signed_at=AT - timedelta(days=30)))
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
    reading = reading_of(
        list_of(tmp_path, UTOPIA.authority.certificate), signed_by(made.Country(UTOPIA.authority, old))
    )
    assert failed(reading) == set()
    assert outcomes(reading)[ChipStep.SIGNATURE, ""] is HOLDS


def test_the_zone_comes_out_of_dg1(tmp_path):
    mrz = reading_of(list_of(tmp_path), signed_by(UTOPIA)).mrz
    assert (mrz.format, mrz.surname, mrz.born_on) == (MrzFormat.TD3, PERSON.surname.upper(), PERSON.born_on)
    assert mrz.failed_check_digits == ()


# ------------------------------------------------------------------ what fails, and only that


def test_a_changed_data_group_fails_alone(tmp_path):
    other = made.dg1(people.person(2))
    reading = reading_of(list_of(tmp_path, UTOPIA.authority.certificate), {**signed_by(UTOPIA), "DG1": other})
    assert failed(reading) == {("data_group", "DG1")}


def test_a_data_group_that_nobody_signed_fails(tmp_path):
    files = {**signed_by(UTOPIA), "DG11": made.tlv(0x6B, made.tlv(0x5F11, b"ABRAXA"))}
    reading = reading_of(list_of(tmp_path, UTOPIA.authority.certificate), files)
    assert failed(reading) == {("data_group", "DG11")}


def test_a_changed_list_of_hashes_fails_although_the_groups_fit_it(tmp_path):
    stated = bytes(32)
    reading = reading_of(list_of(tmp_path, UTOPIA.authority.certificate), signed_by(UTOPIA, stated=stated))
    assert failed(reading) == {("signed_content", "")}


@pytest.mark.parametrize("kind", ["rsa2048", "secp256r1"])
def test_a_signature_of_another_key_fails_alone(tmp_path, kind):
    country = made.country("UT", kind)
    forger = made.Signer(country.signer.certificate, made.new_key(kind))
    files = {"SOD": made.sod(GROUPS, forger), "DG1": GROUPS[1]}
    assert failed(reading_of(list_of(tmp_path, country.authority.certificate), files)) == {("signature", "")}


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
    reading = reading_of(
        list_of(tmp_path, UTOPIA.authority.certificate), signed_by(made.Country(forger, signer))
    )
    assert failed(reading) == {("issuer", "")}


def test_an_authority_that_signs_documents_itself_fails(tmp_path):
    trusted = list_of(tmp_path, UTOPIA.authority.certificate)
    reading = reading_of(trusted, signed_by(made.Country(UTOPIA.authority, UTOPIA.authority)))
    assert ("issuer", "") in failed(reading)


def test_a_signer_of_master_lists_cannot_sign_documents(tmp_path):
    country = made.country(purposes=[made.MASTER_LIST_SIGNER])
    reading = reading_of(list_of(tmp_path, country.authority.certificate), signed_by(country))
    assert failed(reading) == {("issuer", "")}


def test_another_state_cannot_sign_this_ones_document(tmp_path):
    other = made.country("FR")
    reading = reading_of(list_of(tmp_path, other.authority.certificate), signed_by(other))
    assert failed(reading) == {("country", "")}


@pytest.mark.parametrize("code", ["DE", "de"])
def test_germanys_single_letter_is_germany(tmp_path, code):
    lines = "P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<", "C11T002JM4D<<9608122F2310314<<<<<<<<<<<<<<<4"
    groups = {1: made.tlv(0x61, made.tlv(0x5F1F, "".join(lines).encode()))}
    country = made.country(code)
    reading = reading_of(list_of(tmp_path, country.authority.certificate), signed_by(country, groups))
    assert outcomes(reading)[ChipStep.COUNTRY, ""] is HOLDS
    assert outcomes(reading)[ChipStep.ISSUER, ""] is HOLDS


def test_a_revoked_signer_fails_alone(tmp_path):
    serial = UTOPIA.signer.parsed.serial_number
    trusted = list_of(tmp_path, UTOPIA.authority.certificate, made.revocations(UTOPIA.authority, [serial]))
    assert failed(reading_of(trusted, signed_by(UTOPIA))) == {("revocation", "")}


def test_a_revocation_list_that_is_overdue_proves_nothing_but_still_revokes(tmp_path):
    old = {"issued": -90, "due": -10}
    serial = UTOPIA.signer.parsed.serial_number
    silent = list_of(tmp_path / "1", UTOPIA.authority.certificate, made.revocations(UTOPIA.authority, **old))
    named = list_of(
        tmp_path / "2", UTOPIA.authority.certificate, made.revocations(UTOPIA.authority, [serial], **old)
    )
    step = ChipStep.REVOCATION, ""
    assert outcomes(reading_of(silent, signed_by(UTOPIA)))[step] is NOT_DONE
    assert outcomes(reading_of(named, signed_by(UTOPIA)))[step] is FAILS


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
    reading = reading_of(list_of(tmp_path, country.authority.certificate), signed_by(country, **options))
    assert failed(reading) == expected


# ------------------------------------------------------------------ what could not be done


def test_without_a_trust_list_the_issuer_is_unknown_and_nothing_fails(tmp_path):
    reading = reading_of(list_of(tmp_path), signed_by(UTOPIA))
    assert outcomes(reading)[ChipStep.ISSUER, ""] is NOT_DONE
    assert failed(reading) == set()
    assert reading.trust_list == ""


def test_an_authority_of_the_same_country_and_another_key_is_unknown(tmp_path):
    reading = reading_of(list_of(tmp_path, made.country().authority.certificate), signed_by(UTOPIA))
    assert outcomes(reading)[ChipStep.ISSUER, ""] is NOT_DONE
    assert failed(reading) == set()


def test_an_unknown_hash_is_not_done(tmp_path):
    data = made.sod(GROUPS, UTOPIA.signer).replace(
        bytes.fromhex("0609608648016503040201"), bytes.fromhex("060960864801650304020a")
    )
    reading = reading_of(list_of(tmp_path, UTOPIA.authority.certificate), {"SOD": data, "DG1": GROUPS[1]})
    found = outcomes(reading)
    assert (found[ChipStep.DATA_GROUP, "DG1"], found[ChipStep.SIGNED_CONTENT, ""]) == (NOT_DONE, NOT_DONE)


def test_without_ef_sod_it_says_so(tmp_path):
    reading = reading_of(list_of(tmp_path), {"DG1": GROUPS[1]})
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
    both = reading_of(list_of(tmp_path / "1", UTOPIA.authority.certificate, linked.certificate), files)
    alone = reading_of(list_of(tmp_path / "2", linked.certificate), files)
    step = next(one for one in both.steps if one.step is ChipStep.ISSUER)
    assert (step.outcome, "1 link certificate" in step.why) == (HOLDS, True)
    assert outcomes(alone)[ChipStep.ISSUER, ""] is NOT_DONE


def test_links_in_a_ring_end(tmp_path):
    one, two = made.new_key(), made.new_key()
    first = link(made.Signer(link(UTOPIA.authority, two).certificate, two), one)
    second = link(made.Signer(first.certificate, one), two)
    signer = made.issue(("UT", "DS 3"), made.new_key(), first)
    trusted = list_of(tmp_path, first.certificate, second.certificate)
    assert (
        outcomes(reading_of(trusted, signed_by(made.Country(first, signer))))[ChipStep.ISSUER, ""] is NOT_DONE
    )


def test_a_crowd_of_links_that_all_sign_each_other_is_gone_through_once(tmp_path):
    one, two = made.new_key(), made.new_key()
    first = link(made.Signer(link(UTOPIA.authority, two).certificate, two), one)
    second = link(made.Signer(first.certificate, one), two)
    crowd = [link(each, key) for _ in range(30) for each, key in ((first, two), (second, one))]
    signer = made.issue(("UT", "DS 4"), made.new_key(), first)
    trusted = list_of(tmp_path, *(each.certificate for each in crowd))
    started = time.process_time()
    read = outcomes(reading_of(trusted, signed_by(made.Country(first, signer))))
    assert read[ChipStep.ISSUER, ""] is NOT_DONE
    assert time.process_time() - started < 10


def test_old_certificates_without_identifiers_are_found_by_name(tmp_path):
    own = made.issue(("UT", "CSCA"), made.new_key(), ca=True, key_ids=False)
    country = made.Country(own, made.issue(("UT", "DS"), made.new_key(), own, key_ids=False))
    assert (
        outcomes(reading_of(list_of(tmp_path, own.certificate), signed_by(country)))[ChipStep.ISSUER, ""]
        is HOLDS
    )


# ------------------------------------------------------------------ other data groups


def test_text_fields_protocols_and_keys_come_out(tmp_path):
    details = made.tlv(0x6B, made.tlv(0x5F0E, b"HYTHLOWIN<<NERELDA") + made.tlv(0x5F2B, b"\x20\x00\x02\x22"))
    issued = made.tlv(0x6C, made.tlv(0x5F19, "Abraxa, Bürgeramt".encode()) + made.tlv(0x5F26, b"20250206"))
    key = UTOPIA.signer.key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    common = made.tlv(0x60, made.tlv(0x5C, b"\x61\x6b"))
    files = {"COM": common, "DG11": details, "DG12": issued, "DG15": made.tlv(0x6F, key)}
    reading = reading_of(list_of(tmp_path), files)
    assert reading.details == {
        "full_name": "HYTHLOWIN  NERELDA", "born_on": "20000222", "issuing_authority": "Abraxa, Bürgeramt",
        "issued_on": "20250206",
    }  # fmt: skip
    assert reading.announced_groups == (1, 11)
    assert reading.active_authentication == "ECDSA secp256r1"


def test_padding_behind_the_end_is_no_change(tmp_path):
    files = signed_by(UTOPIA)
    files["DG1"] += bytes(40)
    reading = reading_of(list_of(tmp_path, UTOPIA.authority.certificate), files)
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
    if any(not model.optional for model in weights.wanted()):
        pytest.skip("the weights are not fetched: run `assay models fetch`")


@pytest.mark.usefixtures("_weights_in_place")
@pytest.mark.parametrize(("format_", "points"), [("JPEG", 0), ("JPEG2000", 3)])
def test_the_portrait_is_decoded_and_its_face_is_the_persons(tmp_path, format_, points):
    def face_of(person, how, number=0):
        groups = {1: GROUPS[1], 2: made.dg2(made.portrait(person, how), points=number)}
        files = {**signed_by(UTOPIA, groups), "DG2": groups[2]}
        reading = reading_of(list_of(tmp_path, UTOPIA.authority.certificate), files)
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
    reading = reading_of(list_of(tmp_path), {**signed_by(UTOPIA), "DG2": made.dg2(data)})
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
    reading = reading_of(list_of(tmp_path), files)
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
    reading = reading_of(list_of(tmp_path), {**files, name: (samples / tampered).read_bytes()})
    assert failed(reading) - {("validity", "today")} == expected


def test_the_tampered_zone_fails_by_hash_and_by_country(tmp_path, samples):
    files = of_folder(samples, *(path.name for path in samples.glob("etsi_*.bin")))
    files["DG1"] = (samples / "tampered_tv_dg1_l659.bin").read_bytes()
    assert ("data_group", "DG1") in failed(reading_of(list_of(tmp_path), files))


def test_zones_of_all_three_sizes_are_read(samples):
    zones = [data_groups.zone((samples / f"dg1_{number}_tv_dg1.bin").read_bytes()) for number in (1, 2, 3)]
    assert [zone.format for zone in zones] == [MrzFormat.TD1, MrzFormat.TD2, MrzFormat.TD3]


# ------------------------------------------------------------------ other forms of the same


def test_a_plain_ecdsa_signature_of_the_german_kind_holds():
    key = made.new_key("brainpoolP256r1")
    r, s = decode_dss_signature(key.sign(b"data", ec.ECDSA(hashes.SHA256())))
    plain = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    algorithm = SignedDigestAlgorithm({"algorithm": "0.4.0.127.0.7.1.1.4.1.3"})
    assert keys.holds(key.public_key(), plain, b"data", algorithm)
    assert not keys.holds(key.public_key(), plain, b"date", algorithm)


@pytest.mark.parametrize(
    ("kind", "name"), [("rsa2048", "rsassa_pkcs1v15"), ("secp256r1", "1.2.840.10045.2.1")]
)
def test_a_signer_may_name_its_key_and_leave_the_hash_to_the_digest(kind, name):
    signer = made.Signer(b"", made.new_key(kind))
    key, signature = signer.key.public_key(), signer.sign(b"data")
    algorithm = SignedDigestAlgorithm({"algorithm": name})
    assert keys.holds(key, signature, b"data", algorithm, "sha256")
    with pytest.raises(keys.UnsupportedError):
        keys.holds(key, signature, b"data", algorithm, "md5")


@pytest.mark.parametrize(
    ("kind", "name"), [("rsa2048", "sha256_ecdsa"), ("secp256r1", "sha256_rsa"), ("secp256r1", "ed25519")]
)
def test_an_algorithm_for_another_kind_of_key_proves_nothing(kind, name):
    key = made.new_key(kind).public_key()
    with pytest.raises(keys.UnsupportedError):
        keys.holds(key, b"signature", b"data", SignedDigestAlgorithm({"algorithm": name}), "sha256")


def test_a_key_may_be_marked_for_pss():
    key = made.new_key("rsa2048").public_key()
    encoded = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    info = asn1_keys.PublicKeyInfo.load(encoded)
    info["algorithm"] = made.Signer(b"", None, pss=True).algorithm()
    assert keys.described(keys.public_key(info)) == "RSA 2048"


def unknown_curve(certificate):
    """The certificate's key moved to brainpoolP224r1, which is not known here."""
    parsed = asn1_x509.Certificate.load(certificate)
    parameters = asn1_keys.ECDomainParameters("named", "1.3.36.3.3.2.8.1.1.5")
    parsed["tbs_certificate"]["subject_public_key_info"]["algorithm"]["parameters"] = parameters
    return parsed.dump(force=True)


def test_an_unknown_curve_is_not_done(tmp_path):
    signer = made.Signer(unknown_curve(UTOPIA.signer.certificate), UTOPIA.signer.key)
    reading = reading_of(list_of(tmp_path), signed_by(made.Country(UTOPIA.authority, signer)))
    step = next(one for one in reading.steps if one.step is ChipStep.SIGNATURE)
    assert (step.outcome, step.why) == (NOT_DONE, "The elliptic curve is not a known one.")


def test_an_authority_with_an_unknown_curve_is_not_done():
    authority = certificates.parse(unknown_curve(UTOPIA.authority.certificate))
    chain = chains.trace(certificates.parse(UTOPIA.signer.certificate), [authority])
    assert (chain.authority, chain.claimed, chain.unusable) == (None, False, True)


def changed_message(change):
    """EF.SOD with something changed in the message or its signer, the bytes of the attributes left as they are."""
    info = asn1_cms.ContentInfo.load(lds.content("SOD", made.sod(GROUPS, UTOPIA.signer)))
    change(info["content"])
    return {"SOD": made.tlv(0x77, info.dump(force=True)), "DG1": GROUPS[1]}


def test_a_signer_may_be_named_by_its_keys_identifier(tmp_path):
    def change(signed):
        key_id = asn1_x509.Certificate.load(UTOPIA.signer.certificate).key_identifier
        sid = asn1_cms.SignerIdentifier("subject_key_identifier", key_id)
        signed["signer_infos"][0]["sid"] = sid

    reading = reading_of(list_of(tmp_path, UTOPIA.authority.certificate), changed_message(change))
    assert (failed(reading), reading.unreadable) == (set(), ())
    assert outcomes(reading)[ChipStep.SIGNATURE, ""] is HOLDS


def test_a_message_without_its_signers_certificate_proves_nothing(tmp_path):
    def change(signed):
        signed["certificates"] = None

    found = outcomes(reading_of(list_of(tmp_path, UTOPIA.authority.certificate), changed_message(change)))
    assert {found[step, ""] for step in (ChipStep.SIGNATURE, ChipStep.ISSUER, ChipStep.COUNTRY)} == {NOT_DONE}


def test_a_signature_over_the_content_itself_holds(tmp_path):
    def change(signed):
        signer_info = signed["signer_infos"][0]
        signer_info["signed_attrs"] = None
        signer_info["signature"] = UTOPIA.signer.sign(bytes(signed["encap_content_info"]["content"]))

    reading = reading_of(list_of(tmp_path, UTOPIA.authority.certificate), changed_message(change))
    found = outcomes(reading)
    assert (found[ChipStep.SIGNATURE, ""], found[ChipStep.SIGNED_CONTENT, ""]) == (HOLDS, HOLDS)
