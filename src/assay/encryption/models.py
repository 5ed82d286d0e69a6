"""The wrapped keys of subjects (accounts, visitors)."""

from django.db import models


class SubjectKey(models.Model):
    subject_id = models.CharField(max_length=40, primary_key=True)
    wrapped = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(wrapped__isnull=True, destroyed_at__isnull=False)
                | models.Q(wrapped__isnull=False, destroyed_at__isnull=True),
                name="key_is_there_or_destroyed",
            )
        ]

    class Privacy:
        export: set[str] = set()
        erase = {"wrapped"}
        keep = {"subject_id", "created_at", "destroyed_at"}
