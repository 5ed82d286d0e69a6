"""Everything that is judged together."""

from datetime import date

from assay.checks.readings.challenge import Capture, Flash, Prompt
from assay.checks.readings.chip import ChipReading
from assay.checks.readings.clip import ClipReading
from assay.checks.readings.document import DocumentReading
from assay.checks.readings.face import SelfieReading
from assay.checks.readings.note import NotePhoto
from assay.checks.readings.statement import SpokenStatement
from assay.checks.result import Frozen


class Claim(Frozen):
    """What the customer typed and chose. Names as typed; countries are ISO 3166 alpha-2, upper case."""

    given_names: str
    surname: str
    born_on: date
    residence: str
    nationality: str
    document_kind: str
    issuing_country: str


class FaceHit(Frozen):
    """Another account whose enrolled face is close. `score` is the cosine of the two templates."""

    account_id: str
    score: float


class KnownAccount(Frozen):
    """Another account of which a person decided before what its holder is to this one. `relation` as in accounts.rules."""

    account_id: str
    relation: str
    decided_on: date


class ClipMatch(Frozen):
    """A recording given before, by this account or one with a close face, that this one repeats.

    `evidence_id` is the earlier piece; `likeness` 0 to 1, of the two fingerprints.
    """

    account_id: str
    evidence_id: str
    likeness: float


class Duplicates(Frozen):
    """Found in the database before judging: other accounts with a close face, or with the same document, earlier recordings
    like this one, and which of those accounts a person knows already.
    """

    faces: tuple[FaceHit, ...] = ()
    documents: tuple[str, ...] = ()
    clips: tuple[ClipMatch, ...] = ()
    sounds: tuple[ClipMatch, ...] = ()
    known: tuple[KnownAccount, ...] = ()
    # Whether the account judged was verified before.
    verified_before: bool = False


class Case(Frozen):
    """Everything the checks judge, and nothing else: enough to replay the decision.

    `cannot_move` is set where the customer said that they cannot make the movements, so that none were asked for.
    `duplicates` is None where there is nothing to compare with (the command line). `specimens_allowed` is set by a demo and
    by the command line: published samples then pass.
    """

    claim: Claim | None
    front: DocumentReading
    back: DocumentReading | None = None
    selfie: SelfieReading | None = None
    clip: ClipReading | None = None
    chip: ChipReading | None = None
    prompts: tuple[Prompt, ...] = ()
    flashes: tuple[Flash, ...] = ()
    cannot_move: bool = False
    capture: Capture | None = None
    duplicates: Duplicates | None = None
    note: NotePhoto | None = None
    statement: SpokenStatement | None = None
    specimens_allowed: bool = False
    on: date
