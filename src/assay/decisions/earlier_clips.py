"""Which recordings given before are like this one? Writes nothing."""

from collections.abc import Set as AbstractSet

from django.db.models import Q, QuerySet

from assay.checks.readings import ClipMatch, ClipReading
from assay.checks.recordings.replay import likeness
from assay.decisions.examined import reading_of
from assay.encryption.rules import KeyDestroyed
from assay.evidence.models import Evidence
from assay.policy.schema import EvidenceKind
from assay.verifications.models import Verification
from assay.verifications.progress import given_evidence

# A comparison takes some ten milliseconds; nobody records as often as this.
_MOST_COMPARED = 20
_SHOWN = 3


def earlier_clips(
    verification: Verification, clip: ClipReading, accounts: AbstractSet[str]
) -> tuple[ClipMatch, ...]:
    """Return the recordings most like the verification's own, the nearest first.

    Compared are earlier ones of `accounts` (the own one, and those whose face is close) by their fingerprints, and those of
    anybody by their bytes: the very same file is found wherever it was given.
    """
    recording = given_evidence(verification).get(EvidenceKind.CHALLENGE_CLIP)
    if recording is None:
        return ()
    others = _others(recording, verification)
    found = {
        piece.pk: _match(piece, 1.0) for piece in others.filter(sha256=recording.sha256)[:_MOST_COMPARED]
    }
    earlier = others.filter(account_id__in=accounts, stored_at__lt=recording.stored_at)
    for piece in earlier.order_by("-stored_at")[:_MOST_COMPARED]:
        found.setdefault(piece.pk, _match(piece, _likeness(piece, clip)))
    alike = [match for match in found.values() if match.likeness > 0]
    return tuple(sorted(alike, key=lambda match: (-match.likeness, match.evidence_id))[:_SHOWN])


def _others(recording: Evidence, verification: Verification) -> QuerySet[Evidence]:
    """Return all recordings but this one. What was sent for the same draw is this one, sent again by a browser in doubt."""
    own = Q(matter_id=verification.pk)
    if verification.drawn_at is not None:
        own &= Q(stored_at__gte=verification.drawn_at)
    kept = Evidence.objects.filter(kind=EvidenceKind.CHALLENGE_CLIP, erased_at__isnull=True)
    return kept.exclude(pk=recording.pk).exclude(own)


def _match(piece: Evidence, alike: float) -> ClipMatch:
    return ClipMatch(account_id=piece.account_id, evidence_id=piece.pk, likeness=alike)


def _likeness(piece: Evidence, clip: ClipReading) -> float:
    try:
        earlier = reading_of(piece, ClipReading)
    except KeyDestroyed:
        return 0.0
    return likeness(earlier.fingerprint, clip.fingerprint) if earlier else 0.0
