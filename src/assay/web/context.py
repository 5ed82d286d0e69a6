"""What every page needs: the brand, the person, what is open for them."""

from django.conf import settings
from django.http import HttpRequest

from assay.verifications.models import Verification
from assay.web.asked import asked_of
from assay.web.embed import state_of
from assay.web.limited import handoff_of, is_embedded
from assay.web.people import account_of, staff_of
from assay.web.words import status_of_account


def shell(request: HttpRequest) -> dict[str, object]:
    account = account_of(request)
    latest = Verification.objects.latest_of(account) if account else None
    return {
        "brand": settings.BRAND,
        "demo": settings.DEMO,
        "account": account,
        "verification_id": latest.pk if latest else "",
        "rules_in_force": rules_in_force(),
        "handoff": handoff_of(request),
        "embedded": is_embedded(request),
        "frame_state": " ".join(state_of(request)) if is_embedded(request) else "",
        "identification_status": status_of_account(account, latest) if account else None,
        "staff": staff_of(request),
    }
