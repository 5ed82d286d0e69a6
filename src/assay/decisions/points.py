"""What a customer should deal with before sending: what was read of the pictures, what they typed, the notices of the country."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from assay.checks.pipeline import foresee
from assay.checks.result import CheckResult, Outcome
from assay.decisions.case import own_case
from assay.decisions.models import Examination
from assay.decisions.rules import named_pieces
from assay.evidence.models import Evidence
from assay.policy.load import current
from assay.policy.schema import CheckName, EvidenceKind
from assay.verifications.models import Verification
from assay.verifications.progress import details_of, given_evidence
from assay.verifications.rules import Point, PointKind

_DOCUMENT = (EvidenceKind.DOCUMENT_FRONT, EvidenceKind.DOCUMENT_BACK)
_KIND_OF = {CheckName.DETAILS_MATCH: PointKind.DETAILS, CheckName.RESIDENCE_CONSISTENT: PointKind.REGION}


def points_of(verification: Verification, at: datetime) -> tuple[Point, ...]:
    """Return every point, pictures first. The same reading always makes the same points."""
    given = given_evidence(verification)
    examined = Examination.objects.filter(evidence__in=given.values()).values_list("evidence_id", flat=True)
    unread = [kind for kind, piece in given.items() if piece.pk not in set(examined)]
    document_read = EvidenceKind.DOCUMENT_FRONT in given and not set(unread) & set(_DOCUMENT)
    case = own_case(verification, at.date())
    results = foresee(case, current(), verification.level_id, document_read=document_read)
    found = [point for result in results for point in _of_result(result, given)]
    return (
        *(Point(f"unread:{given[kind].pk}", PointKind.UNREAD, pieces=(kind,)) for kind in unread),
        # A check that waits for a better picture repeats the reasons it waits for.
        *{point.key: point for point in found}.values(),
        *_of_countries(verification),
    )


def _of_result(result: CheckResult, given: Mapping[EvidenceKind, Evidence]) -> Iterator[Point]:
    """Return a point for each reason a customer may be told, about the pictures it is about."""
    if result.outcome is Outcome.PASS:
        return
    book = current()
    for reason in result.reasons:
        if not book.reasons[reason].told:
            continue
        about = named_pieces(book, result, reason) & given.keys() or frozenset(_DOCUMENT[:1])
        pieces = tuple(kind for kind in EvidenceKind if kind in about)
        key = ":".join([reason, *(given[kind].pk for kind in pieces if kind in given)])
        yield Point(key, _KIND_OF.get(result.check, PointKind.QUALITY), reason, pieces)


def _of_countries(verification: Verification) -> Iterator[Point]:
    """Return a point for the notice of the country of residence, and of the issuing one where it says something else."""
    residence, issuer = details_of(verification.account)[0].residence, verification.issuing_country
    notices = {current().country(country).notice: country for country in (issuer, residence)}
    for notice, country in notices.items():
        if notice:
            yield Point(f"region:{country}", PointKind.REGION, country=country)
