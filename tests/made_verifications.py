"""Verifications ready to be judged: real rows for all but the readings, which are made by hand."""

from datetime import UTC, datetime

from assay.accounts import actions as accounts
from assay.accounts.models import Account
from assay.checks.readings import Case
from assay.checks.result import Frozen
from assay.decisions.examined import examination_place
from assay.decisions.models import Examination
from assay.encryption import actions as encryption
from assay.evidence import actions as evidence
from assay.evidence.models import Evidence
from assay.policy.schema import EvidenceKind
from assay.sandbox.people import COUNTRY, Person, person
from assay.verifications import actions as verifications
from assay.verifications import progress
from assay.verifications.models import Verification
from assay.verifications.rules import PersonalData
from made_cases import case as made_case
from made_cases import passing_front

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
READING_OF = {
    EvidenceKind.DOCUMENT_FRONT: "front",
    EvidenceKind.SELFIE: "selfie",
    EvidenceKind.CHALLENGE_CLIP: "clip",
}


def details_of(bearer: Person) -> PersonalData:
    return PersonalData(bearer.given_names, bearer.surname, bearer.born_on, COUNTRY)


def start(account: Account, bearer: Person | None = None, at: datetime = NOW) -> Verification:
    """Open a verification with confirmed details and a passport chosen."""
    by = account.actor()
    accounts.confirm_registration(account, by=by, at=at)
    verification = verifications.open_verification(account, level_id="verified", by=by, at=at)
    verifications.choose_residence(verification, country=COUNTRY, by=by, at=at)
    verifications.save_details(verification, details=details_of(bearer or person(0)), by=by, at=at)
    verifications.confirm_details(verification, by=by, at=at)
    verifications.choose_document(verification, kind="passport", issuing_country=COUNTRY, by=by, at=at)
    verification.refresh_from_db()
    return verification


def give(verification: Verification, kind: EvidenceKind, case: Case, at: datetime = NOW) -> None:
    """Store a piece without decoding it, already examined with the case's reading."""
    account = verification.account
    piece = evidence._store(
        account, verification.pk, kind, f"{verification.pk}{kind}{at}".encode(), [], by=account.actor(), at=at
    )
    store_reading(piece, getattr(case, READING_OF[kind]), at)


def store_reading(piece: Evidence, reading: Frozen, at: datetime = NOW) -> None:
    """Say that a piece was examined, and what was read."""
    place = examination_place(piece.pk)
    sealed = encryption.seal(piece.account_id, reading.model_dump_json().encode(), place)
    Examination.objects.create(evidence=piece, sealed=sealed, models_digest="0" * 64, examined_at=at)


def give_all(verification: Verification, case: Case, at: datetime = NOW) -> None:
    verification.prompts = [prompt.model_dump(mode="json") for prompt in case.prompts]
    verification.flashes = [flash.model_dump(mode="json") for flash in case.flashes]
    verification.cannot_move = case.cannot_move
    verification.save(update_fields=["prompts", "flashes", "cannot_move"])
    for kind in READING_OF:
        give(verification, kind, case, at)


def passing(bearer: Person | None = None, **changes: object) -> Case:
    return made_case(front=passing_front(bearer or person(0)), **changes)


def send(verification: Verification, at: datetime = NOW) -> None:
    """Let every point stand as it is, and submit."""
    by = verification.account.actor()
    keys = frozenset(point.key for point in progress.points_of(verification, at))
    verifications.accept_points(verification, keys=keys, by=by, at=at)
    verifications.submit(verification, by=by, at=at)
