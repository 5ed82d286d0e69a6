"""What does a line say in a script that PP-OCRv6 does not read? Tesseract's line recognisers, one for each language.

They live in a wheel without a program to start or a folder to install, take about 10 ms a line, and 5 to 15 MB each.
"""

import re
import unicodedata
from functools import lru_cache

import cv2
import numpy as np
import tesserocr

from assay.checks.engines import models
from assay.checks.engines.image.strips import Pixels
from assay.checks.engines.text.scripts import Language

# A document has one language, and the probing of an unknown one ends with it.
_KEPT_IN_MEMORY = 2
ROWS = 48
# Arabic lines are lost by Tesseract's own search for the line; without it they need their full height and no more.
_ITS_OWN_SEARCH = {language: language is not Language.ARABIC for language in Language}
_ARABIC_MARGIN = 0.2
_MARKS_OF_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Tesseract takes dirt at the ends of a line for punctuation.
_EDGES = re.compile(r"^[^\w(]+|[^\w.)]+$|(?<=\D)\.$")


def is_in_place(language: Language) -> bool:
    """Whether the weights of a language are there: they are optional."""
    try:
        models.locate(model_id(language))
    except models.ModelMissing:
        return False
    return True


def model_id(language: Language) -> str:
    return f"lines_{language}"


def read(line: Pixels, language: Language) -> tuple[str, float]:
    """Return the text of a line (48 x columns x 3, blue-green-red) and Tesseract's confidence, 0 to 1.

    Raises ModelMissing.
    """
    grey = np.asarray(cv2.cvtColor(line, cv2.COLOR_BGR2GRAY), np.uint8)
    if not _ITS_OWN_SEARCH[language]:
        grey = _cut_to_ink(grey)
    reader = _reader(language)
    rows, columns = grey.shape
    reader.SetImageBytes(grey.tobytes(), columns, rows, 1, columns)
    text = _MARKS_OF_DIRECTION.sub("", unicodedata.normalize("NFKC", reader.GetUTF8Text()))
    return _EDGES.sub("", " ".join(text.split())), reader.MeanTextConf() / 100


@lru_cache(maxsize=_KEPT_IN_MEMORY)
def _reader(language: Language) -> tesserocr.PyTessBaseAPI:
    path = models.locate(model_id(language))
    mode = tesserocr.PSM.SINGLE_LINE if _ITS_OWN_SEARCH[language] else tesserocr.PSM.RAW_LINE
    return tesserocr.PyTessBaseAPI(
        path=str(path.parent), lang=path.stem, psm=mode, oem=tesserocr.OEM.LSTM_ONLY
    )


def _cut_to_ink(grey: Pixels) -> Pixels:
    """Return the line with a fifth of its letters' height around them, ROWS high."""
    smooth = cv2.GaussianBlur(grey, (0, 0), 1)
    level, _ = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    ink = smooth < level
    rows, columns = np.flatnonzero(ink.sum(1) > 1), np.flatnonzero(ink.any(0))
    if not len(rows) or not len(columns):
        return grey
    margin = round(_ARABIC_MARGIN * (rows[-1] - rows[0] + 1))
    framed = cv2.copyMakeBorder(grey, margin, margin, margin, margin, cv2.BORDER_REPLICATE)
    cut = framed[rows[0] : rows[-1] + 1 + 2 * margin, columns[0] : columns[-1] + 1 + 2 * margin]
    scale = ROWS / cut.shape[0]
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(cut, None, fx=scale, fy=scale, interpolation=way), np.uint8)
