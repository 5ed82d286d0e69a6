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
    """A word of free dictation, and the seconds of the recording in which it was said."""

    text: str
    from_second: float
    to_second: float

    def later(self, seconds: float) -> "Word":
        return self.model_copy(
            update={
                "from_second": round(self.from_second + seconds, 2),
                "to_second": round(self.to_second + seconds, 2),
            }
        )


class Sound(Frozen):
    """The sound of a recording. `starts_at` and `seconds` by time stamps, against the first frame of the picture.

    `speech_seconds` are those in which somebody speaks, None where the network that tells is not installed;
    `spoken_for_seconds` those from the first word to the last. `fingerprint` is one word of 32 bits for each 11.6 ms, in
    hexadecimal.
    """

    starts_at: float
    seconds: float
    speech_seconds: float | None = None
    spoken_for_seconds: float = 0.0
    fingerprint: str = ""


class StatementReading(Frozen):
    """A recorded statement. `sound` is None where the recording has none. `recogniser` is the model that listened, empty where
    none is installed or nobody spoke; then there are no pieces. `words` is what it would have written by itself.

    `document_share` is the share of looked-at frames that show a document beside the face. `lips` is the correlation of the
    mouth's opening with the loudness of speech, None where the face was lost too often.
    """

    clip: ClipReading
    sound: Sound | None
    recogniser: str = ""
    pieces: tuple[PieceScore, ...] = ()
    words: tuple[Word, ...] = ()
    document_share: float | None = None
    lips: float | None = None


class SpokenStatement(Frozen):
    """A recording, what it was to say, and which attempt it is, counted from 1."""

    reading: StatementReading
    expected: Expected
    attempt: int = 1
