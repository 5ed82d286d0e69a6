"""What is shown of two accounts that may be one person's: enough to tell two people apart, and no more.

The faces, the names, the date of birth, the document's kind, and since when the account exists; the whole front of the
document only when it is asked for with a reason. Never of the other account: e-mail address, residence, other evidence,
what was decided about it and why.
"""

from dataclasses import dataclass
from datetime import datetime

from assay.accounts.models import Account, KnownPair
from assay.accounts.rules import Relation
from assay.checks.readings import DocumentReading
from assay.encryption.rules import KeyDestroyed
from assay.evidence.models import Evidence
from assay.policy.countries import name_of
from assay.policy.load import current
from assay.policy.schema import EvidenceKind
from assay.verifications.models import Verification
from assay.verifications.progress import details_of, given_evidence
from assay.verifications.rules import PersonalData, Status
from assay.web.console.face import reading_with_face
from assay.web.console.fields import Row, row
from assay.web.console.material import Material
from assay.web.console.pictures import Picture

THIS, OTHER = "This case", "The other account"
RELATIONS = {
    Relation.TWINS: ("Twins", "Two people. Their faces no longer refer each other."),
    Relation.SIBLINGS: ("Siblings", "Two people. Their faces no longer refer each other."),
    Relation.LOOK_ALIKES: ("Look-alikes", "Two people, not related as far as known."),
    Relation.SAME_PERSON: ("The same person", "The accounts are linked. Nothing is closed by it."),
}
# Of the cosine of two templates; docs/accuracy.md has the distributions they were read from.
_LIKENESS = (
    (0.80, "as alike as two photos of one person from one day"),
    (0.65, "very alike, as many photos of one person are"),
    (-1.0, "alike, as relatives and look-alikes can be"),
)


@dataclass(frozen=True)
class Hit:
    """An account a check pointed at. `pair` is what a person found out about it, if anybody has."""

    account_id: str
    why: str
    pair: KnownPair | None

    @property
    def relation(self) -> str:
        return relation_words(self.pair) if self.pair else ""


@dataclass(frozen=True)
class Side:
    """One of the two accounts. Selfie and portrait are missing where no face was found or the picture is gone."""

    title: str
    account_id: str
    opened_at: datetime
    verified_at: datetime | None
    document: str
    typed: PersonalData
    selfie: Evidence | None = None
    portrait: Evidence | None = None
    whole: Picture | None = None


def relation_words(pair: KnownPair) -> str:
    return RELATIONS[Relation(pair.relation)][0] if pair.relation else "Erased"


def likeness(score: float) -> str:
    """Return a cosine in words, with the number for who knows it."""
    return next(f"Faces {words} ({score:.2f})" for least, words in _LIKENESS if score >= least)


def hits_of(material: Material) -> list[Hit]:
    """Return the other accounts that checks pointed at, each once, the closest face first."""
    found = material.case.duplicates if material.case else None
    if found is None:
        return []
    why = {hit.account_id: likeness(hit.score) for hit in found.faces}
    for account_id in found.documents:
        why[account_id] = "; ".join(filter(None, (why.get(account_id), "The same document")))
    own = material.review.account_id
    pairs = {pair.other_than(own): pair for pair in KnownPair.objects.in_force().of(own)}
    return [Hit(account_id, words, pairs.get(account_id)) for account_id, words in why.items()]


def verified_by(account: Account) -> Verification | None:
    """Return the attempt the account was verified by: its evidence is what the other one is compared with."""
    approved = Verification.objects.filter(account=account, status=Status.APPROVED)
    return approved.order_by("-decided_at").first() or Verification.objects.latest_of(account)


def sides_of(material: Material, other: Account) -> tuple[Side, Side]:
    theirs = verified_by(other)
    return (
        _side(THIS, material.verification.account, material.verification, material.pieces),
        _side(OTHER, other, theirs, given_evidence(theirs) if theirs else {}),
    )


def _side(
    title: str, account: Account, verification: Verification | None, pieces: dict[EvidenceKind, Evidence]
) -> Side:
    verified_at = verification.decided_at if verification and verification.status == Status.APPROVED else None
    front, selfie = pieces.get(EvidenceKind.DOCUMENT_FRONT), pieces.get(EvidenceKind.SELFIE)
    try:
        typed, _ = details_of(account)
        portrait_reading, selfie_reading = reading_with_face(front), reading_with_face(selfie)
    except KeyDestroyed:
        typed, portrait_reading, selfie_reading = PersonalData(), None, None
    return Side(
        title=title,
        account_id=account.pk,
        opened_at=account.opened_at,
        verified_at=verified_at,
        document=_document(verification),
        typed=typed,
        selfie=selfie if selfie_reading else None,
        portrait=front if portrait_reading else None,
        whole=_whole(front, portrait_reading) if isinstance(portrait_reading, DocumentReading) else None,
    )


def _document(verification: Verification | None) -> str:
    if verification is None:
        return ""
    kinds = {kind.id: kind.title for kind in current().documents}
    country = name_of(verification.issuing_country) if verification.issuing_country else ""
    return ", ".join(filter(None, (kinds.get(verification.document_kind, ""), country)))


def _whole(piece: Evidence | None, reading: DocumentReading) -> Picture | None:
    size = (reading.quality.width, reading.quality.height, reading.turned)
    return Picture(piece, 0, "Front of the document", *size, ()) if piece else None


def rows_of(sides: tuple[Side, Side]) -> tuple[Row, ...]:
    """Return names and date of birth of both, with differences marked."""
    return tuple(
        row(name, {side.title: str(getattr(side.typed, name) or "") for side in sides})
        for name in ("surname", "given_names", "born_on")
    )
