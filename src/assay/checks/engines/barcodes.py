"""Which barcodes are in the picture, and what do they hold? zxing-cpp reads them; we light and straighten what it cannot.

The picture is read once as it is. Where bars are seen that could not be read, their region is cut out, straightened
and cleaned (see barcode.bars), and read again.
"""

from typing import Any

import cv2
import numpy as np
import zxingcpp

from assay.checks.engines.barcode import aamva, bars
from assay.checks.engines.barcode.bars import Grey, Look, Matrix
from assay.checks.engines.image.light import brightened
from assay.checks.engines.image.strips import Pixels
from assay.checks.readings import Barcode

_FORMAT = zxingcpp.BarcodeFormat
_NAMES = {
    _FORMAT.PDF417: "pdf417",
    _FORMAT.QRCode: "qr",
    _FORMAT.Aztec: "aztec",
    _FORMAT.DataMatrix: "data_matrix",
    _FORMAT.Code128: "code128",
}
# The stubs of zxing-cpp know only the joined form, which is deprecated.
_EVERY: Any = list(_NAMES)
_BARS: Any = [_FORMAT.PDF417, _FORMAT.Code128]
_LONGEST_SIDE, _SHORTEST_SIDE = 2000, 1000
# Separators that the standards of such payloads use: line ends, tabulators, and the four of ISO 646.
_SEPARATORS = dict.fromkeys((9, 10, 13, 28, 29, 30, 31))
# What a payload begins with says what it is: a web address, a European health certificate, French 2D-Doc.
_BEGINNINGS = {"https://": "url", "http://": "url", "HC1:": "eu_health_certificate", "DC0": "2d_doc"}
# ICAO 9303 part 13: a visible digital seal begins with this byte.
_SEAL = 0xDC


def read(pixels: Pixels) -> tuple[Barcode, ...]:
    """Return the barcodes of a picture (BGR), their corners as shares of it.

    A payload that is no text is given as hexadecimal digits, two a byte, so that nothing of it is lost.
    """
    lit = brightened(pixels)
    grey = _prepared(lit)
    size = (grey.shape[1], grey.shape[0])
    # More light shows more noise, and each speck of it is an edge to look at: half the size has half of it.
    whole = _smaller(grey) if lit is not pixels else Look(grey, np.eye(3))
    codes = _decoded(whole.pixels, _EVERY)
    doubtful = {code.text for code in codes if not _is_certain(code)}
    if doubtful:
        soft = np.asarray(cv2.GaussianBlur(whole.pixels, (0, 0), 0.8), np.uint8)
        again = {code.text for code in _decoded(soft, _BARS)}
        codes = [code for code in codes if code.text not in doubtful - again]
    found = [_as_reading(code, whole, size) for code in codes]
    if not any(code.symbology == "pdf417" for code in found):
        found += _straightened(grey, size, {code.text for code in found}, doubtful)
    return tuple(found)


def _smaller(grey: Grey) -> Look:
    half = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return Look(np.asarray(half, np.uint8), np.diag((2.0, 2.0, 1.0)))


def _straightened(grey: Grey, size: tuple[int, int], known: set[str], doubtful: set[str]) -> list[Barcode]:
    """Return what the first barred region holds that can be read in one of its looks, or in two where it is doubtful."""
    seen = set(doubtful)
    for region in bars.find(grey):
        for look in bars.looks(grey, region):
            codes = [code for code in _decoded(look.pixels, _BARS) if code.text not in known]
            sure = [code for code in codes if _is_certain(code) or code.text in seen]
            if sure:
                return [_as_reading(code, look, size, upright=True) for code in sure]
            seen |= {code.text for code in codes}
    return []


def _is_certain(code: zxingcpp.Barcode) -> bool:
    """Whether one read is enough. The error correction of a damaged PDF417 with few check words can end in a wrong payload;
    a licence that says all it must is none, everything else has to be read twice, in two pictures of it.
    """
    if code.format != _FORMAT.PDF417:
        return True
    licence = aamva.read(code.text)
    return bool(licence.fields) and not any(problem.startswith("missing") for problem in licence.problems)


def _decoded(grey: Grey, formats: Any) -> list[zxingcpp.Barcode]:  # noqa: ANN401  see _EVERY
    plain = zxingcpp.TextMode.Plain
    found = zxingcpp.read_barcodes(grey, formats=formats, text_mode=plain, try_invert=False)
    return [code for code in found if code.bytes and _is_sound(code)]


def _is_sound(code: zxingcpp.Barcode) -> bool:
    """Whether a read can be believed: degraded PDF417 was once read as garbage, so it needs AAMVA's header or plain text."""
    return code.format != _FORMAT.PDF417 or aamva.is_licence(code.text) or _is_plain(code.text)


def _is_plain(text: str) -> bool:
    return text.translate(_SEPARATORS).isprintable()


def _prepared(lit: Pixels) -> Grey:
    """Return the picture in grey, at a size zxing-cpp reads well."""
    longest = max(lit.shape[:2])
    scale = _LONGEST_SIDE / longest if longest > _LONGEST_SIDE else 2.0 if longest < _SHORTEST_SIDE else 1.0
    grey = np.asarray(cv2.cvtColor(lit, cv2.COLOR_BGR2GRAY), np.uint8)
    if scale == 1:
        return grey
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=how), np.uint8)


def _as_reading(
    code: zxingcpp.Barcode, look: Look, size: tuple[int, int], *, upright: bool = False
) -> Barcode:
    at = code.position
    seen = [(p.x, p.y) for p in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)]
    corners = np.asarray(seen, np.float64)
    if upright:
        corners = _squared(corners)
    points = cv2.perspectiveTransform(corners[None], look.back)[0]
    a, b, c, d = ((float(x), float(y)) for x, y in np.clip(points / size, 0, 1))
    licence = aamva.read(code.text)
    text, content = _content(code.text, code.bytes)
    return Barcode(
        symbology=_NAMES[code.format],
        text=text,
        content="aamva" if licence.fields else content,
        fields=licence.fields,
        problems=licence.problems,
        corners=(a, b, c, d),
    )


def _squared(corners: Matrix) -> Matrix:
    """Return the box around the corners of a code that lies straight: where one guard pattern is torn, zxing-cpp puts a
    corner half-way up. The first corner stays the first, whichever way the code is turned.
    """
    (left, top), (right, bottom) = corners.min(0), corners.max(0)
    box = np.asarray([(left, top), (right, top), (right, bottom), (left, bottom)], np.float64)
    turns = [np.roll(box, turn, axis=0) for turn in range(4)]
    return min(turns, key=lambda turned: float(np.abs(turned - corners).sum()))


def _content(text: str, payload: bytes) -> tuple[str, str]:
    """Return the payload as text, or as hexadecimal digits where it is none, and what it is, where that is certain."""
    if payload[0] == _SEAL:
        return payload.hex(), "icao_seal"
    if not (_is_plain(text) or aamva.is_licence(text)):
        return payload.hex(), "binary"
    return text, next((kind for start, kind in _BEGINNINGS.items() if text.startswith(start)), "")
