"""What does the barcode of a driving licence of the United States or Canada say? AAMVA DL/ID Card Design Standard, annex D.

Pure: works on text only. Fields come out under names, dates as ISO 8601, so that a reader of the result needs no table.
"""

import re
from datetime import date

# Element ids of annex D.12.5; the second lists are those of versions before 2003, which some states print to this day.
_FIELDS = {
    "surname": ("DCS", "DAB"),
    "given_names": ("DAC", "DCT"),
    "middle_names": ("DAD",),
    "full_name": ("DAA",),
    "document_number": ("DAQ",),
    "born_on": ("DBB",),
    "expires_on": ("DBA",),
    "issued_on": ("DBD",),
    "sex": ("DBC",),
    "country": ("DCG",),
    "street": ("DAG",),
    "city": ("DAI",),
    "state": ("DAJ",),
    "postal_code": ("DAK",),
}
_DATES = ("born_on", "expires_on", "issued_on")
_SEXES = {"1": "M", "M": "M", "2": "F", "F": "F", "9": "X", "X": "X"}
_NONE = {"", "NONE", "UNAVL", "UNAVAIL", "N/A"}
# The standard says line feed, record separator, carriage return; states print anything of about that length.
_HEADER = re.compile(r"@.{0,9}?(?:ANSI|AAMVA)\s?(?P<iin>\d{6})(?P<version>\d{2})", re.DOTALL)
_SUBFILE = re.compile(r"(DL|ID|EN)(\d{4})(\d{4})")
# Issuer identification numbers of annex D.3: 636000 to 636069 and the 604 range belong to states and provinces.
_ISSUERS = re.compile(r"6360\d\d|6044\d\d")
_CANADIAN_ISSUERS = frozenset(
    {
        "636012",
        "636013",
        "636016",
        "636017",
        "636028",
        "636044",
        "604426",
        "604427",
        "604428",
        "604429",
        "604432",
        "604433",
        "604434",
    }
)


def is_licence(text: str) -> bool:
    """Whether a payload is an AAMVA card: a decoder once gave garbage for a valid read, so the header is checked."""
    header = _HEADER.match(text.lstrip("\ufeff"))
    return header is not None and _ISSUERS.match(header["iin"]) is not None


def parse(text: str) -> dict[str, str]:
    """Return the named fields of a payload; empty where it is no AAMVA card. `kind` is DL, EN (enhanced) or ID."""
    text = text.lstrip("\ufeff")
    header = _HEADER.match(text)
    if header is None or not is_licence(text):
        return {}
    elements = _elements(text)
    fields = {name: _first(elements, ids) for name, ids in _FIELDS.items()}
    country = fields["country"] or ("CAN" if header["iin"] in _CANADIAN_ISSUERS else "USA")
    for name in _DATES:
        found = date_of(fields[name], country)
        fields[name] = found.isoformat() if found else ""
    fields |= {
        "sex": _SEXES.get(fields["sex"][:1].upper(), ""),
        "country": country,
        "issuer_id": header["iin"],
    }
    fields["version"] = header["version"]
    fields["kind"] = kind[1] if (kind := _SUBFILE.search(text, header.end())) else ""
    return {name: value for name, value in _with_names(fields).items() if value}


def _elements(text: str) -> dict[str, str]:
    """Return element id to value. The first line of a subfile carries its two letters before the first element."""
    found: dict[str, str] = {}
    for line in re.split(r"[\x00-\x1f\x80-\x9f\ufffd]+", text):
        match = re.search(r"(?:^|(?:DL|ID|EN)(?:\d{8})?)(D[A-D][A-Z])([^\n]*)$", line)
        if match:
            found.setdefault(match[1], match[2].strip())
    return found


def _first(elements: dict[str, str], ids: tuple[str, ...]) -> str:
    values = (elements.get(id_, "") for id_ in ids)
    return next((value for value in values if value.upper() not in _NONE), "")


def _with_names(fields: dict[str, str]) -> dict[str, str]:
    """Fill surname and given names from the full name of old cards: `SURNAME,GIVEN,MIDDLE` or `GIVEN MIDDLE SURNAME`."""
    parts = [part.strip() for part in re.split(r"[,@$]", fields.pop("full_name")) if part.strip()]
    if parts and not fields["surname"]:
        words = parts if len(parts) > 1 else [parts[0].split()[-1], *parts[0].split()[:-1]]
        fields["surname"], fields["given_names"] = words[0], " ".join(words[1:])
    middle = fields.pop("middle_names")
    given = re.sub(r"[,\s]+", " ", fields["given_names"]).strip()
    fields["given_names"] = f"{given} {middle}".strip() if middle and middle not in given.split() else given
    return fields


def date_of(text: str, country: str) -> date | None:
    """Return a date: MMDDCCYY in the United States, CCYYMMDD in Canada, and whichever makes sense where states err."""
    digits = re.sub(r"\D", "", text)
    if len(digits) != 8:
        return None
    american = (digits[4:], digits[:2], digits[2:4])
    canadian = (digits[:4], digits[4:6], digits[6:])
    for year, month, day in (canadian, american) if country == "CAN" else (american, canadian):
        if 1900 <= int(year) <= 2150 and 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
            try:
                return date(int(year), int(month), int(day))
            except ValueError:
                continue
    return None
