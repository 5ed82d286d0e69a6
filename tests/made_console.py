"""Staff who are signed in, and cases that wait for them. Clock times are the real ones: the console reads the clock."""

from datetime import datetime, timedelta

from django.test import Client, override_settings

from assay.accounts import actions as accounts
from assay.accounts.models import Account, StaffMember, User
from assay.checks.readings import Case, SelfieReading
from assay.core.actor import OPERATOR, VISITOR, Role, machine
from assay.decisions import actions as decisions
from assay.policy.schema import EvidenceKind
from assay.reviews.models import Review
from assay.sandbox import selfies
from assay.sandbox.people import Person, person
from assay.verifications import actions as verifications
from assay.web import clock
from made_cases import GOOD, face
from made_verifications import give_all, passing, send, start

STRANGER = SelfieReading(quality=GOOD, faces=(face(template=tuple([0.0] * 127 + [1.0])),))
# Nobody here types a password, so hashing one well would only cost time.
_quickly = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])


def a_while_ago(hours: float = 1) -> datetime:
    return clock.now() - timedelta(hours=hours)


def _sign_in(email: str, at: datetime) -> User:
    with _quickly:
        return accounts.add_sign_in(email=email, password="a long password", by=OPERATOR, at=at)


def a_customer(email: str = "customer@utopia.example", at: datetime | None = None) -> Account:
    at = at or a_while_ago(2)
    return accounts.open_account(_sign_in(email, at), by=VISITOR, at=at)


def a_member(role: Role = Role.REVIEWER, name: str = "Rowan") -> StaffMember:
    at = a_while_ago(3)
    user = _sign_in(f"{name}.{role}@utopia.example".lower(), at)
    return accounts.add_staff_member(user, name=name, roles=frozenset({role}), by=OPERATOR, at=at)


def signed_in(member: StaffMember | Account) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def a_referred_case(
    email: str = "customer@utopia.example",
    *,
    case: Case | None = None,
    bearer: Person | None = None,
    at: datetime | None = None,
    real_selfie: bool = False,
) -> Review:
    """A verification the machine referred: by default the selfie is somebody else's."""
    at = at or a_while_ago(1)
    verification = start(a_customer(email, at), bearer, at)
    give_all(verification, case or passing(bearer, selfie=STRANGER), at)
    if real_selfie:
        picture = selfies.take(bearer or person(0))
        verifications.give_evidence(
            verification, kind=EvidenceKind.SELFIE, data=picture, by=verification.account.actor(), at=at
        )
    send(verification, at)
    verification.refresh_from_db()
    decisions.settle(verification.pk, verification.run, by=machine("test"), at=at)
    return Review.objects.get(matter_id=verification.pk)
