"""From the last look before sending to the answer."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from assay.accounts.models import Account
from assay.checks.readings import DocumentReading
from assay.decisions.examined import reading_of
from assay.decisions.models import Examination
from assay.evidence.models import Evidence
from assay.policy.countries import alpha2_of, name_of
from assay.policy.load import current
from assay.policy.schema import EvidenceKind, Reason, ReviewKind
from assay.reviews.models import Review
from assay.verifications import actions as verifications
from assay.verifications import progress, rules
from assay.verifications.rules import Status, Step
from assay.web import clock
from assay.web.found import Found, found_on
from assay.web.identification import reasons_for_customer
from assay.web.people import for_customers
from assay.web.steps import PAGE_OF_PIECE, Visit, at_step, is_part, to_next, visit_of, way
from assay.web.words import PIECES, Words


@dataclass(frozen=True)
class Given:
    """One piece the level needs: what it is called, where it is given, and what was given."""

    words: Words
    page: str
    is_face: bool
    evidence: Evidence | None
    examined: bool


@dataclass(frozen=True)
class Read:
    """What a side of the document says, as far as it was read."""

    surname: str | None
    given_names: str | None
    born_on: date | None
    expires_on: date | None
    document_number: str | None
    nationality: str | None


def _given(visit: Visit) -> list[Given]:
    given = progress.given_evidence(visit.verification)
    examined = set(
        Examination.objects.filter(evidence__in=given.values()).values_list("evidence_id", flat=True)
    )
    return [
        Given(
            PIECES[kind],
            PAGE_OF_PIECE[kind],
            kind in {EvidenceKind.SELFIE, EvidenceKind.CHALLENGE_CLIP},
            given.get(kind),
            kind in given and given[kind].pk in examined,
        )
        for kind in rules.needed_evidence(current(), visit.facts.level_id, visit.facts.document_kind)
    ]


def _found(visit: Visit) -> list[Found]:
    """Return a drawing of each side of the document that was examined."""
    given = progress.given_evidence(visit.verification)
    sides = [
        given[kind] for kind in (EvidenceKind.DOCUMENT_FRONT, EvidenceKind.DOCUMENT_BACK) if kind in given
    ]
    return [
        found_on(PIECES[EvidenceKind(side.kind)], side, reading)
        for side in sides
        if side.shown and (reading := reading_of(side, DocumentReading))
    ]


def _read(visit: Visit) -> Read | None:
    """Return what was read from the document, its machine readable zone first; None while nothing was."""
    given = progress.given_evidence(visit.verification)
    sides = [given.get(kind) for kind in (EvidenceKind.DOCUMENT_FRONT, EvidenceKind.DOCUMENT_BACK)]
    readings = [reading for side in sides if (reading := reading_of(side, DocumentReading))]
    zone = next((reading.mrz for reading in readings if reading.mrz), None)
    if zone:
        country = alpha2_of(zone.nationality)
        return Read(
            zone.surname,
            zone.given_names,
            zone.born_on,
            zone.expires_on,
            zone.document_number,
            name_of(country) if country else None,
        )
    printed = next((reading.visual for reading in readings if reading.visual.surname), None)
    if printed is None:
        return None
    return Read(
        printed.surname,
        printed.given_names,
        printed.born_on,
        printed.expires_on,
        printed.document_number,
        printed.nationality,
    )


def _review_context(visit: Visit) -> dict[str, object]:
    typed, _ = progress.details_of(visit.account)
    pieces = _given(visit)
    country = current().country(visit.facts.residence)
    issuer = current().country(visit.facts.issuing_country)
    paused_until = visit.facts.paused_until
    return {
        "way": way(Step.REVIEW),
        "typed": typed,
        "nationality": name_of(typed.nationality),
        "residence": name_of(typed.residence),
        "issuing_country": name_of(visit.facts.issuing_country),
        "document": current().document(visit.facts.document_kind),
        "pieces": pieces,
        "groups": [
            [
                piece
                for piece in pieces
                if piece.is_face is is_face and piece.evidence and piece.evidence.shown
            ]
            for is_face in (False, True)
        ],
        "reading": any(not piece.examined for piece in pieces if piece.evidence and not piece.is_face),
        "read": _read(visit),
        "found": _found(visit),
        "notices": [
            rule.notice for rule in {id(rule): rule for rule in (country, issuer)}.values() if rule.notice
        ],
        "differs": visit.facts.residence != visit.facts.issuing_country,
        "paused_until": paused_until if paused_until and paused_until > clock.now() else None,
    }


@require_safe
@for_customers
@at_step(Step.REVIEW)
def review(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everything once more before it is sent (ORD-08); what was read appears as soon as it is."""
    context = _review_context(visit)
    if not is_part(request):
        return render(request, "verification/review.html", context)
    # Nothing new is answered with nothing, so that nobody hears the same thing every few seconds.
    if context["reading"]:
        return HttpResponse(status=204)
    return render(request, "verification/review_read.html", context)


@require_POST
@for_customers
def submit(request: HttpRequest, account: Account) -> HttpResponse:
    """Refuses by the rule, whatever the page allowed: what is missing, or a pause."""
    del request
    visit = visit_of(account)
    if visit is None:
        return redirect("identification")
    verifications.submit(visit.verification, by=visit.by, at=clock.now())
    return redirect("verification_status")


@require_POST
@for_customers
def withdraw(request: HttpRequest, account: Account) -> HttpResponse:
    """Give the attempt up; another one may be started at once."""
    del request
    visit = visit_of(account)
    if visit is None:
        return redirect("identification")
    verifications.withdraw(visit.verification, by=visit.by, at=clock.now())
    return redirect("identification")


@dataclass(frozen=True)
class ToGiveAgain:
    """A piece that was asked for again, why, and whether it has been given since."""

    words: Words
    page: str
    reasons: tuple[Reason, ...]
    done: bool


def _to_give_again(visit: Visit, reasons: tuple[Reason, ...]) -> list[ToGiveAgain]:
    return [
        ToGiveAgain(
            PIECES[kind],
            PAGE_OF_PIECE[kind],
            tuple(reason for reason in reasons if kind in reason.pieces),
            kind not in visit.facts.asked_again,
        )
        for kind in map(EvidenceKind, visit.verification.asked_again)
    ]


def _status_context(visit: Visit) -> dict[str, object]:
    verification, book = visit.verification, current()
    reasons = reasons_for_customer(verification)
    paused_until = visit.facts.paused_until
    waiting = Review.objects.waiting().filter(kind=ReviewKind.VERIFICATION, matter_id=verification.pk).first()
    due_at = waiting.due_at if waiting else None
    return {
        "verification": verification,
        "level": book.level(verification.level_id),
        "reasons": reasons,
        "again": _to_give_again(visit, reasons),
        "choose_again": visit.step is Step.DOCUMENT,
        "complete": visit.step is Step.REVIEW,
        "due_at": due_at,
        "late": due_at is not None and due_at < clock.now(),
        "hours": book.review_rule(ReviewKind.VERIFICATION).due_within_hours,
        "paused_until": paused_until if paused_until and paused_until > clock.now() else None,
        "attempts": book.attempts,
        "attempts_left": rules.attempts_left(book.attempts, verification.denials),
        "denials": verification.denials,
    }


@require_safe
@for_customers
def status(request: HttpRequest, account: Account) -> HttpResponse:
    """Where the verification stands, why, and what to do next. Follows the checks by itself."""
    visit = visit_of(account)
    if visit is None or visit.facts.status is Status.WITHDRAWN:
        return redirect("identification")
    if visit.facts.status is Status.DRAFT:
        return to_next(account)
    if is_part(request) and request.GET.get("seen") == visit.facts.status:
        return HttpResponse(status=204)
    part = "verification/status_part.html" if is_part(request) else "verification/status.html"
    return render(request, part, {**_status_context(visit), "is_part": is_part(request)})
