"""The shape of the rule book. Strict: an unknown key, a missing value or a wrong type stops the start."""

import re
from datetime import date
from enum import StrEnum
from itertools import pairwise
from string import Formatter
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator


class Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
ReasonCode = Annotated[str, StringConstraints(pattern=r"^[a-z_]+(\.[a-z_]+){1,2}$")]


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


class Side(StrEnum):
    FRONT = "front"
    BACK = "back"


class EvidenceKind(StrEnum):
    DOCUMENT_FRONT = "document_front"
    DOCUMENT_BACK = "document_back"
    SELFIE = "selfie"
    CHALLENGE_CLIP = "challenge_clip"


class Dated(Strict):
    """A value that changes on a day. `values` maps the day from which a value counts to the value."""

    source: str
    values: dict[str, float]

    @model_validator(mode="after")
    def _dates_in_order(self) -> "Dated":
        days = [date.fromisoformat(day) for day in self.values]
        if not days or any(earlier >= later for earlier, later in pairwise(days)):
            raise ValueError("values need at least one day, in order")
        return self

    def on(self, day: date) -> float:
        """Return the value in force on a day. Raises LookupError for a day before the first."""
        chosen = [value for start, value in self.values.items() if date.fromisoformat(start) <= day]
        if not chosen:
            raise LookupError(f"no value in force on {day}")
        return chosen[-1]


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
    source: str


class DocumentKind(Strict):
    """A kind of identity document. `formats` are the MRZ formats it may carry."""

    id: str
    title: str
    sides: tuple[Side, ...]
    mrz_formats: tuple[str, ...] = ()
    barcode: bool = False


class Country(Strict):
    """What differs for one country; everything else comes from default.toml."""

    served: bool = True
    minimum_age: Annotated[int, Field(ge=0)]
    documents: tuple[str, ...]
    notice: str = ""
    source: str


class CountryDifference(Strict):
    served: bool | None = None
    minimum_age: Annotated[int, Field(ge=0)] | None = None
    documents: tuple[str, ...] | None = None
    notice: str | None = None
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


class Seconds(Strict):
    """A range of seconds to draw from, to a tenth."""

    least: Annotated[float, Field(ge=0)]
    most: Annotated[float, Field(ge=0)]

    @model_validator(mode="after")
    def _in_order(self) -> "Seconds":
        if self.least > self.most:
            raise ValueError("least is more than most")
        return self


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


class Specimens(Strict):
    """Numbers of documents that were published as samples. `issuer` is the code of the machine readable zone, or the issuer
    identification number of a licence's barcode; `numbers` in letters and digits only.
    """

    issuer: str
    kind: str
    numbers: tuple[str, ...]
    source: str


class Traces(Strict):
    """What files say that were edited or taken from a screen, and what cameras are called that are none. `editors` in lower
    case, found within what a file names as its software; `screens` are width and height in pixels, upright or lying; of
    `phone_screens` no camera takes pictures. `virtual_cameras` in lower case, found within the name a browser gives a camera.
    """

    editors: tuple[str, ...]
    screens: tuple[tuple[int, int], ...]
    phone_screens: tuple[tuple[int, int], ...]
    words: tuple[str, ...]
    virtual_cameras: tuple[str, ...]
    source: str


class NotePhotoRule(Strict):
    """A photo of a person with a note: which words the note says, which checks are run, whether a document is held, too."""

    id: str
    phrase: str
    with_document: bool = False
    checks: tuple[CheckName, ...]
    source: str


class NumberCheck(StrEnum):
    """Check digits of states' own numbers. `assay.checks.number_checks` has one function for each."""

    PESEL = "pesel"
    LUHN = "luhn"
    FINNISH = "finnish"
    ROMANIAN = "romanian"
    BULGARIAN = "bulgarian"
    TURKISH = "turkish"
    SPANISH = "spanish"
    BALTIC = "baltic"
    CROATIAN = "croatian"
    YUGOSLAV = "yugoslav"
    BELGIAN = "belgian"
    BELGIAN_CARD = "belgian_card"
    CZECHOSLOVAK = "czechoslovak"
    DUTCH = "dutch"
    ICELANDIC = "icelandic"
    CHINESE = "chinese"
    POLISH_PASSPORT = "polish_passport"
    POLISH_CARD = "polish_card"
    PORTUGUESE_CARD = "portuguese_card"
    SINGAPOREAN = "singaporean"


class NumberFormat(Strict):
    """The form of a number: `pattern` covers all of it, in capitals and digits without blanks. `kinds` are the documents whose
    number it is; none for a personal number, which stands in the zone's optional data. Groups `yy`, `mm`, `dd` hold
    the date of birth; `month_offsets` is what is added to the month, for a century or a sex.
    """

    country: CountryCode
    kinds: tuple[str, ...] = ()
    pattern: str
    check: NumberCheck | None = None
    month_offsets: tuple[int, ...] = (0,)
    source: str

    @model_validator(mode="after")
    def _pattern_can_be_read(self) -> "NumberFormat":
        try:
            re.compile(self.pattern)
        except re.error as error:
            raise ValueError(f"pattern: {error}") from error
        return self


class Validity(Strict):
    """How long a kind of document is valid at most: `years` and `extra_months`. No `countries`: all that have no rule of their
    own. `under_age` holders younger than that at the day of issue; `up_to_age` holders younger than that only. `issued_from`: the
    rule counts for documents that say they were issued on that day or later.
    """

    kind: str
    countries: tuple[CountryCode, ...] = ()
    years: Annotated[int, Field(ge=1)]
    extra_months: Annotated[int, Field(ge=0)] = 0
    under_age: int | None = None
    up_to_age: int | None = None
    issued_from: date | None = None
    source: str


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

    def review_rule(self, kind: ReviewKind) -> ReviewRule:
        return next(rule for rule in self.reviews if rule.kind == kind)
