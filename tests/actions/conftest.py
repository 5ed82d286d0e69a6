"""Customers, staff and submitted verifications."""

from collections.abc import Callable
from datetime import datetime

import pytest

from assay.accounts import actions as accounts
from assay.accounts.models import Account, StaffMember
from assay.checks.readings import Case
from assay.core.actor import OPERATOR, VISITOR, Role
from assay.sandbox.people import Person
from assay.verifications.models import Verification
from made_verifications import NOW, give_all, passing, send, start


@pytest.fixture
def customer(db: None) -> Callable[..., Account]:
    def make(email: str = "customer@utopia.example", at: datetime = NOW) -> Account:
        user = accounts.add_sign_in(email=email, password="a long password", by=OPERATOR, at=at)
        account = accounts.open_account(user, by=VISITOR, at=at)
        accounts.confirm_registration(account, by=account.actor(), at=at)
        return account

    return make


@pytest.fixture
def staff(db: None) -> Callable[..., StaffMember]:
    def make(role: Role = Role.REVIEWER, email: str = "reviewer@utopia.example") -> StaffMember:
        user = accounts.add_sign_in(email=email, password="a long password", by=OPERATOR, at=NOW)
        return accounts.add_staff_member(user, name=email, roles=frozenset({role}), by=OPERATOR, at=NOW)

    return make


@pytest.fixture
def submitted(customer: Callable[..., Account]) -> Callable[..., Verification]:
    """A verification that was submitted with the case's readings; jobs have not run."""

    def make(
        case: Case | None = None, email: str = "customer@utopia.example", bearer: Person | None = None
    ) -> Verification:
        verification = start(customer(email), bearer)
        give_all(verification, case or passing(bearer))
        send(verification, NOW)
        verification.refresh_from_db()
        return verification

    return make
