"""Long timers as rows: shown, extended, cancelled, audited."""

from django.db import models


class Deadline(models.Model):
    kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=60)
    due_at = models.DateTimeField(db_index=True)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "subject_id"], name="one_deadline_of_a_kind")]

    class Privacy:
        export = {"kind", "due_at"}
        erase: set[str] = set()
        keep = {"id", "kind", "subject_id", "due_at", "set_at"}
