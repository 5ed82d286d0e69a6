"""Where pages with a camera get what guides people."""

from django import template

from assay.web.way import guidance

register = template.Library()


@register.simple_tag
def weights(name: str) -> str:
    """Return the address of the weights called "faces" or "eyes", "" when they are not here."""
    return guidance.address_of(name)
