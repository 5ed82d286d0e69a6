"""Attempts to reach a level, and what the customer typed about themselves."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from assay.accounts.models import Account
from assay.core.ids import new_id
from assay.evidence.models import Evidence
from assay.verifications.rules import Status


def _verification_id() -> str:
    return new_id("ver")


class PersonalDetails(models.Model):
    """Sealed PersonalData of an account. Locked from `confirmed_at` on."""

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.PROTECT)
    sealed = models.BinaryField()
    confirmed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    class Privacy:
        export = {"sealed", "confirmed_at"}
        erase = {"sealed"}
        keep = {"account", "confirmed_at", "changed_at"}


class VerificationQuerySet(models.QuerySet["Verification"]):
    def latest_of(self, account: Account) -> "Verification | None":
        return self.filter(account=account).order_by("-opened_at", "-pk").first()

    def undecided(self) -> "VerificationQuerySet":
        return self.exclude(status__in=[Status.APPROVED, Status.REJECTED, Status.WITHDRAWN])


class Verification(models.Model):
    """`run` counts submissions; `denials` counts, over all of the account's attempts, how often the answer was no."""

    id = models.CharField(max_length=40, primary_key=True, default=_verification_id)
    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    level_id = models.CharField(max_length=40)
    status = models.CharField(max_length=20, default=Status.DRAFT)
    document_kind = models.CharField(max_length=40, blank=True)
    issuing_country = models.CharField(max_length=2, blank=True)
    # The challenge of this attempt, as assay.checks.readings.Prompt and Flash; empty until it is drawn.
    prompts = models.JSONField(default=list)
    flashes = models.JSONField(default=list)
    # The customer said that they cannot make the movements: none are drawn, and a person looks instead.
    cannot_move = models.BooleanField(default=False)
    drawn_at = models.DateTimeField(null=True)
    # Keys of the points (rules.Point) that the customer let stand as they are.
    accepted_points: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=160), default=list, blank=True
    )
    run = models.PositiveIntegerField(default=0)
    denials = models.PositiveIntegerField(default=0)
    reasons: "ArrayField[list[str], list[str]]" = ArrayField(models.CharField(max_length=60), default=list)
    asked_again: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=30), default=list
    )
    opened_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)

    objects = VerificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=~models.Q(status__in=["approved", "rejected", "withdrawn"]),
                name="one_open_verification_an_account",
            )
        ]

    class Privacy:
        export = {
            "level_id",
            "status",
            "document_kind",
            "issuing_country",
            "reasons",
            "opened_at",
            "submitted_at",
            "decided_at",
            "cannot_move",
        }
        erase = {"prompts", "flashes", "cannot_move"}
        keep = {
            "id", "account", "level_id", "status", "document_kind", "issuing_country", "run", "denials", "reasons",
            "asked_again", "accepted_points", "drawn_at", "opened_at", "submitted_at", "decided_at",
        }  # fmt: skip


class CameraReport(models.Model):
    """What the browser said about the camera that made a recording: a sealed assay.checks.readings.Capture."""

    evidence = models.OneToOneField(Evidence, primary_key=True, on_delete=models.PROTECT)
    sealed = models.BinaryField()
    reported_at = models.DateTimeField()

    class Privacy:
        export = {"sealed", "reported_at"}
        erase = {"sealed"}
        keep = {"evidence", "reported_at"}
