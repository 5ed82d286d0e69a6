"""Who can sign in to the demo. Apart from what makes them, so that it can be shown without loading any model."""

from dataclasses import dataclass

PASSWORD = "utopia-demo-2026"  # noqa: S105  printed at every start of a demo, opens nothing else


@dataclass(frozen=True)
class SignIn:
    """Who can sign in to the demo, and what is to be seen there."""

    email: str
    what: str


STAFF = (
    SignIn("reviewer@utopia.example", "reviewer: queue, cases, decisions"),
    SignIn("compliance@utopia.example", "compliance officer: decisions, audit log, policy"),
)
CUSTOMERS = (
    SignIn("approved@utopia.example", "approved by the machine, passport"),
    SignIn("again@utopia.example", "asked again: the ID card photo is blurred"),
    SignIn("review@utopia.example", "under review: the selfie is not the person on the licence"),
    SignIn("rejected@utopia.example", "rejected by the reviewer: second account of the same face"),
    SignIn("paused@utopia.example", "paused after three denials"),
    SignIn("started@utopia.example", "details confirmed, no document yet"),
)
