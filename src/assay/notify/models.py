"""Messages to customers: queued in the transaction of what they tell, sent by a job."""

from django.db import models

from assay.core.ids import new_id


def _message_id() -> str:
    return new_id("msg")


class QueuedMessage(models.Model):
    """`sealed` holds the address and the context, under the subject's key."""

    id = models.CharField(max_length=40, primary_key=True, default=_message_id)
    subject_id = models.CharField(max_length=40, db_index=True)
    name = models.CharField(max_length=60)
    sealed = models.BinaryField()
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Privacy:
        export = {"name", "queued_at", "sent_at"}
        erase = {"sealed"}
        keep = {"id", "subject_id", "name", "queued_at", "sent_at"}


class OutboxEmail(models.Model):
    """What the outbox page shows when no mail server is set: demo and development only."""

    sent_at = models.DateTimeField(auto_now_add=True)
    recipient = models.CharField(max_length=320)
    subject = models.CharField(max_length=400)
    text = models.TextField()
    html = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]

    class Privacy:
        export: set[str] = set()
        # The outbox exists in demos only; production sends by SMTP and keeps nothing.
        erase = {"recipient", "subject", "text", "html"}
        keep = {"id", "sent_at"}
