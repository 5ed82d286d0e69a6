"""What the chip of a document says, and what of it is proved."""

from enum import StrEnum

from assay.checks.readings.document import Mrz
from assay.checks.readings.face import Face
from assay.checks.result import Frozen


class ChipStep(StrEnum):
    """The steps of passive authentication (ICAO Doc 9303 part 11, 5.1, and part 12, 7), in their order."""

    DATA_GROUP = "data_group"
    SIGNED_CONTENT = "signed_content"
    SIGNATURE = "signature"
    ISSUER = "issuer"
    VALIDITY = "validity"
    REVOCATION = "revocation"
    COUNTRY = "country"


class StepOutcome(StrEnum):
    HOLDS = "holds"
    FAILS = "fails"
    NOT_DONE = "not_done"


class ChipStepResult(Frozen):
    """One step and its outcome; `subject` is what it was done to (`DG1`), `why` one sentence for people."""

    step: ChipStep
    outcome: StepOutcome
    subject: str = ""
    why: str = ""


class ChipReading(Frozen):
    """What the files of a document's chip say, and which steps of passive authentication hold.

    `groups` are the data groups given, `announced_groups` those EF.COM lists (nobody signs that), `signed_groups` those the
    issuer signed; groups 3 and 4 (fingers, irises) are never given. `details` are the text fields of DG11 and DG12,
    `protocols` those DG14 announces, `active_authentication` the key of DG15. `face` is the portrait of DG2 and `portrait`
    its kind and size. `signer` and `issuer` name the certificate that signed and the one that issued it, `trust_list` the
    digest of the list it was looked up in (empty: none is loaded).
    `unreadable` has one sentence for each file that could not be used.
    """

    mrz: Mrz | None = None
    groups: tuple[int, ...] = ()
    announced_groups: tuple[int, ...] = ()
    signed_groups: tuple[int, ...] = ()
    steps: tuple[ChipStepResult, ...] = ()
    details: dict[str, str] = {}
    protocols: tuple[str, ...] = ()
    active_authentication: str = ""
    portrait: str = ""
    face: Face | None = None
    signer: str = ""
    issuer: str = ""
    trust_list: str = ""
    unreadable: tuple[str, ...] = ()
