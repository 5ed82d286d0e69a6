"""Open an account, raise its level, add a staff member, remember what two accounts are to each other."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
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
from assay.policy.load import current

NOWHERE = rules.Arrival()


@transaction.atomic
def open_account(
    user: User, *, language: str = "en", arrival: rules.Arrival = NOWHERE, by: Actor, at: datetime
) -> Account:
    """Open the account of a new sign-in, with a data key of its own. What is clear of route and invitation is settled."""
    book = current()
    route = rules.clear_route(book, arrival)
    referral = rules.clear_referral(book, arrival)
    account = Account.objects.create(
        user=user,
        language=language,
        opened_at=at,
        route=route,
        route_settled_at=at if route else None,
        referral=referral,
        referral_code=arrival.codes[0] if referral is rules.Referral.BY_LINK else "",
        codes_seen=list(arrival.codes) if referral is rules.Referral.UNCERTAIN else [],
    )
    encryption.create_key(account.pk, by=by, at=at)
    _record(Event.ACCOUNT_OPENED, account, by=by, at=at, route=route, referral=referral)
    return account


def _record(event: Event, account: Account, *, by: Actor, at: datetime, **data: str | int) -> None:
    audit.record(event, subject_id=account.pk, account_id=account.pk, by=by, at=at, **data)


def _own(account: Account, by: Actor) -> Account:
    """Return the locked account of the customer who acts."""
    access.require_self(by, account.pk)
    return Account.objects.select_for_update().get(pk=account.pk)


@transaction.atomic
def settle_route(account: Account, *, route: str, by: Actor, at: datetime) -> None:
    """Say how the account was opened, once. Refuses: account.route.settled, account.route.unknown."""
    own = _own(account, by)
    rules.check_route(current(), own.route, route)
    own.route, own.route_settled_at = route, at
    own.save(update_fields=["route", "route_settled_at"])
    _record(Event.ACCOUNT_ROUTE_SETTLED, own, by=by, at=at, route=route)


@transaction.atomic
def settle_referral(account: Account, *, code: str, by: Actor, at: datetime) -> None:
    """Say which invitation is right; no code: there was none. It stays.

    Refuses: account.referral.settled, account.referral.malformed.
    """
    own = _own(account, by)
    rules.check_referral(current(), rules.Referral(own.referral), code)
    own.referral = rules.Referral.CONFIRMED if code else rules.Referral.DECLINED
    own.referral_code, own.codes_seen = code, []
    own.save(update_fields=["referral", "referral_code", "codes_seen"])
    _record(Event.ACCOUNT_REFERRAL_SETTLED, own, by=by, at=at, referral=own.referral)


@transaction.atomic
def confirm_registration(account: Account, *, by: Actor, at: datetime) -> None:
    """The customer says that this is the account and the route they registered (ORD-07). Once is enough.

    Refuses: account.route.not_settled, account.referral.uncertain.
    """
    own = _own(account, by)
    rules.check_settled(own.registration())
    if own.confirmed_at is not None:
        return
    own.confirmed_at = at
    own.save(update_fields=["confirmed_at"])
    _record(Event.ACCOUNT_REGISTRATION_CONFIRMED, own, by=by, at=at, route=own.route)


@transaction.atomic
def review_state(account: Account, *, by: Actor, at: datetime) -> None:
    """The customer has looked at the state of the account, at the level it has now (ORD-16).

    Refuses: account.level.missing, account.protection.missing.
    """
    own = _own(account, by)
    rules.check_may_review(own.tier, protected=is_mfa_enabled(own.user))
    own.state_reviewed_at, own.state_reviewed_tier = at, own.tier
    own.save(update_fields=["state_reviewed_at", "state_reviewed_tier"])
    _record(Event.ACCOUNT_STATE_REVIEWED, own, by=by, at=at, tier=own.tier)


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
