"""Which barcodes are in the picture? zxing-cpp reads them; we turn and light the picture as it needs.

PDF417 is lost at tilts of three degrees and more, so the picture is turned so that the bars stand upright, by the
direction in which most of the fine edges of the barred region lie.
"""

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp

from assay.checks.engines import aamva
from assay.checks.engines.light import brightened
from assay.checks.engines.strips import Pixels
from assay.checks.readings import Barcode

# The stubs of zxing-cpp know only the joined form, which is deprecated.
_FORMATS: Any = [zxingcpp.BarcodeFormat.PDF417, zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128]
_NAMES = {"pdf417": "pdf417", "qrcode": "qr", "code128": "code128"}
_LONGEST_SIDE, _SHORTEST_SIDE = 2000, 1000
# Bars: in a window, nearly all edges point the same way. Shares of the picture and of the direction.
_BARRED_AREA = 0.012
_COHERENT = 0.55
_MAP_SIDE = 480
_SWEEP = (0, 1.5, -1.5, 3, -3, 6, -6, 9, -9)

Grey = npt.NDArray[np.uint8]
Matrix = npt.NDArray[np.float64]


def read(pixels: Pixels) -> tuple[Barcode, ...]:
    """Return the barcodes of a picture, their corners as shares of it. Turned versions are tried where bars are seen."""
    grey, scale = _prepared(pixels)
    for turned, matrix in _versions(grey):
        found = zxingcpp.read_barcodes(turned, formats=_FORMATS, text_mode=zxingcpp.TextMode.Plain)
        sound = [code for code in found if code.text and _is_sound(code)]
        if sound:
            back = cv2.invertAffineTransform(matrix)
            return tuple(_as_reading(code, back, scale, pixels) for code in sound)
    return ()


def _is_sound(code: zxingcpp.Barcode) -> bool:
    """Whether a read can be believed: degraded PDF417 was once read as garbage, so it needs AAMVA's header or plain text."""
    return (
        code.format != zxingcpp.BarcodeFormat.PDF417
        or aamva.is_licence(code.text)
        or code.text.replace("\n", " ").isprintable()
    )


def _prepared(pixels: Pixels) -> tuple[Grey, float]:
    """Return the picture in grey, lit, at a size zxing-cpp reads well, and by how much it was scaled."""
    longest = max(pixels.shape[:2])
    scale = _LONGEST_SIDE / longest if longest > _LONGEST_SIDE else 2.0 if longest < _SHORTEST_SIDE else 1.0
    grey = np.asarray(cv2.cvtColor(brightened(pixels), cv2.COLOR_BGR2GRAY), np.uint8)
    if scale != 1:
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        grey = np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=how), np.uint8)
    return grey, scale


def _versions(grey: Grey) -> Iterator[tuple[Grey, Matrix]]:
    """Yield the picture as it is, then turned so that its bars stand upright, if it has any."""
    yield grey, np.asarray([[1, 0, 0], [0, 1, 0]], np.float64)
    tilt = bar_tilt(grey)
    if tilt is None:
        return
    for more in _SWEEP:
        yield _turned(grey, tilt + more)


def bar_tilt(grey: Grey) -> float | None:
    """Return by how many degrees a picture has to be turned for its bars to stand upright; None where it has none.

    The structure tensor: where the smaller eigenvalue is far below the larger, all edges of the window run in parallel.
    """
    scale = _MAP_SIDE / max(grey.shape)
    # Bars are two to four pixels wide, so the gradient is taken at half scale and its products are averaged down.
    fine = cv2.resize(
        grey, None, fx=min(1.0, scale * 2), fy=min(1.0, scale * 2), interpolation=cv2.INTER_AREA
    )
    dx, dy = (cv2.Sobel(fine, cv2.CV_32F, *order) for order in ((1, 0), (0, 1)))
    size = (31, 31)
    xx, yy, xy = (cv2.GaussianBlur(product, size, 0) for product in (dx * dx, dy * dy, dx * dy))
    energy = xx + yy
    coherent = np.sqrt((xx - yy) ** 2 + 4 * xy**2) / np.maximum(energy, 1e-3)
    barred = (coherent > _COHERENT) & (energy > 8 * float(np.median(energy)) + 2000)
    barred = cv2.morphologyEx(barred.astype(np.uint8), cv2.MORPH_OPEN, np.ones((15, 15), np.uint8)).astype(
        bool
    )
    if barred.mean() < _BARRED_AREA:
        return None
    count, labels, stats, _ = cv2.connectedComponentsWithStats(barred.astype(np.uint8))
    largest = labels == 1 + int(stats[1:count, cv2.CC_STAT_AREA].argmax())
    across = 0.5 * np.arctan2(2 * float(xy[largest].sum()), float((xx - yy)[largest].sum()))
    return float(np.degrees(across))


def _turned(grey: Grey, degrees: float) -> tuple[Grey, Matrix]:
    rows, columns = grey.shape
    cos, sin = abs(np.cos(np.radians(degrees))), abs(np.sin(np.radians(degrees)))
    wide, high = int(columns * cos + rows * sin), int(columns * sin + rows * cos)
    matrix = np.asarray(cv2.getRotationMatrix2D((columns / 2, rows / 2), degrees, 1), np.float64)
    matrix[:, 2] += ((wide - columns) / 2, (high - rows) / 2)
    return np.asarray(cv2.warpAffine(grey, matrix, (wide, high), borderValue=200), np.uint8), matrix


def _as_reading(
    code: zxingcpp.Barcode, back: npt.NDArray[np.generic], scale: float, pixels: Pixels
) -> Barcode:
    at = code.position
    turned = np.asarray(
        [(p.x, p.y, 1) for p in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)], np.float64
    )
    shares = (turned @ np.asarray(back, np.float64).T) / scale / (pixels.shape[1], pixels.shape[0])
    a, b, c, d = ((float(x), float(y)) for x, y in np.clip(shares, 0, 1))
    name = code.format.name.lower()
    return Barcode(
        symbology=_NAMES.get(name, name), text=code.text, fields=aamva.parse(code.text), corners=(a, b, c, d)
    )
