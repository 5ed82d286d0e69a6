"""Verifications that go on in another place."""

from django.db import models

from assay.accounts.models import Account
from assay.core.ids import new_id
from assay.handoffs.rules import LIVE, Facts, Status, Way
from assay.verifications.models import Verification
from assay.verifications.rules import Status as VerificationStatus


def _handoff_id() -> str:
    return new_id("hof")


class HandoffQuerySet(models.QuerySet["Handoff"]):
    def live(self) -> "HandoffQuerySet":
        return self.filter(status__in=LIVE)

    def latest_of(self, verification: Verification, way: Way) -> "Handoff | None":
        return self.filter(verification=verification, way=way).order_by("-offered_at", "-pk").first()


class Handoff(models.Model):
    """`until` is when the offer, and once it is taken the stay, runs out. Of the token only a keyed hash is kept."""

    id = models.CharField(max_length=40, primary_key=True, default=_handoff_id)
    verification = models.ForeignKey(Verification, on_delete=models.PROTECT)
    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    way = models.CharField(max_length=20)
    status = models.CharField(max_length=20, default=Status.OFFERED)
    ending = models.CharField(max_length=20, blank=True)
    token_hash = models.BinaryField(unique=True)
    # The origin of the host's page that may show the frame; empty for phones.
    origin = models.CharField(max_length=200, blank=True)
    offered_at = models.DateTimeField()
    until = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = HandoffQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["verification", "way"],
                condition=models.Q(status="offered"),
                name="one_offered_handoff_a_way",
            ),
            models.CheckConstraint(
                condition=models.Q(way="phone", origin="") | models.Q(way="embedded") & ~models.Q(origin=""),
                name="embedded_handoff_has_an_origin",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["offered", "taken"], ended_at__isnull=True)
                | models.Q(status__in=["ended", "expired"], ended_at__isnull=False),
                name="handoff_ends_with_a_time",
            ),
        ]

    class Privacy:
        export = {"way", "status", "origin", "offered_at", "taken_at", "ended_at"}
        erase = {"token_hash"}
        keep = {
            "id", "verification", "account", "way", "status", "ending", "origin", "offered_at", "until", "mailed_at",
            "taken_at", "ended_at",
        }  # fmt: skip

    def facts(self) -> Facts:
        return Facts(
            way=Way(self.way),
            status=Status(self.status),
            until=self.until,
            verification=VerificationStatus(self.verification.status),
        )
