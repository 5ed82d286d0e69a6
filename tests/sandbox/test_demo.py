"""The demo: six customers in six situations, each judged by the real engines on the way there."""

import pytest

from assay.accounts.models import StaffMember
from assay.deadlines import actions as deadlines
from assay.deadlines.rules import DeadlineKind
from assay.decisions.models import Decision
from assay.sandbox import demo
from assay.sandbox.sign_ins import CUSTOMERS, STAFF
from assay.verifications.models import Verification
from assay.web import clock

SITUATIONS = {
    "approved": ("approved", []),
    "again": ("action_required", ["document.image.blurred"]),
    "review": ("under_review", ["selfie.match.mismatch"]),
    "rejected": ("rejected", ["identity.duplicate.face"]),
    "paused": ("action_required", ["document.image.dark"]),
    "started": ("draft", []),
}


@pytest.mark.django_db
def test_the_demo_brings_six_customers_into_their_situations():
    told: list[str] = []
    demo.seed(clock.now(), told.append)
    assert demo.is_seeded()
    assert len(told) == len(CUSTOMERS) + len(STAFF)
    assert StaffMember.objects.count() == len(STAFF)
    found = {
        verification.account.user.email.split("@")[0]: (verification.status, verification.reasons)
        for verification in Verification.objects.select_related("account__user")
    }
    assert found == SITUATIONS
    paused = Verification.objects.get(account__user__email="paused@utopia.example")
    assert deadlines.due_at(DeadlineKind.RETRY_PAUSE, paused.account_id) is not None
    assert Decision.objects.filter(automated=False).count() == 1
