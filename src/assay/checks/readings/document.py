"""What is read from one side of a document."""

from datetime import date
from enum import StrEnum

from assay.checks.readings.face import Face
from assay.checks.readings.picture import Point, Quality
from assay.checks.result import Frozen


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
