"""Reads what a verification is judged on: typed details, readings, neighbours in the database. Writes nothing."""

import json
from datetime import date

from django.conf import settings

from assay.accounts.models import KnownPair
from assay.checks.readings import (
    NOTHING_READ,
    Case,
    Claim,
    ClipReading,
    DocumentReading,
    Duplicates,
    FaceHit,
    Flash,
    KnownAccount,
    Prompt,
    SelfieReading,
)
from assay.checks.result import CheckResult
from assay.decisions import face_index
from assay.decisions.earlier_clips import earlier_clips
from assay.decisions.examined import reading_of
from assay.decisions.models import Decision, DocumentFingerprint
from assay.encryption import actions as encryption
from assay.policy.load import current
from assay.policy.schema import CheckName, EvidenceKind
from assay.reviews.models import Review
from assay.verifications.models import Verification
from assay.verifications.progress import capture_of, details_of, given_evidence

_FACES_SHOWN = 5


def case_place(decision_id: str) -> str:
    return f"decisions.case.{decision_id}"


def results_place(decision_id: str) -> str:
    return f"decisions.results.{decision_id}"


def claim_of(verification: Verification) -> Claim:
    details, _ = details_of(verification.account)
    assert details.born_on is not None, "details were confirmed"
    return Claim(
        given_names=details.given_names,
        surname=details.surname,
        born_on=details.born_on,
        residence=details.residence,
        nationality=details.nationality,
        document_kind=verification.document_kind,
        issuing_country=verification.issuing_country,
    )


def fingerprint_of(
    verification: Verification, front: DocumentReading, back: DocumentReading | None
) -> bytes | None:
    """Return the keyed hash of the document, or None when its number was not read."""
    sides = [side for side in (front, back) if side is not None]
    numbers = [side.mrz.document_number for side in sides if side.mrz] + [
        side.visual.document_number for side in sides if side.visual.document_number
    ]
    if not numbers:
        return None
    number = "".join(character for character in numbers[0].upper() if character.isalnum())
    return encryption.blind_index(
        "document", f"{verification.issuing_country}|{verification.document_kind}|{number}"
    )


def _duplicates(verification: Verification, case: Case) -> Duplicates:
    own = verification.account_id
    known = _known_accounts(own)
    index = fingerprint_of(verification, case.front, case.back)
    documents = (
        DocumentFingerprint.objects.filter(index=index) if index else DocumentFingerprint.objects.none()
    )
    others = tuple(
        documents.exclude(account_id=own).order_by("account_id").values_list("account_id", flat=True)
    )
    faces: tuple[FaceHit, ...] = ()
    if case.selfie and case.selfie.faces:
        at_least = current().threshold(CheckName.DUPLICATE_FACE, "same_person", case.on)
        # Room for the own face and for every known one: they must not push a stranger out of the list.
        most = _FACES_SHOWN + 1 + len(known)
        close = face_index.faces.search(case.selfie.faces[0].template, at_least, most)
        faces = tuple(FaceHit(account_id=key, score=score) for key, score in close if key != own)
    hit = {one.account_id for one in faces}.union(others)
    return Duplicates(
        faces=faces,
        documents=others,
        clips=earlier_clips(verification, case.clip, {own, *hit}) if case.clip else (),
        known=tuple(one for one in known if one.account_id in hit),
        verified_before=verification.account.tier > 0,
    )


def _known_accounts(account_id: str) -> tuple[KnownAccount, ...]:
    return tuple(
        KnownAccount(
            account_id=pair.other_than(account_id),
            relation=pair.relation,
            decided_on=pair.decided_at.date(),
        )
        for pair in KnownPair.objects.in_force().of(account_id)
    )


def hits_of(review: Review) -> Duplicates:
    """Return the accounts that the machine pointed at when it opened a review. Raises KeyDestroyed."""
    decision = Decision.objects.filter(
        verification_id=review.matter_id, automated=True, decided_at__lte=review.opened_at
    ).last()
    found = case_of(decision).duplicates if decision and decision.sealed_case else None
    return found or Duplicates()


def build_case(verification: Verification, on: date) -> Case:
    """Return everything the checks judge."""
    return with_neighbours(verification, own_case(verification, on))


def with_neighbours(verification: Verification, case: Case) -> Case:
    """Return the case with what the database holds of other accounts that may be this person's."""
    return case.model_copy(update={"duplicates": _duplicates(verification, case)})


def own_case(verification: Verification, on: date) -> Case:
    """Return what is known of this submission alone. A front that could not be examined counts as a picture of nothing."""
    given = given_evidence(verification)
    return Case(
        claim=claim_of(verification),
        front=reading_of(given.get(EvidenceKind.DOCUMENT_FRONT), DocumentReading) or NOTHING_READ,
        back=reading_of(given.get(EvidenceKind.DOCUMENT_BACK), DocumentReading),
        selfie=reading_of(given.get(EvidenceKind.SELFIE), SelfieReading),
        clip=reading_of(given.get(EvidenceKind.CHALLENGE_CLIP), ClipReading),
        prompts=tuple(Prompt.model_validate(prompt) for prompt in verification.prompts),
        flashes=tuple(Flash.model_validate(flash) for flash in verification.flashes),
        cannot_move=verification.cannot_move,
        capture=capture_of(given.get(EvidenceKind.CHALLENGE_CLIP)),
        specimens_allowed=settings.DEMO,
        on=on,
    )


def case_of(decision: Decision) -> Case:
    """Return the case a machine's decision was judged on."""
    assert decision.sealed_case is not None, "a machine's decision keeps its case"
    account_id = decision.verification.account_id
    plain = encryption.unseal(account_id, bytes(decision.sealed_case), case_place(decision.pk))
    return Case.model_validate_json(plain)


def judged_case(verification: Verification) -> Case:
    """Return the case as the machine judged it for the current submission."""
    return case_of(Decision.objects.get(verification=verification, run=verification.run, automated=True))


def results_of(decision: Decision) -> tuple[CheckResult, ...]:
    """Return what the checks answered, with what they saw; nothing for a person's decision."""
    if decision.sealed_results is None:
        return ()
    account_id = decision.verification.account_id
    plain = encryption.unseal(account_id, bytes(decision.sealed_results), results_place(decision.pk))
    return tuple(CheckResult.model_validate(result) for result in json.loads(plain))
