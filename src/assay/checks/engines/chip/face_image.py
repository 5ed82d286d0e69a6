"""Where in DG2 is the portrait? ISO/IEC 19794-5 (and 39794-5) records in the biometric templates of ISO/IEC 7816-11.

Only the picture's bytes are found here; they are decoded where every untrusted picture is, in the locked-down child.
"""

from dataclasses import dataclass

from assay.checks.engines.chip import lds
from assay.checks.engines.chip.lds import ChipDataError, Element

_GROUP, _TEMPLATE = 0x7F61, 0x7F60
# The data block, plain or as further tags (Doc 9303 part 10, 4.7.2.1).
_PLAIN, _TAGGED = 0x5F2E, 0x7F2E
_JPEG = b"\xff\xd8\xff"
_JPEG2000 = (b"\x00\x00\x00\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51")
_MAGIC = b"FAC\0"
# ISO/IEC 19794-5:2005, clause 5: lengths of the record's header, the face's header, a feature point, the image's header.
_RECORD, _FACE, _POINT, _IMAGE = 14, 20, 8, 12
_DEEPEST, _MOST_VISITED = 12, 400


@dataclass(frozen=True)
class FaceImage:
    """`format` is `jpeg` or `jpeg2000`, by the first bytes; `standard` the record the picture was found in."""

    data: bytes
    format: str
    standard: str


def find(dg2: bytes) -> FaceImage:
    """Return the first portrait of DG2. Raises ChipDataError."""
    group = lds.value_of(lds.elements(lds.content("DG2", dg2)), _GROUP)
    templates = [part for part in lds.elements(group or b"") if part.tag == _TEMPLATE]
    for template in templates:
        for part in lds.elements(template.value):
            if part.tag in {_PLAIN, _TAGGED}:
                return _in_block(part)
    raise ChipDataError("DG2 holds no biometric data block")


def _in_block(block: Element) -> FaceImage:
    if block.value.startswith(_MAGIC):
        return _image(_of_record(block.value), "ISO/IEC 19794-5")
    return _image(_of_tags(block.value), "ISO/IEC 39794-5")


def _image(data: bytes, standard: str) -> FaceImage:
    format_ = _format_of(data)
    if format_ is None:
        raise ChipDataError("the portrait of DG2 is neither JPEG nor JPEG 2000")
    return FaceImage(data, format_, standard)


def _format_of(data: bytes) -> str | None:
    if data.startswith(_JPEG):
        return "jpeg"
    return "jpeg2000" if data.startswith(_JPEG2000) else None


def _of_record(record: bytes) -> bytes:
    """Return the picture of the first face of an ISO/IEC 19794-5:2005 record."""
    if len(record) < _RECORD + _FACE:
        raise ChipDataError("the portrait's record of DG2 breaks off")
    points = int.from_bytes(record[_RECORD + 4 : _RECORD + 6], "big")
    start = _RECORD + _FACE + points * _POINT + _IMAGE
    # The face's own length; some issuers count wrong, and then the record's end counts.
    end = _RECORD + int.from_bytes(record[_RECORD : _RECORD + 4], "big")
    picture = record[start : end if start < end <= len(record) else len(record)]
    if not picture:
        raise ChipDataError("the portrait's record of DG2 breaks off")
    return picture


def _of_tags(block: bytes) -> bytes:
    """Return the first value that begins as a picture does, in ASN.1 nested as ISO/IEC 39794-5 nests it, or no deeper than that.

    The standard's own names are not needed for that; what follows the portrait is not looked at.
    """
    waiting = [(block, 0)]
    for _ in range(_MOST_VISITED):
        if not waiting:
            break
        data, depth = waiting.pop()
        if _format_of(data):
            return data
        if depth < _DEEPEST:
            waiting += [(part.value, depth + 1) for part in reversed(_parts(data))]
    raise ChipDataError("DG2 holds no portrait in a known record")


def _parts(data: bytes) -> tuple[Element, ...]:
    try:
        return lds.elements(data)
    except ChipDataError:
        return ()
