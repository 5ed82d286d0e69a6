"""The queue of work for people."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models

from assay.accounts.models import Account, StaffMember
from assay.core.ids import new_id
from assay.reviews.rules import Facts, Status


def _review_id() -> str:
    return new_id("rev")


class ReviewQuerySet(models.QuerySet["Review"]):
    def waiting(self) -> "ReviewQuerySet":
        """What nobody has decided, the most urgent first."""
        return self.filter(status__in=[Status.OPEN, Status.TAKEN]).order_by("due_at")


class Review(models.Model):
    """One matter a person decides. `matter_id` is the verification (later: appeal, closure …)."""

    id = models.CharField(max_length=40, primary_key=True, default=_review_id)
    kind = models.CharField(max_length=30)
    matter_id = models.CharField(max_length=40, db_index=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    status = models.CharField(max_length=20, default=Status.OPEN)
    reasons: "ArrayField[list[str], list[str]]" = ArrayField(models.CharField(max_length=60), default=list)
    excluded: "ArrayField[list[str], list[str]]" = ArrayField(models.CharField(max_length=40), default=list)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    overdue_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(
        StaffMember, null=True, on_delete=models.PROTECT, related_name="taken_reviews"
    )
    taken_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        StaffMember, null=True, on_delete=models.PROTECT, related_name="decided_reviews"
    )
    decided_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    sealed_note = models.BinaryField(null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "matter_id"],
                condition=models.Q(status__in=["open", "taken"]),
                name="one_waiting_review_a_matter",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_by__isnull=True, taken_at__isnull=True)
                | models.Q(taken_by__isnull=False, taken_at__isnull=False),
                name="taken_by_and_at_together",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True, decided_at__isnull=True)
                | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="decided_by_and_at_together",
            ),
        ]

    class Privacy:
        export = {"kind", "reasons", "opened_at", "due_at", "decided_at", "outcome"}
        erase = {"sealed_note"}
        keep = {
            "id", "kind", "matter_id", "account", "status", "reasons", "excluded", "opened_at", "due_at", "overdue_at",
            "taken_by", "taken_at", "decided_by", "decided_at", "outcome",
        }  # fmt: skip

    def facts(self) -> Facts:
        return Facts(Status(self.status), self.account_id, self.taken_by_id, frozenset(self.excluded))

    def is_overdue(self, at: datetime) -> bool:
        return self.decided_at is None and self.due_at < at
