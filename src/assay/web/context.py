"""What every page needs: the brand, the person, what is open for them."""

from django.conf import settings
from django.http import HttpRequest

from assay.verifications.models import Verification
from assay.web.account.asked import asked_of
from assay.web.elsewhere.embed import state_of
from assay.web.elsewhere.limited import handoff_of, is_embedded
from assay.web.people import account_of, staff_of
from assay.web.words import rules_in_force, status_of_account


def shell(request: HttpRequest) -> dict[str, object]:
    account = account_of(request)
    latest = Verification.objects.latest_of(account) if account else None
    asked = asked_of(account, latest) if account else None
    page = (request.resolver_match and request.resolver_match.url_name) or ""
    return {
        "brand": settings.BRAND,
        "demo": settings.DEMO,
        "rules_in_force": rules_in_force(),
        "handoff": handoff_of(request),
        "embedded": is_embedded(request),
        "frame_state": " ".join(state_of(request)) if is_embedded(request) else "",
        "account": account,
        "verification_id": latest.pk if latest else "",
        "identification_status": status_of_account(account, latest) if account else None,
        "asked": asked,
        "asked_banner": asked is not None and asked.has_banner(page),
        "asked_popup": asked is not None and asked.has_popup(page, request.session),
        "staff": staff_of(request),
    }
