"""Which page belongs to which step of a verification, and which of them may be opened now (ORD-19)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from django_htmx.http import HttpResponseClientRedirect

from assay.accounts.models import Account
from assay.core.actor import Actor
from assay.policy.load import current
from assay.policy.schema import Book, EvidenceKind
from assay.verifications import progress, rules
from assay.verifications.models import Verification
from assay.verifications.rules import OPEN, Facts, Step

P = ParamSpec("P")

_PAGES = {
    Step.RESIDENCE: "verification_residence",
    Step.DETAILS: "verification_details",
    Step.DOCUMENT: "verification_document",
    Step.FRONT: "verification_front",
    Step.BACK: "verification_back",
    Step.SELFIE: "verification_selfie",
    Step.CHALLENGE: "verification_challenge",
    Step.REVIEW: "verification_review",
    Step.WAIT: "verification_status",
    Step.DONE: "verification_status",
}
_ORDER = list(_PAGES)
PIECES = {
    Step.FRONT: EvidenceKind.DOCUMENT_FRONT,
    Step.BACK: EvidenceKind.DOCUMENT_BACK,
    Step.SELFIE: EvidenceKind.SELFIE,
    Step.CHALLENGE: EvidenceKind.CHALLENGE_CLIP,
}
PAGE_OF_PIECE = {kind: _PAGES[step] for step, kind in PIECES.items()}


@dataclass(frozen=True)
class Visit:
    """The customer's newest verification, and what decides where they are in it."""

    account: Account
    verification: Verification
    facts: Facts

    @property
    def by(self) -> Actor:
        return self.account.actor()

    @property
    def step(self) -> Step:
        return rules.next_step(current(), self.facts)


def visit_of(account: Account) -> Visit | None:
    verification = Verification.objects.latest_of(account)
    return Visit(account, verification, progress.facts_of(verification)) if verification else None


def may_open(book: Book, facts: Facts, step: Step) -> bool:
    """Return whether the page of a step may be opened: the next one, or an earlier one that can still be changed."""
    reached = rules.next_step(book, facts)
    if step is reached:
        return True
    if facts.status not in OPEN or _ORDER.index(step) > _ORDER.index(reached):
        return False
    if step in {Step.RESIDENCE, Step.DETAILS}:
        return not facts.details_confirmed
    if step in PIECES:
        return PIECES[step] in rules.needed_evidence(book, facts.level_id, facts.document_kind)
    return True


def page_of(visit: Visit) -> str:
    """Return the name of the page on which the customer continues."""
    return _PAGES[visit.step]


def to_next(account: Account) -> HttpResponse:
    """Send the customer on to wherever they have got to."""
    visit = visit_of(account)
    return redirect(page_of(visit) if visit else "identification")


def is_part(request: HttpRequest) -> bool:
    """Return whether htmx asks for a part of a page."""
    return bool(request.headers.get("HX-Request"))


def at_step(
    step: Step,
) -> Callable[
    [Callable[Concatenate[HttpRequest, Visit, P], HttpResponse]],
    Callable[Concatenate[HttpRequest, Account, P], HttpResponse],
]:
    """Give the view the open verification; send whoever is not at this step to the one they are at."""

    def outer(
        view: Callable[Concatenate[HttpRequest, Visit, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, Account, P], HttpResponse]:
        @wraps(view)
        def inner(
            request: HttpRequest, account: Account, /, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponse:
            visit = visit_of(account)
            if visit is None or not may_open(current(), visit.facts, step):
                elsewhere = to_next(account)
                # A part of a page cannot be replaced by another page; the browser is told to go there.
                return HttpResponseClientRedirect(elsewhere["Location"]) if is_part(request) else elsewhere
            return view(request, visit, *args, **kwargs)

        return inner

    return outer


_PLACES = (
    (gettext_lazy("About you"), frozenset({Step.RESIDENCE, Step.DETAILS})),
    (gettext_lazy("Your document"), frozenset({Step.DOCUMENT, Step.FRONT, Step.BACK})),
    (gettext_lazy("Your face"), frozenset({Step.SELFIE, Step.CHALLENGE})),
    (gettext_lazy("Check and send"), frozenset({Step.REVIEW})),
)


@dataclass(frozen=True)
class Place:
    """One part of the way as the customer sees it; `state` is done, here or ahead."""

    title: str
    state: str


@dataclass(frozen=True)
class Way:
    """The whole way, and which part of it (from 1) a page belongs to."""

    places: tuple[Place, ...]
    number: int

    @property
    def here(self) -> Place:
        return self.places[self.number - 1]


def way(shown: Step) -> Way:
    """Return the parts of the way, seen from the page of a step."""
    here = next(number for number, (_, steps) in enumerate(_PLACES) if shown in steps)
    states = [
        "done" if number < here else "here" if number == here else "ahead" for number in range(len(_PLACES))
    ]
    places = tuple(Place(str(title), state) for (title, _), state in zip(_PLACES, states, strict=True))
    return Way(places, here + 1)
