"""PassportEye: its own search for the zone, its own parser, its own verdict. It gives fields, not clean lines."""

import protocol
from passporteye import read_mrz


def read(path):
    zone = read_mrz(path)
    if zone is None or not zone.mrz_type:
        return None
    found = zone.to_dict()
    return {
        "accepted": bool(zone.valid),
        "fields": {
            "issuer": protocol.without_fillers(found.get("country")),
            "number": protocol.without_fillers(found.get("number")),
            "nationality": protocol.without_fillers(found.get("nationality")),
            "birth": protocol.without_fillers(found.get("date_of_birth")),
            "sex": protocol.without_fillers(found.get("sex")),
            "expiry": protocol.without_fillers(found.get("expiration_date")),
            "surname": protocol.words(found.get("surname")),
            "given_names": protocol.words(found.get("names")),
        },
    }


protocol.serve(read)
