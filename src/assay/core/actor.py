"""Who acts. Built once at the edge, so that every permission is a pure question."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    CUSTOMER = "customer"
    VISITOR = "visitor"
    SUPPORT_AGENT = "support_agent"
    REVIEWER = "reviewer"
    SENIOR_REVIEWER = "senior_reviewer"
    COMPLIANCE_OFFICER = "compliance_officer"
    DPO = "dpo"
    LEGAL = "legal"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    HOST = "host"


class ActorKind(StrEnum):
    CUSTOMER = "customer"
    STAFF = "staff"
    MACHINE = "machine"
    HOST = "host"
    VISITOR = "visitor"


@dataclass(frozen=True)
class Actor:
    """`id` is an account id for a customer, a staff member's id for staff, a job's name for the machine."""

    kind: ActorKind
    id: str
    roles: frozenset[Role] = frozenset()
    # The account the person behind a staff member owns, if any: nobody decides on their own account.
    own_account_id: str | None = None

    @property
    def is_machine(self) -> bool:
        return self.kind is ActorKind.MACHINE


def customer(account_id: str) -> Actor:
    return Actor(ActorKind.CUSTOMER, account_id, frozenset({Role.CUSTOMER}), account_id)


def machine(job: str) -> Actor:
    return Actor(ActorKind.MACHINE, job)


VISITOR = Actor(ActorKind.VISITOR, "visitor", frozenset({Role.VISITOR}))
# Whoever has the command line of the host; adds the first staff members.
OPERATOR = Actor(ActorKind.STAFF, "operator", frozenset({Role.ADMINISTRATOR}))
