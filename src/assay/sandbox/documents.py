"""Specimen documents of Utopia as flat scans, about 14 dots a millimetre."""

from assay.sandbox import driving_licence, id_card, mrz, passport
from assay.sandbox.people import Person
from assay.sandbox.portraits import Pixels

KINDS = ("passport", "id_card", "driving_licence")


def draw(kind: str, bearer: Person, *, wrong_check_digit: bool = False) -> tuple[Pixels, ...]:
    """Return the sides of a document, front first: one for the passport, two for the cards.

    `wrong_check_digit` spoils the check digit of the birth date in the machine readable zone; the driving
    licence has no such zone.
    """
    spoil = mrz.with_wrong_birth_check_digit if wrong_check_digit else tuple
    match kind:
        case "passport":
            return (passport.draw(bearer, spoil(passport.zone(bearer))),)
        case "id_card":
            return id_card.draw_front(bearer), id_card.draw_back(bearer, spoil(id_card.zone(bearer)))
        case "driving_licence":
            return driving_licence.draw_front(bearer), driving_licence.draw_back(bearer)
        case _:
            raise ValueError(kind)


def number_of(kind: str, bearer: Person) -> str:
    """Return the number printed on the person's document of this kind."""
    return {
        "passport": bearer.passport_number,
        "id_card": bearer.id_card_number,
        "driving_licence": bearer.licence_number,
    }[kind]
