"""A file that arrives in parts: announced, sent part by part from wherever it got to, and given when it is whole.

Scripts send files this way, so that a bad line loses nothing; a form without scripts posts the whole file at once.
"""

from collections.abc import Mapping

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assay.accounts.models import Account
from assay.core.refusal import Refusal
from assay.evidence.models import Evidence
from assay.policy.load import current
from assay.policy.schema import EvidenceKind
from assay.uploads import actions as uploads
from assay.uploads.models import Upload
from assay.uploads.rules import PART_BYTES
from assay.verifications import progress
from assay.verifications.rules import STEP_OF
from assay.web import clock
from assay.web.middleware import problem
from assay.web.people import for_customers
from assay.web.way.capture import give_picture, next_page
from assay.web.way.challenge import give_clip
from assay.web.way.steps import Visit, may_open, visit_of


class Announced(forms.Form):
    """What a browser says of a file before it sends it."""

    verification = forms.CharField(max_length=40)
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in STEP_OF])
    size = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    sha256 = forms.CharField(max_length=64)


def _visit(account: Account, verification_id: str, kind: EvidenceKind) -> Visit:
    """Return the visit in which the piece may be given now. Refuses: verification.state.moved_on."""
    visit = visit_of(account)
    if visit is None or visit.verification.pk != verification_id:
        raise Refusal("verification.state.moved_on")
    if not may_open(current(), visit.facts, STEP_OF[kind]):
        raise Refusal("verification.state.moved_on")
    return visit


def _state(upload: Upload, status: int = 200) -> JsonResponse:
    content = {"id": upload.pk, "received": upload.received, "size": upload.size, "part_bytes": PART_BYTES}
    return JsonResponse(content, status=status, headers={"Cache-Control": "no-store, private"})


def _no(status: int, code: str) -> JsonResponse:
    reason = current().reasons[code]
    return problem(status, code, gettext(reason.customer), gettext(reason.fix))


def _gone() -> JsonResponse:
    return _no(404, "evidence.upload.gone")


@require_POST
@for_customers
def begin(request: HttpRequest, account: Account) -> HttpResponse:
    """Announce a file: answers how much of it is there already, or where to go on if it was given before."""
    form = Announced(request.POST)
    if not form.is_valid():
        raise Refusal("evidence.upload.invalid")
    said = form.cleaned_data
    kind = EvidenceKind(said["kind"])
    visit = _visit(account, said["verification"], kind)
    if progress.given_already(visit.verification, kind, said["sha256"]):
        return next_page(account)
    upload = uploads.begin(
        account,
        visit.verification.pk,
        kind=kind,
        size=said["size"],
        sha256=said["sha256"],
        by=visit.by,
        at=clock.now(),
    )
    return _state(upload)


@require_safe
@for_customers
def state(request: HttpRequest, account: Account, upload_id: str) -> HttpResponse:
    """How much of a file has arrived."""
    del request
    upload = Upload.objects.filter(pk=upload_id, account=account).first()
    return _state(upload) if upload else _gone()


@require_http_methods(["PUT"])
@for_customers
def part(request: HttpRequest, account: Account, upload_id: str, offset: int) -> HttpResponse:
    """The next bytes. One that begins elsewhere is told where the file has got to."""
    upload = Upload.objects.filter(pk=upload_id, account=account).first()
    if upload is None:
        return _gone()
    try:
        upload = uploads.add_part(
            upload, offset=offset, data=request.body, by=account.actor(), at=clock.now()
        )
    except Refusal as refusal:
        upload.refresh_from_db()
        answer = _no(409, refusal.reason)
        answer["Upload-Offset"] = str(upload.received)
        return answer
    return _state(upload)


@require_POST
@for_customers
def finish(request: HttpRequest, account: Account, upload_id: str) -> HttpResponse:
    """Give the whole as the form of its step would. Asked again, it answers the same."""
    upload = Upload.objects.filter(pk=upload_id, account=account).first()
    if upload is None:
        return _gone()
    said = request.POST.dict()
    uploads.finish(
        upload, give=lambda data: _give(account, upload, data, said), by=account.actor(), at=clock.now()
    )
    return next_page(account)


def _give(account: Account, upload: Upload, data: bytes, said: Mapping[str, str]) -> Evidence:
    kind = EvidenceKind(upload.kind)
    visit = _visit(account, upload.matter_id, kind)
    if kind is EvidenceKind.CHALLENGE_CLIP:
        return give_clip(visit, data, said, announced_at=upload.begun_at)
    return give_picture(visit, kind, data, said)
