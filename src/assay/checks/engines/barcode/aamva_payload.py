"""How is the barcode of a North American licence built? Header, directory, subfiles, elements; nothing is interpreted.

Pure. AAMVA DL/ID Card Design Standard, annex D.12: `@`, three separators, `ANSI `, the issuer's six digits, two of
the version, two of the issuer's own version (not in the version of 2000), two for how many subfiles follow; then one entry
of ten characters for each: its letters, where it starts, how long it is. States keep to it more or less, so what is
written there is used where it is true, and searched for where it is not.
"""

import re
from itertools import pairwise
from typing import NamedTuple

_HEADER = re.compile(
    r"(?:ANSI|AAMVA)\s?(?P<issuer>\d{6})(?P<version>\d{2})(?:(?P<jurisdiction>\d{2})(?=\d{2}\D))?(?:\d{2}(?=\D))?",
    re.ASCII,
)
# States print from nothing to ten characters in front of the file type.
_HEADER_WITHIN = 20
_ENTRY = re.compile(r"([A-Z]{2})(\d{4})(\d{4})", re.ASCII)
_MOST_SUBFILES = 10
# Some issuers put control characters of the upper half around their line ends, and decoders show those as U+FFFD.
_SEPARATORS = re.compile(r"[\x00-\x1f\x80-\x9f]+")
_AROUND = " \ufffd"
_ELEMENT = re.compile(r"([DP][A-D][A-Z]|Z[A-Z]{2})(.*)", re.DOTALL)
CARDS = ("DL", "ID", "EN")


class Header(NamedTuple):
    """`version` and `jurisdiction_version` are two digits, the latter empty in the version of 2000; `end` is where it ends."""

    issuer: str
    version: str
    jurisdiction_version: str
    end: int


class Payload(NamedTuple):
    """`kind` is DL, ID, EN (enhanced) or empty; `elements` maps three-letter ids to values without blanks around them.
    `problems` are `what:where` (see aamva.Licence).
    """

    header: Header
    kind: str
    elements: dict[str, str]
    problems: tuple[str, ...]


class _Subfile(NamedTuple):
    kind: str
    start: int
    length: int


def header_of(text: str) -> Header | None:
    """Return the header; None where the text does not begin as the standard says."""
    found = _HEADER.search(text[: _HEADER_WITHIN + 20])
    if found is None or found.start() > _HEADER_WITHIN:
        return None
    return Header(found["issuer"], found["version"], found["jurisdiction"] or "", found.end())


def read(text: str, header: Header) -> Payload:
    """Return the elements of all subfiles. Refuses nothing: what cannot be read is left out and named."""
    listed, end = _directory(text, header.end)
    problems = [] if listed else ["directory_absent:"]
    starts: list[int] = []
    for subfile in listed:
        at = _start_of(text, subfile, end)
        if at != subfile.start:
            problems.append(f"subfile_{'absent' if at is None else 'misplaced'}:{subfile.kind}")
        starts += [] if at is None else [at]
    # Whatever the directory says, nothing between it and the end of the text is skipped.
    bounds = sorted({end, *starts, len(text)})
    elements: dict[str, str] = {}
    for start, stop in pairwise(bounds):
        for name, value in _elements(text[start:stop]):
            elements[name] = elements.get(name) or value
    kind = next((one.kind for one in listed if one.kind in CARDS), "") or _kind_by_text(text[end:])
    return Payload(header, kind, elements, tuple(problems))


def _directory(text: str, start: int) -> tuple[list[_Subfile], int]:
    """Return the entries that stand behind the header, and where they end."""
    found: list[_Subfile] = []
    while len(found) < _MOST_SUBFILES and (entry := _ENTRY.match(text, start)):
        found.append(_Subfile(entry[1], int(entry[2]), int(entry[3])))
        start = entry.end()
    return found, start


def _start_of(text: str, subfile: _Subfile, after: int) -> int | None:
    """Return where a subfile starts: where the directory says if it does, else where its letters and an element stand."""
    if subfile.start >= after and text.startswith(subfile.kind, subfile.start):
        return subfile.start
    letters = "D[A-D]" if subfile.kind in CARDS else subfile.kind
    found = re.compile(rf"{subfile.kind}(?={letters}[A-Z])").search(text, after)
    return found.start() if found else None


def _kind_by_text(body: str) -> str:
    found = re.match(r"\W*(DL|ID|EN)(?=D[A-D][A-Z])", body)
    return found[1] if found else ""


def _elements(subfile: str) -> list[tuple[str, str]]:
    """Return ids and values of one subfile, whose own two letters stand before its first element or are forgotten."""
    if _ELEMENT.match(subfile, 2) and subfile[:2] in (*CARDS, subfile[2:4]):
        subfile = subfile[2:]
    lines = (_ELEMENT.fullmatch(line.strip(_AROUND)) for line in _SEPARATORS.split(subfile))
    return [(line[1], line[2].strip()) for line in lines if line]
