"""All roles times all permissions, and the questions asked of them."""

import pytest

from assay import access
from assay.access import ROLE_PERMISSIONS, Permission
from assay.core.actor import VISITOR, Actor, ActorKind, Role, customer, machine
from assay.core.refusal import NotPermitted


def staff(*roles):
    return Actor(ActorKind.STAFF, "stf_1", frozenset(roles))


def test_every_role_has_a_line():
    assert set(ROLE_PERMISSIONS) == set(Role)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_a_role_may_exactly_what_its_line_lists(role, permission):
    by = staff(role)
    assert access.may(by, permission) == (permission in ROLE_PERMISSIONS[role])
    if not access.may(by, permission):
        with pytest.raises(NotPermitted):
            access.require(by, permission)


@pytest.mark.parametrize("permission", Permission)
def test_customers_visitors_and_jobs_have_no_staff_permission(permission):
    for by in (customer("acc_1"), VISITOR, machine("sweep")):
        assert not access.may(by, permission)


def test_only_the_owner_is_self():
    access.require_self(customer("acc_1"), "acc_1")
    for by in (customer("acc_2"), staff(Role.ADMINISTRATOR), machine("job"), VISITOR):
        with pytest.raises(NotPermitted):
            access.require_self(by, "acc_1")


def test_only_a_job_is_a_machine():
    access.require_machine(machine("job"))
    for by in (customer("acc_1"), staff(Role.ADMINISTRATOR), VISITOR):
        with pytest.raises(NotPermitted):
            access.require_machine(by)


def test_roles_add_up():
    by = staff(Role.SUPPORT_AGENT, Role.AUDITOR)
    assert access.permissions_of(by) == ROLE_PERMISSIONS[Role.SUPPORT_AGENT] | ROLE_PERMISSIONS[Role.AUDITOR]
