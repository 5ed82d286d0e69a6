"""What a level needs, in plain words: each piece of evidence and each check, told once however many checks it is made of."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from assay.policy.schema import CheckName, Level
from assay.web.words import Words

_WHOLE = gettext_lazy("Your document is whole, sharp and of the kind you chose")
_GENUINE = gettext_lazy("It is genuine and was not changed")
_PHOTO = gettext_lazy("The photo shows your whole face, eyes open, nothing over it, no filter")
_ALIVE = gettext_lazy("You are there yourself: the video follows what the page asks for")
_ONCE = gettext_lazy("You have no other account with us")
_SAID = gettext_lazy("You say the sentence the page asks for")
_NOTE = gettext_lazy("You hold a note in your own hand, beside your face")

WORDS_OF_CHECK: dict[CheckName, Words] = {
    CheckName.DOCUMENT_FOUND: _WHOLE,
    CheckName.DOCUMENT_IMAGE: _WHOLE,
    CheckName.DOCUMENT_READABLE: _WHOLE,
    CheckName.DOCUMENT_KIND: _WHOLE,
    CheckName.DOCUMENT_CHECK_DIGITS: _GENUINE,
    CheckName.DOCUMENT_SOURCES_AGREE: _GENUINE,
    CheckName.DOCUMENT_ORIGINAL: _GENUINE,
    CheckName.DOCUMENT_AUTHENTIC: _GENUINE,
    CheckName.DOCUMENT_CHIP: _GENUINE,
    CheckName.DOCUMENT_PLAUSIBLE: _GENUINE,
    CheckName.DOCUMENT_EXPIRY: gettext_lazy("It is still valid"),
    CheckName.HOLDER_AGE: gettext_lazy("You are old enough"),
    CheckName.DETAILS_MATCH: gettext_lazy("What you typed is what your document says"),
    CheckName.RESIDENCE_CONSISTENT: gettext_lazy("Your document fits the country you live in"),
    CheckName.DOCUMENT_FACE: _WHOLE,
    CheckName.SELFIE_FACE: _PHOTO,
    CheckName.SELFIE_FRAME: _PHOTO,
    CheckName.SELFIE_EYES: _PHOTO,
    CheckName.SELFIE_IMAGE: _PHOTO,
    CheckName.SELFIE_UNCOVERED: _PHOTO,
    CheckName.SELFIE_UNFILTERED: _PHOTO,
    CheckName.FACE_MATCH: gettext_lazy("Your face is the one on your document"),
    CheckName.CHALLENGE_FOLLOWED: _ALIVE,
    CheckName.ONE_LIVE_FACE: _ALIVE,
    CheckName.PRESENTATION_ATTACK: _ALIVE,
    CheckName.LIGHT_RESPONSE: _ALIVE,
    CheckName.CLIP_FRESH: _ALIVE,
    CheckName.CLIP_GENUINE: _ALIVE,
    CheckName.DUPLICATE_FACE: _ONCE,
    CheckName.DUPLICATE_DOCUMENT: _ONCE,
    CheckName.STATEMENT_SOUND: _SAID,
    CheckName.STATEMENT_SAID: _SAID,
    CheckName.STATEMENT_PERSON: _SAID,
    CheckName.STATEMENT_FRESH: _SAID,
    CheckName.NOTE_PERSON: _NOTE,
    CheckName.NOTE_BODY: _NOTE,
    CheckName.NOTE_DOCUMENT: _NOTE,
    CheckName.NOTE_SHEET: _NOTE,
    CheckName.NOTE_HELD: _NOTE,
    CheckName.NOTE_WORDS: _NOTE,
    CheckName.NOTE_HANDWRITTEN: _NOTE,
}
_WORDS_OF_EVIDENCE: dict[str, tuple[str, Words]] = {
    "document_front": ("id-card", gettext_lazy("An identity document")),
    "document_back": ("id-card", gettext_lazy("An identity document")),
    "selfie": ("face", gettext_lazy("A photo and a short video of your face")),
    "challenge_clip": ("face", gettext_lazy("A photo and a short video of your face")),
}
_DETAILS: tuple[str, Words] = ("user", gettext_lazy("Your personal details"))


@dataclass(frozen=True)
class Need:
    icon: str
    words: Words


def needs_of(level: Level) -> list[Need]:
    """Return what the customer brings."""
    pieces = dict.fromkeys([_DETAILS, *(_WORDS_OF_EVIDENCE[kind] for kind in level.evidence)])
    return [Need(icon, words) for icon, words in pieces]


def checks_of(level: Level) -> list[Words]:
    """Return what is looked at, in the order of the rule book."""
    return list(dict.fromkeys(WORDS_OF_CHECK[check] for check in level.checks))
