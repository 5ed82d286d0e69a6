"""The last look before sending: what was typed beside what was read, and every point that has to be dealt with (ORD-08, 12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from assay.checks.documents.comparison import FieldComparison, comparison
from assay.checks.documents.field_rules import Agreement
from assay.checks.readings import DocumentReading
from assay.decisions.case import own_case
from assay.decisions.examined import reading_of
from assay.evidence.models import Evidence
from assay.policy.countries import alpha2_of
from assay.policy.load import current
from assay.policy.schema import EvidenceKind, Reason
from assay.verifications import actions as verifications
from assay.verifications import progress, rules
from assay.verifications.rules import Point, PointKind, Step
from assay.web import clock
from assay.web.language import country_name
from assay.web.people import for_customers
from assay.web.way.found import Found, found_on
from assay.web.way.steps import PAGE_OF_PIECE, Visit, at_step, is_part, way
from assay.web.words import PIECES, Words

_SIDES = (EvidenceKind.DOCUMENT_FRONT, EvidenceKind.DOCUMENT_BACK)
_FACES = frozenset({EvidenceKind.SELFIE, EvidenceKind.CHALLENGE_CLIP})
_FIELDS: dict[str, Words] = {
    "given_names": gettext_lazy("Given names"),
    "surname": gettext_lazy("Surname"),
    "born_on": gettext_lazy("Date of birth"),
    "nationality": gettext_lazy("Nationality"),
    "issuer": gettext_lazy("Country that issued your document"),
    "document_number": gettext_lazy("Document number"),
    "expires_on": gettext_lazy("Valid until"),
}
_STATES = {
    Agreement.AGREE: "same",
    Agreement.UNSURE: "similar",
    Agreement.SIMILAR: "similar",
    Agreement.DIFFER: "differs",
}


@dataclass(frozen=True)
class Given:
    """One piece the level needs: what it is called, where it is given, and what was given."""

    words: Words
    page: str
    is_face: bool
    evidence: Evidence | None


@dataclass(frozen=True)
class Row:
    """A field as typed and as read; `state` is same, similar, differs, or unread; empty where nothing was typed to compare."""

    words: Words
    typed: str
    read: str
    state: str


@dataclass(frozen=True)
class ToDealWith:
    """A point as the customer reads it: its reason or notice, the pieces to take again, and whether it is let stand."""

    point: Point
    reason: Reason | None
    notice: str
    country: str
    pieces: tuple[tuple[Words, str], ...]
    done: bool


def _given(visit: Visit, given: dict[EvidenceKind, Evidence]) -> list[Given]:
    needed = rules.needed_evidence(current(), visit.facts.level_id, visit.facts.document_kind)
    return [Given(PIECES[kind], PAGE_OF_PIECE[kind], kind in _FACES, given.get(kind)) for kind in needed]


def _found(given: dict[EvidenceKind, Evidence]) -> list[Found]:
    """Return a drawing of each side of the document that was examined."""
    sides = [given[kind] for kind in _SIDES if kind in given]
    return [
        found_on(PIECES[EvidenceKind(side.kind)], side, reading)
        for side in sides
        if side.shown and (reading := reading_of(side, DocumentReading))
    ]


def _shown(field: str, value: str) -> str:
    """Return a value in the reader's words: countries by name, days as days."""
    if field in {"nationality", "issuer"}:
        return country_name(alpha2_of(value) or value)
    if field in {"born_on", "expires_on"} and value[:1].isdigit():
        return date_format(date.fromisoformat(value), "j F Y")
    return value


def _row(field: str, words: Words, one: FieldComparison | None) -> Row:
    values = one.values if one else {}
    read = next((value for key, value in values.items() if key != "typed"), "")
    typed = values.get("typed", "")
    agreement = one.against.get("typed") if one else None
    state = _STATES.get(agreement, "") if agreement else "unread" if typed else ""
    return Row(words, _shown(field, typed), _shown(field, read), state)


def _rows(visit: Visit) -> list[Row]:
    """Return every field that was typed or read, in the order of the form."""
    found = {
        one.field: one for one in comparison(own_case(visit.verification, clock.now().date()), current())
    }
    rows = [_row(field, words, found.get(field)) for field, words in _FIELDS.items()]
    return [row for row in rows if row.typed or row.read]


def _to_deal_with(visit: Visit, points: Iterable[Point]) -> list[ToDealWith]:
    book, let_stand = current(), set(visit.verification.accepted_points)
    return [
        ToDealWith(
            point,
            book.reasons.get(point.reason),
            book.country(point.country).notice if point.country else "",
            country_name(point.country) if point.country else "",
            tuple((PIECES[kind], PAGE_OF_PIECE[kind]) for kind in point.pieces),
            point.key in let_stand,
        )
        for point in points
    ]


def _live(visit: Visit) -> dict[str, object]:
    """Return what changes while pictures are being read. `was` names this situation, so that a page asks for news only."""
    now = clock.now()
    given = progress.given_evidence(visit.verification)
    points = progress.points_of(visit.verification, now)
    unread = [point for point in points if point.kind is PointKind.UNREAD]
    patience = timedelta(seconds=current().attempts.wait_seconds)
    waited = all(given[kind].stored_at + patience <= now for point in unread for kind in point.pieces)
    listed = _to_deal_with(visit, [point for point in points if point.kind is not PointKind.UNREAD])
    paused_until = visit.facts.paused_until
    return {
        "reading": [PIECES[kind] for point in unread for kind in point.pieces],
        "document_read": not any(kind in _SIDES for point in unread for kind in point.pieces),
        "waited": waited,
        "was": f"{len(unread)}.{int(waited)}",
        "residence": country_name(visit.facts.residence),
        "rows": _rows(visit),
        "found": _found(given),
        "points": listed,
        "open": sum(not one.done for one in listed),
        "differs": visit.facts.residence != visit.facts.issuing_country,
        "paused_until": paused_until if paused_until and paused_until > now else None,
    }


def _whole(visit: Visit) -> dict[str, object]:
    pieces = _given(visit, progress.given_evidence(visit.verification))
    return {
        "way": way(Step.REVIEW),
        "issuing_country": country_name(visit.facts.issuing_country),
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
    }


@require_safe
@for_customers
@at_step(Step.REVIEW)
def review(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everything once more before it is sent (ORD-08); what was read appears as soon as it is."""
    live = _live(visit)
    if not is_part(request):
        return render(request, "verification/review.html", {**_whole(visit), **live})
    # Nothing new is answered with nothing, so that nobody hears the same thing every few seconds.
    if live["reading"] and request.GET.get("was", live["was"]) == live["was"]:
        return HttpResponse(status=204)
    return render(request, "verification/review_live.html", live)


@require_POST
@for_customers
@at_step(Step.REVIEW)
def accept(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Let one point stand as it is."""
    keys = frozenset(request.POST.getlist("point"))
    verifications.accept_points(visit.verification, keys=keys, by=visit.by, at=clock.now())
    return redirect("verification_review")


def accept_unread(visit: Visit) -> None:
    """Send without waiting: what nobody has read yet is read after sending."""
    points = progress.points_of(visit.verification, clock.now())
    keys = frozenset(point.key for point in points if point.kind is PointKind.UNREAD)
    verifications.accept_points(visit.verification, keys=keys, by=visit.by, at=clock.now())
