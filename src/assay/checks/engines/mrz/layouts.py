"""The layouts of machine readable zones: which characters may stand where, which field lies where, which check digit
covers what. ICAO Doc 9303 parts 4 (TD3), 5 (TD1), 6 (TD2), 7 (visas); the French card of before 2021 has its own.

Pure: no pixels, no models.
"""

from dataclasses import dataclass

import iso3166

from assay.checks.readings import MrzFormat

FILLER = "<"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"

# One sign per position of a pattern.
CLASSES = {
    "K": "PIACVDX",  # first letter of the document code
    "a": LETTERS + FILLER,
    "x": LETTERS + DIGITS + FILLER,
    "n": DIGITS,
    "d": DIGITS + FILLER,
    "s": "MFX<",
    "L": LETTERS,
}

# Codes of Doc 9303 part 3 section 5 that ISO 3166 does not have: Germany, British subjects, organisations, stateless persons.
_NOT_ISO = "D GBD GBN GBO GBP GBS RKS XKX EUE UNA UNK UNO XBA XCC XCE XCO XEC XES XIM XMP XOM XPO XXA XXB XXC XXX XDC IAO INP UTO"
COUNTRIES = tuple(
    sorted(
        code.ljust(3, FILLER) for code in {*iso3166.countries_by_alpha3, *_NOT_ISO.split()} if code != "DEU"
    )
)

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class CheckDigit:
    """`digit` covers `cells`. Where `may_be_filler`, an empty field may carry a filler instead of 0."""

    name: str
    cells: tuple[Cell, ...]
    digit: Cell
    may_be_filler: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """`patterns` has one line of CLASSES signs per printed line; `fields` maps to (row, from, to)."""

    format: MrzFormat
    patterns: tuple[str, ...]
    fields: dict[str, tuple[int, int, int]]
    checks: tuple[CheckDigit, ...]
    composite: CheckDigit | None = None
    # Stretches (row, from, to) where letters and digits mix freely and look-alikes are told apart by their neighbours.
    free: tuple[tuple[int, int, int], ...] = ()

    @property
    def rows(self) -> int:
        return len(self.patterns)

    @property
    def columns(self) -> int:
        return len(self.patterns[0])


def _cells(*stretches: tuple[int, int, int]) -> tuple[Cell, ...]:
    return tuple((row, column) for row, start, stop in stretches for column in range(start, stop))


def _check(name: str, stretch: tuple[int, int, int], *, may_be_filler: bool = False) -> CheckDigit:
    row, _, stop = stretch
    return CheckDigit(name, _cells(stretch), (row, stop), may_be_filler)


def _composite(digit: Cell, *stretches: tuple[int, int, int]) -> CheckDigit:
    return CheckDigit("composite", _cells(*stretches), digit)


# The second line of TD2, TD3 and the visas begins alike.
_SECOND = "x" * 9 + "d" + "aaa" + "d" * 6 + "n" + "s" + "d" * 6 + "n"
_TWO_LINE_FIELDS = {
    "document_code": (0, 0, 2), "issuer": (0, 2, 5), "document_number": (1, 0, 9), "nationality": (1, 10, 13),
    "born_on": (1, 13, 19), "sex": (1, 20, 21), "expires_on": (1, 21, 27),
}  # fmt: skip
_TWO_LINE_CHECKS = (
    _check("document_number", (1, 0, 9), may_be_filler=True),
    _check("born_on", (1, 13, 19), may_be_filler=True),
    _check("expires_on", (1, 21, 27), may_be_filler=True),
)


def _first(columns: int) -> str:
    return "Kx" + "a" * (columns - 2)


TD3 = Layout(
    MrzFormat.TD3,
    (_first(44), _SECOND + "x" * 14 + "dn"),
    {**_TWO_LINE_FIELDS, "names": (0, 5, 44), "optional": (1, 28, 42)},
    (*_TWO_LINE_CHECKS, _check("optional", (1, 28, 42), may_be_filler=True)),
    _composite((1, 43), (1, 0, 10), (1, 13, 20), (1, 21, 43)),
    free=((1, 0, 9), (1, 28, 44)),
)
TD2 = Layout(
    MrzFormat.TD2,
    (_first(36), _SECOND + "x" * 7 + "n"),
    {**_TWO_LINE_FIELDS, "names": (0, 5, 36), "optional": (1, 28, 35)},
    _TWO_LINE_CHECKS,
    _composite((1, 35), (1, 0, 10), (1, 13, 20), (1, 21, 35)),
    free=((1, 0, 9), (1, 28, 36)),
)
MRV_A = Layout(
    MrzFormat.MRV_A,
    (_first(44), _SECOND + "x" * 16),
    {**_TWO_LINE_FIELDS, "names": (0, 5, 44), "optional": (1, 28, 44)},
    _TWO_LINE_CHECKS,
    free=((1, 0, 9), (1, 28, 44)),
)
MRV_B = Layout(
    MrzFormat.MRV_B,
    (_first(36), _SECOND + "x" * 8),
    {**_TWO_LINE_FIELDS, "names": (0, 5, 36), "optional": (1, 28, 36)},
    _TWO_LINE_CHECKS,
    free=((1, 0, 9), (1, 28, 36)),
)
TD1 = Layout(
    MrzFormat.TD1,
    ("Kx" + "aaa" + "x" * 9 + "d" + "x" * 15, "d" * 6 + "n" + "s" + "d" * 6 + "n" + "aaa" + "x" * 11 + "n", "a" * 30),
    {
        "document_code": (0, 0, 2), "issuer": (0, 2, 5), "document_number": (0, 5, 14), "optional": (0, 15, 30),
        "born_on": (1, 0, 6), "sex": (1, 7, 8), "expires_on": (1, 8, 14), "nationality": (1, 15, 18),
        "names": (2, 0, 30),
    },
    (
        _check("document_number", (0, 5, 14)),
        _check("born_on", (1, 0, 6), may_be_filler=True),
        _check("expires_on", (1, 8, 14), may_be_filler=True),
    ),
    _composite((1, 29), (0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29)),
    free=((0, 5, 30), (1, 18, 29)),
)  # fmt: skip
# Carte nationale d'identité, 1988 to 2021: surname above, number, given names, birth date and sex below, no expiry.
FRENCH_ID = Layout(
    MrzFormat.FRENCH_ID,
    ("L" * 5 + "a" * 25 + "x" * 6, "x" * 12 + "n" + "a" * 14 + "n" * 6 + "n" + "s" + "n"),
    {
        "document_code": (0, 0, 2), "issuer": (0, 2, 5), "surname": (0, 5, 30), "document_number": (1, 0, 12),
        "given_names": (1, 13, 27), "born_on": (1, 27, 33), "sex": (1, 34, 35),
    },
    (_check("document_number", (1, 0, 12)), _check("born_on", (1, 27, 33))),
    _composite((1, 35), (0, 0, 36), (1, 0, 35)),
)  # fmt: skip

LAYOUTS = {layout.format: layout for layout in (TD1, TD2, TD3, MRV_A, MRV_B, FRENCH_ID)}
