"""Does the photo show the person as asked: alone, with face and upper body, the document beside the face, both things in hand?

The machine asks for another photo where the customer can mend it, and sends everything it is not sure of to a person.
"""

from functools import partial

from assay.checks.faces.face import box_mark, cosine
from assay.checks.faces.selfie import selfie_eyes, selfie_image
from assay.checks.faces.worn import selfie_uncovered
from assay.checks.notes import note_geometry as geometry
from assay.checks.readings import Case, Face, SelfieReading
from assay.checks.readings.note import Hand, HeldDocument, NoteReading
from assay.checks.result import CheckResult, Mark, Outcome, Piece, result_of
from assay.policy.schema import Book, CheckName

# Clear glasses may be worn on this photo (REQUIREMENTS X-21), so light on them is no fault.
_ALLOWED = frozenset({"selfie.worn.glare"})


def reading_of(case: Case) -> NoteReading:
    """Return what was read from the photo. Raises LookupError where the case has none."""
    if case.note is None:
        raise LookupError("the case has no note photo")
    return case.note.reading


def note_person(case: Case, book: Book) -> CheckResult:
    """One person is on the photo, whose face is free, sharp and well lit, with open eyes.

    A friend may take the photo, but a second face near the first goes to a person. Clear glasses and head covers that leave the
    oval of the face free are allowed. Whether it was day cannot be seen, so light, contrast and sharpness are measured instead.
    """
    reading = reading_of(case)
    if not reading.faces:
        return result_of(
            CheckName.NOTE_PERSON,
            {"note.face.missing": Outcome.ASK_AGAIN},
            seen={"face": "No face was found."},
        )
    face = reading.faces[0]
    alone = case.model_copy(
        update={"selfie": SelfieReading(quality=reading.quality, faces=(face,), turned=reading.turned)}
    )
    rules = [rule(alone, book) for rule in (selfie_image, selfie_eyes, selfie_uncovered)]
    problems = {reason: one.outcome for one in rules for reason in one.reasons if reason not in _ALLOWED}
    least = book.threshold(CheckName.NOTE_PERSON, "company_least", case.on) * _width(face)
    company = [one for one in reading.faces[1:] if _width(one) >= least]
    if company:
        problems["note.face.several"] = Outcome.REFER
    marks = [box_mark(face, Piece.NOTE, "Face", good=not problems)]
    return result_of(
        CheckName.NOTE_PERSON,
        problems,
        seen={
            "faces": str(len(reading.faces)),
            **{key: value for one in rules for key, value in one.seen.items()},
        },
        marks=(*marks, *(box_mark(one, Piece.NOTE, "Another face", good=False) for one in company)),
    )


def _width(face: Face) -> float:
    return face.box[1][0] - face.box[0][0]


def note_body(case: Case, book: Book) -> CheckResult:
    """Face, shoulders, chest, arms and hands can be seen; the sheet hides neither the face nor much of the body.

    The score is the share of the body that sheet and document hide.
    """
    reading, limit = reading_of(case), partial(book.threshold, CheckName.NOTE_BODY, on=case.on)
    body, most = reading.body, limit("hidden_most")
    if body is None or not reading.faces:
        return result_of(CheckName.NOTE_BODY, {"note.face.missing": Outcome.ASK_AGAIN})
    before_face = _before(reading, reading.faces[0])
    joints = {
        name: sum(joint.seen >= limit("joint_seen_least") and _in_picture(joint.place) for joint in pair)
        for name, pair in (("shoulders", body.shoulders), ("elbows", body.elbows), ("wrists", body.wrists))
    }
    reasons = {
        "note.sheet.before_face": before_face > limit("face_hidden_most"),
        "note.body.hidden": body.hidden > most,
        "note.body.not_visible": body.seen < limit("seen_least") or joints["shoulders"] < 2,
        "note.hands.not_visible": not reading.hands and joints["wrists"] == 0,
    }
    problems = dict.fromkeys((reason for reason, wrong in reasons.items() if wrong), Outcome.ASK_AGAIN)
    return result_of(
        CheckName.NOTE_BODY,
        problems,
        score=body.hidden,
        threshold=most,
        seen={
            "body": f"{body.hidden:.0%} hidden; {body.seen:.1f} times the face can be seen below the chin",
            "face": f"{before_face:.0%} behind sheet or document",
            "joints seen": ", ".join(f"{count} {name}" for name, count in joints.items()),
        },
        marks=tuple(
            Mark(
                piece=Piece.NOTE,
                label="Shoulder",
                points=(joint.place,),
                good=joint.seen >= limit("joint_seen_least"),
            )
            for joint in body.shoulders
            if _in_picture(joint.place)
        ),
    )


def _in_picture(place: tuple[float, float]) -> bool:
    return all(0 <= share <= 1 for share in place)


def _before(reading: NoteReading, face: Face) -> float:
    things = [thing.outline for thing in (reading.sheet, reading.document) if thing]
    return max((geometry.share_covered(geometry.box_of(face), thing) for thing in things), default=0.0)


def note_document(case: Case, book: Book) -> CheckResult:
    """The document is on the photo, large and sharp enough to be compared, not covered, and its portrait is the person's face.

    The score is the likeness of the two faces. A held portrait is small, so a person compares more often than with a photo of
    the document alone.
    """
    reading, limit = reading_of(case), partial(book.threshold, CheckName.NOTE_DOCUMENT, on=case.on)
    held = reading.document
    if held is None or not held.reading.faces:
        seen = {"document": "No document with a portrait was found beside the face."}
        return result_of(CheckName.NOTE_DOCUMENT, {"note.document.missing": Outcome.ASK_AGAIN}, seen=seen)
    portrait, accept = held.reading.faces[0], limit("same_person")
    covered = sum(patch.strength for patch in held.reading.signs.covered) if held.reading.signs else 0.0
    quality = held.reading.quality
    reasons = {
        "note.document.cut_off": not all(0.002 < share < 0.998 for point in held.outline for share in point),
        "note.document.small": portrait.eye_distance < limit("eye_distance"),
        "note.document.unclear": quality.sharpness < limit("sharpness_least")
        or quality.glare > limit("glare_most"),
        "note.document.covered": covered > limit("covered_most"),
    }
    problems = dict.fromkeys((reason for reason, wrong in reasons.items() if wrong), Outcome.ASK_AGAIN)
    alike = cosine(portrait.template, reading.faces[0].template) if reading.faces else 0.0
    if alike < accept and not problems:
        problems["note.document.other_face"] = Outcome.REFER
    return result_of(
        CheckName.NOTE_DOCUMENT,
        problems,
        score=alike,
        threshold=accept,
        seen={
            "kind": _kind(held),
            "likeness": f"{alike:.2f}, accepted from {accept:.2f}",
            "portrait": f"{portrait.eye_distance:.0f} pixels between the eyes",
            "picture": f"sharpness {quality.sharpness:.2f}, reflections {quality.glare:.1%}, {covered:.1%} covered",
        },
        marks=(Mark(piece=Piece.NOTE, label="Document", points=held.outline, good=not problems),),
    )


def _kind(held: HeldDocument) -> str:
    kind = held.reading.classification.kind if held.reading.classification else None
    return (kind or "unknown").replace("_", " ")


def note_held(case: Case, book: Book) -> CheckResult:
    """The person holds document and note in their own hands; the document is not fixed to the note.

    Hands are found by a network that misses some, so a thing without a hand goes to a person and is not refused. So does a
    third hand: somebody else may hold the camera, but neither document nor note.
    """
    reading, limit = reading_of(case), partial(book.threshold, CheckName.NOTE_HELD, on=case.on)
    things = {
        name: thing.outline
        for name, thing in (("note", reading.sheet), ("document", reading.document))
        if thing is not None and (name == "note" or _asks_document(case))
    }
    holding = {name: _holding(reading, outline, limit("reach_most")) for name, outline in things.items()}
    problems: dict[str, Outcome] = {}
    if _is_on_note(reading, limit("on_note_most")):
        problems["note.document.on_note"] = Outcome.ASK_AGAIN
    elif not all(holding.values()):
        problems["note.held.unclear"] = Outcome.REFER
    if len(reading.hands) > 2:
        problems["note.hands.several"] = Outcome.REFER
    return result_of(
        CheckName.NOTE_HELD,
        problems,
        seen={
            "hands": str(len(reading.hands)),
            **{name: f"{len(found)} at it" for name, found in holding.items()},
        },
        marks=tuple(
            Mark(piece=Piece.NOTE, label="Hand", points=_around(hand), good=len(reading.hands) <= 2)
            for hand in reading.hands
        ),
    )


def _is_on_note(reading: NoteReading, most: float) -> bool:
    """Whether the document lies on the note, or at least a small portrait does, where its outline was lost on the paper."""
    sheet, held = reading.sheet, reading.document
    if sheet is None:
        return False
    if held is not None:
        return geometry.share_covered(held.outline, sheet.outline) > most
    middles = [geometry.middle(face) for face in reading.faces[1:]]
    return any(geometry.is_inside(middle, sheet.outline) for middle in middles)


def _asks_document(case: Case) -> bool:
    return case.note is not None and case.note.with_document


def _holding(reading: NoteReading, outline: tuple[tuple[float, float], ...], most: float) -> list[Hand]:
    return [hand for hand in reading.hands if geometry.reach(hand, outline, reading) <= most]


def _around(hand: Hand) -> tuple[tuple[float, float], tuple[float, float]]:
    xs, ys = [x for x, _ in hand.points], [y for _, y in hand.points]
    return (min(xs), min(ys)), (max(xs), max(ys))
