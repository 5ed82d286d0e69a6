"""What a customer gave as proof: sealed files, their digests, until when."""

from django.db import models

from assay.accounts.models import Account
from assay.core.ids import new_id


def _evidence_id() -> str:
    return new_id("evd")


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def current(self, matter_id: str) -> "EvidenceQuerySet":
        """The newest piece of each kind for a matter (a verification)."""
        return self.filter(matter_id=matter_id, superseded_at__isnull=True, erased_at__isnull=True)


class Evidence(models.Model):
    """One file. `matter_id` is what it was given for. `shown` tells how many pictures people may look at."""

    id = models.CharField(max_length=40, primary_key=True, default=_evidence_id)
    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    matter_id = models.CharField(max_length=40, db_index=True)
    kind = models.CharField(max_length=30)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    shown = models.PositiveSmallIntegerField(default=0)
    stored_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter_id", "kind"],
                condition=models.Q(superseded_at__isnull=True, erased_at__isnull=True),
                name="one_current_piece_of_a_kind",
            )
        ]
        # To find the same file given twice, by whomever.
        indexes = [models.Index(fields=["sha256"], name="evidence_by_digest")]

    class Privacy:
        export = {"kind", "sha256", "size", "stored_at"}
        erase = {"sha256", "size", "shown"}
        keep = {"id", "account", "matter_id", "kind", "stored_at", "superseded_at", "erased_at"}
