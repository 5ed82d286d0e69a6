"""The security page: what protects this sign-in now, and what to add next (row ORD-10)."""

from dataclasses import dataclass
from enum import StrEnum

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from assay.accounts.models import User
from assay.core.refusal import NotPermitted
from assay.web.people import user_of

_FEW_CODES = 2


class Addition(StrEnum):
    """What to add next, the most useful first."""

    SECOND_STEP = "second_step"
    RECOVERY_CODES = "recovery_codes"
    MORE_RECOVERY_CODES = "more_recovery_codes"
    PASSKEY = "passkey"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Protection:
    """What stands between a stranger and this account. `codes_left` is None where no recovery codes exist."""

    password: bool
    email_confirmed: bool
    totp: bool
    passkeys: int
    codes_left: int | None
    devices: int

    @property
    def has_second_step(self) -> bool:
        return self.totp or self.passkeys > 0

    @property
    def next_addition(self) -> Addition:
        if not self.has_second_step:
            return Addition.SECOND_STEP
        if self.codes_left is None:
            return Addition.RECOVERY_CODES
        if self.codes_left <= _FEW_CODES:
            return Addition.MORE_RECOVERY_CODES
        return Addition.NOTHING if self.passkeys else Addition.PASSKEY


def protection_of(user: User) -> Protection:
    factors = list(Authenticator.objects.filter(user=user))
    codes = next((factor for factor in factors if factor.type == Authenticator.Type.RECOVERY_CODES), None)
    return Protection(
        password=user.has_usable_password(),
        email_confirmed=EmailAddress.objects.filter(user=user, primary=True, verified=True).exists(),
        totp=any(factor.type == Authenticator.Type.TOTP for factor in factors),
        passkeys=sum(factor.type == Authenticator.Type.WEBAUTHN for factor in factors),
        codes_left=len(codes.wrap().get_unused_codes()) if codes else None,
        devices=len(UserSession.objects.purge_and_list(user)),
    )


@require_GET
@never_cache
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    if user is None:
        raise NotPermitted("self")
    return render(request, "security.html", {"protection": protection_of(user)})
