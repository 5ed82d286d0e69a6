"""What statuses and pieces are called on pages for customers."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from assay.accounts.models import Account
from assay.decisions.rules import told_reasons
from assay.policy.load import current
from assay.policy.schema import EvidenceKind, Reason
from assay.verifications.models import Verification
from assay.verifications.rules import LIFECYCLE, Status

Words = str | Promise

PIECES: dict[EvidenceKind, Words] = {
    EvidenceKind.DOCUMENT_FRONT: gettext_lazy("Front of your document"),
    EvidenceKind.DOCUMENT_BACK: gettext_lazy("Back of your document"),
    EvidenceKind.SELFIE: gettext_lazy("Photo of your face"),
    EvidenceKind.CHALLENGE_CLIP: gettext_lazy("Short video of your face"),
}


@dataclass(frozen=True)
class RulesInForce:
    """Which rule book a page was written from: its digest, shortened, and the day it was last changed (ORD-17)."""

    digest: str
    published: date


def rules_in_force() -> RulesInForce:
    return RulesInForce(current().digest[:12], current().edition.published)


def masked(email: str) -> str:
    """Return an address its owner knows again and a passer-by cannot use."""
    name, _, domain = email.partition("@")
    return f"{name[:2]}{'•' * max(len(name) - 2, 3)}@{domain}"


def status_of_account(account: Account, latest: Verification | None) -> str | int:
    """Return what the status label shows (ENT-13): the open verification's status, otherwise the level held."""
    if latest is not None and latest.status not in LIFECYCLE.ends:
        return latest.status
    if latest is not None and latest.status == Status.REJECTED and not account.tier:
        return latest.status
    return account.tier


def reasons_for_customer(verification: Verification) -> tuple[Reason, ...]:
    book = current()
    return tuple(book.reasons[code] for code in told_reasons(book, verification.reasons))
