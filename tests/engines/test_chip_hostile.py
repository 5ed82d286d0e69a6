"""Chip files made to harm: one error at most, in time, and never a proof of what was not signed."""

import contextlib
import time

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import made_chip as made
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
from assay.checks.readings import ChipStep, StepOutcome
from assay.sandbox import people
from made_chip import (
    GROUPS,
    PERSON,
    UTOPIA,
    list_by_utopia,
    list_of,
    outcomes,
    reading_of,
)  # fmt: skip

HOLDS, FAILS, NOT_DONE = StepOutcome.HOLDS, StepOutcome.FAILS, StepOutcome.NOT_DONE


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
    "import": list_by_utopia(UTOPIA.authority),
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
    reading = reading_of(fuzzed_list, {"SOD": bytes(data), "DG1": made.dg1(people.person(2))})
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
