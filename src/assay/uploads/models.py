"""Files on their way to become evidence, and the parts that have arrived."""

from django.db import models

from assay.accounts.models import Account
from assay.core.ids import new_id
from assay.evidence.models import Evidence
from assay.uploads.rules import Arrived


def _upload_id() -> str:
    return new_id("upl")


class UploadQuerySet(models.QuerySet["Upload"]):
    def on_the_way(self) -> "UploadQuerySet":
        return self.filter(evidence__isnull=True)


class Upload(models.Model):
    """One file that was announced with its digest. `evidence` is what it became; its parts are gone then."""

    id = models.CharField(max_length=40, primary_key=True, default=_upload_id)
    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    matter_id = models.CharField(max_length=40)
    kind = models.CharField(max_length=30)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    evidence = models.ForeignKey(Evidence, null=True, on_delete=models.PROTECT)

    objects = UploadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "matter_id", "kind", "sha256"],
                condition=models.Q(evidence__isnull=True),
                name="one_upload_of_a_file",
            ),
            models.CheckConstraint(
                condition=models.Q(received__lte=models.F("size")), name="no_more_than_announced"
            ),
        ]

    class Privacy:
        export: set[str] = set()
        erase = {"sha256", "size", "received"}
        keep = {"id", "account", "matter_id", "kind", "begun_at", "evidence"}

    @property
    def arrived(self) -> Arrived:
        return Arrived(self.size, self.received)


class UploadPart(models.Model):
    """Some bytes of a file, sealed with the customer's key."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE)
    offset = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "offset"], name="one_part_at_an_offset")]

    class Privacy:
        export: set[str] = set()
        erase = {"sealed", "size"}
        keep = {"id", "upload", "offset"}
