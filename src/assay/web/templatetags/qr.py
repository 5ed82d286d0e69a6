"""A QR code as the address of a picture."""

from django import template
from django.conf import settings

from assay.web.elsewhere.handoff import qr_code

register = template.Library()


@register.simple_tag
def qr_of_site() -> str:
    """Return the code of this site's own address, for whoever sits at a computer and has a phone at hand."""
    return qr_code(settings.BASE_URL)


@register.simple_tag
def site_address() -> str:
    return str(settings.BASE_URL)
