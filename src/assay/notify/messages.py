"""Every e-mail there is: a frozen dataclass here, a template folder of the same name beside it."""

import re
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Message:
    """Fields are what the templates may use, as plain text. Reasons are codes; words are looked up when it is rendered."""

    @classmethod
    def name(cls) -> str:
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def context(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True)
class VerificationReceived(Message):
    """Submitted, and the machine needs no help yet."""

    level: str


@dataclass(frozen=True)
class VerificationApproved(Message):
    level: str
    unlocks: tuple[str, ...]


@dataclass(frozen=True)
class VerificationAskedAgain(Message):
    level: str
    reasons: tuple[str, ...]
    attempts_left: int


@dataclass(frozen=True)
class VerificationUnderReview(Message):
    level: str
    reasons: tuple[str, ...]
    due_within_hours: int


@dataclass(frozen=True)
class VerificationRejected(Message):
    level: str
    reasons: tuple[str, ...]
    may_retry: bool


@dataclass(frozen=True)
class VerificationPaused(Message):
    """`until` as ISO 8601 in UTC; the reader sees it as their language writes times."""

    level: str
    reasons: tuple[str, ...]
    until: str


@dataclass(frozen=True)
class VerificationPauseEnded(Message):
    level: str


@dataclass(frozen=True)
class HandoffLink(Message):
    """The link with which a verification goes on on a phone."""

    link: str
    minutes: int


ALL: tuple[type[Message], ...] = (
    VerificationReceived,
    VerificationApproved,
    VerificationAskedAgain,
    VerificationUnderReview,
    VerificationRejected,
    VerificationPaused,
    VerificationPauseEnded,
    HandoffLink,
)
BY_NAME = {message.name(): message for message in ALL}
