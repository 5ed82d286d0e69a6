"""Real evidence of synthetic people, handed in as a customer would: pictures the real models look at."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from assay.accounts.models import Account
from assay.policy.schema import EvidenceKind
from assay.sandbox import clips, documents, photos, selfies
from assay.sandbox.people import COUNTRY, Person
from assay.verifications import actions as verifications
from assay.verifications.models import Verification
from made_verifications import start

_SIDES = (EvidenceKind.DOCUMENT_FRONT, EvidenceKind.DOCUMENT_BACK)


def hand_in(account: Account, bearer: Person, at: datetime, kind: str = "passport") -> Verification:
    """Return a verification with a document, a selfie and a recording, ready to be submitted."""
    verification, by = start(account, bearer, at), account.actor()
    verifications.choose_document(verification, kind=kind, issuing_country=COUNTRY, by=by, at=at)
    for side, scan in zip(_SIDES, documents.draw(kind, bearer), strict=False):
        data = photos.take(scan, seed=bearer.number)
        verifications.give_evidence(verification, kind=side, data=data, by=by, at=at)
    verifications.give_evidence(
        verification, kind=EvidenceKind.SELFIE, data=selfies.take(bearer), by=by, at=at
    )
    drawn = verifications.draw_challenge(verification, by=by, at=at)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "challenge.webm"
        clips.write_webm(clips.render_clip(bearer, drawn.prompts, drawn.flashes), path)
        recording = path.read_bytes()
    verifications.give_evidence(verification, kind=EvidenceKind.CHALLENGE_CLIP, data=recording, by=by, at=at)
    verification.refresh_from_db()
    return verification
