"""What every page needs: the brand, the person, what is open for them."""

from django.conf import settings
from django.http import HttpRequest

from assay.web.people import account_of, staff_of


def shell(request: HttpRequest) -> dict[str, object]:
    return {
        "brand": settings.BRAND,
        "demo": settings.DEMO,
        "account": account_of(request),
        "staff": staff_of(request),
    }
