"""The shape of what the rule book knows of opening an account: routes, invitations, the edition in force."""

import re
from datetime import date

from pydantic import model_validator

from assay.policy.values import Strict


class Route(Strict):
    """A way an account can have been opened. `entity` is whom the customer deals with; empty: the operator by its own name.
    `summary` helps to choose it.
    """

    id: str
    title: str
    entity: str = ""
    summary: str
    source: str


class ReferralRule(Strict):
    """The form of an invitation's code: `pattern` covers all of it, in capitals and digits."""

    pattern: str
    source: str

    @model_validator(mode="after")
    def _pattern_can_be_read(self) -> "ReferralRule":
        try:
            re.compile(self.pattern)
        except re.error as error:
            raise ValueError(f"pattern: {error}") from error
        return self


class Edition(Strict):
    """When the book was last changed in a way that customers notice."""

    published: date
    source: str
