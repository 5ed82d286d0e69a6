"""Queue a message with what it tells; send it from a job."""

import json
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format

from assay.audit import actions as audit
from assay.audit.events import Event
from assay.core.actor import Actor
from assay.deadlines import actions as deadlines
from assay.deadlines.rules import Job
from assay.encryption import actions as encryption
from assay.notify.messages import Message
from assay.notify.models import QueuedMessage
from assay.policy.load import current


@transaction.atomic
def queue(
    message: Message, *, to: str, subject_id: str, by: Actor, at: datetime, language: str = "en"
) -> QueuedMessage:
    """Queue one e-mail. It leaves only if the transaction commits."""
    row = QueuedMessage(subject_id=subject_id, name=message.name(), queued_at=at)
    content = json.dumps({"to": to, "language": language, "context": message.context()}).encode()
    row.sealed = encryption.seal(subject_id, content, f"notify.message.{row.pk}")
    row.save(force_insert=True)
    audit.record(
        Event.MESSAGE_QUEUED, subject_id=row.pk, account_id=subject_id, by=by, at=at, message=message.name()
    )
    deadlines.start(Job.SEND_MESSAGE, subject_id=row.pk)
    return row


def _in_words(context: dict[str, object]) -> dict[str, object]:
    """Return what a message tells in the active language: titles of the rule book translated, reason codes as reasons."""
    told = dict(context)
    for name, value in context.items():
        if name == "reasons" and isinstance(value, list | tuple):
            told[name] = [current().reasons[code] for code in value]
        elif name == "unlocks" and isinstance(value, list | tuple):
            told[name] = [translation.gettext(title) for title in value]
        elif name == "level":
            told[name] = translation.gettext(str(value))
        elif name == "until":
            told[name] = f"{date_format(datetime.fromisoformat(str(value)), 'DATETIME_FORMAT')} UTC"
    return told


def render(name: str, context: dict[str, object], language: str) -> tuple[str, str, str]:
    """Return subject, text and HTML of a message in a language. Reason codes become their words for customers."""
    with translation.override(language):
        full = _in_words(context) | {"brand": settings.BRAND, "base_url": settings.BASE_URL}
        subject, text, html = (
            render_to_string(f"{name}/{part}", full) for part in ("subject.txt", "body.txt", "body.html")
        )
    return " ".join(subject.split()), text.strip() + "\n", html


@transaction.atomic
def send(message_id: str, *, by: Actor, at: datetime) -> bool:
    """Send a queued message. Returns False when it was sent before: jobs may run twice, customers read once."""
    row = QueuedMessage.objects.select_for_update().get(pk=message_id)
    if row.sent_at is not None:
        return False
    content = json.loads(encryption.unseal(row.subject_id, bytes(row.sealed), f"notify.message.{row.pk}"))
    subject, text, html = render(row.name, content["context"], content["language"])
    mail = EmailMultiAlternatives(
        subject, text, to=[content["to"]], headers={"Message-ID": f"<{row.pk}@assay>"}
    )
    mail.attach_alternative(html, "text/html")
    mail.send()
    row.sent_at = at
    row.save(update_fields=["sent_at"])
    audit.record(
        Event.MESSAGE_SENT, subject_id=row.pk, account_id=row.subject_id, by=by, at=at, message=row.name
    )
    return True
