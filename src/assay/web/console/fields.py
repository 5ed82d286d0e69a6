"""What the customer typed beside what the document says, with differences marked. Masked until revealed."""

import unicodedata
from dataclasses import dataclass
from datetime import date

from assay.checks.readings import Barcode, Case, Mrz, VisualFields
from assay.policy.countries import alpha2_of, name_of
from assay.policy.load import current
from assay.verifications.rules import PersonalData
from assay.web.console.masking import masked

SOURCES = ("Typed", "Machine readable zone", "Barcode", "Printed")
# How the letters that ICAO 9303 part 3 section 6 writes with two may also be written with one.
_DIGRAPHS = (("AE", "A"), ("OE", "O"), ("UE", "U"), ("SS", "S"), ("AA", "A"))


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


def plain(text: str) -> str:
    """Return letters and digits without accents, upper case, for comparing."""
    letters = unicodedata.normalize("NFKD", text.replace("ß", "ss")).upper()
    return "".join(character for character in letters if character.isalnum())


def _folded(text: str) -> str:
    text = plain(text)
    for two, one in _DIGRAPHS:
        text = text.replace(two, one)
    return text


def same(one: str, other: str) -> bool:
    """Whether two writings can mean the same. A hint for the eye; `details_match` is the judgement."""
    a, b = _folded(one), _folded(other)
    # A machine readable zone has room for some names only, so a beginning counts as the same.
    shorter = min(len(a), len(b))
    return a == b or (shorter >= 3 and a[:shorter] == b[:shorter])


def row(label: str, values: tuple[str, ...]) -> Row:
    """Compare every source with the first that has a value."""
    first = next((value for value in values if value), "")
    cells = (
        Cell(source, value, differs=bool(value) and not same(first, value))
        for source, value in zip(SOURCES, values, strict=True)
    )
    return Row(label, tuple(cells))


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _country(code: str) -> str:
    return name_of(code) if code else ""


def _icao_country(code: str) -> str:
    alpha2 = alpha2_of(code) if code else None
    return name_of(alpha2) if alpha2 else code


def _barcode_of(case: Case | None) -> dict[str, str]:
    sides = [side for side in (case.front, case.back) if side] if case else []
    codes: list[Barcode] = [code for side in sides for code in side.barcodes if code.fields]
    return codes[0].fields if codes else {}


def _mrz_of(case: Case | None) -> Mrz | None:
    sides = [side for side in (case.front, case.back) if side] if case else []
    return next((side.mrz for side in sides if side.mrz), None)


def _printed_of(case: Case | None) -> dict[str, str]:
    """Return the printed fields: of the front, else of the back."""
    sides = [side.visual for side in (case.front, case.back) if side] if case else []
    return {
        name: next((text for side in sides if (text := _visual(side, name))), "")
        for name in VisualFields.model_fields
        if name != "lines"
    }


def _visual(fields: VisualFields, name: str) -> str:
    value = getattr(fields, name)
    return _day(value) if isinstance(value, date) else value or ""


def rows_of(
    typed: PersonalData, document_kind: str, issuing_country: str, case: Case | None
) -> tuple[Row, ...]:
    """Return one row a field: typed, machine readable zone, barcode, printed."""
    mrz, code, seen = _mrz_of(case), _barcode_of(case), _printed_of(case)
    kinds = {kind.id: kind.title for kind in current().documents}
    return (
        row(
            "Surname",
            (typed.surname, mrz.surname if mrz else "", code.get("surname", ""), seen.get("surname", "")),
        ),
        row(
            "Given names",
            (
                typed.given_names,
                mrz.given_names if mrz else "",
                code.get("given_names", ""),
                seen.get("given_names", ""),
            ),
        ),
        row(
            "Date of birth",
            (
                _day(typed.born_on),
                _day(mrz.born_on) if mrz else "",
                code.get("born_on", ""),
                seen.get("born_on", ""),
            ),
        ),
        row(
            "Nationality",
            (
                _country(typed.nationality),
                _icao_country(mrz.nationality) if mrz else "",
                "",
                _icao_country(seen.get("nationality", "")),
            ),
        ),
        row("Sex", ("", mrz.sex if mrz else "", code.get("sex", ""), seen.get("sex", ""))),
        row(
            "Document number",
            (
                "",
                mrz.document_number if mrz else "",
                code.get("document_number", ""),
                seen.get("document_number", ""),
            ),
        ),
        row(
            "Valid until",
            ("", _day(mrz.expires_on) if mrz else "", code.get("expires_on", ""), seen.get("expires_on", "")),
        ),
        row(
            "Issuing country",
            (
                _country(issuing_country),
                _icao_country(mrz.issuer) if mrz else "",
                _icao_country(code.get("country", "")),
                "",
            ),
        ),
        row(
            "Kind of document",
            (kinds.get(document_kind, document_kind), mrz.document_code if mrz else "", "", ""),
        ),
        row("Residence", (_country(typed.residence), "", "", "")),
    )


def hidden(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return the rows with every value masked; where sources differ stays visible."""
    return tuple(
        Row(one.label, tuple(Cell(cell.source, masked(cell.text), cell.differs) for cell in one.cells))
        for one in rows
    )
