"""Sign-in, customers' accounts, staff members."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Collate

from assay.accounts.rules import PairFacts, Referral, Registration, Relation, Status
from assay.core.actor import Actor, ActorKind, Role
from assay.core.actor import customer as customer_actor
from assay.core.ids import new_id


def _account_id() -> str:
    return new_id("acc")


def _staff_id() -> str:
    return new_id("stf")


def _pair_id() -> str:
    return new_id("par")


class UserManager(BaseUserManager["User"]):
    """What Django's authentication asks for; people are created by sign-up and by `add_staff_member`."""

    def create_user(self, email: str, password: str | None = None) -> "User":
        user = self.model(email=self.normalize_email(email).lower())
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """The sign-in. The e-mail address stays readable: it is what sign-in, recovery and e-mail look up."""

    email = models.EmailField(max_length=254, unique=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Privacy:
        export = {"email", "joined_at", "last_login"}
        erase = {"email", "password", "last_login"}
        keep = {"id", "is_active", "joined_at"}


class Account(models.Model):
    """A customer. `tier` is the level held: 0, 1 or 2 of policy/data/levels.toml."""

    id = models.CharField(max_length=40, primary_key=True, default=_account_id)
    user = models.OneToOneField(User, on_delete=models.PROTECT)
    status = models.CharField(max_length=20, default=Status.ACTIVE)
    tier = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=10, default="en")
    opened_at = models.DateTimeField()
    # A route of policy/data/routes.toml; empty until it is settled.
    route = models.CharField(max_length=40, blank=True)
    route_settled_at = models.DateTimeField(null=True)
    referral = models.CharField(max_length=20, default=Referral.NONE)
    referral_code = models.CharField(max_length=40, blank=True)
    # What the sign-up links said, while it is not clear which of them counts.
    codes_seen: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=40), default=list, blank=True
    )
    # The customer said: this is the account and the route I registered (row ORD-07).
    confirmed_at = models.DateTimeField(null=True)
    # When the customer last looked at the state of the account, and the level held then (row ORD-21).
    state_reviewed_at = models.DateTimeField(null=True)
    state_reviewed_tier = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(tier__lte=2), name="tier_is_0_1_or_2"),
            models.CheckConstraint(
                condition=models.Q(route="", route_settled_at__isnull=True)
                | (~models.Q(route="") & models.Q(route_settled_at__isnull=False)),
                name="a_settled_route_has_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(referral_code="")
                | models.Q(referral__in=[Referral.BY_LINK, Referral.CONFIRMED]),
                name="a_code_is_certain",
            ),
            models.CheckConstraint(
                condition=models.Q(state_reviewed_at__isnull=True, state_reviewed_tier__isnull=True)
                | models.Q(state_reviewed_at__isnull=False, state_reviewed_tier__isnull=False),
                name="a_look_at_the_state_has_its_level",
            ),
        ]

    class Privacy:
        export = {
            "id", "status", "tier", "language", "opened_at", "route", "route_settled_at", "referral", "referral_code",
            "codes_seen", "confirmed_at", "state_reviewed_at",
        }  # fmt: skip
        erase = {"language", "referral_code", "codes_seen"}
        keep = {
            "id", "user", "status", "tier", "opened_at", "route", "route_settled_at", "referral", "confirmed_at",
            "state_reviewed_at", "state_reviewed_tier",
        }  # fmt: skip

    def registration(self) -> Registration:
        return Registration(self.route, Referral(self.referral), self.confirmed_at is not None)

    @property
    def state_is_reviewed(self) -> bool:
        """Whether the customer has looked at the account since its level last changed."""
        return self.state_reviewed_tier == self.tier

    def actor(self) -> Actor:
        return customer_actor(self.pk)


class StaffMember(models.Model):
    """Somebody who works here. Their own account, if they have one, is the one of the same sign-in."""

    id = models.CharField(max_length=40, primary_key=True, default=_staff_id)
    user = models.OneToOneField(User, on_delete=models.PROTECT)
    name = models.CharField(max_length=80)
    roles: "ArrayField[list[str], list[str]]" = ArrayField(models.CharField(max_length=30))
    added_at = models.DateTimeField()

    class Privacy:
        export = {"name", "roles", "added_at"}
        erase = {"name"}
        keep = {"id", "user", "roles", "added_at"}

    def actor(self) -> Actor:
        own = Account.objects.filter(user_id=self.user_id).values_list("pk", flat=True).first()
        return Actor(ActorKind.STAFF, self.pk, frozenset(Role(role) for role in self.roles), own)


class KnownPairQuerySet(models.QuerySet["KnownPair"]):
    def of(self, account_id: str) -> "KnownPairQuerySet":
        """All decisions on pairs of this account, replaced ones included, the latest first."""
        own = models.Q(first_id=account_id) | models.Q(second_id=account_id)
        return self.filter(own).order_by("-decided_at", "-pk")

    def in_force(self) -> "KnownPairQuerySet":
        return self.filter(replaced_at__isnull=True)


class KnownPair(models.Model):
    """A person looked at two accounts whose holders seemed to be one, and found out what they are to each other.

    Holds for ever, or until a later decision replaces it; replaced ones stay as history. `matter_id` is the review, or
    the appeal, in which it was decided.
    """

    id = models.CharField(max_length=40, primary_key=True, default=_pair_id)
    first = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="pairs_as_first")
    second = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="pairs_as_second")
    relation = models.CharField(max_length=20)
    matter_id = models.CharField(max_length=40)
    decided_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT)
    decided_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    objects = KnownPairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                condition=models.Q(replaced_at__isnull=True),
                name="one_decision_a_pair_in_force",
            ),
            # Byte by byte, as `canonical` orders them, whatever language the database sorts in.
            models.CheckConstraint(
                condition=models.Q(first__lt=Collate(models.F("second"), "C")), name="pair_is_in_order"
            ),
        ]

    class Privacy:
        # The other account is never told: who else is a customer is nobody's business.
        export = {"relation", "decided_at"}
        erase = {"relation"}
        keep = {"id", "first", "second", "matter_id", "decided_by", "decided_at", "replaced_at"}

    def other_than(self, account_id: str) -> str:
        return self.second_id if self.first_id == account_id else self.first_id

    def facts(self) -> PairFacts:
        return PairFacts(Relation(self.relation), self.decided_by_id, self.matter_id)
