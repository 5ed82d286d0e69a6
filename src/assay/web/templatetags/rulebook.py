"""Words of the rule book in the reader's language."""

from collections.abc import Iterable

from babel.lists import format_list
from django import template
from django.utils.translation import get_language, gettext, to_locale

register = template.Library()


@register.filter
def listed(words: Iterable[str]) -> str:
    """Return words of the rule book, translated, as the reader's language enumerates them: "a, b and c"."""
    return format_list([gettext(word) for word in words], locale=to_locale(get_language() or "en"))


@register.filter
def said(words: str) -> str:
    """Return words of the rule book translated, for use inside a sentence."""
    return gettext(words)
