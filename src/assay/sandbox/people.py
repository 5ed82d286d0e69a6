"""Plainly fictional citizens of Utopia, ICAO's specimen state: the same number is always the same person.

A variant (expired, under age, other name, other portrait) is the same person with a field replaced, drawn by
the same code as everybody else.
"""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assay.sandbox import portraits

STATE = "UTO"
COUNTRY = "UT"

_SURNAMES = (
    "Amaurotsson", "Anyderby", "Brevaliss", "Corvanter", "Dellamorne", "Eskelvane", "Fennimoor", "Gralvendal",
    "Hythlowin", "Ivermarsh", "Jorrenvald", "Kestravin", "Lumarelle", "Morvantes", "Nettelhurn", "Orindahl",
    "Pelliswick", "Quellander", "Rastevold", "Sombrelin", "Tasmirova", "Ulverstad", "Vantressel", "Wexmarin",
    "Yrgessen", "Zapolette",
)  # fmt: skip
_WOMEN = (
    "Annelia", "Brisenne", "Calvira", "Delmarie", "Elowinda", "Fiorelle", "Gervane", "Halveth", "Isvara",
    "Jorinda", "Kestria", "Lumena", "Mirane", "Nerelda", "Ophirine", "Pervanche",
)  # fmt: skip
_MEN = (
    "Ardenio", "Bertrame", "Corvin", "Destrian", "Elmarin", "Fendrel", "Galdor", "Hestian", "Ivander",
    "Jorvin", "Keldan", "Lothmar", "Merrandal", "Nestorin", "Orvald", "Perrin",
)  # fmt: skip
_STREETS = (
    "Anyder Quay",
    "Hythloday Lane",
    "Morus Street",
    "Syphogrant Row",
    "Tranibore Road",
    "Giles Square",
)
_TOWNS = ("Amaurot", "Abraxa", "Anemolia", "Polylerit", "Nephelogeta")
_PAPERS_FROM = date(2025, 1, 1)
_VALID_FOR_DAYS = 3652


@dataclass(frozen=True, slots=True)
class Person:
    """Everything the drawings need. Names as typed by their bearer; `town` with its postcode."""

    number: int
    portrait_id: str
    surname: str
    given_names: str
    sex: str
    born_on: date
    birth_place: str
    height_cm: int
    street: str
    town: str
    passport_number: str
    id_card_number: str
    licence_number: str
    issued_on: date
    expires_on: date

    @property
    def full_name(self) -> str:
        return f"{self.given_names} {self.surname}"


def person(number: int) -> Person:
    """Return the person with this number, 0 and up. Neighbours wear different portraits.

    Age and sex are those of the portrait; all else is drawn from the number.
    """
    drawn = random.Random(f"utopia {number}")  # noqa: S311  a repeatable draw, no secret
    portrait = portraits.catalogue()[number % len(portraits.catalogue())]
    given = drawn.sample(_WOMEN if portrait.sex == "F" else _MEN, drawn.choice((1, 2, 2)))
    issued_on = _PAPERS_FROM + timedelta(days=drawn.randrange(365))
    return Person(
        number=number,
        portrait_id=portrait.id,
        surname=drawn.choice(_SURNAMES),
        given_names=" ".join(given),
        sex=portrait.sex,
        born_on=date(_PAPERS_FROM.year - portrait.age, drawn.randint(1, 12), drawn.randint(1, 28)),
        birth_place=drawn.choice(_TOWNS),
        height_cm=drawn.randint(155, 176) if portrait.sex == "F" else drawn.randint(167, 190),
        street=f"{drawn.randint(2, 98)} {drawn.choice(_STREETS)}",
        town=f"{drawn.randint(10000, 99999)} {drawn.choice(_TOWNS)}",
        passport_number=f"U{drawn.randrange(10**7, 10**8)}",
        id_card_number=f"{drawn.choice('KLNRTVX')}{drawn.randrange(10**7, 10**8)}",
        licence_number=f"UT{drawn.randrange(10**7, 10**8)}",
        issued_on=issued_on,
        expires_on=issued_on + timedelta(days=_VALID_FOR_DAYS),
    )


def expired(bearer: Person, *, on: date) -> Person:
    """Return the person with papers that ran out eight weeks before the day."""
    expires_on = on - timedelta(weeks=8)
    return replace(bearer, issued_on=expires_on - timedelta(days=_VALID_FOR_DAYS), expires_on=expires_on)


def under_age(bearer: Person, *, on: date) -> Person:
    """Return the person as somebody who turned sixteen about a hundred days before the day."""
    return replace(bearer, born_on=on - timedelta(days=round(16 * 365.25) + 100))


def with_portrait_of(bearer: Person, other: Person) -> Person:
    """Return the person with somebody else's face: a mismatch of document and selfie."""
    return replace(bearer, portrait_id=other.portrait_id)
