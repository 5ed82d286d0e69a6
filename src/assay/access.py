"""What a role may do. One screen; code asks for a permission, never for a role."""

from enum import StrEnum

from assay.core.actor import Actor, ActorKind, Role
from assay.core.refusal import NotPermitted


class Permission(StrEnum):
    REVIEW_READ = "review:read"
    REVIEW_TAKE = "review:take"
    REVIEW_DECIDE = "review:decide"
    EVIDENCE_VIEW = "evidence:view"
    PERSONAL_REVEAL = "personal:reveal"
    ACCOUNT_READ = "account:read"
    PAIR_READ = "pair:read"
    PAIR_DECIDE = "pair:decide"
    AUDIT_READ = "audit:read"
    POLICY_READ = "policy:read"
    DECISION_READ = "decision:read"
    OUTBOX_READ = "outbox:read"
    STAFF_MANAGE = "staff:manage"
    HANDOFF_OFFER = "handoff:offer"


P = Permission
_REVIEWING = frozenset(
    {
        P.REVIEW_READ,
        P.REVIEW_TAKE,
        P.REVIEW_DECIDE,
        P.EVIDENCE_VIEW,
        P.PERSONAL_REVEAL,
        P.DECISION_READ,
        P.ACCOUNT_READ,
        P.PAIR_READ,
        P.PAIR_DECIDE,
    }
)
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CUSTOMER: frozenset(),
    Role.VISITOR: frozenset(),
    Role.SUPPORT_AGENT: frozenset({P.ACCOUNT_READ}),
    Role.REVIEWER: _REVIEWING,
    Role.SENIOR_REVIEWER: _REVIEWING,
    Role.COMPLIANCE_OFFICER: frozenset(
        {
            P.REVIEW_READ,
            P.ACCOUNT_READ,
            P.AUDIT_READ,
            P.POLICY_READ,
            P.DECISION_READ,
            P.EVIDENCE_VIEW,
            P.PERSONAL_REVEAL,
            P.PAIR_READ,
        }
    ),
    Role.DPO: frozenset(
        {P.ACCOUNT_READ, P.AUDIT_READ, P.PERSONAL_REVEAL, P.DECISION_READ, P.POLICY_READ, P.PAIR_READ}
    ),
    Role.LEGAL: frozenset({P.ACCOUNT_READ, P.AUDIT_READ, P.PAIR_READ}),
    Role.AUDITOR: frozenset({P.REVIEW_READ, P.AUDIT_READ, P.POLICY_READ, P.DECISION_READ, P.PAIR_READ}),
    Role.ADMINISTRATOR: frozenset({P.STAFF_MANAGE, P.POLICY_READ, P.OUTBOX_READ, P.HANDOFF_OFFER}),
    Role.HOST: frozenset({P.ACCOUNT_READ, P.DECISION_READ, P.HANDOFF_OFFER}),
}


def permissions_of(by: Actor) -> frozenset[Permission]:
    return frozenset[Permission]().union(*(ROLE_PERMISSIONS[role] for role in by.roles))


def may(by: Actor, permission: Permission) -> bool:
    return permission in permissions_of(by)


def require(by: Actor, permission: Permission) -> None:
    """Raise NotPermitted unless one of the actor's roles includes the permission."""
    if not may(by, permission):
        raise NotPermitted(permission)


def require_self(by: Actor, account_id: str) -> None:
    """Raise NotPermitted unless the actor is the customer who owns the account."""
    if by.kind is not ActorKind.CUSTOMER or by.id != account_id:
        raise NotPermitted("self")


def require_machine(by: Actor) -> None:
    """Raise NotPermitted unless a job acts."""
    if not by.is_machine:
        raise NotPermitted("machine")
