"""fastmrz (AGPL: a process and an environment of its own, never imported by ours): its network finds the zone, tesseract
with an MRZ model reads it, and it says itself whether it succeeded.
"""

import protocol
from fastmrz import FastMRZ

reader = FastMRZ(tessdata_path=protocol.mrz_model())


def read(path):
    found = reader.get_details(path, include_checkdigit=False)
    if not isinstance(found, dict) or not found.get("mrz_text"):
        return None
    return {"lines": protocol.plain(found["mrz_text"]), "accepted": found.get("status") == "SUCCESS"}


protocol.serve(read)
