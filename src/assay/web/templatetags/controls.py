"""Draw a form field's control the way this page needs it."""

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext

register = template.Library()


@register.simple_tag
def control(field: BoundField, code: bool = False, focus: bool = False) -> SafeString:  # noqa: FBT001, FBT002 - template words
    """Return the control without a placeholder (the label says it), for a one-time code if asked, focused if asked."""
    attributes: dict[str, str | bool] = {"placeholder": False}
    if focus:
        attributes["autofocus"] = True
    if code:
        attributes |= {"class": "code-input", "autocomplete": "one-time-code", "inputmode": "numeric"}
    return field.as_widget(attrs=attributes)


# The first match names it: Edge and Opera call themselves Chrome too, and Chrome calls itself Safari.
_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@register.filter
def device(user_agent: str) -> str:
    """Return what a person would call the browser and the device, from the name the browser gives itself."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    if browser and system:
        return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or gettext("Unknown device")
