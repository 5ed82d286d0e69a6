"""The pictures: sides of the document and the face. Taken with the camera or given as files."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import ParamSpec

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assay.accounts.models import Account
from assay.core.refusal import Refusal
from assay.evidence import actions as evidence
from assay.evidence.models import Evidence
from assay.policy.load import current
from assay.policy.schema import EvidenceKind, Reason
from assay.verifications import actions as verifications
from assay.verifications import progress
from assay.verifications.rules import Step
from assay.web import clock
from assay.web.language import country_name
from assay.web.people import for_customers
from assay.web.way.steps import PIECES, Visit, at_step, page_of, to_next, visit_of, way
from assay.web.words import reasons_for_customer

P = ParamSpec("P")


def with_camera(view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """Let the page ask for the camera, and never for the microphone."""

    @wraps(view)
    def inner(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(*args, **kwargs)
        response["Permissions-Policy"] = "camera=(self), microphone=()"
        response["Cache-Control"] = "no-store, private"
        return response

    return inner


def wants_json(request: HttpRequest) -> bool:
    """The camera's script asks for JSON; a form without it gets pages."""
    return not request.headers.get("Accept", "").startswith("text/html")


def uploaded(request: HttpRequest) -> bytes:
    file = request.FILES.get("file")
    return file.read() if isinstance(file, UploadedFile) else b""


def give_picture(visit: Visit, kind: EvidenceKind, data: bytes, said: Mapping[str, str]) -> Evidence:
    """Give a picture, however it came; `said` are the fields that came with it."""
    return verifications.give_evidence(
        visit.verification, kind=kind, data=data, seen=said.get("seen", ""), by=visit.by, at=clock.now()
    )


def next_page(account: Account) -> JsonResponse:
    """Tell a script where the customer goes on."""
    visit = visit_of(account)
    return JsonResponse({"next": redirect(page_of(visit) if visit else "identification")["Location"]})


def give(request: HttpRequest, visit: Visit, store: Callable[[], object]) -> HttpResponse | Reason:
    """Store the uploaded piece and go on. A page gets the reason to show when the file is refused."""
    try:
        store()
    except Refusal as refusal:
        if wants_json(request) or not refusal.reason.startswith(("evidence.", "liveness.")):
            raise
        return current().reasons[refusal.reason]
    return next_page(visit.account) if wants_json(request) else to_next(visit.account)


def why_again(visit: Visit, kind: EvidenceKind) -> tuple[Reason, ...]:
    """Return why a piece is asked for again, if it is."""
    if kind not in visit.facts.asked_again:
        return ()
    return tuple(reason for reason in reasons_for_customer(visit.verification) if kind in reason.pieces)


def _picture_page(step: Step, template: str) -> Callable[[HttpRequest], HttpResponseBase]:
    """Return the view of one picture: shown, and taken from a form that posts."""
    piece = PIECES[step]

    @require_http_methods(["GET", "POST"])
    @with_camera
    @for_customers
    @at_step(step)
    def view(request: HttpRequest, visit: Visit) -> HttpResponse:
        refused: Reason | None = None
        if request.method == "POST":
            data = uploaded(request)
            answer = give(request, visit, lambda: give_picture(visit, piece, data, request.POST.dict()))
            if isinstance(answer, HttpResponse):
                return answer
            refused = answer
        kind = visit.facts.document_kind
        context = {
            "way": way(step),
            "step": step,
            "refused": refused,
            "again": why_again(visit, piece),
            "given": progress.given_evidence(visit.verification).get(piece),
            "document": current().document(kind) if kind else None,
            "issuing_country": country_name(visit.facts.issuing_country),
            "megabytes": current().uploads.picture_bytes // 1_000_000,
            "is_front": step is Step.FRONT,
        }
        return render(request, template, context, status=409 if refused else 200)

    return view


front = _picture_page(Step.FRONT, "verification/document_side.html")
back = _picture_page(Step.BACK, "verification/document_side.html")
selfie = _picture_page(Step.SELFIE, "verification/selfie.html")


@require_safe
@for_customers
def picture(request: HttpRequest, account: Account, evidence_id: str, number: int) -> HttpResponse:
    """One safe copy of what the customer gave. Each look is recorded, and no cache keeps it."""
    del request
    piece = get_object_or_404(Evidence, pk=evidence_id, account=account, erased_at__isnull=True)
    shown = evidence.view(piece, number, by=account.actor(), at=clock.now())
    return HttpResponse(shown, content_type="image/jpeg", headers={"Cache-Control": "no-store, private"})
