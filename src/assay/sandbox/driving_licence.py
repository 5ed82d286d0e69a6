"""The driving licence of Utopia: numbered fields as in Europe, on the back a PDF417 as in North America."""

import numpy as np
import zxingcpp

from assay.sandbox import marks
from assay.sandbox.people import STATE, Person
from assay.sandbox.portraits import Pixels
from assay.sandbox.sheet import Colour, Sheet

WIDTH, HEIGHT = 85.6, 54.0

# No jurisdiction holds this issuer number (AAMVA card design standard, annex D).
ISSUER_NUMBER = "636099"

_PAPER: Colour = (250, 240, 238)
_TINT: Colour = (214, 140, 138)
_HEAD: Colour = (150, 46, 60)


def payload(bearer: Person) -> str:
    """Return the barcode's text after the AAMVA card design standard, version 9, months before days."""
    first, *others = bearer.given_names.upper().split()
    elements = (
        ("DAQ", bearer.licence_number), ("DCS", bearer.surname.upper()), ("DDE", "N"), ("DAC", first),
        ("DDF", "N"), ("DAD", " ".join(others) or "NONE"), ("DDG", "N"), ("DCA", "B"), ("DCB", "NONE"),
        ("DCD", "NONE"), ("DBD", f"{bearer.issued_on:%m%d%Y}"), ("DBB", f"{bearer.born_on:%m%d%Y}"),
        ("DBA", f"{bearer.expires_on:%m%d%Y}"), ("DBC", "1" if bearer.sex == "M" else "2"),
        ("DAU", f"{bearer.height_cm:03d} cm"), ("DAY", "UNK"), ("DAG", bearer.street.upper()),
        ("DAI", bearer.town[6:].upper()), ("DAJ", "UT"), ("DAK", f"{bearer.town[:5]:0<9}  "),
        ("DCF", f"{bearer.number:08d}"), ("DCG", STATE),
    )  # fmt: skip
    subfile = "DL" + "\n".join(code + value for code, value in elements) + "\r"
    header = f"@\n\x1e\rANSI {ISSUER_NUMBER}090001DL"
    offset = len(header) + 8
    return f"{header}{offset:04d}{len(subfile):04d}{subfile}"


def draw_front(bearer: Person) -> Pixels:
    sheet = Sheet(WIDTH, HEIGHT, paper=_PAPER, tint=_TINT, seed=904)
    picture = marks.portrait_of(bearer, width_to_height=24 / 31)
    marks.ghost(sheet, picture, (69, 25, 12, 15.5))
    sheet.place(picture, (4, 13.5, 24, 31))
    sheet.band((4, 3, 11.5, 7.6), (28, 56, 140))
    sheet.text(9.75, 8.3, "UTO", size=3.6, font="bold", colour=(255, 220, 90), anchor="ms")
    sheet.text(18, 6.2, "DRIVING LICENCE", size=3.8, font="bold", colour=_HEAD)
    sheet.text(18, 10, "Permis de conduire / UTOPIA", size=2.5, colour=_HEAD)
    marks.specimen(sheet, 82.4, 6.2, colour=(186, 40, 60))
    rows = (
        ("1.", bearer.surname.upper()), ("2.", bearer.given_names.upper()),
        ("3.", f"{bearer.born_on:%d.%m.%Y} {bearer.birth_place.upper()}"),
        ("4a.", f"{bearer.issued_on:%d.%m.%Y}"),
        ("4b.", f"{bearer.expires_on:%d.%m.%Y}"), ("5.", bearer.licence_number), ("7.", ""),
        ("8.", f"{bearer.street}, {bearer.town}"), ("9.", "AM  B"),
    )  # fmt: skip
    for place, (label, value) in enumerate(rows):
        y = 15.4 + place * 4.35
        sheet.text(30.5, y, label, size=2.9, colour=_HEAD)
        sheet.text(30.5 + 1.45 * len(label) + 0.6, y, value, size=3.1 if label != "8." else 2.7)
    sheet.text(56, 15.4 + 3 * 4.35, "4c. Amaurot", size=2.8)
    marks.signature(sheet, bearer, (37, 15.4 + 6 * 4.35 - 0.3), 20, colour=(24, 40, 92))
    return sheet.pixels()


def draw_back(bearer: Person) -> Pixels:
    sheet = Sheet(WIDTH, HEIGHT, paper=_PAPER, tint=_TINT, seed=905)
    code = barcode(payload(bearer))
    height = 72 * code.shape[0] / code.shape[1]
    sheet.band((4.8, 4, 76, height + 3), (255, 255, 255))
    sheet.place(code, (6.8, 5.5, 72, height))
    top = height + 11
    for place, (kind, since) in enumerate((("AM", bearer.issued_on), ("B", bearer.issued_on))):
        y = top + place * 4.6
        sheet.text(6, y, f"9.  {kind}", size=2.8)
        sheet.text(26, y, f"10.  {since:%d.%m.%Y}", size=2.8)
        sheet.text(52, y, f"11.  {bearer.expires_on:%d.%m.%Y}", size=2.8)
    marks.specimen(sheet, 82.4, 51, colour=(186, 40, 60))
    return sheet.pixels()


def barcode(text: str) -> Pixels:
    """Return the PDF417 of a text as BGR pixels, six dots a module, with its quiet zone."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.PDF417)
    grey = np.array(zxingcpp.write_barcode_to_image(code, scale=6, add_quiet_zones=True), dtype=np.uint8)
    return np.repeat(grey[..., None], 3, axis=2)
