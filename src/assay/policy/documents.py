"""The shape of what the rule book knows of documents: kinds, countries, numbers, validity, samples, traces of editing."""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from assay.policy.values import CountryCode, Strict


class Side(StrEnum):
    FRONT = "front"
    BACK = "back"


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


class NumberCheck(StrEnum):
    """Check digits of states' own numbers. `assay.checks.documents.number_checks` has one function for each."""

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
