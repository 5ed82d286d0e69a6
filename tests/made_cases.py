"""Hand-made readings: a document, a selfie and a recording in which everything is as it should be."""

import math
from datetime import date

from assay.checks.readings import (
    Case,
    Claim,
    ClipReading,
    DocumentReading,
    Duplicates,
    Face,
    Frame,
    Gesture,
    Mrz,
    MrzFormat,
    Prompt,
    Quality,
    SelfieReading,
    VisualFields,
    Worn,
)
from assay.policy.load import current
from assay.sandbox import passport
from assay.sandbox.people import Person

ON = date(2026, 11, 22)
BOOK = current()
GOOD = Quality(width=1600, height=1200, sharpness=0.55, brightness=130.0, contrast=40.0, glare=0.0)
PROMPTS = (
    Prompt(gesture=Gesture.TURN_LEFT, from_second=2.0, to_second=6.0),
    Prompt(gesture=Gesture.BLINK, from_second=6.0, to_second=10.0),
    Prompt(gesture=Gesture.TURN_RIGHT, from_second=10.0, to_second=14.0),
)


def template(cosine: float = 1.0, axis: int = 1) -> tuple[float, ...]:
    """A unit vector whose cosine with template() is the one given."""
    numbers = [0.0] * 128
    numbers[0], numbers[axis] = cosine, math.sqrt(1.0 - cosine * cosine)
    return tuple(numbers)


def face(**changes: object) -> Face:
    made = Face(
        box=((0.3, 0.2), (0.6, 0.7)),
        eyes=((0.4, 0.4), (0.5, 0.4)),
        confidence=0.95,
        eye_distance=120.0,
        yaw=1.0,
        pitch=4.0,
        roll=0.0,
        eyes_closed=0.0,
        smile=0.0,
        quality=GOOD,
        live=0.98,
        template=template(),
        worn=Worn(glasses=0.0, eyes_hidden=0.0, glare=0.0, hat=0.0, mouth_covered=0.0, bare_forehead=0.8),
    )
    return made.model_copy(update=changes)


def claim_of(bearer: Person, **changes: object) -> Claim:
    """What the bearer of a Utopian passport types and chooses."""
    made = Claim(
        given_names=bearer.given_names,
        surname=bearer.surname,
        born_on=bearer.born_on,
        residence="UT",
        nationality="UT",
        document_kind="passport",
        issuing_country="UT",
    )
    return made.model_copy(update=changes)


def front(*faces: Face) -> DocumentReading:
    return DocumentReading(
        quality=GOOD,
        outline=((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)),
        outline_confidence=0.9,
        cut_off=False,
        documents_seen=1,
        turned=0,
        faces=faces,
    )


def yaw_at(second: float) -> float:
    """To the own left from second 3 to 5, to the right from second 11 to 13."""
    if 3.0 <= second <= 5.0:
        return 25.0
    return -25.0 if 11.0 <= second <= 13.0 else 0.0


def clip(**changes: object) -> ClipReading:
    """15.5 seconds at eight frames a second; the eyes are closed for a quarter of a second at second 8."""
    frames = []
    for number in range(125):
        at = number / 8
        yaw = yaw_at(at)
        closely = yaw == 0.0 and number % 8 == 0
        frame = Frame(
            at=at,
            faces=1,
            yaw=2.0 + yaw,
            pitch=5.0,
            eyes_closed=0.95 if 8.0 <= at < 8.25 else 0.02,
            live=0.97 if closely else None,
            parallax=0.45 if yaw else None,
            sharpness=0.5,
            template=template() if closely else None,
        )
        frames.append(frame.model_copy(update=changes))
    return ClipReading(seconds=15.5, width=640, height=480, frames=tuple(frames))


def altered(reading: ClipReading, where: object, **changes: object) -> ClipReading:
    """Return the clip with the frames changed for which `where` (a function of the frame) holds."""
    frames = tuple(frame.model_copy(update=changes) if where(frame) else frame for frame in reading.frames)
    return reading.model_copy(update={"frames": frames})


def case(**changes: object) -> Case:
    made = Case(
        claim=None,
        front=front(face(live=None, template=template(0.8))),
        selfie=SelfieReading(quality=GOOD, faces=(face(),)),
        clip=clip(),
        prompts=PROMPTS,
        duplicates=Duplicates(),
        specimens_allowed=True,
        on=ON,
    )
    return made.model_copy(update=changes)


def passing_front(bearer: Person) -> DocumentReading:
    """The data page of the person's passport, read without a fault."""
    lines = passport.zone(bearer)
    zone = Mrz(
        format=MrzFormat.TD3,
        lines=lines,
        document_code="P",
        issuer="UTO",
        document_number=bearer.passport_number,
        surname=bearer.surname.upper(),
        given_names=bearer.given_names.upper(),
        nationality="UTO",
        sex=bearer.sex,
        born_on=bearer.born_on,
        expires_on=bearer.expires_on,
        agreed=True,
        confidence=0.99,
    )
    visual = VisualFields(
        surname=bearer.surname.upper(),
        given_names=bearer.given_names.upper(),
        document_number=bearer.passport_number,
        born_on=bearer.born_on,
        expires_on=bearer.expires_on,
    )
    return front(face(live=None, template=template(0.8))).model_copy(update={"mrz": zone, "visual": visual})
