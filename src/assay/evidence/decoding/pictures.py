"""Runs in the child: one picture or PDF page, from bytes to upright BGR rows.

Only the decoded picture itself is ever held whole; turning upright and converting colours happen in strips
of rows, so that a picture of fifty million pixels fits into the child's memory.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pypdfium2
from PIL import ExifTags, Image

from assay.evidence.decoding import traces
from assay.evidence.decoding.formats import Format
from assay.evidence.decoding.traces import FileTraces

PDF_DOTS_PER_INCH = 300
# A page of A3 at 300 dpi; a larger page is rendered with fewer dots per inch.
PDF_LONGEST_SIDE = 5000
_POINTS_PER_INCH = 72
_STRIP_ROWS = 256
_PDF_PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD

_PILLOW_NAMES = {
    Format.JPEG: ("JPEG", "MPO"),
    Format.JPEG2000: ("JPEG2000",),
    Format.PNG: ("PNG",),
    Format.WEBP: ("WEBP",),
}

# EXIF orientation -> how to get there, and whether a strip of upright rows is a strip of stored columns
# (else rows) and lies at the far end of the stored picture.
_TURNS: dict[int, tuple[Image.Transpose | None, bool, bool]] = {
    1: (None, False, False),
    2: (Image.Transpose.FLIP_LEFT_RIGHT, False, False),
    3: (Image.Transpose.ROTATE_180, False, True),
    4: (Image.Transpose.FLIP_TOP_BOTTOM, False, True),
    5: (Image.Transpose.TRANSPOSE, True, False),
    6: (Image.Transpose.ROTATE_270, True, False),
    7: (Image.Transpose.TRANSVERSE, True, True),
    8: (Image.Transpose.ROTATE_90, True, True),
}


class Unusable(Exception):  # noqa: N818  becomes a Refusal on the other side
    """The file is refused; `problem` is the last part of a reason code `evidence.file.…`."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True)
class Bounds:
    pixels: int
    least_side: int
    pages: int

    def check(self, width: int, height: int) -> None:
        """Raise Unusable unless a picture of this size may be decoded."""
        if width * height > self.pixels:
            raise Unusable("too_many_pixels")
        if min(width, height) < self.least_side:
            raise Unusable("too_small")


@dataclass(frozen=True)
class Page:
    """A decoded picture: upright width and height, what its metadata say, and its rows of BGR bytes from
    the top.
    """

    width: int
    height: int
    metadata: dict[str, str]
    traces: FileTraces
    strips: Callable[[], Iterator[bytes]]


def decode(data: bytes, kind: Format, bounds: Bounds) -> Page:
    """Return the first frame or page. Raises Unusable, MemoryError, or whatever Pillow and pdfium think of."""
    return _page(data, bounds) if kind is Format.PDF else _picture(data, kind, bounds)


def _picture(data: bytes, kind: Format, bounds: Bounds) -> Page:
    image = Image.open(io.BytesIO(data), formats=_PILLOW_NAMES[kind])  # reads the header only
    bounds.check(*image.size)
    image.load()
    orientation, metadata = _metadata(image)
    turn = _TURNS.get(orientation, _TURNS[1])
    width, height = image.size[::-1] if turn[1] else image.size
    found = traces.of_picture(kind, image.size, image.info, metadata)
    metadata.pop("comment", None)
    return Page(width, height, metadata, found, lambda: _strips(image, turn))


def _strips(image: Image.Image, turn: tuple[Image.Transpose | None, bool, bool]) -> Iterator[bytes]:
    transpose, columns, from_far_end = turn
    width, height = image.size
    rows = width if columns else height
    for first in range(0, rows, _STRIP_ROWS):
        last = min(first + _STRIP_ROWS, rows)
        near, far = (rows - last, rows - first) if from_far_end else (first, last)
        strip = image.crop((near, 0, far, height) if columns else (0, near, width, far))
        upright = strip if transpose is None else strip.transpose(transpose)
        yield _rgb(upright).tobytes("raw", "BGR")


def _rgb(strip: Image.Image) -> Image.Image:
    """Return the strip as 8-bit RGB; what is transparent becomes white, as every viewer shows it."""
    if strip.mode.startswith("I;16"):
        return strip.convert("I").point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
    if strip.mode in {"LA", "La", "PA", "RGBa", "RGBA"} or "transparency" in strip.info:
        opaque = strip.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", opaque.size, "white"), opaque).convert("RGB")
    return strip.convert("RGB")


def _metadata(image: Image.Image) -> tuple[int, dict[str, str]]:
    """Return the EXIF orientation, and when and with what the picture was taken, as the file claims. Never where.

    Broken metadata are no reason to refuse a picture; they then say nothing.
    """
    try:
        exif = image.getexif()
        details = exif.get_ifd(ExifTags.IFD.Exif)
    except Exception:  # noqa: BLE001  the engine boundary: Pillow raises anything at all on broken EXIF
        return 1, {}
    orientation = exif.get(ExifTags.Base.Orientation, 1)
    found = {
        "taken_at": details.get(ExifTags.Base.DateTimeOriginal),
        "camera_make": exif.get(ExifTags.Base.Make),
        "camera_model": exif.get(ExifTags.Base.Model),
        "software": exif.get(ExifTags.Base.Software),
        "comment": _comment(details.get(ExifTags.Base.UserComment)),
    }
    said = {
        name: text
        for name, value in found.items()
        if isinstance(value, str) and (text := traces.plain(value))
    }
    return (orientation if isinstance(orientation, int) else 1), said


def _comment(value: object) -> str:
    """Return EXIF's UserComment, whose first eight bytes name its encoding."""
    return (
        value[8:].replace(b"\0", b"").decode("ascii", "replace")
        if isinstance(value, bytes)
        else str(value or "")
    )


def _page(data: bytes, bounds: Bounds) -> Page:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        password = getattr(error, "err_code", None) == _PDF_PASSWORD_ERROR
        raise Unusable("encrypted" if password else "damaged") from error
    if not 1 <= len(document) <= bounds.pages:
        raise Unusable("too_many_pages" if len(document) else "damaged")
    page = document[0]
    longest = max(page.get_size())
    scale = min(PDF_DOTS_PER_INCH / _POINTS_PER_INCH, PDF_LONGEST_SIDE / longest) if longest > 0 else 1.0
    bounds.check(*(int(side * scale) for side in page.get_size()))
    pixels = page.render(scale=scale, rev_byteorder=False, prefer_bgrx=False, may_draw_forms=False).to_numpy()
    bgr = pixels[:, :, :3]
    rows = range(0, bgr.shape[0], _STRIP_ROWS)
    height, width = bgr.shape[:2]
    found = traces.of_pdf(data, document, width, height)
    return Page(
        width, height, {}, found, lambda: (bgr[first : first + _STRIP_ROWS].tobytes() for first in rows)
    )
