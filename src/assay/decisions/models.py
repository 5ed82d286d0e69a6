"""What was read from evidence, what was decided, and what a decision leaves behind to find a person again."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.expressions import RawSQL

from assay.accounts.models import Account
from assay.core.ids import new_id
from assay.evidence.models import Evidence
from assay.verifications.models import Verification


def _decision_id() -> str:
    return new_id("dec")


class Examination(models.Model):
    """What the engines read from one piece of evidence, once. Sealed: it holds names, numbers and a face."""

    evidence = models.OneToOneField(Evidence, primary_key=True, on_delete=models.PROTECT)
    sealed = models.BinaryField()
    # Digest of every model in place when it was read.
    models_digest = models.CharField(max_length=64)
    examined_at = models.DateTimeField()

    class Privacy:
        export = {"sealed", "examined_at"}
        erase = {"sealed"}
        keep = {"evidence", "models_digest", "examined_at"}


class Decision(models.Model):
    """One answer, by a machine or a person. `sealed_case` is all it was judged on, so that it can be replayed."""

    id = models.CharField(max_length=40, primary_key=True, default=_decision_id)
    verification = models.ForeignKey(Verification, on_delete=models.PROTECT)
    run = models.PositiveIntegerField()
    automated = models.BooleanField()
    outcome = models.CharField(max_length=20)
    reasons: "ArrayField[list[str], list[str]]" = ArrayField(models.CharField(max_length=60), default=list)
    decided_by = models.CharField(max_length=60)
    decided_at = models.DateTimeField()
    policy_digest = models.CharField(max_length=64)
    sealed_case = models.BinaryField(null=True)
    sealed_results = models.BinaryField(null=True)
    receipt = models.JSONField()
    signature = models.BinaryField(max_length=64)

    class Meta:
        ordering = ["decided_at", "pk"]
        constraints = [
            # A job may run twice; a submission is decided by the machine once, and by a person once.
            models.UniqueConstraint(fields=["verification", "run", "automated"], name="one_decision_a_run")
        ]

    class Privacy:
        export = {"automated", "outcome", "reasons", "decided_at", "policy_digest", "receipt"}
        erase = {"sealed_case", "sealed_results"}
        keep = {
            "id", "verification", "run", "automated", "outcome", "reasons", "decided_by", "decided_at", "policy_digest",
            "receipt", "signature",
        }  # fmt: skip


class FaceTemplate(models.Model):
    """The enrolled face of an approved account, sealed; every worker keeps a searchable copy in memory.

    A forgotten face leaves its row behind, empty: that is how the copies learn of it. A trigger refuses to delete one.
    """

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.PROTECT)
    sealed = models.BinaryField(null=True)
    enrolled_at = models.DateTimeField(db_index=True)
    # templates.MADE_BY of its day; empty before that was recorded. Copies hold only faces of the present making.
    made_by = models.CharField(max_length=40, db_default="")
    # The transaction that wrote this version; a trigger sets it at every change.
    transaction = models.BigIntegerField(
        db_default=RawSQL("pg_current_xact_id()::text::bigint", ()), db_index=True
    )

    class Privacy:
        export: set[str] = set()
        erase = {"sealed"}
        keep = {"account", "enrolled_at", "made_by", "transaction"}


class DocumentFingerprint(models.Model):
    """A keyed hash of issuer, kind and number of a document that verified an account."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    index = models.BinaryField(max_length=32, db_index=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "index"], name="one_fingerprint_a_document")
        ]

    class Privacy:
        export: set[str] = set()
        erase = {"index"}
        keep = {"id", "account", "recorded_at"}
