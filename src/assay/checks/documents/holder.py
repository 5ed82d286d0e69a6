"""What does the document say of its holder, taking its sources together? Pure.

The machine readable zone comes first, because check digits guard it; then the barcode, then the printed fields.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from assay.checks.engines.mrz import parsing
from assay.checks.engines.visual_zone.labels import kind_of_title
from assay.checks.readings import Barcode, Case, DocumentReading, Mrz, MrzFormat, VisualFields
from assay.checks.result import Frozen, Piece
from assay.policy import countries

# Document codes that residence permits carry: AR and IR by Regulation (EU) 2017/1954, C1 and C2 by the United States, IT and
# others by states of their own; an I, A or C document whose holder is a foreigner is one, too.
_PERMIT_CODES = frozenset({"AR", "IR", "CR", "RP", "IT", "IP", "AP", "C1", "C2", "A1", "A2", "RE"})
_NAMES_OF_A_LICENCE = ("surname", "given_names", "middle_names")

# A single word such as VISA somewhere in print is not enough to call a document by.
_SURE_OF_KIND = 0.6


class Holder(Frozen):
    """`source` is where most of it was read: one of SOURCES. Names in capitals of A to Z where the zone has them.
    `nationality` and `issuer` are the three letters of the document, or what is printed; empty where unknown.
    """

    source: str
    surname: str = ""
    given_names: str = ""
    document_number: str = ""
    born_on: date | None = None
    expires_on: date | None = None
    issued_on: date | None = None
    sex: str = ""
    nationality: str = ""
    issuer: str = ""
    name_truncated: bool = False


def sides(case: Case) -> tuple[tuple[Piece, DocumentReading], ...]:
    """Return the sides there are, the front first."""
    back = ((Piece.BACK, case.back),) if case.back else ()
    return ((Piece.FRONT, case.front), *back)


def zone_of(case: Case) -> tuple[Piece, Mrz] | None:
    """Return the machine readable zone and the side it is on; of two, the one both readers agreed on."""
    found = [(piece, side.mrz) for piece, side in sides(case) if side.mrz]
    return max(found, key=lambda one: (one[1].agreed, not one[1].failed_check_digits), default=None)


def licence_of(case: Case) -> tuple[Piece, Barcode] | None:
    """Return the barcode of a driving licence and the side it is on."""
    found = ((piece, code) for piece, side in sides(case) for code in side.barcodes if code.fields)
    return next(found, None)


def printed(case: Case) -> VisualFields:
    """Return the printed fields of both sides, the front's where both have one. `lines` are the front's only."""
    front = case.front.visual
    if case.back is None:
        return front
    missing = {
        name: value for name, value in case.back.visual if name != "lines" and getattr(front, name) is None
    }
    return front.model_copy(update=missing)


def holder(case: Case) -> Holder:
    """Return what the document says, gaps of the first source filled from the print where the print has more."""
    if zone := zone_of(case):
        found = _of_zone(zone[1], case.on)
    elif licence := licence_of(case):
        found = _of_licence(licence[1])
    else:
        return _of_print(printed(case))
    fields = printed(case)
    gaps = {"expires_on": fields.expires_on, "born_on": fields.born_on, "issued_on": fields.issued_on}
    return found.model_copy(
        update={name: value for name, value in gaps.items() if getattr(found, name) is None}
    )


def _of_zone(mrz: Mrz, on: date) -> Holder:
    return Holder(
        source="mrz",
        surname=mrz.surname,
        given_names=mrz.given_names,
        document_number=mrz.document_number,
        born_on=not_in_the_future(mrz.born_on, on),
        expires_on=mrz.expires_on,
        sex=mrz.sex,
        nationality=mrz.nationality or (mrz.issuer if mrz.format is MrzFormat.FRENCH_ID else ""),
        issuer=mrz.issuer,
        name_truncated=parsing.is_truncated(mrz),
    )


def not_in_the_future(born_on: date | None, on: date) -> date | None:
    """Return a date of birth in its right century: the zone has only two digits of the year."""
    if born_on is None or born_on <= on:
        return born_on
    # 29 February exists in 1904 and 2004 alike; 1900 was no leap year, but nobody's zone says 000229 for it.
    return born_on.replace(
        year=born_on.year - 100, day=min(born_on.day, 28) if born_on.month == 2 else born_on.day
    )


def _of_licence(code: Barcode) -> Holder:
    fields = code.fields
    return Holder(
        source="barcode",
        surname=fields.get("surname", ""),
        given_names=fields.get("given_names", ""),
        document_number=fields.get("document_number", ""),
        born_on=_date(fields.get("born_on")),
        expires_on=_date(fields.get("expires_on")),
        issued_on=_date(fields.get("issued_on")),
        sex=fields.get("sex", ""),
        issuer=fields.get("country", ""),
        # AAMVA DDE, DDF, DDG: the barcode says itself whether a name was cut.
        name_truncated=any(fields.get(f"{name}_truncated") == "yes" for name in _NAMES_OF_A_LICENCE),
    )


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _of_print(fields: VisualFields) -> Holder:
    return Holder(
        source="print",
        surname=fields.surname or "",
        given_names=fields.given_names or "",
        document_number=fields.document_number or "",
        born_on=fields.born_on,
        expires_on=fields.expires_on,
        issued_on=fields.issued_on,
        sex=fields.sex or "",
        nationality=fields.nationality or "",
    )


def _of_typed(case: Case) -> Holder | None:
    """Return what the customer typed; countries are ISO 3166 alpha-2 here."""
    if case.claim is None:
        return None
    typed = case.claim
    return Holder(
        source="typed",
        surname=typed.surname,
        given_names=typed.given_names,
        born_on=typed.born_on,
        nationality=typed.nationality,
        issuer=typed.issuing_country,
    )


class Source(NamedTuple):
    """Something that speaks of the holder: its name in code and in words, and what it says; None where a case has none of it."""

    key: str
    title: str
    says: Callable[[Case], Holder | None]


def _says_zone(case: Case) -> Holder | None:
    zone = zone_of(case)
    return _of_zone(zone[1], case.on) if zone else None


def _says_chip(case: Case) -> Holder | None:
    mrz = case.chip.mrz if case.chip else None
    return _of_zone(mrz, case.on).model_copy(update={"source": "chip"}) if mrz else None


def _says_barcode(case: Case) -> Holder | None:
    licence = licence_of(case)
    return _of_licence(licence[1]) if licence else None


def _says_print(case: Case) -> Holder | None:
    found = _of_print(printed(case))
    return found if found != Holder(source="print") else None


# The one that is guarded best comes first: the others are compared with it.
SOURCES = (
    Source("mrz", "machine readable zone", _says_zone),
    Source("chip", "chip", _says_chip),
    Source("barcode", "barcode", _says_barcode),
    Source("print", "print", _says_print),
    Source("typed", "typed details", _of_typed),
)


def issuer_of(case: Case) -> str:
    """Return the country that issued the document, as alpha-2: as the document says, else as was chosen; empty where unknown."""
    return countries.alpha2_of(holder(case).issuer) or (case.claim.issuing_country if case.claim else "")


def age_on(born_on: date, on: date) -> int:
    """Return completed years. Somebody born on 29 February becomes a year older on 1 March."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def kind_of(case: Case) -> str | None:
    """Return the kind of document by zone, barcode, title, or all signs together; `visa` too, which no country's list has."""
    if zone := zone_of(case):
        return _kind_of_zone(zone[1])
    if licence := licence_of(case):
        return "id_card" if licence[1].fields.get("kind") == "ID" else "driving_licence"
    titles = (kind_of_title(line.text) for _, side in sides(case) for line in side.text)
    classified = (
        side.classification.kind
        for _, side in sides(case)
        if side.classification and side.classification.confidence >= _SURE_OF_KIND
    )
    return next((kind for kind in (*titles, *classified) if kind), None)


def _kind_of_zone(mrz: Mrz) -> str:
    if mrz.format in (MrzFormat.MRV_A, MrzFormat.MRV_B):
        return "visa"
    if mrz.format is MrzFormat.TD3 or mrz.document_code.startswith("P"):
        return "passport"
    issuer, nationality = countries.alpha2_of(mrz.issuer), countries.alpha2_of(mrz.nationality)
    foreigner = issuer is not None and nationality is not None and issuer != nationality
    return "residence_permit" if foreigner or mrz.document_code in _PERMIT_CODES else "id_card"
