"""Reads what decides a verification's next step: typed details, given evidence. Writes nothing."""

import hashlib
import json
from collections.abc import Callable
from datetime import date, datetime

from assay.accounts.models import Account
from assay.checks.readings import Capture
from assay.deadlines import actions as deadlines
from assay.deadlines.rules import DeadlineKind
from assay.encryption import actions as encryption
from assay.evidence.models import Evidence
from assay.policy.schema import EvidenceKind
from assay.verifications.models import CameraReport, PersonalDetails, Verification
from assay.verifications.rules import Facts, PersonalData, Point, Status, Step

# What finds points before sending; what reads pictures stands above and is joined in wiring.py.
points_before_sending: list[Callable[[Verification, datetime], tuple[Point, ...]]] = []


def details_place(account_id: str) -> str:
    return f"verifications.personaldetails.{account_id}"


def details_of(account: Account) -> tuple[PersonalData, datetime | None]:
    """Return what the customer typed and when they confirmed it (None: not yet)."""
    row = PersonalDetails.objects.filter(account=account).first()
    if row is None:
        return PersonalData(), None
    raw = json.loads(encryption.unseal(account.pk, bytes(row.sealed), details_place(account.pk)))
    born_on = date.fromisoformat(raw["born_on"]) if raw["born_on"] else None
    return PersonalData(**(raw | {"born_on": born_on})), row.confirmed_at


def report_place(evidence_id: str) -> str:
    return f"verifications.camerareport.{evidence_id}"


def capture_of(recording: Evidence | None) -> Capture | None:
    """Return what the browser said of the camera that made a recording; None where it said nothing."""
    row = CameraReport.objects.filter(evidence=recording).first() if recording else None
    if recording is None or row is None:
        return None
    return Capture.model_validate_json(
        encryption.unseal(recording.account_id, bytes(row.sealed), report_place(recording.pk))
    )


def given_evidence(verification: Verification) -> dict[EvidenceKind, Evidence]:
    return {EvidenceKind(piece.kind): piece for piece in Evidence.objects.current(verification.pk)}


def given_already(verification: Verification, kind: EvidenceKind, sha256: str) -> Evidence | None:
    """Return the piece that was given, if it is this very file and no other is asked for."""
    given = given_evidence(verification).get(kind)
    if given is None or given.sha256 != sha256 or kind in facts_of(verification).asked_again:
        return None
    return given


def state_of(verification: Verification, step: Step) -> str:
    """Name the answers that the page of a step shows or would replace; it changes whenever one of them does.

    The page of the challenge needs none: a recording says which draw it was made for.
    """
    changed_at = PersonalDetails.objects.filter(account=verification.account_id).values_list("changed_at")
    details = [str(at) for (at,) in changed_at]
    document = [verification.document_kind, verification.issuing_country]
    given = {kind: piece.pk for kind, piece in given_evidence(verification).items()}
    sides = [given.get(kind, "") for kind in (EvidenceKind.DOCUMENT_FRONT, EvidenceKind.DOCUMENT_BACK)]
    answers = {
        Step.RESIDENCE: details,
        Step.DETAILS: details,
        Step.DOCUMENT: [*document, *sides],
        Step.FRONT: [*document, sides[0]],
        Step.BACK: [*document, sides[1]],
        Step.SELFIE: [given.get(EvidenceKind.SELFIE, "")],
    }
    everything = [verification.status, *details, *document, *(given[kind] for kind in sorted(given))]
    shown = [verification.pk, *answers.get(step, everything)]
    return hashlib.sha256("|".join(shown).encode()).hexdigest()[:16]


def facts_of(verification: Verification) -> Facts:
    details, confirmed_at = details_of(verification.account)
    given = given_evidence(verification)
    # A piece that was asked for again counts as given once it is newer than the answer that asked for it.
    answered_at = verification.decided_at
    fresh = {kind for kind, piece in given.items() if answered_at is None or piece.stored_at > answered_at}
    return Facts(
        status=Status(verification.status),
        level_id=verification.level_id,
        residence=details.residence,
        details_confirmed=confirmed_at is not None,
        document_kind=verification.document_kind,
        issuing_country=verification.issuing_country,
        given=frozenset(given),
        asked_again=frozenset(EvidenceKind(kind) for kind in verification.asked_again) - fresh,
        paused_until=deadlines.due_at(DeadlineKind.RETRY_PAUSE, verification.account_id),
    )


def points_of(verification: Verification, at: datetime) -> tuple[Point, ...]:
    """Return what is to be dealt with before sending, dealt with or not."""
    return tuple(point for find in points_before_sending for point in find(verification, at))
