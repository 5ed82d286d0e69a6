"""What the engines measured. Readings are stored; judging them is pure, so a decision can be replayed.

Lengths are pixels of the upright picture unless said otherwise; points are shares of its width and height.
"""

from datetime import date
from enum import StrEnum

from assay.checks.result import Frozen

Point = tuple[float, float]


class Quality(Frozen):
    """Image quality, measured on the document (or the face) and not on the background.

    `sharpness` 0 (blurred) to 1, after Crete et al. 2007 (re-blur). `brightness` and `contrast` are mean and standard
    deviation of grey, 0 to 255. `glare` is the share of burnt-out pixels. `width`, `height` are those of the
    whole upright picture.
    """

    width: int
    height: int
    sharpness: float
    brightness: float
    contrast: float
    glare: float
    glare_boxes: tuple[tuple[Point, Point], ...] = ()


class MrzFormat(StrEnum):
    TD1 = "td1"
    TD2 = "td2"
    TD3 = "td3"
    MRV_A = "mrv_a"
    MRV_B = "mrv_b"
    FRENCH_ID = "french_id"


class Mrz(Frozen):
    """A machine readable zone, after ICAO 9303.

    `lines` are as printed, corrected only where the recogniser itself was undecided (`corrected` counts those
    characters); a check digit that does not hold is named in `failed_check_digits` and never repaired.
    `agreed` tells whether a second, independent reader read the same. Dates are None where the zone leaves
    them open. `confidence` 0 to 1 is that of the weakest name character.
    """

    format: MrzFormat
    lines: tuple[str, ...]
    document_code: str
    issuer: str
    document_number: str
    surname: str
    given_names: str
    nationality: str
    sex: str
    born_on: date | None
    expires_on: date | None
    optional: str = ""
    failed_check_digits: tuple[str, ...] = ()
    corrected: int = 0
    agreed: bool = False
    confidence: float = 0.0
    corners: tuple[tuple[Point, Point, Point, Point], ...] = ()


class TextLine(Frozen):
    """One printed line of the visual zone, with its four corners clockwise from top left."""

    text: str
    confidence: float
    corners: tuple[Point, Point, Point, Point]


class Barcode(Frozen):
    """A decoded barcode. `fields` are named when the payload is AAMVA (driving licences of the US and Canada), `problems` are
    what is wrong in it, as `what:where` (see engines.barcode.aamva). `content` tells what the payload is, where that is certain:
    aamva, url, eu_health_certificate, 2d_doc, icao_seal, binary; of the last two `text` is hexadecimal.
    """

    symbology: str
    text: str
    content: str = ""
    fields: dict[str, str] = {}
    problems: tuple[str, ...] = ()
    corners: tuple[Point, Point, Point, Point]


class VisualFields(Frozen):
    """What the visual zone says, by label and place. A field that was not found is None; `lines` tells which
    line each value came from (index into DocumentReading.text). Values stand as printed; where they are printed in two scripts
    the field holds the Latin one and `own_script` the other.
    """

    surname: str | None = None
    given_names: str | None = None
    document_number: str | None = None
    born_on: date | None = None
    expires_on: date | None = None
    sex: str | None = None
    nationality: str | None = None
    issued_on: date | None = None
    personal_number: str | None = None
    place_of_birth: str | None = None
    address: str | None = None
    authority: str | None = None
    own_script: dict[str, str] = {}
    lines: dict[str, int] = {}


class Classification(Frozen):
    """What kind of document a side belongs to, as far as the side itself tells.

    `kind` is passport, id_card, driving_licence, residence_permit or visa; `side` front or back; `country` the issuer by its
    three-letter code of ICAO 9303. None where nothing tells. `confidence` 0 to 1 is that of the kind; `why` names what
    told, the surest first.
    """

    kind: str | None = None
    side: str | None = None
    country: str | None = None
    confidence: float = 0.0
    why: tuple[str, ...] = ()


class Face(Frozen):
    """One face. `box` is its opposite corners; `eye_distance` pixels between the pupils; angles in degrees
    (yaw: positive when the person turns to their own left); `eyes_closed`, `smile` and `live` 0 to 1;
    `template` is the unit vector of the embedding model, 128 floats. `live` is None where the
    presentation-attack model is missing or the face is a printed portrait.
    """

    box: tuple[Point, Point]
    eyes: tuple[Point, Point]
    confidence: float
    eye_distance: float
    yaw: float
    pitch: float
    roll: float
    eyes_closed: float
    smile: float
    quality: Quality
    live: float | None
    template: tuple[float, ...]


class Patch(Frozen):
    """A part of the picture that stands out. `corners` clockwise; `strength` by how much, in the unit of its measure."""

    corners: tuple[Point, ...]
    strength: float


class Signs(Frozen):
    """Signs of a covered, copied or altered document, measured on its pixels. All of them are weak but `colour`.

    `covered`: things that lie across the border; strength is the share of the document they hide. `colour`: how far its
    colours stray from one tint (chroma of CIE Lab; a grey copy has next to none), None where it is too dark to tell.
    `raster`: how far the peaks that a regular grid leaves in the spectrum stand above their surroundings (natural logarithm):
    in `raster` where they lie as a screen's do, else in `dots`, as those of a printer's inks. `splices`: printed lines that
    were compressed, or carry noise, unlike the others; strength in robust standard deviations.
    """

    covered: tuple[Patch, ...] = ()
    colour: float | None = None
    raster: float | None = None
    dots: float | None = None
    splices: tuple[Patch, ...] = ()


class Traces(Frozen):
    """What the file says of its making, as far as a check needs it: never where or when a picture was taken, nor by which camera.

    `format` is jpeg, png, webp or pdf; `width` and `height` as stored, pixels. `software` are the programs the file names.
    `updates`, `signatures` and `modified_later` concern PDFs: how often it was added to after it was written, how many
    signatures it carries, whether it says that it was changed after the day it was made.
    """

    format: str
    width: int
    height: int
    has_camera: bool = False
    says_screenshot: bool = False
    software: tuple[str, ...] = ()
    updates: int = 0
    signatures: int = 0
    modified_later: bool = False


class DocumentReading(Frozen):
    """One side of a document. `outline` is its four corners clockwise from top left of the upright document, or None when
    no outline was found; `cut_off` when a corner lies outside the picture. `turned` is by how many degrees clockwise the
    picture was turned to stand upright. `documents_seen` is 0 when nothing looks like a document.
    """

    quality: Quality
    outline: tuple[Point, Point, Point, Point] | None
    outline_confidence: float
    cut_off: bool
    documents_seen: int
    turned: int
    mrz: Mrz | None = None
    visual: VisualFields = VisualFields()
    classification: Classification | None = None
    text: tuple[TextLine, ...] = ()
    barcodes: tuple[Barcode, ...] = ()
    faces: tuple[Face, ...] = ()
    # None where they were not measured: nothing was found, or the reading is older than they are.
    signs: Signs | None = None
    traces: Traces | None = None


NOTHING_READ = DocumentReading(
    quality=Quality(width=0, height=0, sharpness=0.0, brightness=0.0, contrast=0.0, glare=0.0),
    outline=None,
    outline_confidence=0.0,
    cut_off=False,
    documents_seen=0,
    turned=0,
)


class SelfieReading(Frozen):
    quality: Quality
    faces: tuple[Face, ...]


class Gesture(StrEnum):
    """What the customer is asked to do. Left and right are the person's own."""

    TURN_LEFT = "turn_left"
    TURN_RIGHT = "turn_right"
    BLINK = "blink"


class Frame(Frozen):
    """One sampled frame: `at` seconds from the first frame; the faces in it count, the main one is measured.
    `template` is given for the sharp, nearly frontal frames only. `parallax` is how far the nose moved against the eyes
    compared with a flat picture turned by the same angle (0: moves as a plane).
    """

    at: float
    faces: int
    yaw: float | None = None
    pitch: float | None = None
    eyes_closed: float | None = None
    live: float | None = None
    parallax: float | None = None
    sharpness: float | None = None
    template: tuple[float, ...] | None = None


class ClipReading(Frozen):
    """A recorded challenge. `seconds` by time stamps, never by the container's word."""

    seconds: float
    width: int
    height: int
    frames: tuple[Frame, ...]
    # Still frames worth showing to a person, as (frame index, what it shows).
    shown: tuple[tuple[int, str], ...] = ()


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


class Prompt(Frozen):
    """One asked gesture and the seconds of the recording in which it was on the screen."""

    gesture: Gesture
    from_second: float
    to_second: float


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


class Duplicates(Frozen):
    """Found in the database before judging: other accounts with a close face, or with the same document."""

    faces: tuple[FaceHit, ...] = ()
    documents: tuple[str, ...] = ()


class Case(Frozen):
    """Everything the checks judge, and nothing else: enough to replay the decision.

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
    duplicates: Duplicates | None = None
    specimens_allowed: bool = False
    on: date
