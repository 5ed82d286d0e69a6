"""Two accounts with one face: a customer who is verified, and another name whose case waits for a person."""

from datetime import datetime

from assay.checks.readings import Case
from assay.core.actor import machine
from assay.decisions import actions as decisions
from assay.evidence import actions as evidence
from assay.policy.schema import EvidenceKind
from assay.reviews.models import Review
from assay.sandbox import passport, photos, selfies
from assay.sandbox.people import Person, person, with_portrait_of
from assay.verifications.models import Verification
from made_console import a_customer, a_while_ago
from made_verifications import READING_OF, passing, send, start, store_reading

TWIN = with_portrait_of(person(8), person(0))


def pictured(bearer: Person, seed: int = 0) -> dict[EvidenceKind, bytes]:
    """The drawn data page and a selfie of the bearer, as JPEG."""
    page = photos.encode(passport.draw(bearer, passport.zone(bearer)), quality=85)
    return {EvidenceKind.DOCUMENT_FRONT: page, EvidenceKind.SELFIE: selfies.take(bearer, seed=seed)}


def settled(
    email: str, bearer: Person, at: datetime, case: Case | None = None, pictures: dict | None = None
) -> Verification:
    """A submission that the machine has judged by the case's readings; its pictures can be looked at."""
    verification = start(a_customer(email, at), bearer, at)
    case = case or passing(bearer)
    verification.prompts = [prompt.model_dump(mode="json") for prompt in case.prompts]
    verification.save(update_fields=["prompts"])
    by = verification.account.actor()
    for kind, name in READING_OF.items():
        data = (pictures or {}).get(kind, f"{kind}{at}".encode())
        copies = [data] if pictures and kind in pictures else []
        piece = evidence._store(verification.account, verification.pk, kind, data, copies, by=by, at=at)
        store_reading(piece, getattr(case, name), at)
    send(verification, at)
    verification.refresh_from_db()
    decisions.settle(verification.pk, verification.run, by=machine("test"), at=at)
    verification.refresh_from_db()
    return verification


def a_pair(
    *, pictures: bool = False, cases: tuple[Case | None, Case | None] = (None, None)
) -> tuple[Verification, Review]:
    """Return the verified one's verification and the other's review."""
    first = settled(
        "first@utopia.example",
        person(0),
        a_while_ago(3),
        cases[0],
        pictured(person(0)) if pictures else None,
    )
    second = settled(
        "second@utopia.example", TWIN, a_while_ago(1), cases[1], pictured(TWIN, 1) if pictures else None
    )
    return first, Review.objects.get(matter_id=second.pk)
