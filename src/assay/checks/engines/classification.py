"""What kind of document is this a side of, which side, and whose? Pure: works on what was read already.

The machine readable zone tells most, then the header of a licence's barcode, then what is printed: a title, the state's name,
numbered fields. Each answer says what told it. A customer's choice is not among them: that is compared elsewhere.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assay.checks.engines.mrz import layouts
from assay.checks.engines.visual_zone import labels, titles
from assay.checks.readings import (
    Barcode,
    Classification,
    DocumentReading,
    Mrz,
    MrzFormat,
    TextLine,
    VisualFields,
)

_VISAS = (MrzFormat.MRV_A, MrzFormat.MRV_B)
# Doc 9303 part 5, 4.2.2.3: the issuer chooses the second letter; these are residence permits in use (EU 1030/2002: IR).
_PERMIT_CODES = ("AR", "IR", "CR", "RP", "C1", "C2")
# What each witness is worth where it stands alone, by how often it can mislead: a title may be a word of another language, a
# word for a visa stands on bank cards, numbers stand in lists.
_ZONE, _BARCODE, _TITLE, _VISA_WORD, _NUMBERS, _ALONE = 0.99, 0.99, 0.9, 0.5, 0.6, 0.7
_NUMBERED = re.compile(r"^\s*(1|2|3|4a|4b|4c|4d|5|7|8|9)\s?[.,]")
_LEAST_NUMBERED = 4
_STATE_CODE = re.compile(r"[A-Z]{3}")


class _Told(NamedTuple):
    value: str
    confidence: float
    why: str


def classify(
    text: Sequence[TextLine], mrz: Mrz | None, codes: Sequence[Barcode], visual: VisualFields
) -> Classification:
    """Return what one side tells about itself; `confidence` is that of the kind."""
    kind = max(_kinds(text, mrz, codes), key=lambda told: told.confidence, default=None)
    country = next(_countries(text, mrz, codes, kind.value if kind else None), None)
    side = next(_sides(mrz, codes, visual), None)
    told = [one for one in (kind, country, side) if one]
    return Classification(
        kind=kind.value if kind else None,
        side=side.value if side else None,
        country=country.value if country else None,
        confidence=round(kind.confidence, 2) if kind else 0.0,
        why=tuple(one.why for one in sorted(told, key=lambda one: -one.confidence)),
    )


def with_portrait(reading: DocumentReading) -> Classification | None:
    """Return the classification of a reading whose faces are known by now: a portrait is on the front."""
    found = reading.classification
    if found is None or found.side is not None or not reading.faces:
        return found
    return found.model_copy(update={"side": "front", "why": (*found.why, "a portrait: front")})


def _kinds(text: Sequence[TextLine], mrz: Mrz | None, codes: Sequence[Barcode]) -> Iterator[_Told]:
    named = Counter(kind for line in text if (kind := labels.kind_of_title(line.text)))
    if mrz:
        yield _kind_of_zone(mrz, named)
    for code in codes:
        if code.fields:
            kind = "id_card" if code.fields.get("kind") == "ID" else "driving_licence"
            yield _Told(kind, _BARCODE, f"barcode: {kind}")
    if named:
        kind, count = named.most_common(1)[0]
        yield _Told(kind, _TITLE if count == sum(named.values()) else _ALONE, f"title: {kind}")
    if any(labels.names_a_visa(line.text) for line in text):
        yield _Told("visa", _VISA_WORD, "title: visa")
    numbers = {match[1] for line in text if (match := _NUMBERED.match(line.text))}
    if len(numbers) >= _LEAST_NUMBERED:
        yield _Told("driving_licence", _NUMBERS, "numbered fields: driving_licence")


def _kind_of_zone(mrz: Mrz, named: Counter[str]) -> _Told:
    if mrz.format in _VISAS:
        return _Told("visa", _ZONE, "machine readable zone: visa")
    if mrz.format is MrzFormat.TD3 or mrz.document_code.startswith("P"):
        return _Told("passport", _ZONE, "machine readable zone: passport")
    if mrz.document_code in _PERMIT_CODES or named["residence_permit"] > named["id_card"]:
        return _Told("residence_permit", _TITLE, "machine readable zone and title: residence_permit")
    if mrz.nationality and mrz.issuer and mrz.nationality != mrz.issuer:
        return _Told("residence_permit", _ALONE, "machine readable zone of a foreigner: residence_permit")
    return _Told("id_card", _TITLE, "machine readable zone: id_card")


def _countries(
    text: Sequence[TextLine], mrz: Mrz | None, codes: Sequence[Barcode], kind: str | None
) -> Iterator[_Told]:
    if mrz and mrz.issuer:
        yield _Told(mrz.issuer, _ZONE, f"machine readable zone: {mrz.issuer}")
    for code in codes:
        if country := code.fields.get("country"):
            yield _Told(country, _BARCODE, f"barcode: {country}")
    ways = (
        (titles.state_of, _TITLE, "name of the state"),
        (
            titles.part_of_country if kind in ("driving_licence", "id_card") else None,
            _TITLE,
            "part of the state",
        ),
        (_code_of_state, _ALONE, "code of the state"),
        (titles.country_of, _ALONE, "name of the country"),
    )
    for way, confidence, name in ways:
        found = Counter(named for line in text if way and (named := way(line.text)))
        for named, _ in found.most_common(1):
            yield _Told(named, confidence, f"{name}: {named}")


def _code_of_state(text: str) -> str | None:
    return text if _STATE_CODE.fullmatch(text) and text in layouts.COUNTRIES else None


def _sides(mrz: Mrz | None, codes: Sequence[Barcode], visual: VisualFields) -> Iterator[_Told]:
    if mrz:
        # Cards of the size of a bank card carry the zone on the back, everything larger on the page with the portrait.
        side = "back" if mrz.format is MrzFormat.TD1 else "front"
        yield _Told(side, _TITLE, f"machine readable zone: {side}")
    if any(code.fields for code in codes):
        yield _Told("back", _TITLE, "barcode: back")
    if visual.surname and visual.born_on:
        yield _Told("front", _ALONE, "name and date of birth in print: front")
