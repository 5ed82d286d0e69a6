"""Did the country that issued the document sign what its chip holds? Passive authentication, step by step.

ICAO Doc 9303 part 11, 5.1, and part 12, 7. Each step is answered for itself: it holds, it fails, or it could not be done and
why. An issuer who is not on the trust list is unknown: that says nothing against the data.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from assay.checks.engines.chip import chains, keys, revocation, security_object
from assay.checks.engines.chip.certificates import Certificate
from assay.checks.engines.chip.chains import Chain
from assay.checks.engines.chip.lds import ChipDataError, reading
from assay.checks.engines.chip.security_object import SecurityObject
from assay.checks.engines.chip.trust_list import TrustList
from assay.checks.readings import ChipStep, ChipStepResult, StepOutcome
from assay.policy import countries

# Codes of a zone that are no state of ISO 3166, with what certificates carry for them (Doc 9303 part 3, section 5, part D).
_ORGANISATIONS = {"EUE": {"EU"}, "UNO": {"UN"}, "UNA": {"UN"}, "UNK": {"UN", "XK", "KS"}, "RKS": {"XK", "KS"}}
# Extended key usages of Doc 9303 belong to signers of other things: master lists, deviation lists, visas, stamps.
_OTHER_PURPOSES = "2.23.136."


@dataclass(frozen=True, eq=False)
class Authentication:
    """`signer` is the certificate that signed; `authority` the trusted one that issued it, None where there is none."""

    steps: tuple[ChipStepResult, ...]
    signed_groups: tuple[int, ...]
    signer: Certificate | None
    authority: Certificate | None


def authenticate(
    sod: bytes, groups: Mapping[int, bytes], *, issuer: str, trusted: TrustList, at: datetime
) -> Authentication:
    """Return every step for EF.SOD and the given data groups (number to the file without padding).

    `issuer` is the issuing state of DG1's zone as written there, empty when there is no DG1; `at` now. Raises ChipDataError
    when EF.SOD cannot be read at all.
    """
    with reading("the security object"):
        return _authenticated(security_object.parse(sod), groups, issuer, trusted, at)


def _authenticated(
    parsed: SecurityObject, groups: Mapping[int, bytes], issuer: str, trusted: TrustList, at: datetime
) -> Authentication:
    signer = parsed.signed.signer
    chain, authorities = _chain(signer, trusted)
    steps = (
        *_data_groups(parsed, groups),
        _signed_content(parsed),
        _signature(parsed, signer),
        _issuer(signer, chain, authorities),
        *_validity(parsed, signer, chain.authority, at),
        _revocation(signer, chain.authority, authorities, trusted, at),
        _country(signer, issuer),
    )
    return Authentication(steps, tuple(sorted(parsed.hashes)), signer, chain.authority)


def _chain(signer: Certificate | None, trusted: TrustList) -> tuple[Chain, tuple[Certificate, ...]]:
    if signer is None:
        return Chain(), ()
    authorities = trusted.authorities(signer.issuer_country)
    return chains.trace(signer, authorities), authorities


def _step(step: ChipStep, holds: bool | None, why: str, subject: str = "") -> ChipStepResult:  # noqa: FBT001
    outcome = {True: StepOutcome.HOLDS, False: StepOutcome.FAILS, None: StepOutcome.NOT_DONE}[holds]
    return ChipStepResult(step=step, outcome=outcome, subject=subject, why=why)


def _data_groups(parsed: SecurityObject, groups: Mapping[int, bytes]) -> Iterator[ChipStepResult]:
    for number, data in sorted(groups.items()):
        subject = f"DG{number}"
        if number not in parsed.hashes:
            yield _step(ChipStep.DATA_GROUP, False, "The issuer signed no such data group.", subject)
            continue
        try:
            same = keys.digest(parsed.hash_name, data) == parsed.hashes[number]
        except keys.UnsupportedError as error:
            yield _step(ChipStep.DATA_GROUP, None, _sentence(error), subject)
            continue
        why = "Its hash is the signed one." if same else "Its hash is not the signed one: it was changed."
        yield _step(ChipStep.DATA_GROUP, same, f"{why} ({parsed.hash_name})", subject)


def _sentence(error: ChipDataError) -> str:
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}."


def _signed_content(parsed: SecurityObject) -> ChipStepResult:
    try:
        same = parsed.signed.content_is_what_was_signed()
    except keys.UnsupportedError as error:
        return _step(ChipStep.SIGNED_CONTENT, None, _sentence(error))
    why = "The list of hashes is the signed one." if same else "The list of hashes was changed after signing."
    return _step(ChipStep.SIGNED_CONTENT, same, why)


def _signature(parsed: SecurityObject, signer: Certificate | None) -> ChipStepResult:
    if signer is None:
        return _step(ChipStep.SIGNATURE, None, "EF.SOD does not bring the certificate of whoever signed it.")
    try:
        holds = parsed.signed.signature_holds(signer)
        key = keys.described(signer.key)
    except ChipDataError as error:
        return _step(ChipStep.SIGNATURE, None, _sentence(error))
    why = "The signature holds." if holds else "The signature does not hold."
    return _step(ChipStep.SIGNATURE, holds, f"{why} ({key}, {parsed.signed.digest_name})")


def _issuer(signer: Certificate | None, chain: Chain, authorities: tuple[Certificate, ...]) -> ChipStepResult:
    if signer is None:
        return _step(ChipStep.ISSUER, None, "There is no certificate to trace.")
    if signer.is_ca or any(purpose.startswith(_OTHER_PURPOSES) for purpose in signer.purposes):
        return _step(ChipStep.ISSUER, False, "The certificate is not one for signing documents.")
    if chain.authority:
        through = f", through {chain.links} link certificate{'s' * (chain.links > 1)}" if chain.links else ""
        return _step(ChipStep.ISSUER, True, f"Issued by {chain.authority.title}{through}.")
    country = signer.issuer_country or "an unnamed country"
    if chain.claimed:
        return _step(ChipStep.ISSUER, False, f"It names an authority of {country} that did not sign it.")
    if chain.unusable:
        return _step(ChipStep.ISSUER, None, "The key or the algorithm of the authority is not known here.")
    known = "has no certificate of this authority" if authorities else f"has no certificate of {country}"
    return _step(ChipStep.ISSUER, None, f"The trust list {known}.")


def _validity(
    parsed: SecurityObject, signer: Certificate | None, authority: Certificate | None, at: datetime
) -> Iterator[ChipStepResult]:
    if signer is None:
        return
    span = f"valid from {signer.not_before:%Y-%m-%d} to {signer.not_after:%Y-%m-%d}"
    signed_at = parsed.signed.signed_at
    if signed_at is None:
        yield _step(ChipStep.VALIDITY, None, "The signer stated no time.", "when signed")
    else:
        why = f"Signed on {signed_at:%Y-%m-%d}; {span}."
        yield _step(ChipStep.VALIDITY, signer.covers(signed_at), why, "when signed")
    yield _step(ChipStep.VALIDITY, signer.covers(at), f"The signer's certificate is {span}.", "today")
    if authority:
        why = (
            f"The authority was valid from {authority.not_before:%Y-%m-%d} to {authority.not_after:%Y-%m-%d}."
        )
        yield _step(ChipStep.VALIDITY, authority.covers(signer.not_before), why, "when issued")


def _revocation(
    signer: Certificate | None,
    authority: Certificate | None,
    authorities: tuple[Certificate, ...],
    trusted: TrustList,
    at: datetime,
) -> ChipStepResult:
    if signer is None or authority is None:
        return _step(ChipStep.REVOCATION, None, "The issuer is unknown.")
    lists = revocation.valid_lists(trusted.revocations(authority.country), authority, authorities)
    if not lists:
        return _step(ChipStep.REVOCATION, None, "No revocation list of this authority is loaded.")
    # Serial numbers are unique for one issuer only.
    own = {one.serial for one in (signer, authority) if one.issuer == authority.subject}
    if any(own & one.serials for one in lists):
        return _step(ChipStep.REVOCATION, False, "The certificate was revoked.")
    newest = lists[0]
    if newest.next_update and newest.next_update < at:
        due = f"The newest revocation list was to be renewed by {newest.next_update:%Y-%m-%d}."
        return _step(ChipStep.REVOCATION, None, due)
    return _step(ChipStep.REVOCATION, True, f"Not on the revocation list of {newest.this_update:%Y-%m-%d}.")


def _country(signer: Certificate | None, issuer: str) -> ChipStepResult:
    """The state that signed is the one the zone names: else any country could sign another one's passports."""
    if signer is None or not issuer:
        return _step(ChipStep.COUNTRY, None, "Signer or issuing state is unknown.")
    alpha2 = countries.alpha2_of(issuer)
    expected = _ORGANISATIONS.get(issuer) or ({alpha2} if alpha2 else set())
    stated = {one for one in (signer.issuer_country, signer.country) if one}
    if not expected or not stated:
        return _step(ChipStep.COUNTRY, None, f"The codes {issuer} and {_list(stated)} cannot be compared.")
    same = stated <= expected
    return _step(ChipStep.COUNTRY, same, f"The zone names {issuer}; signed for {_list(stated)}.")


def _list(codes: set[str]) -> str:
    return ", ".join(sorted(codes)) or "none"
