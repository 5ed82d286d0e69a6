"""The data page of the passport of Utopia: TD3 of ICAO Doc 9303 part 4."""

from assay.sandbox import marks, mrz
from assay.sandbox.people import STATE, Person
from assay.sandbox.portraits import Pixels
from assay.sandbox.sheet import Colour, Sheet

WIDTH, HEIGHT = 125.0, 88.0

_LABEL: Colour = (70, 46, 90)
_HEAD: Colour = (72, 38, 92)


def zone(bearer: Person) -> tuple[str, ...]:
    return mrz.compose_td3(
        issuer=STATE,
        surname=bearer.surname,
        given_names=bearer.given_names,
        number=bearer.passport_number,
        nationality=STATE,
        sex=bearer.sex,
        born_on=bearer.born_on,
        expires_on=bearer.expires_on,
    )


def draw(bearer: Person, lines: tuple[str, ...]) -> Pixels:
    """Return the page with these lines as its machine readable zone."""
    sheet = Sheet(WIDTH, HEIGHT, paper=(246, 243, 238), tint=(158, 126, 176), seed=901)
    picture = marks.portrait_of(bearer, width_to_height=34 / 44)
    marks.ghost(sheet, picture, (106, 43.5, 13, 16.8))
    sheet.place(picture, (6, 14, 34, 44))
    _print_head(sheet, bearer)
    _print_fields(sheet, bearer)
    marks.signature(sheet, bearer, (86, 61), 18, colour=(30, 36, 92))
    for place, line in enumerate(lines):
        sheet.spaced(6.6, 74.8 + place * 6.35, line, pitch=2.54, size=4.1)
    return sheet.pixels()


def _print_head(sheet: Sheet, bearer: Person) -> None:
    sheet.text(6, 8.2, "UTOPIA / UTOPIE", size=5, font="bold", colour=_HEAD)
    marks.specimen(sheet, 119, 6.4, colour=(186, 40, 60))
    sheet.text(52, 8.2, "Passport / Passeport", size=3.2, colour=_HEAD)
    _field(sheet, 44, 13, "Type / Type", "P")
    _field(sheet, 62, 13, "Code / Code", STATE)
    _field(sheet, 86, 13, "Passport No. / N° du passeport", bearer.passport_number)


def _print_fields(sheet: Sheet, bearer: Person) -> None:
    _field(sheet, 44, 21, "Surname / Nom", bearer.surname.upper())
    _field(sheet, 44, 29, "Given names / Prénoms", bearer.given_names.upper())
    _field(sheet, 44, 37, "Nationality / Nationalité", "UTOPIAN")
    _field(sheet, 44, 45, "Date of birth / Date de naissance", marks.long_date(bearer.born_on))
    _field(sheet, 86, 45, "Sex / Sexe", bearer.sex)
    _field(sheet, 44, 53, "Date of issue / Date de délivrance", marks.long_date(bearer.issued_on))
    _field(sheet, 44, 61, "Date of expiry / Date d'expiration", marks.long_date(bearer.expires_on))
    _field(sheet, 86, 37, "Place of birth / Lieu", bearer.birth_place.upper())
    sheet.text(86, 53, "Signature", size=2.35, colour=_LABEL)


def _field(sheet: Sheet, x: float, y: float, label: str, value: str) -> None:
    sheet.text(x, y, label, size=2.35, colour=_LABEL)
    sheet.text(x, y + 3.9, value, size=3.5)
