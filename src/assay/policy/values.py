"""What every part of the rule book is made of: strict entries, values that change on a day, codes, ranges."""

from datetime import date
from itertools import pairwise
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
ReasonCode = Annotated[str, StringConstraints(pattern=r"^[a-z_]+(\.[a-z_]+){1,2}$")]


class Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


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


class Seconds(Strict):
    """A range of seconds to draw from, to a tenth."""

    least: Annotated[float, Field(ge=0)]
    most: Annotated[float, Field(ge=0)]

    @model_validator(mode="after")
    def _in_order(self) -> "Seconds":
        if self.least > self.most:
            raise ValueError("least is more than most")
        return self
