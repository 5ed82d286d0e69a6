"""blitzid: RapidOCR's lines through its own strict ICAO parser, which raises where a check digit does not hold.

It asks for Python 3.12; its reading part runs on 3.11 as well, and is installed without asking. Readings are fields only.
"""

from pathlib import Path

import cv2
import protocol
import rapidocr
from blitzid.exceptions import MRZError
from blitzid.reading.mrz import MRZReader
from blitzid.reading.ocr import RapidOCRReader

cv2.setNumThreads(1)
reader = MRZReader(RapidOCRReader(model_dir=Path(rapidocr.__file__).parent / "models", log_level=50))


def read(path):
    try:
        found = reader.read(path)
    except MRZError:
        return None
    return {
        "accepted": True,
        "fields": {
            "issuer": protocol.without_fillers(found.issuer),
            "number": protocol.without_fillers(found.document_number),
            "nationality": protocol.without_fillers(found.nationality),
            "birth": found.birth_date,
            # It spells an open sex X, whether the zone has X or a filler.
            "sex": protocol.without_fillers("" if found.sex == "X" else found.sex),
            "expiry": found.expiry_date,
            "surname": protocol.words(found.surname),
            "given_names": protocol.words(found.given_names),
        },
    }


protocol.serve(read)
