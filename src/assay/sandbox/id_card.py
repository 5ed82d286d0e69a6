"""The identity card of Utopia: ID-1, with a TD1 zone on its back (ICAO Doc 9303 part 5)."""

from assay.sandbox import marks, mrz
from assay.sandbox.people import STATE, Person
from assay.sandbox.portraits import Pixels
from assay.sandbox.sheet import Colour, Sheet

WIDTH, HEIGHT = 85.6, 54.0

_LABEL: Colour = (22, 70, 80)
_HEAD: Colour = (12, 74, 86)
_PAPER: Colour = (240, 246, 244)
_TINT: Colour = (94, 166, 168)


def zone(bearer: Person) -> tuple[str, ...]:
    return mrz.compose_td1(
        issuer=STATE,
        surname=bearer.surname,
        given_names=bearer.given_names,
        number=bearer.id_card_number,
        nationality=STATE,
        sex=bearer.sex,
        born_on=bearer.born_on,
        expires_on=bearer.expires_on,
    )


def draw_front(bearer: Person) -> Pixels:
    sheet = Sheet(WIDTH, HEIGHT, paper=_PAPER, tint=_TINT, seed=902)
    picture = marks.portrait_of(bearer, width_to_height=24 / 31)
    marks.ghost(sheet, picture, (70.5, 36, 11, 14.2))
    sheet.place(picture, (4, 13, 24, 31))
    sheet.band((2, 2, WIDTH - 4, 6.8), _HEAD)
    sheet.text(4, 6.9, "UTOPIA", size=4.4, font="bold", colour=(255, 255, 255))
    sheet.text(25, 6.7, "Identity card / Carte d'identité", size=2.4, colour=(226, 240, 240))
    marks.specimen(sheet, 81.4, 6.7, colour=(255, 214, 120))
    _field(sheet, 31, 13, "Surname / Nom", bearer.surname.upper())
    _field(sheet, 31, 20.4, "Given names / Prénoms", bearer.given_names.upper())
    _field(sheet, 31, 27.8, "Date of birth / Date de naissance", f"{bearer.born_on:%d.%m.%Y}")
    _field(sheet, 70, 27.8, "Sex / Sexe", bearer.sex)
    _field(sheet, 31, 35.2, "Nationality / Nationalité", STATE)
    _field(sheet, 31, 42.6, "Document No. / N° du document", bearer.id_card_number)
    _field(
        sheet,
        31,
        49.5,
        "Date of expiry / Date d'expiration",
        f"{bearer.expires_on:%d.%m.%Y}",
    )
    marks.signature(sheet, bearer, (5.5, 49.6), 20, colour=(24, 40, 92))
    return sheet.pixels()


def draw_back(bearer: Person, lines: tuple[str, ...]) -> Pixels:
    """Return the back with these lines as its machine readable zone."""
    sheet = Sheet(WIDTH, HEIGHT, paper=_PAPER, tint=_TINT, seed=903)
    marks.specimen(sheet, 82.4, 5.6, colour=(186, 40, 60))
    _field(sheet, 5, 5.4, "Address / Adresse", bearer.street)
    sheet.text(5, 13, bearer.town, size=3.2)
    _field(sheet, 5, 18, "Place of birth / Lieu de naissance", bearer.birth_place)
    _field(sheet, 5, 25, "Authority / Autorité", "Registry of Amaurot")
    _field(sheet, 49, 18, "Height / Taille", f"{bearer.height_cm} cm")
    _field(sheet, 49, 25, "Date of issue / Date de délivrance", f"{bearer.issued_on:%d.%m.%Y}")
    for place, line in enumerate(lines):
        sheet.spaced(4.7, 37.6 + place * 5.9, line, pitch=2.54, size=4.1)
    return sheet.pixels()


def _field(sheet: Sheet, x: float, y: float, label: str, value: str) -> None:
    sheet.text(x, y, label, size=2.2, colour=_LABEL)
    sheet.text(x, y + 3.6, value, size=3.2)
