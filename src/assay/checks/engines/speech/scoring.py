"""How well does what was heard fit the statement that was asked for, and does anything else fit better?

The known statement is not dictated and compared; each of its pieces is forced onto the recording and scored by the logarithm of
its probability, beside its rivals. Small models misspell digits and names in free dictation, but know well which of two texts was
said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from string import Formatter

from assay.checks.engines.speech import phrases
from assay.checks.engines.speech.whisper import Heard, Memory, Whisper
from assay.checks.readings.statement import Expected, PieceScore, StatementPiece

# How Whisper may part a piece from the words around it; which one it likes says nothing about the speaker.
_AFTER = (".", ",")
_BEFORE = ("", ",", ":")
_TOGETHER = 48


@dataclass(frozen=True, slots=True)
class _Scored:
    """One text after what came before: the sum of its tokens' log probabilities."""

    text: str
    total: float
    tokens: int


class Scorer:
    """Walks through a statement from its first word to its last."""

    def __init__(self, whisper: Whisper, heard: Heard) -> None:
        self._whisper = whisper
        self._heard = heard
        self._memory: Memory = whisper.begin(heard)

    def score(self, texts: Sequence[str]) -> list[_Scored]:
        """Return the scores of several texts, each as the next thing said."""
        scored = []
        for at in range(0, len(texts), _TOGETHER):
            ways = [self._whisper.tokens.encode(text) for text in texts[at : at + _TOGETHER]]
            _, numbers = self._whisper.go_on(self._heard, self._memory, ways)
            pairs = zip(texts[at : at + _TOGETHER], ways, numbers, strict=True)
            scored += [_Scored(text, float(row.sum()), len(way)) for text, way, row in pairs]
        return scored

    def go_on(self, text: str) -> None:
        """Take this text for said."""
        self._memory, _ = self._whisper.go_on(self._heard, self._memory, [self._whisper.tokens.encode(text)])


def score(whisper: Whisper, heard: Heard, expected: Expected) -> tuple[PieceScore, ...]:
    """Return the scores of date, sentence, e-mail and code, in that order; what the phrase does not ask for is left out."""
    scorer = Scorer(whisper, heard)
    found: dict[StatementPiece, PieceScore] = {}
    sentence: list[_Scored] = []
    is_first = True
    for words, slot in _parts(expected):
        if words:
            sentence.append(_fixed(scorer, words, is_first=is_first, before_slot=slot is not None))
        if slot:
            found[slot] = _SLOTS[slot](scorer, expected)
        is_first = False
    if sentence:
        tokens = sum(part.tokens for part in sentence)
        found[StatementPiece.SENTENCE] = PieceScore(
            piece=StatementPiece.SENTENCE,
            total=sum(part.total for part in sentence),
            tokens=tokens,
            heard_as="".join(part.text for part in sentence).strip(),
        )
    return tuple(found[piece] for piece in StatementPiece if piece in found)


def _parts(expected: Expected) -> list[tuple[str, StatementPiece | None]]:
    """Return the phrase as words and the piece that follows them; signs at the edges are left to the recogniser."""
    parts = []
    for words, name, _, _ in Formatter().parse(expected.phrase):
        parts.append((words.strip(" .,:;()"), StatementPiece(name) if name else None))
    return parts


def _fixed(scorer: Scorer, words: str, *, is_first: bool, before_slot: bool) -> _Scored:
    """Score words of the phrase, with the signs around them that fit best, and go on behind them.

    The signs do not count: a score for the sentence is about its words.
    """
    befores = ("",) if is_first else _AFTER
    afters = _BEFORE if before_slot and not is_first else ("",)
    texts = [f"{before} {words}{after}" for before, after in product(befores, afters)]
    best = max(scorer.score(texts), key=lambda one: one.total)
    scorer.go_on(best.text)
    return best


def _compete(
    scorer: Scorer,
    piece: StatementPiece,
    forms: Sequence[str],
    rivals: Sequence[tuple[str, Sequence[str]]],
) -> PieceScore:
    """Score a piece in its best form against its rivals in the same one, and go on behind the piece.

    Who reads a date aloud reads it one way. Where a rival was said, it fits better in that form, too.
    """
    own = scorer.score(forms)
    place = max(range(len(own)), key=lambda at: own[at].total)
    others = scorer.score([texts[place] for _, texts in rivals])
    strongest = max(range(len(others)), key=lambda at: others[at].total, default=None)
    scorer.go_on(own[place].text)
    return PieceScore(
        piece=piece,
        total=own[place].total,
        tokens=own[place].tokens,
        heard_as=own[place].text.strip(),
        rival="" if strongest is None else rivals[strongest][0],
        rival_total=None if strongest is None else others[strongest].total,
    )


def _date(scorer: Scorer, expected: Expected) -> PieceScore:
    on: date = expected.on
    return _compete(scorer, StatementPiece.DATE, phrases.date_forms(on), phrases.rival_dates(on))


def _email(scorer: Scorer, expected: Expected) -> PieceScore:
    return _compete(scorer, StatementPiece.EMAIL, phrases.email_forms(expected.email), ())


def _code(scorer: Scorer, expected: Expected) -> PieceScore:
    code = expected.code
    return _compete(scorer, StatementPiece.CODE, phrases.code_forms(code), phrases.rival_codes(code))


_SLOTS = {StatementPiece.DATE: _date, StatementPiece.EMAIL: _email, StatementPiece.CODE: _code}
