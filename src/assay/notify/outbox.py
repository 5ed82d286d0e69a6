"""An e-mail backend that keeps messages in a table, so that a demo needs no mail server."""

from collections.abc import Sequence

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from assay.notify.models import OutboxEmail


class OutboxBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            html = ""
            if isinstance(message, EmailMultiAlternatives):
                html = next((str(part[0]) for part in message.alternatives if part[1] == "text/html"), "")
            OutboxEmail.objects.create(
                recipient=", ".join(message.to),
                subject=str(message.subject),
                text=str(message.body),
                html=html,
            )
        return len(email_messages)
