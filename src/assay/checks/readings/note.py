"""What is read from a photo of a person who holds an identity document and a hand-written note."""

from assay.checks.readings.document import DocumentReading, Patch
from assay.checks.readings.face import Face
from assay.checks.readings.picture import Point, Quality
from assay.checks.result import Frozen

Quad = tuple[Point, Point, Point, Point]


class Hand(Frozen):
    """One hand: 21 points, the wrist first, then thumb to little finger from root to tip. Points behind a sheet are guessed."""

    points: tuple[Point, ...]
    confidence: float


class Joint(Frozen):
    """One joint of the body; `seen` 0 to 1 is how likely it is visible."""

    place: Point
    seen: float


class Body(Frozen):
    """The body under the face, the person's own left first. `seen` is the visible area of the person below the chin, and
    `hidden` the share of chest and arms that sheet and document hide; areas in areas of the face's box.
    """

    shoulders: tuple[Joint, Joint]
    elbows: tuple[Joint, Joint]
    wrists: tuple[Joint, Joint]
    confidence: float
    seen: float
    hidden: float


class NoteWord(Frozen):
    """A stretch of writing as read, and how sure its reader is, 0 to 1; it may hold several words or a part of one."""

    text: str
    confidence: float
    corners: Quad


class NoteSheet(Frozen):
    """The sheet of paper. `outline` clockwise from the top left of the writing; `clear` 0 to 1: how well its shape is a sheet's,
    0 where only the writing was found. `words` in reading order. `twins` 0 to 1 is the share of letters with an exact twin, None
    where there are too few; `covered` are things that lie on it, strength the share of the sheet they hide.
    """

    outline: Quad
    clear: float
    cut_off: bool
    quality: Quality
    words: tuple[NoteWord, ...] = ()
    twins: float | None = None
    covered: tuple[Patch, ...] = ()


class HeldDocument(Frozen):
    """The document in the person's hand. `outline` are its corners in the photo; points of `reading` are shares of the part of
    the photo that was looked at.
    """

    outline: Quad
    reading: DocumentReading


class NoteReading(Frozen):
    """The photo, upright. `faces` are people's, largest first, without those printed on the document; `turned` is by how many
    degrees clockwise the photo was turned.
    """

    quality: Quality
    turned: int = 0
    faces: tuple[Face, ...] = ()
    document: HeldDocument | None = None
    sheet: NoteSheet | None = None
    hands: tuple[Hand, ...] = ()
    body: Body | None = None


class NotePhoto(Frozen):
    """A photo, the words that were to stand on the note, and whether a document was to be held beside it."""

    reading: NoteReading
    required: str
    with_document: bool = True
