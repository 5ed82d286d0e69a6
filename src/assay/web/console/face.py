"""One face out of a picture, upright, with the eyes where those of every other face lie; nothing else of the picture."""

from io import BytesIO
from math import hypot

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET
from PIL import Image

from assay.access import Permission
from assay.accounts.models import StaffMember
from assay.checks.readings import DocumentReading, Face, SelfieReading
from assay.decisions.examined import reading_of
from assay.encryption.rules import KeyDestroyed
from assay.evidence import actions as evidence
from assay.evidence.models import Evidence
from assay.policy.schema import EvidenceKind
from assay.web import clock
from assay.web.console.desk import needs, not_kept

WIDTH, HEIGHT = 400, 480
_EYES_APART, _EYES_DOWN = 120.0, 210.0
_QUALITY = 88
_SHAPES: dict[EvidenceKind, type[DocumentReading | SelfieReading]] = {
    EvidenceKind.DOCUMENT_FRONT: DocumentReading,
    EvidenceKind.SELFIE: SelfieReading,
}
_CLOCKWISE = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}


def reading_with_face(piece: Evidence | None) -> DocumentReading | SelfieReading | None:
    """Return the reading of a document's front or of a selfie in which a face was found. Raises KeyDestroyed."""
    if piece is None or piece.erased_at or not piece.shown or piece.kind not in _SHAPES:
        return None
    reading = reading_of(piece, _SHAPES[EvidenceKind(piece.kind)])
    return reading if reading and reading.faces else None


def cut_out(picture: Image.Image, face: Face, turned: int) -> Image.Image:
    """Return the face alone, WIDTH x HEIGHT, from a picture that stands upright when turned clockwise by `turned`."""
    upright = picture.transpose(_CLOCKWISE[turned]) if turned in _CLOCKWISE else picture
    left, right = sorted((x * upright.width, y * upright.height) for x, y in face.eyes)
    dx, dy = right[0] - left[0], right[1] - left[1]
    # For a point of the answer, where it lies in the picture: one unit there is this much here, along and across the eyes.
    scale = (hypot(dx, dy) or 1.0) / _EYES_APART
    cosine, sine = dx / (hypot(dx, dy) or 1.0) * scale, dy / (hypot(dx, dy) or 1.0) * scale
    middle = ((left[0] + right[0]) / 2, (left[1] + right[1]) / 2)
    x = middle[0] - cosine * WIDTH / 2 + sine * _EYES_DOWN
    y = middle[1] - sine * WIDTH / 2 - cosine * _EYES_DOWN
    return upright.convert("RGB").transform(
        (WIDTH, HEIGHT),
        Image.Transform.AFFINE,
        (cosine, -sine, x, sine, cosine, y),
        resample=Image.Resampling.BICUBIC,
    )


@require_GET
@needs(Permission.EVIDENCE_VIEW)
def show(request: HttpRequest, member: StaffMember, evidence_id: str) -> HttpResponse:
    """Give one face to one pair of eyes; recorded like any other view of the piece."""
    del request
    piece = get_object_or_404(Evidence, pk=evidence_id)
    try:
        reading = reading_with_face(piece)
        if reading is None:
            raise Http404
        # Our own copy, made and sealed by the decoder: safe to open here.
        picture = Image.open(BytesIO(evidence.view(piece, 0, by=member.actor(), at=clock.now())))
    except KeyDestroyed as gone:
        raise Http404 from gone
    out = BytesIO()
    cut_out(picture, reading.faces[0], reading.turned).save(out, "JPEG", quality=_QUALITY)
    return not_kept(HttpResponse(out.getvalue(), content_type="image/jpeg"))
