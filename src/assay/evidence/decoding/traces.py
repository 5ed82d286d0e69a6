"""What does a file say of its making? Read in the child, from the file's own metadata; never where, when or by which camera.

Everything here is a claim of the file and easily removed or forged: it can raise a question and answer none.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pypdfium2 import PdfDocument, raw

_LONGEST_TEXT = 120
_MOST_PROGRAMS = 8
# XMP: the program that made the file, and each that changed it since.
_XMP_PROGRAMS = re.compile(
    rb"(?:CreatorTool|softwareAgent|Producer)(?:\s*=\s*[\"']([^\"'<>]{1,200})[\"']|>([^<]{1,200})<)"
)
_LONGEST_XMP = 1_000_000
_PROGRAM_TEXTS = ("Software", "Creator", "Source")


@dataclass(frozen=True)
class FileTraces:
    """`format` and size as stored, pixels; `software` are the programs the file names. The last three concern PDFs: how
    often it was added to after it was written, its signatures, and whether it says that it was changed after the day it
    was made.
    """

    format: str
    width: int
    height: int
    has_camera: bool = False
    says_screenshot: bool = False
    software: tuple[str, ...] = ()
    updates: int = 0
    signatures: int = 0
    modified_later: bool = False

    @classmethod
    def received(cls, said: Mapping[str, Any]) -> "FileTraces":
        """Return traces as another process sent them. Raises TypeError, KeyError or ValueError when they are none."""
        return cls(
            format=plain(str(said["format"])),
            software=tuple(plain(str(name)) for name in list(said["software"])[:_MOST_PROGRAMS]),
            width=int(said["width"]),
            height=int(said["height"]),
            has_camera=bool(said["has_camera"]),
            says_screenshot=bool(said["says_screenshot"]),
            updates=int(said["updates"]),
            signatures=int(said["signatures"]),
            modified_later=bool(said["modified_later"]),
        )


def plain(text: str) -> str:
    """Return text without what cannot be printed, no longer than 120 characters."""
    return "".join(character for character in text if character.isprintable()).strip()[:_LONGEST_TEXT]


def of_picture(
    kind: str, size: tuple[int, int], info: Mapping[Any, Any], exif: Mapping[str, object]
) -> FileTraces:
    """Return the traces of a picture: `info` as Pillow read it, `exif` by the names camera_make, software, comment."""
    texts = [exif.get("software"), *(info.get(name) for name in _PROGRAM_TEXTS), *_xmp_programs(info)]
    comments = (exif.get("comment"), info.get("Comment"), info.get("Description"), info.get("comment"))
    return FileTraces(
        format=kind,
        width=size[0],
        height=size[1],
        has_camera=bool(exif.get("camera_make") or exif.get("camera_model")),
        says_screenshot=any("screenshot" in _text(one).lower() for one in comments),
        software=_each_once(texts),
    )


def _xmp_programs(info: Mapping[Any, Any]) -> list[str]:
    packet = info.get("xmp") or info.get("XML:com.adobe.xmp") or b""
    data = packet.encode() if isinstance(packet, str) else bytes(packet)
    return [(a or b).decode(errors="replace") for a, b in _XMP_PROGRAMS.findall(data[:_LONGEST_XMP])]


def _text(value: object) -> str:
    if isinstance(value, bytes):
        # The first eight bytes of EXIF's UserComment name its encoding.
        return value[:200].replace(b"\0", b"").decode("ascii", errors="replace")
    return value if isinstance(value, str) else ""


def _each_once(texts: list[object]) -> tuple[str, ...]:
    found = dict.fromkeys(name for text in texts if (name := plain(_text(text))))
    return tuple(found)[:_MOST_PROGRAMS]


def of_pdf(data: bytes, document: PdfDocument, width: int, height: int) -> FileTraces:
    """Return the traces of a PDF. Each saving that adds to a PDF ends with another end-of-file mark."""
    said = document.get_metadata_dict()
    # A PDF made for the web has an end mark behind its first page, too.
    ends = data.count(b"%%EOF") - (b"/Linearized" in data[:2048])
    made, changed = _day(said.get("CreationDate", "")), _day(said.get("ModDate", ""))
    return FileTraces(
        format="pdf",
        width=width,
        height=height,
        software=_each_once([said.get("Creator"), said.get("Producer"), *_xmp_programs({"xmp": data})]),
        updates=max(0, ends - 1),
        signatures=max(0, int(raw.FPDF_GetSignatureCount(document.raw))),
        modified_later=bool(made and changed and changed > made),
    )


def _day(text: str) -> str:
    """Return year, month and day of a PDF's date, D:YYYYMMDDhhmmss; empty where it is none."""
    match = re.match(r"(?:D:)?(\d{8})", text)
    return match[1] if match else ""
