"""What the customer typed beside what the document says, with differences marked. Masked until revealed."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assay.checks.readings import Case, DocumentReading, VisualFields
from assay.policy.countries import alpha2_of, name_of
from assay.verifications.rules import PersonalData
from assay.web.console.masking import masked

LABELS = {
    "surname": "Surname",
    "given_names": "Given names",
    "born_on": "Date of birth",
    "nationality": "Nationality",
    "sex": "Sex",
    "document_number": "Document number",
    "expires_on": "Valid until",
    "issuer": "Issuing country",
    "residence": "Residence",
}
# A machine readable zone has room for some names only, so a beginning counts as the same.
_NAMES = frozenset({"surname", "given_names"})
# How the letters that ICAO 9303 part 3 section 6 writes with two may also be written with one.
_DIGRAPHS = (("AE", "A"), ("OE", "O"), ("UE", "U"), ("SS", "S"), ("AA", "A"))
_LEAST_NAME = 3


@dataclass(frozen=True)
class Cell:
    source: str
    text: str
    differs: bool = False


@dataclass(frozen=True)
class Row:
    label: str
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        return any(cell.differs for cell in self.cells)


def folded(text: str) -> str:
    """Return letters and digits only, without accents and with one letter for ICAO's two, upper case."""
    letters = unicodedata.normalize("NFKD", text.replace("ß", "ss")).upper()
    plain = "".join(character for character in letters if character.isalnum())
    for two, one in _DIGRAPHS:
        plain = plain.replace(two, one)
    return plain


def same(one: str, other: str, *, is_name: bool = False) -> bool:
    """Whether two writings can mean the same. A hint for the eye; the check `details_match` is the judgement."""
    a, b = sorted((folded(one), folded(other)), key=len)
    return a == b or (is_name and len(a) >= _LEAST_NAME and b.startswith(a))


def row(field: str, texts: Mapping[str, str]) -> Row:
    """Compare every source with the first that has a value."""
    first = next((text for text in texts.values() if text), "")
    return Row(
        LABELS[field],
        tuple(
            Cell(source, text, differs=bool(text) and not same(first, text, is_name=field in _NAMES))
            for source, text in texts.items()
        ),
    )


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _country(code: str) -> str:
    return name_of(code) if code else ""


def _icao_country(code: str) -> str:
    alpha2 = alpha2_of(code) if code else None
    return name_of(alpha2) if alpha2 else code


def _typed(details: PersonalData, issuing_country: str) -> dict[str, str]:
    return {
        "surname": details.surname,
        "given_names": details.given_names,
        "born_on": _day(details.born_on),
        "nationality": _country(details.nationality),
        "residence": _country(details.residence),
        "issuer": _country(issuing_country),
    }


def _zone(sides: list[DocumentReading]) -> dict[str, str]:
    mrz = next((side.mrz for side in sides if side.mrz), None)
    if mrz is None:
        return {}
    return {
        "surname": mrz.surname,
        "given_names": mrz.given_names,
        "born_on": _day(mrz.born_on),
        "nationality": _icao_country(mrz.nationality),
        "sex": mrz.sex,
        "document_number": mrz.document_number,
        "expires_on": _day(mrz.expires_on),
        "issuer": _icao_country(mrz.issuer),
    }


def _barcode(sides: list[DocumentReading]) -> dict[str, str]:
    fields = next((code.fields for side in sides for code in side.barcodes if code.fields), {})
    named = {name: text for name, text in fields.items() if name in LABELS}
    return named | {"issuer": _icao_country(fields.get("country", ""))}


def _printed(sides: list[DocumentReading]) -> dict[str, str]:
    """Return the printed fields: of the front, else of the back."""
    found: dict[str, str] = {}
    for name in VisualFields.model_fields.keys() & LABELS.keys():
        values = [value for side in sides if (value := getattr(side.visual, name))]
        if values:
            found[name] = _day(values[0]) if isinstance(values[0], date) else str(values[0])
    return found | {"nationality": _icao_country(found.get("nationality", ""))}


def rows_of(details: PersonalData, issuing_country: str, case: Case | None) -> tuple[Row, ...]:
    """Return one row a field. A source that says nothing at all is left out: a passport has no barcode."""
    sides = [side for side in (case.front, case.back) if side] if case else []
    sources = {
        "Typed": _typed(details, issuing_country),
        "MRZ": _zone(sides),
        "Barcode": _barcode(sides),
        "Printed": _printed(sides),
    }
    told = {source: texts for source, texts in sources.items() if source == "Typed" or any(texts.values())}
    return tuple(
        row(field, {source: texts.get(field, "") for source, texts in told.items()}) for field in LABELS
    )


def hidden(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return the rows with every value masked; where sources differ stays visible."""
    return tuple(
        Row(one.label, tuple(Cell(cell.source, masked(cell.text), cell.differs) for cell in one.cells))
        for one in rows
    )
