"""What statuses and pieces are called on pages for customers."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from assay.accounts.models import Account
from assay.policy.schema import EvidenceKind
from assay.verifications.models import Verification
from assay.verifications.rules import LIFECYCLE

Words = str | Promise

PIECES: dict[EvidenceKind, Words] = {
    EvidenceKind.DOCUMENT_FRONT: gettext_lazy("Front of your document"),
    EvidenceKind.DOCUMENT_BACK: gettext_lazy("Back of your document"),
    EvidenceKind.SELFIE: gettext_lazy("Photo of your face"),
    EvidenceKind.CHALLENGE_CLIP: gettext_lazy("Short video of your face"),
}


def status_of_account(account: Account, latest: Verification | None) -> str | int:
    """Return what the status label shows (ENT-13): the open verification's status, otherwise the level held."""
    if latest is not None and latest.status not in LIFECYCLE.ends:
        return latest.status
    return account.tier
