"""Did the person say what was asked, now, with their own face? Every answer is pass, ask again or refer."""

from datetime import date
from statistics import median

from assay.checks.faces.face import cosine
from assay.checks.readings import Case
from assay.checks.readings.statement import PieceScore, SpokenStatement, StatementPiece, StatementReading
from assay.checks.result import CheckResult, Outcome, Signal, result_of
from assay.policy.schema import Book, CheckName

_PIECES = {
    StatementPiece.DATE: "statement.date.not_heard",
    StatementPiece.SENTENCE: "statement.sentence.not_heard",
    StatementPiece.EMAIL: "statement.email.not_heard",
    StatementPiece.CODE: "statement.code.not_heard",
}


def statement_sound(case: Case, book: Book) -> CheckResult:
    """The recording has sound in which somebody speaks, no longer than can be recognised, and sound and picture belong together.

    Silence, noise and recordings that are too long can be mended by recording again. Sound and picture that do not begin and
    end together may have been put together from two recordings; a person looks.
    """
    check = CheckName.STATEMENT_SOUND
    reading = _statement(case).reading
    sound = reading.sound
    if sound is None:
        return result_of(
            check, {"statement.sound.missing": Outcome.ASK_AGAIN}, seen={"sound": "The recording has none."}
        )
    if sound.speech_seconds is None:
        return result_of(
            check,
            {"statement.speech.not_measured": Outcome.REFER},
            seen={"speech": "Not measured: the network is not installed."},
        )
    least, longest, apart_most = (
        book.threshold(check, name, case.on)
        for name in ("speech_seconds_least", "spoken_for_most", "lengths_apart_most")
    )
    ends_apart = abs(sound.starts_at + sound.seconds - reading.clip.seconds)
    problems = {}
    if sound.speech_seconds < least:
        problems["statement.speech.none"] = Outcome.ASK_AGAIN
    if sound.spoken_for_seconds > longest:
        problems["statement.speech.too_long"] = Outcome.ASK_AGAIN
    if max(ends_apart, abs(sound.starts_at)) > apart_most:
        problems["statement.sound.lengths_differ"] = Outcome.REFER
    return result_of(
        check,
        problems,
        score=sound.speech_seconds,
        threshold=least,
        seen={
            "speech": f"{sound.speech_seconds:.1f} s of {sound.seconds:.1f} s (from {least:.0f} s)",
            "first to last word": f"{sound.spoken_for_seconds:.1f} s (up to {longest:.0f} s)",
            "sound against picture": f"begins {sound.starts_at:+.1f} s, ends {ends_apart:.1f} s apart (up to {apart_most:.0f} s)",
        },
    )


def statement_said(case: Case, book: Book) -> CheckResult:
    """The sentence was said, with the date, the e-mail address and the one-time code that were asked for.

    Nothing is dictated and compared: each piece is scored by how probable it is given the sound, the logarithm of a
    probability, 0 for certain. Date and code must also be more probable than every rival: other days, months and years, codes
    with one other digit. Where a small recogniser is unsure of any piece, a larger one listens and decides, by limits of its own.
    What was not heard can be said again.

    That the e-mail address was said is no proof of who said it, and weak proof that this address was said and not one that
    sounds much the same. The account is known by the request that the code was drawn for.
    """
    check = CheckName.STATEMENT_SAID
    statement = _statement(case)
    pieces = statement.reading.pieces
    if not pieces:
        spoken = statement.reading.sound is not None and statement.reading.sound.speech_seconds
        reason = "statement.speech.not_measured" if spoken else "statement.speech.none"
        outcome = Outcome.REFER if spoken else Outcome.ASK_AGAIN
        return result_of(check, {reason: outcome}, seen={"statement": "Nothing was recognised."})
    problems, seen, margins = {}, {}, []
    for piece in pieces:
        margin, words = _judged(piece, statement.reading.recogniser, book, case.on)
        margins.append(margin)
        seen[piece.piece.value] = words
        if margin < 0:
            problems[_PIECES[piece.piece]] = Outcome.ASK_AGAIN
    # The score is that of the weakest piece: how far it lies above its limit.
    return result_of(check, problems, score=round(min(margins), 2), threshold=0.0, seen=seen)


def is_heard(reading: StatementReading, book: Book, on: date) -> bool:
    """Whether every piece of a reading was heard, so that no other recogniser needs to listen."""
    return all(_judged(piece, reading.recogniser, book, on)[0] >= 0 for piece in reading.pieces)


def _judged(piece: PieceScore, recogniser: str, book: Book, on: date) -> tuple[float, str]:
    """Return how far a piece lies above its limits, negative below one of them; and what was measured, in words."""
    # Each recogniser has limits of its own: the same sound is less probable to one than to another.
    least = book.threshold(CheckName.STATEMENT_SAID, f"{recogniser}_{piece.piece}_least", on)
    if piece.lead is None:
        return piece.mean - least, f"{piece.mean:.1f} (from {least:.1f}), heard as “{piece.heard_as}”"
    words = f"{piece.total:.1f} (from {least:.0f}), heard as “{piece.heard_as}”; {piece.lead:+.1f} against “{piece.rival}”"
    # Equal is not ahead.
    ahead = piece.lead - book.threshold(CheckName.STATEMENT_SAID, f"{piece.piece}_lead", on)
    return min(piece.total - least, ahead if ahead > 0 else min(ahead, -0.01)), words


def statement_person(case: Case, book: Book) -> CheckResult:
    """One person was in the picture throughout, the person of the portrait, with the document beside the face.

    A face that leaves the picture can stay in it next time. A face that changes, is not the portrait's, a picture that stands
    still and a document that was not seen are looked at by a person: the finder of documents misses some, and says nothing
    about which document it is. Whether the lips move with the voice is shown and never judged.
    """
    check = CheckName.STATEMENT_PERSON
    reading = _statement(case).reading
    frames = reading.clip.frames
    present = sum(frame.faces > 0 for frame in frames) / max(1, len(frames))
    templates = [frame.template for frame in frames if frame.template is not None]
    present_least = book.threshold(check, "face_present_least", case.on)
    problems = {}
    if present < present_least or not templates:
        problems["statement.face.lost"] = Outcome.ASK_AGAIN
    same, to_portrait = _lowest_likeness(templates), _to_portrait(case, templates)
    if same < book.threshold(check, "same_face", case.on):
        problems["statement.face.changed"] = Outcome.REFER
    if to_portrait is not None and to_portrait < book.threshold(check, "same_as_portrait", case.on):
        problems["statement.face.other"] = Outcome.REFER
    frozen = reading.clip.stream.frozen if reading.clip.stream else 0.0
    if frozen > book.threshold(check, "frozen_most", case.on):
        problems["statement.picture.frozen"] = Outcome.REFER
    if not reading.document_share:
        problems["statement.document.not_seen"] = Outcome.REFER
    return result_of(
        check,
        problems,
        score=to_portrait,
        threshold=book.threshold(check, "same_as_portrait", case.on),
        seen={
            "face": f"in {present:.0%} of {len(frames)} frames (from {present_least:.0%})",
            "same face": f"likeness of {len(templates)} frames to one another at least {same:.2f}",
            "portrait": "none to compare with" if to_portrait is None else f"likeness {to_portrait:.2f}",
            "document": f"seen in {reading.document_share or 0.0:.0%} of the frames looked at",
            "picture": f"{frozen:.0%} of the frames equal the one before",
        },
        signals=(_lips(reading.lips, book.threshold(check, "lips_least", case.on)),),
    )


def _lowest_likeness(templates: list[tuple[float, ...]]) -> float:
    """Return the lowest of each frame's median likeness to the others: a stranger shows, one noisy pair does not."""
    medians = [
        median(cosine(one, other) for at, other in enumerate(templates) if at != place)
        for place, one in enumerate(templates)
        if len(templates) > 1
    ]
    return min(medians, default=1.0)


def _to_portrait(case: Case, templates: list[tuple[float, ...]]) -> float | None:
    """Return the median likeness to the selfie, or to the document's portrait where there is no selfie."""
    known = case.selfie.faces if case.selfie and case.selfie.faces else case.front.faces
    if not known or not templates:
        return None
    return median(cosine(known[0].template, template) for template in templates)


def _lips(correlation: float | None, least: float) -> Signal:
    if correlation is None:
        return Signal(name="lips move with the voice", said="The lips were not seen for long enough.")
    said = f"correlation {correlation:.2f} of mouth and voice (usual from {least:.2f})"
    return Signal(name="lips move with the voice", strength=max(0.0, correlation), threshold=least, said=said)


def statement_fresh(case: Case, book: Book) -> CheckResult:
    """The recording is none that was given before, by its sound.

    Fingerprints of the sound are compared with those of earlier statements: they outlast another file format, noise and cuts.
    A person looks at both recordings. The code is what protects against replay in the first place: it changes every time.
    """
    least = book.threshold(CheckName.STATEMENT_FRESH, "same_recording", case.on)
    matches = case.duplicates.sounds if case.duplicates else ()
    nearest = max((match.likeness for match in matches), default=0.0)
    return result_of(
        CheckName.STATEMENT_FRESH,
        {"statement.sound.repeated": Outcome.REFER} if nearest >= least else {},
        score=nearest,
        threshold=least,
        seen={"earlier recordings": f"nearest {nearest:.2f} alike" if matches else "none"},
    )


def _statement(case: Case) -> SpokenStatement:
    if case.statement is None:
        raise ValueError("the case has no statement")
    return case.statement
