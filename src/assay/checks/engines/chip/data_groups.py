"""What do the data groups say? DG1, DG11, DG12, DG14 and DG15 of ICAO Doc 9303 part 10."""

from asn1crypto import core
from asn1crypto.keys import PublicKeyInfo

from assay.checks.engines.chip import keys, lds
from assay.checks.engines.chip.lds import ChipDataError
from assay.checks.engines.mrz import parsing
from assay.checks.readings import Mrz, MrzFormat

# Length of the zone -> format and length of a line.
_ZONES = {90: (MrzFormat.TD1, 30), 72: (MrzFormat.TD2, 36), 88: (MrzFormat.TD3, 44)}
_NAMES = {
    0x5F0E: "full_name",
    0x5F10: "personal_number",
    0x5F2B: "born_on",
    0x5F11: "place_of_birth",
    0x5F42: "address",
    0x5F12: "telephone",
    0x5F13: "profession",
    0x5F14: "title",
    0x5F15: "summary",
    0x5F19: "issuing_authority",
    0x5F26: "issued_on",
    0x5F1B: "endorsements",
    0x5F1C: "tax_or_exit_requirements",
}
_DATES = (0x5F2B, 0x5F26)
_LONGEST_TEXT = 500
# Object identifiers of Doc 9303 part 11, section 9, and of BSI TR-03110, by their beginning; the longest one that fits counts.
_PROTOCOLS = {
    "2.23.136.1.1.5": "Active Authentication",
    "0.4.0.127.0.7.2.2.1": "Chip Authentication (public key)",
    "0.4.0.127.0.7.2.2.2": "Terminal Authentication",
    "0.4.0.127.0.7.2.2.3": "Chip Authentication",
    "0.4.0.127.0.7.2.2.4": "PACE",
    "0.4.0.127.0.7.2.2.4.6": "PACE with chip authentication mapping",
    "0.4.0.127.0.7.2.2.5": "Restricted Identification",
}


class _SecurityInfo(core.Sequence):  # type: ignore[misc]  # asn1crypto has no types
    _fields = [
        ("protocol", core.ObjectIdentifier),
        ("required", core.Any),
        ("optional", core.Any, {"optional": True}),
    ]


class _SecurityInfos(core.SetOf):  # type: ignore[misc]
    _child_spec = _SecurityInfo


def zone(data: bytes) -> Mrz:
    """Return the machine readable zone of DG1, its check digits judged and not repaired. Raises ChipDataError."""
    text = lds.value_of(lds.elements(lds.content("DG1", data)), 0x5F1F)
    if text is None or len(text) not in _ZONES:
        raise ChipDataError("DG1 holds no machine readable zone of a known length")
    format_, width = _ZONES[len(text)]
    if not all(character in b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<" for character in text):
        raise ChipDataError("the zone of DG1 holds characters that no zone has")
    lines = [text[at : at + width].decode("ascii") for at in range(0, len(text), width)]
    with lds.reading("DG1"):
        # One reader of a file misreads nothing: there is no second opinion to ask for.
        return parsing.parse(format_, lines).model_copy(update={"agreed": True, "confidence": 1.0})


def details(name: str, data: bytes) -> dict[str, str]:
    """Return the text fields of DG11 or DG12 by name. Raises ChipDataError."""
    parts = lds.elements(lds.content(name, data))
    return {_NAMES[part.tag]: _text(part) for part in parts if part.tag in _NAMES and part.value}


def _text(part: lds.Element) -> str:
    """Return a value as text: UTF-8, fillers as spaces. Dates are eight digits, or (older chips) four packed bytes."""
    if part.tag in _DATES and len(part.value) == 4:
        return part.value.hex()
    text = part.value.decode("utf-8", errors="replace").replace("<", " ")
    return "".join(one if one.isprintable() else " " for one in text).strip()[:_LONGEST_TEXT]


def protocols(data: bytes) -> tuple[str, ...]:
    """Return the names of the protocols DG14 announces, sorted, unknown ones as dotted numbers. Raises ChipDataError."""
    inside = lds.content("DG14", data)
    if len(inside) > lds.LARGEST_SECURITY_OBJECT:
        raise ChipDataError("DG14 is larger than it can be")
    with lds.reading("DG14"):
        infos = _SecurityInfos.load(inside, strict=True)
        return tuple(sorted({_protocol(info["protocol"].dotted) for info in infos}))


def _protocol(dotted: str) -> str:
    fitting = [start for start in _PROTOCOLS if f"{dotted}.".startswith(f"{start}.")]
    return _PROTOCOLS[max(fitting, key=len)] if fitting else dotted


def active_authentication_key(data: bytes) -> str:
    """Return what key DG15 holds, for instance `RSA 2048`. Raises ChipDataError."""
    inside = lds.content("DG15", data)
    if len(inside) > lds.LARGEST_SECURITY_OBJECT:
        raise ChipDataError("DG15 is larger than it can be")
    with lds.reading("DG15"):
        return keys.described(keys.public_key(PublicKeyInfo.load(inside, strict=True)))
