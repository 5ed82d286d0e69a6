"""Which kind of file is this? Answered by its first bytes alone; names and declared types are never
believed.
"""

from enum import StrEnum


class Format(StrEnum):
    JPEG = "jpeg"
    JPEG2000 = "jpeg2000"
    PNG = "png"
    WEBP = "webp"
    PDF = "pdf"
    WEBM = "webm"
    MP4 = "mp4"


PICTURES = frozenset({Format.JPEG, Format.PNG, Format.WEBP, Format.PDF})
# What the chip of a document holds its portrait as; nobody uploads JPEG 2000.
PORTRAITS = frozenset({Format.JPEG, Format.JPEG2000})
CLIPS = frozenset({Format.WEBM, Format.MP4})

# `ftyp` also opens HEIF and AVIF pictures, so the brand decides: ISO base media, MP4, QuickTime, 3GPP, DASH.
_MP4_BRANDS = (b"iso", b"mp4", b"avc1", b"M4V", b"qt  ", b"3gp", b"dash", b"MSNV", b"hvc1")


def sniff(data: bytes) -> Format | None:
    """Return the format that the first 16 bytes announce, or None when it is not one of ours.

    The signature has to stand at the very start: formats that allow it further in are how polyglots are made.
    """
    if data.startswith(b"\xff\xd8\xff"):
        return Format.JPEG
    if data.startswith((b"\x00\x00\x00\x0cjP  ", b"\xff\x4f\xff\x51")):
        return Format.JPEG2000
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Format.PNG
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return Format.WEBP
    if data.startswith(b"%PDF-"):
        return Format.PDF
    if data.startswith(b"\x1aE\xdf\xa3"):
        return Format.WEBM
    if data[4:8] == b"ftyp" and data[8:12].startswith(_MP4_BRANDS):
        return Format.MP4
    return None
