"""What do lines of a machine readable zone say, as characters? For comparing what two readers read; no pixels.

Pure: works on text only.
"""

from collections.abc import Sequence

from assay.checks.engines.mrz import parsing
from assay.checks.engines.mrz.layouts import FILLER, LAYOUTS, TD1, TD2, TD3
from assay.checks.readings import MrzFormat

FIELDS = ("issuer", "number", "nationality", "birth", "sex", "expiry", "surname", "given_names")


def format_of(lines: Sequence[str]) -> MrzFormat | None:
    """Return the format by number and length of the lines, and by how the first one begins; None where none has these."""
    size = {(len(lines), len(line)) for line in lines}
    if size == {(TD1.rows, TD1.columns)}:
        return MrzFormat.TD1
    if size == {(TD3.rows, TD3.columns)}:
        return MrzFormat.MRV_A if lines[0].startswith("V") else MrzFormat.TD3
    if size != {(TD2.rows, TD2.columns)}:
        return None
    if lines[0].startswith("IDFRA"):
        return MrzFormat.FRENCH_ID
    return MrzFormat.MRV_B if lines[0].startswith("V") else MrzFormat.TD2


def fields_of(lines: Sequence[str]) -> dict[str, str]:
    """Return FIELDS without fillers, dates as the six characters printed; empty where the lines have no known format."""
    format_ = format_of(lines)
    if format_ is None:
        return {}
    zone, layout = parsing.parse(format_, lines), LAYOUTS[format_]

    def printed(name: str) -> str:
        row, start, stop = layout.fields.get(name, (0, 0, 0))
        return lines[row][start:stop].strip(FILLER)

    return {
        "issuer": zone.issuer,
        "number": zone.document_number,
        "nationality": zone.nationality,
        "birth": printed("born_on"),
        "sex": zone.sex,
        "expiry": printed("expires_on"),
        "surname": zone.surname,
        "given_names": zone.given_names,
    }


def check_digits_hold(lines: Sequence[str]) -> bool:
    """Whether the lines have a known format and every check digit of it agrees with what it covers."""
    format_ = format_of(lines)
    return format_ is not None and not parsing.failed_check_digits(LAYOUTS[format_], lines)
