"""The brand's colour in e-mails, which read no style sheet: as button and line, in light and in dark."""

from django import template

from assay.core.colours import Colour, as_hex, parse, readable

register = template.Library()

# The paper of an e-mail, as in email_layout.html and as --surface in tokens.css; and the product's own accent.
_LIGHT: Colour = (255, 255, 255)
_DARK: Colour = (26, 31, 30)
_OWN = "#0b6a5c"


@register.simple_tag
def mail_colours(wanted: str) -> dict[str, str]:
    """Return the accent that can be read on light and on dark paper, and what can be read on it."""
    colour = parse(wanted or _OWN)
    return {
        "accent": as_hex(readable(colour, ground=_LIGHT, towards=(10, 14, 13))),
        "ink": as_hex(_LIGHT),
        "accent_dark": as_hex(readable(colour, ground=_DARK, towards=(255, 255, 255))),
        "ink_dark": as_hex(_DARK),
    }
