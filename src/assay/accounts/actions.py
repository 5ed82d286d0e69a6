"""Open an account, raise its level, add a staff member, remember what two accounts are to each other."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from assay import access
from assay.access import Permission
from assay.accounts import rules
from assay.accounts.models import Account, KnownPair, StaffMember, User
from assay.audit import actions as audit
from assay.audit.events import Event
from assay.core.actor import Actor, Role
from assay.core.refusal import Refusal
from assay.encryption import actions as encryption
from assay.notify import actions as notify
from assay.notify.messages import Message


@transaction.atomic
def open_account(user: User, *, language: str = "en", by: Actor, at: datetime) -> Account:
    """Open the account of a new sign-in, with a data key of its own."""
    account = Account.objects.create(user=user, language=language, opened_at=at)
    encryption.create_key(account.pk, by=by, at=at)
    audit.record(Event.ACCOUNT_OPENED, subject_id=account.pk, account_id=account.pk, by=by, at=at)
    return account


@transaction.atomic
def choose_language(account: Account, *, language: str, by: Actor, at: datetime) -> None:
    """Write to the customer in another language from now on."""
    access.require_self(by, account.pk)
    account.language = language
    account.save(update_fields=["language"])
    audit.record(
        Event.ACCOUNT_LANGUAGE_CHOSEN,
        subject_id=account.pk,
        account_id=account.pk,
        by=by,
        at=at,
        language=language,
    )


@transaction.atomic
def add_sign_in(*, email: str, password: str, by: Actor, at: datetime) -> User:
    """Create a sign-in whose address needs no confirmation: staff members, and the people of a demo."""
    access.require(by, Permission.STAFF_MANAGE)
    user = User.objects.create_user(email, password)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    audit.record(Event.SIGN_IN_ADDED, subject_id=f"user_{user.pk}", by=by, at=at)
    return user


@transaction.atomic
def raise_level(account: Account, *, tier: int, by: Actor, at: datetime) -> None:
    """Raise the level held; never lowers it."""
    held = Account.objects.select_for_update().get(pk=account.pk)
    if held.tier >= tier:
        return
    held.tier = account.tier = tier
    held.save(update_fields=["tier"])
    audit.record(
        Event.ACCOUNT_LEVEL_RAISED, subject_id=account.pk, account_id=account.pk, by=by, at=at, tier=tier
    )


@transaction.atomic
def add_staff_member(
    user: User, *, name: str, roles: frozenset[Role], by: Actor, at: datetime
) -> StaffMember:
    access.require(by, Permission.STAFF_MANAGE)
    member = StaffMember.objects.create(user=user, name=name, roles=sorted(roles), added_at=at)
    audit.record(Event.STAFF_ADDED, subject_id=member.pk, by=by, at=at, roles=sorted(roles))
    return member


@transaction.atomic
def decide_pair(
    one_id: str, other_id: str, relation: rules.Relation, *, matter_id: str, by: Actor, at: datetime
) -> KnownPair:
    """Remember what a person found out about two accounts. Closes, refuses and tells nothing.

    An earlier decision on the pair is replaced and kept. Whoever calls this has seen both in a matter of theirs.
    Refuses: review.decider.own_account, pair.decision.unchanged, review.decider.involved.
    """
    access.require(by, Permission.PAIR_DECIDE)
    first, second = rules.canonical(one_id, other_id)
    # Both accounts are locked, so that two people cannot decide one pair at once.
    locked = Account.objects.select_for_update().order_by("pk").filter(pk__in=(first, second))
    if len(locked) != len({first, second}):
        raise Refusal("pair.account.not_found")
    before = KnownPair.objects.in_force().filter(first_id=first, second_id=second).first()
    rules.check_may_decide_pair((first, second), before.facts() if before else None, relation, matter_id, by)
    if before:
        before.replaced_at = at
        before.save(update_fields=["replaced_at"])
    pair = KnownPair.objects.create(
        first_id=first,
        second_id=second,
        relation=relation,
        matter_id=matter_id,
        decided_by_id=by.id,
        decided_at=at,
    )
    for account_id in (first, second):
        audit.record(
            Event.PAIR_DECIDED,
            subject_id=pair.pk,
            account_id=account_id,
            by=by,
            at=at,
            relation=relation,
            replaced=before.relation if before else None,
            matter=matter_id,
        )
    return pair


def tell(account: Account, message: Message, *, by: Actor, at: datetime) -> None:
    """Queue an e-mail to the account's address, in its language."""
    notify.queue(
        message, to=account.user.email, subject_id=account.pk, by=by, at=at, language=account.language
    )
