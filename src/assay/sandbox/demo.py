"""The demo: a reviewer, a compliance officer and six customers in six situations, judged by the real engines.

Nothing is written past the rules: every customer goes through the same actions as a real one.
"""

import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from assay.accounts import actions as accounts
from assay.accounts.models import StaffMember, User
from assay.core.actor import OPERATOR, Actor, Role, machine
from assay.decisions import actions as decisions
from assay.policy.schema import EvidenceKind
from assay.reviews import actions as reviews
from assay.reviews.models import Review
from assay.reviews.rules import Outcome
from assay.sandbox import clips, documents, photos, selfies
from assay.sandbox.people import COUNTRY, Person, person, with_portrait_of
from assay.sandbox.photos import PhotoKind
from assay.sandbox.sign_ins import CUSTOMERS, PASSWORD, STAFF, SignIn
from assay.verifications import actions as verifications
from assay.verifications import progress
from assay.verifications.models import Verification
from assay.verifications.rules import PersonalData, Wishes

_JOB = machine("demo")
# As many as the engines look at.
_FRAMES_PER_SECOND = 10
_EVIDENCE_OF_SIDE = (EvidenceKind.DOCUMENT_FRONT, EvidenceKind.DOCUMENT_BACK)


def is_seeded() -> bool:
    return User.objects.filter(email=CUSTOMERS[-1].email).exists()


def seed(at: datetime, tell: Callable[[str], None]) -> None:
    """Create everybody who is not there. `tell` gets a line for each person as they are ready.

    Each person is there as a whole or not at all, so that a seed that was interrupted is finished by the next.
    """
    for sign_in, situation in _situations():
        if User.objects.filter(email=sign_in.email).exists():
            continue
        with transaction.atomic():
            situation(sign_in.email, at)
        tell(f"{sign_in.email}: {sign_in.what}")


def _situations() -> Iterator[tuple[SignIn, Callable[[str, datetime], None]]]:
    yield STAFF[0], _reviewer
    yield STAFF[1], _compliance_officer
    yield from zip(CUSTOMERS, (_approved, _asked_again, _referred, _rejected, _paused, _started), strict=True)


def _staff(email: str, name: str, role: Role, at: datetime) -> StaffMember:
    user = accounts.add_sign_in(email=email, password=PASSWORD, by=OPERATOR, at=at)
    return accounts.add_staff_member(user, name=name, roles=frozenset({role}), by=OPERATOR, at=at)


def _reviewer(email: str, at: datetime) -> None:
    _staff(email, "Demo reviewer", Role.REVIEWER, at)


def _compliance_officer(email: str, at: datetime) -> None:
    _staff(email, "Demo compliance officer", Role.COMPLIANCE_OFFICER, at)


def _customer(email: str, bearer: Person, at: datetime) -> Verification:
    """Sign up and confirm the personal details of the person on the document."""
    user = accounts.add_sign_in(email=email, password=PASSWORD, by=OPERATOR, at=at)
    account = accounts.open_account(user, by=OPERATOR, at=at)
    by = account.actor()
    accounts.confirm_registration(account, by=by, at=at)
    verification = verifications.open_verification(account, level_id="verified", by=by, at=at)
    verifications.choose_residence(verification, country=COUNTRY, by=by, at=at)
    details = PersonalData(bearer.given_names, bearer.surname, bearer.born_on, COUNTRY)
    verifications.save_details(verification, details=details, by=by, at=at)
    verifications.confirm_details(verification, by=by, at=at)
    return verification


def _give_document(
    verification: Verification, bearer: Person, kind: str, photo: PhotoKind, *, by: Actor, at: datetime
) -> None:
    verifications.choose_document(verification, kind=kind, issuing_country=COUNTRY, by=by, at=at)
    for piece, scan in zip(_EVIDENCE_OF_SIDE, documents.draw(kind, bearer), strict=False):
        data = photos.take(scan, photo, seed=bearer.number)
        verifications.give_evidence(verification, kind=piece, data=data, by=by, at=at)


def _give_face(verification: Verification, face: Person, *, light: bool, by: Actor, at: datetime) -> None:
    verifications.give_evidence(verification, kind=EvidenceKind.SELFIE, data=selfies.take(face), by=by, at=at)
    drawn = verifications.draw_challenge(verification, wishes=Wishes(light=light), by=by, at=at)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "challenge.webm"
        clips.write_webm(
            clips.render_clip(face, drawn.prompts, drawn.flashes, fps=_FRAMES_PER_SECOND),
            path,
            fps=_FRAMES_PER_SECOND,
        )
        data = path.read_bytes()
    verifications.give_evidence(verification, kind=EvidenceKind.CHALLENGE_CLIP, data=data, by=by, at=at)


def _submit(verification: Verification, at: datetime) -> Verification:
    """Submit and settle at once, as the worker would."""
    verification.refresh_from_db()
    by = verification.account.actor()
    points = frozenset(point.key for point in progress.points_of(verification, at))
    verifications.accept_points(verification, keys=points, by=by, at=at)
    verifications.submit(verification, by=by, at=at)
    verification.refresh_from_db()
    decisions.settle(verification.pk, verification.run, by=_JOB, at=at)
    verification.refresh_from_db()
    return verification


def _whole(
    email: str,
    bearer: Person,
    kind: str,
    at: datetime,
    *,
    face: Person | None = None,
    photo: PhotoKind = PhotoKind.CLEAN,
    light: bool = False,
) -> Verification:
    """Go all the way to a decision. With `light` the screen's colours are recorded, too, which takes longer to make."""
    verification = _customer(email, bearer, at)
    by = verification.account.actor()
    _give_document(verification, bearer, kind, photo, by=by, at=at)
    _give_face(verification, face or bearer, light=light, by=by, at=at)
    return _submit(verification, at)


def _approved(email: str, at: datetime) -> None:
    _whole(email, person(0), "passport", at)


def _asked_again(email: str, at: datetime) -> None:
    _whole(email, person(1), "id_card", at, photo=PhotoKind.BLURRED)


def _referred(email: str, at: datetime) -> None:
    _whole(email, person(2), "driving_licence", at, face=person(5), light=True)


def _rejected(email: str, at: datetime) -> None:
    """Another name, another passport, the approved customer's face: a person has to decide, and rejects."""
    verification = _whole(email, with_portrait_of(person(len(CUSTOMERS) * 4), person(0)), "passport", at)
    by = StaffMember.objects.get(user__email=STAFF[0].email).actor()
    review = Review.objects.waiting().get(matter_id=verification.pk)
    reviews.take(review, by=by, at=at)
    reasons = ("identity.duplicate.face",)
    reviews.decide(
        review, outcome=Outcome.REJECT, reasons=reasons, note="Same face as another account.", by=by, at=at
    )


def _paused(email: str, at: datetime) -> None:
    """The same dark photo three times."""
    verification = _whole(email, person(3), "passport", at - timedelta(minutes=20), photo=PhotoKind.DARK)
    by = verification.account.actor()
    for minutes in (12, 4):
        earlier = at - timedelta(minutes=minutes)
        _give_document(verification, person(3), "passport", PhotoKind.DARK, by=by, at=earlier)
        verification = _submit(verification, earlier)


def _started(email: str, at: datetime) -> None:
    _customer(email, person(4), at)
