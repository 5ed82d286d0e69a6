"""What is asked of a customer right now, and where pages say so: banner, pop-up, label (rows ENT)."""

from dataclasses import dataclass
from enum import StrEnum

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from assay.accounts.models import Account
from assay.policy.load import current
from assay.verifications.models import Verification
from assay.verifications.rules import Status
from assay.web.people import for_customers

_LATER = "asked_later"
# Pages that are the answer themselves: the way of a verification, and what leads into it.
_ON_THE_WAY = ("verification", "handoff", "go", "embed", "account_route", "account_invitation", "account_reg")
# The first page has a card of its own for the one next step.
_SAY_IT_THEMSELVES = frozenset({"home", "identification"})
_WITH_POPUP = frozenset({"home", "security"})


class Ask(StrEnum):
    """Begin, go on, answer, or try again after an answer of no."""

    BEGIN = "begin"
    CONTINUE = "continue"
    ANSWER = "answer"
    RETRY = "retry"


_ASK_OF_STATUS = {
    Status.DRAFT: Ask.CONTINUE,
    Status.ACTION_REQUIRED: Ask.ANSWER,
    Status.REJECTED: Ask.RETRY,
    Status.WITHDRAWN: Ask.BEGIN,
}


@dataclass(frozen=True)
class Asked:
    """`key` changes with what is asked, so that "Later" is said to one thing and not to the next."""

    ask: Ask
    key: str

    def has_banner(self, page: str) -> bool:
        if page.startswith(_ON_THE_WAY):
            return False
        return self.ask is Ask.ANSWER if page == "identification" else page not in _SAY_IT_THEMSELVES

    def has_popup(self, page: str, session: SessionBase) -> bool:
        """Only what was begun or is wanted again is worth a window, once in a session."""
        wanted = self.ask in {Ask.CONTINUE, Ask.ANSWER}
        return wanted and page in _WITH_POPUP and session.get(_LATER) != self.key


def asked_of(account: Account, latest: Verification | None) -> Asked | None:
    """Return what is open for the customer; None while we look at it, or when there is nothing left to reach."""
    if latest is None:
        ask: Ask | None = Ask.BEGIN
    else:
        ask = _ASK_OF_STATUS.get(Status(latest.status))
    reachable = any(level.tier == account.tier + 1 and level.checks for level in current().levels)
    if ask is None or (ask in {Ask.BEGIN, Ask.RETRY} and not reachable):
        return None
    return Asked(ask, f"{ask}:{latest.pk}:{latest.run}" if latest else str(ask))


@require_POST
@for_customers
def later(request: HttpRequest, account: Account) -> HttpResponse:
    """Say nothing more of it in a window until the customer signs in again."""
    asked = asked_of(account, Verification.objects.latest_of(account))
    if asked:
        request.session[_LATER] = asked.key
    return redirect("home")
