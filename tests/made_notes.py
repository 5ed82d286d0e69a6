"""A hand-made reading of a photo in which everything is as it should be, and what is judged on it."""

from datetime import date

from assay.checks import pipeline
from assay.checks.readings import Classification
from assay.checks.readings.note import (
    Body,
    Hand,
    HeldDocument,
    Joint,
    NotePhoto,
    NoteReading,
    NoteSheet,
    NoteWord,
)
from assay.policy.load import current
from made_cases import GOOD, face, front, template

ON = date(2026, 11, 22)
WORDS = "Assay - (22/11/2026) reactivate my account (m***@example.org) K7XQ"
SHEET = ((0.66, 0.40), (0.88, 0.40), (0.88, 0.52), (0.66, 0.52))
DOCUMENT = ((0.10, 0.40), (0.28, 0.40), (0.28, 0.50), (0.10, 0.50))


def words(*lines, confidence=0.97):
    return tuple(NoteWord(text=line, confidence=confidence, corners=SHEET) for line in lines)


WRITTEN = words("Assay-(22/11/2026)", "reactivate my account", "(m***@example.org)", "K7XQ")


def hand_at(x, y):
    """A hand 0.08 wide whose finger tips are at a point."""
    return Hand(points=tuple((x + 0.004 * k - 0.04, y + 0.004 * k) for k in range(21)), confidence=0.9)


def joints(*places, seen=0.99):
    return tuple(Joint(place=place, seen=seen) for place in places)


def sheet(**changes):
    made = NoteSheet(outline=SHEET, clear=0.97, cut_off=False, quality=GOOD, words=WRITTEN, twins=0.05)
    return made.model_copy(update=changes)


def body(**changes):
    made = Body(
        shoulders=joints((0.65, 0.45), (0.35, 0.45)),
        elbows=joints((0.75, 0.7), (0.25, 0.7)),
        wrists=joints((0.77, 0.55), (0.2, 0.55)),
        confidence=1.0,
        seen=9.0,
        hidden=0.07,
    )
    return made.model_copy(update=changes)


def document(**changes):
    portrait = face(live=None, template=template(0.8), eye_distance=28.0)
    reading = front(portrait).model_copy(update={"classification": Classification(kind="passport")})
    return HeldDocument(outline=DOCUMENT, reading=reading.model_copy(update=changes))


PERSON = face(box=((0.40, 0.18), (0.60, 0.38)), eyes=((0.45, 0.26), (0.55, 0.26)))


def reading(**changes):
    made = NoteReading(
        quality=GOOD.model_copy(update={"width": 2400, "height": 3000}),
        faces=(PERSON,),
        document=document(),
        sheet=sheet(),
        hands=(hand_at(0.77, 0.52), hand_at(0.2, 0.5)),
        body=body(),
    )
    return made.model_copy(update=changes)


def judged(required=WORDS, rule="document_and_note", **changes):
    """Return the results by name of check."""
    photo = NotePhoto(
        reading=reading(**changes), required=required, with_document=rule == "document_and_note"
    )
    return {one.check.value: one for one in pipeline.assess_note(photo, rule, current(), on=ON)}
