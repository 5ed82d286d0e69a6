"""The shape of the rule book. Strict: an unknown key, a missing value or a wrong type stops the start."""

from datetime import date
from enum import StrEnum
from string import Formatter
from typing import Annotated

from pydantic import Field, model_validator

from assay.policy.documents import (
    Country,
    DocumentKind,
    NumberFormat,
    Specimens,
    Traces,
    Validity,
)
from assay.policy.routes import Edition, ReferralRule, Route
from assay.policy.values import Dated, ReasonCode, Seconds, Strict


class CheckName(StrEnum):
    """Every check there is. `assay.checks` has one function for each; levels.toml says which a level needs."""

    DOCUMENT_FOUND = "document_found"
    DOCUMENT_IMAGE = "document_image"
    DOCUMENT_READABLE = "document_readable"
    DOCUMENT_KIND = "document_kind"
    DOCUMENT_CHECK_DIGITS = "document_check_digits"
    DOCUMENT_SOURCES_AGREE = "document_sources_agree"
    DOCUMENT_ORIGINAL = "document_original"
    DOCUMENT_AUTHENTIC = "document_authentic"
    DOCUMENT_CHIP = "document_chip"
    DOCUMENT_PLAUSIBLE = "document_plausible"
    DOCUMENT_EXPIRY = "document_expiry"
    HOLDER_AGE = "holder_age"
    DETAILS_MATCH = "details_match"
    RESIDENCE_CONSISTENT = "residence_consistent"
    DOCUMENT_FACE = "document_face"
    SELFIE_FACE = "selfie_face"
    SELFIE_FRAME = "selfie_frame"
    SELFIE_EYES = "selfie_eyes"
    SELFIE_IMAGE = "selfie_image"
    SELFIE_UNCOVERED = "selfie_uncovered"
    SELFIE_UNFILTERED = "selfie_unfiltered"
    FACE_MATCH = "face_match"
    CHALLENGE_FOLLOWED = "challenge_followed"
    ONE_LIVE_FACE = "one_live_face"
    PRESENTATION_ATTACK = "presentation_attack"
    LIGHT_RESPONSE = "light_response"
    CLIP_FRESH = "clip_fresh"
    CLIP_GENUINE = "clip_genuine"
    DUPLICATE_FACE = "duplicate_face"
    DUPLICATE_DOCUMENT = "duplicate_document"
    STATEMENT_SOUND = "statement_sound"
    STATEMENT_SAID = "statement_said"
    STATEMENT_PERSON = "statement_person"
    STATEMENT_FRESH = "statement_fresh"
    NOTE_PERSON = "note_person"
    NOTE_BODY = "note_body"
    NOTE_DOCUMENT = "note_document"
    NOTE_SHEET = "note_sheet"
    NOTE_HELD = "note_held"
    NOTE_WORDS = "note_words"
    NOTE_HANDWRITTEN = "note_handwritten"


class EvidenceKind(StrEnum):
    DOCUMENT_FRONT = "document_front"
    DOCUMENT_BACK = "document_back"
    SELFIE = "selfie"
    CHALLENGE_CLIP = "challenge_clip"


class Level(Strict):
    """A level an account can hold. `tier` 0, 1, 2 is what the code compares; titles are the operator's words."""

    id: str
    tier: Annotated[int, Field(ge=0, le=2)]
    title: str
    summary: str
    unlocks: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    checks: tuple[CheckName, ...] = ()
    source: str


class Attempts(Strict):
    """How often a verification may fail before it pauses, and how long the machine may take before a person looks."""

    denials_before_pause: Annotated[int, Field(ge=1)]
    pause_hours: Annotated[int, Field(ge=1)]
    checking_minutes: Annotated[int, Field(ge=1)]
    # What these checks find is put to the customer before they send; and for how long a page waits for it.
    ask_before_sending: tuple[CheckName, ...]
    wait_seconds: Annotated[int, Field(ge=1)]
    source: str


class Audience(StrEnum):
    CUSTOMER = "customer"
    STAFF = "staff"


class Reason(Strict):
    """A reason code's words. `told` whether the customer may be told; where not, `customer` is what they read instead.
    `fix` is the next step in plain words; `pieces` are the pieces of evidence to give again.
    """

    code: ReasonCode
    staff: str
    customer: str
    fix: str = ""
    told: bool = True
    retryable: bool = False
    decidable: bool = False
    appealable: bool = True
    pieces: tuple[EvidenceKind, ...] = ()
    # The customer has to choose kind and issuing country of the document again.
    choose_again: bool = False


class ReviewKind(StrEnum):
    VERIFICATION = "verification"


class ReviewRule(Strict):
    kind: ReviewKind
    title: str
    due_within_hours: Annotated[int, Field(ge=1)]
    source: str


class Challenge(Strict):
    """The active challenge. `gestures` is the pool from which each attempt draws so many, at least one turn of the head among
    them; each range is drawn from anew. `dot_points` are the places the dot moves between. `flashes` colours fill the screen at
    the end; none where it is 0.
    """

    gestures: tuple[str, ...]
    gestures_least: Annotated[int, Field(ge=1)]
    gestures_most: Annotated[int, Field(ge=1)]
    lead_seconds: Seconds
    gesture_seconds: Seconds
    dot_seconds: Seconds
    dot_points: Annotated[int, Field(ge=2)]
    gap_seconds: Seconds
    flashes: Annotated[int, Field(ge=0)]
    flash_seconds: Seconds
    tail_seconds: float
    valid_minutes: Annotated[int, Field(ge=1)]

    @model_validator(mode="after")
    def _can_be_drawn(self) -> "Challenge":
        if not self.gestures_least <= self.gestures_most <= len(set(self.gestures)):
            raise ValueError("gestures_least, gestures_most and the pool do not fit")
        if not {"turn_left", "turn_right"} & set(self.gestures):
            raise ValueError("without a turn of the head depth cannot be seen")
        # WCAG 2.2, 2.3.1: no more than three flashes a second. Two changes make a flash, so this is one at most.
        if self.flash_seconds.least < 0.5:
            raise ValueError("colours must not change more often than twice a second")
        return self


class Statement(Strict):
    """What a person speaks into a camera: `phrase` with {date} (as in `date_format`), {email}, {code} and perhaps {brand}."""

    phrase: str
    date_format: str
    code_digits: Annotated[int, Field(ge=4, le=8)]
    valid_minutes: Annotated[int, Field(ge=1)]
    attempts: Annotated[int, Field(ge=1)]
    checks: tuple[CheckName, ...]
    source: str

    @model_validator(mode="after")
    def _can_be_spoken(self) -> "Statement":
        names = {name for _, name, _, _ in Formatter().parse(self.phrase)} - {None, "brand"}
        if names != {"date", "email", "code"}:
            raise ValueError("the phrase needs {date}, {email} and {code}, and may have {brand}")
        return self


class UploadLimits(Strict):
    """Checked before anything is decoded."""

    picture_bytes: int
    picture_pixels: int
    picture_least_side: int
    clip_bytes: int
    clip_seconds: float
    clip_pixels: int
    pdf_pages: int
    # Files on their way: how many an account may have, and how long one may take.
    open_uploads: Annotated[int, Field(ge=1)]
    unfinished_hours: Annotated[int, Field(ge=1)]


class NotePhotoRule(Strict):
    """A photo of a person with a note: which words the note says, which checks are run, whether a document is held, too."""

    id: str
    phrase: str
    with_document: bool = False
    checks: tuple[CheckName, ...]
    source: str


class HandoffRule(Strict):
    """How long an offer to go on in another place holds, and how long the stay there may last."""

    valid_minutes: Annotated[int, Field(ge=1)]
    session_minutes: Annotated[int, Field(ge=1)]
    source: str


class Handoffs(Strict):
    phone: HandoffRule
    embedded: HandoffRule


class Book(Strict):
    """The whole rule book, with the digest of the files it was read from."""

    digest: str
    levels: tuple[Level, ...]
    attempts: Attempts
    documents: tuple[DocumentKind, ...]
    default_country: Country
    countries: dict[str, Country]
    reasons: dict[str, Reason]
    thresholds: dict[str, dict[str, Dated]]
    reviews: tuple[ReviewRule, ...]
    challenge: Challenge
    uploads: UploadLimits
    statement: Statement
    specimens: tuple[Specimens, ...]
    traces: Traces
    number_formats: tuple[NumberFormat, ...]
    validities: tuple[Validity, ...]
    note_photos: tuple[NotePhotoRule, ...]
    handoffs: Handoffs
    routes: Annotated[tuple[Route, ...], Field(min_length=1)]
    referral: ReferralRule
    edition: Edition

    def level(self, level_id: str) -> Level:
        return next(level for level in self.levels if level.id == level_id)

    def tier(self, tier: int) -> Level:
        return next(level for level in self.levels if level.tier == tier)

    def document(self, kind: str) -> DocumentKind:
        return next(document for document in self.documents if document.id == kind)

    def country(self, code: str) -> Country:
        """Return a country's rules; a country without a file of its own follows the default."""
        return self.countries.get(code, self.default_country)

    def threshold(self, check: CheckName, name: str, on: date) -> float:
        """Return the number a check compares with, as in force on a day."""
        return self.thresholds[check][name].on(on)

    def note_photo(self, rule_id: str) -> NotePhotoRule:
        return next(rule for rule in self.note_photos if rule.id == rule_id)

    def route(self, route_id: str) -> Route | None:
        """Return a route; None where the book has none of that name (any more)."""
        return next((route for route in self.routes if route.id == route_id), None)

    def review_rule(self, kind: ReviewKind) -> ReviewRule:
        return next(rule for rule in self.reviews if rule.kind == kind)
