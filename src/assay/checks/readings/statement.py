"""What a recorded statement says and shows, and what it was to say."""

from datetime import date
from enum import StrEnum

from assay.checks.readings.clip import ClipReading
from assay.checks.result import Frozen


class StatementPiece(StrEnum):
    """What the statement consists of: three things filled in, and the words around them."""

    DATE = "date"
    SENTENCE = "sentence"
    EMAIL = "email"
    CODE = "code"


class Expected(Frozen):
    """What was asked for. `phrase` names the pieces in braces; `code` are digits, drawn for this one recording."""

    phrase: str
    on: date
    email: str
    code: str


class PieceScore(Frozen):
    """How well one piece fits the sound: the sum of the log probabilities of its tokens in its best written form, and the best
    rival with its sum (None where the piece has no rivals).
    """

    piece: StatementPiece
    total: float
    tokens: int
    heard_as: str
    rival: str = ""
    rival_total: float | None = None

    @property
    def mean(self) -> float:
        return self.total / max(1, self.tokens)

    @property
    def lead(self) -> float | None:
        """By how much the piece is ahead of its best rival; behind where negative."""
        return None if self.rival_total is None else self.total - self.rival_total


class Word(Frozen):
    """A word that was recognised in free dictation, and the seconds in which it was said, where they are known."""

    text: str
    from_second: float | None = None
    to_second: float | None = None


class Listened(Frozen):
    """What one recogniser heard. `model` is its id in models.toml."""

    model: str
    pieces: tuple[PieceScore, ...]


class Sound(Frozen):
    """The sound of a recording. `starts_at` and `seconds` by time stamps, against the first frame of the picture;
    `speech_seconds` and `speech_share` (of the sound's length) by voice activity; `loudness` of the loudest second, in decibels
    below full scale. `fingerprint` is one 32-bit word for each 12 ms, in hexadecimal.
    """

    starts_at: float
    seconds: float
    speech_seconds: float | None = None
    speech_share: float | None = None
    loudness: float = 0.0
    fingerprint: str = ""


class StatementReading(Frozen):
    """A recorded statement. `sound` is None where the recording has none. `listened` holds each recogniser that was asked, the
    last one the most able; it is empty where none is installed or nobody spoke. `picture_seconds` is the length of the picture,
    `still_share` the share of it in which nothing at all moved, `document_share` the share of looked-at frames that show a
    document beside the face. `lips` is the correlation of the mouth's opening with the loudness of speech, None where the face
    was lost too often.
    """

    clip: ClipReading
    sound: Sound | None
    listened: tuple[Listened, ...] = ()
    words: tuple[Word, ...] = ()
    picture_seconds: float = 0.0
    still_share: float = 0.0
    document_share: float | None = None
    lips: float | None = None
