"""What a page says of the state it shows, so that an older page cannot replace newer answers."""

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from assay.verifications import progress
from assay.verifications.models import Verification
from assay.verifications.rules import Step

register = template.Library()


@register.simple_tag(takes_context=True)
def state(context: Context, step: str = Step.REVIEW) -> str:
    """Return the name of what the page of a step shows, or of everything given so far."""
    account = context.get("account")
    verification = Verification.objects.latest_of(account) if account else None
    return progress.state_of(verification, Step(step)) if verification else ""


@register.simple_tag(takes_context=True)
def seen(context: Context, step: str) -> SafeString:
    """Return the hidden field that a form sends back."""
    return format_html('<input type="hidden" name="seen" value="{}">', state(context, step))
