"""What lies in the files of a chip? The logical data structure of ICAO Doc 9303 part 10: tags, lengths, values.

Everything here is hostile until proved otherwise: sizes are bounded, nothing recurses deeper than the standard nests,
and whatever is wrong becomes one exception, ChipDataError.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

# A chip holds well under 256 kilobytes; a portrait of today 15 to 100 of them.
LARGEST_FILE = 1_000_000
# A few certificates and a hash for each data group: under ten kilobytes in practice.
LARGEST_SECURITY_OBJECT = 65_536
_MOST_ELEMENTS = 512

# The tag each elementary file starts with (Doc 9303 part 10, table 37 and the sections of the data groups).
TAG_OF = {
    "COM": 0x60, "DG1": 0x61, "DG2": 0x75, "DG3": 0x63, "DG4": 0x76, "DG5": 0x65, "DG6": 0x66, "DG7": 0x67, "DG8": 0x68,
    "DG9": 0x69, "DG10": 0x6A, "DG11": 0x6B, "DG12": 0x6C, "DG13": 0x6D, "DG14": 0x6E, "DG15": 0x6F, "DG16": 0x70,
    "SOD": 0x77,
}  # fmt: skip


class ChipDataError(Exception):
    """The data cannot be used, with one sentence that says why and quotes none of it."""


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Turn whatever a parser throws at damaged or hostile bytes into ChipDataError."""
    try:
        yield
    except ChipDataError:
        raise
    except Exception as error:
        # The engine boundary: ASN.1 and X.509 parsers raise anything at all on damaged bytes, RecursionError included.
        raise ChipDataError(f"{what} is damaged") from error


@dataclass(frozen=True)
class Element:
    """One tag with its value. `end` is where it ends in the bytes it was read from."""

    tag: int
    value: bytes
    end: int


def element(data: bytes, start: int = 0) -> Element:
    """Return the element that begins at `start` (BER-TLV, definite lengths). Raises ChipDataError."""
    try:
        tag, at = _tag(data, start)
        length, at = _length(data, at)
    except IndexError:
        raise ChipDataError("the data breaks off in a tag or a length") from None
    if at + length > len(data):
        raise ChipDataError("the data is shorter than it says")
    return Element(tag, data[at : at + length], at + length)


def _tag(data: bytes, at: int) -> tuple[int, int]:
    tag = data[at]
    if tag & 0x1F != 0x1F:
        return tag, at + 1
    # Doc 9303 uses tags of two bytes at most.
    if data[at + 1] & 0x80:
        raise ChipDataError("a tag is longer than Doc 9303 allows")
    return tag << 8 | data[at + 1], at + 2


def _length(data: bytes, at: int) -> tuple[int, int]:
    first = data[at]
    if first < 0x80:
        return first, at + 1
    count = first & 0x7F
    if not 1 <= count <= 4:
        raise ChipDataError("a length is not definite, or too long")
    # A slice may be short where an index would raise.
    data[at + count]
    return int.from_bytes(data[at + 1 : at + 1 + count], "big"), at + 1 + count


def elements(data: bytes) -> tuple[Element, ...]:
    """Return the elements that follow each other in a value. Raises ChipDataError."""
    found: list[Element] = []
    at = 0
    while at < len(data):
        if len(found) == _MOST_ELEMENTS:
            raise ChipDataError("there are more elements than a chip could hold")
        found.append(element(data, at))
        at = found[-1].end
    return tuple(found)


def value_of(parts: tuple[Element, ...], tag: int) -> bytes | None:
    """Return the value of the first element of a tag, or None."""
    return next((part.value for part in parts if part.tag == tag), None)


def content(name: str, data: bytes) -> bytes:
    """Return what is inside an elementary file, `DG1` for instance. Raises ChipDataError.

    Readers pad files to whole blocks with zeros; anything else behind the end is refused.
    """
    if len(data) > (LARGEST_SECURITY_OBJECT if name == "SOD" else LARGEST_FILE):
        raise ChipDataError("the file is larger than a chip's can be")
    whole = element(data)
    if whole.tag != TAG_OF[name]:
        raise ChipDataError("the file does not start with its tag")
    if data[whole.end :].strip(b"\0"):
        raise ChipDataError("the file has something behind its end")
    return whole.value


def without_padding(data: bytes) -> bytes:
    """Return a file up to the end it states, which is what its hash covers; all of it where it states none."""
    try:
        end = element(data).end
    except ChipDataError:
        return data
    return data if data[end:].strip(b"\0") else data[:end]


def groups_in_common(data: bytes) -> tuple[int, ...]:
    """Return the numbers of the data groups that EF.COM lists. Nothing signs EF.COM, so nothing is judged by it."""
    tags = value_of(elements(content("COM", data)), 0x5C) or b""
    numbers = {tag: int(name[2:]) for name, tag in TAG_OF.items() if name.startswith("DG")}
    return tuple(sorted(numbers[tag] for tag in tags if tag in numbers))
