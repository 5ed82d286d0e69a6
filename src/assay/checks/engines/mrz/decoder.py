"""Which zone is the most probable, given what a reader saw and what ICAO Doc 9303 allows?

The reader's probabilities are read under the layout's alphabet per position. A check digit that does not hold may
change characters only where the reader itself was undecided, and only if all check digits hold afterwards. A
confident reading with a wrong check digit stays as printed, because that is a sign of fraud and not an error of reading.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from assay.checks.engines.mrz import parsing
from assay.checks.engines.mrz.layouts import (
    CLASSES,
    COUNTRIES,
    DIGITS,
    FILLER,
    LETTERS,
    Cell,
    CheckDigit,
    Layout,
)
from assay.checks.engines.mrz.paths import forced, greedy
from assay.checks.engines.mrz.recogniser import ALPHABET
from assay.checks.engines.sessions import Tensor
from assay.checks.readings import MrzFormat

# What a repair may cost, in natural logarithms of probability. A digit and a letter of one shape (0 and O) are told apart
# by the print alone, so one part in 700 is enough; any other change needs a reader that gave it one part in 100.
_LOOK_ALIKE_BUDGET = 6.5
_REPAIR_BUDGET = 4.6
_WRONG_LENGTH_COST = 3.0
_LEAST = 1e-6
_VALUES = np.asarray([parsing.value_of(character) for character in ALPHABET])
_LOOK_ALIKES = ("0O", "1I", "2Z", "5S", "8B", "6G", "0D", "0Q", "4A", "7T")
# After the fillers that end the given names nothing may follow; a run longer than this is no noise, but a reading gone wrong.
_LONGEST_NOISE = 6
_NEVER = -1e18
_DIGIT_INDICES = np.asarray([ALPHABET.index(digit) for digit in DIGITS])
_CLEARLY = 0.9


@dataclass(frozen=True, slots=True)
class Decoded:
    """`lines` as decoded, `failed` the check digits that do not hold, `cost` how far the reader had to be bent (lower is
    better), `corrected` how many characters are not the reader's first choice, `confidence` that of the weakest
    character of the names.
    """

    layout: Layout
    lines: tuple[str, ...]
    failed: tuple[str, ...]
    cost: float
    corrected: int
    confidence: float

    @property
    def score(self) -> float:
        """Rank of a reading among others of the same picture: check digits that hold count most."""
        total = len(self.layout.checks) + bool(self.layout.composite)
        return 5.0 * (total - 2 * len(self.failed)) - self.cost


@cache
def _masks(pattern: str) -> npt.NDArray[np.bool_]:
    """Return positions x ALPHABET: what the layout allows."""
    return np.asarray([[character in CLASSES[sign] for character in ALPHABET] for sign in pattern])


class _Zone:
    """A zone while it is decoded: what was seen, what is allowed, and what is chosen so far."""

    def __init__(self, layout: Layout, shares: Sequence[Tensor]) -> None:
        self.layout = layout
        self.shares = shares
        self.masks = [_masks(pattern).copy() for pattern in layout.patterns]
        self._allow_printed_digits()
        self.chosen = [
            [self._first_choice(row, column) for column in range(layout.columns)]
            for row in range(layout.rows)
        ]
        likely = [np.where(mask, share, 0).max(1) for mask, share in zip(self.masks, shares, strict=True)]
        self.cost = float(sum(-np.log(np.maximum(row[row < 0.5], _LEAST)).sum() for row in likely))

    def _allow_printed_digits(self) -> None:
        """Allow digits in a country code that is clearly nothing but digits: some specimens print one, and what is printed
        is returned as printed.
        """
        for field in ("issuer", "nationality"):
            if field in self.layout.fields:
                row, start, stop = self.layout.fields[field]
                seen = self.shares[row][start:stop, _DIGIT_INDICES]
                if float(seen.max(1).min()) > _CLEARLY:
                    self.masks[row][start:stop, _DIGIT_INDICES] = True

    def _first_choice(self, row: int, column: int) -> int:
        """Return the most probable allowed character; where the best is not allowed, its look-alike goes first."""
        share, mask = self.shares[row][column], self.masks[row][column]
        top = int(share.argmax())
        if mask[top]:
            return top
        allowed = np.where(mask, share, 0)
        for pair in _LOOK_ALIKES:
            if ALPHABET[top] in pair:
                twin = ALPHABET.index(pair.replace(ALPHABET[top], ""))
                if mask[twin] and allowed[twin] >= 0.02 * allowed.max():
                    return twin
        return int(allowed.argmax())

    def text(self, row: int) -> str:
        return "".join(ALPHABET[index] for index in self.chosen[row])

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(self.text(row) for row in range(self.layout.rows))

    def put(self, row: int, start: int, text: str) -> None:
        for offset, character in enumerate(text):
            self.chosen[row][start + offset] = ALPHABET.index(character)

    def logs(self, cell: Cell) -> npt.NDArray[np.float64]:
        """Return the log probability of each character at a cell, far below the budget for what is not allowed."""
        row, column = cell
        allowed = self.masks[row][column]
        return np.log(np.where(allowed, self.shares[row][column].astype(np.float64) + _LEAST, 1e-12))


def decode(posteriors: Sequence[Tensor], layout: Layout) -> Decoded | None:
    """Return the most probable zone of a layout for one reading per line; None where a line cannot have its length."""
    return decode_together([posteriors], layout)


def decode_together(readings: Sequence[Sequence[Tensor]], layout: Layout) -> Decoded | None:
    """Return the most probable zone where several readers' probabilities count alike; None where none has the length."""
    fitted = [found for posteriors in readings if (found := _fitted(posteriors, layout))]
    if not fitted:
        return None
    shares = [np.mean(lines, axis=0) for lines in zip(*(lines for lines, _ in fitted), strict=True)]
    zone = _settled(layout, shares, repair=True)
    if parsing.failed_check_digits(layout, zone.lines):
        zone = _settled(layout, shares, repair=False)
    return Decoded(
        layout=layout,
        lines=zone.lines,
        failed=parsing.failed_check_digits(layout, zone.lines),
        cost=min(cost for _, cost in fitted) + zone.cost,
        corrected=_changed(zone),
        confidence=_name_confidence(zone),
    )


def _fitted(posteriors: Sequence[Tensor], layout: Layout) -> tuple[list[Tensor], float] | None:
    """Return one row of probabilities per position of each line, and what it costs to give each line its length."""
    shares, cost = [], 0.0
    for line in posteriors:
        text, seen = greedy(line)
        if len(text) != layout.columns:
            cost += abs(len(text) - layout.columns) * _WRONG_LENGTH_COST
            forced_shares = forced(line, layout.columns)
            if forced_shares is None:
                return None
            seen = forced_shares
        shares.append(seen)
    return shares, cost


def _settled(layout: Layout, shares: Sequence[Tensor], *, repair: bool) -> _Zone:
    zone = _Zone(layout, shares)
    _settle_document_code(zone)
    sure: set[Cell] = set()
    for check in layout.checks:
        if parsing.holds(layout, zone.lines, check) or (repair and _satisfy(zone, check)):
            sure |= {*check.cells, check.digit}
    _settle_look_alikes(zone, sure)
    for field in ("issuer", "nationality"):
        _settle_country(zone, field)
    if repair and layout.composite and not parsing.failed_check_digits(layout, zone.lines)[:-1]:
        _repair_composite(zone, layout.composite, sure)
    _end_names(zone)
    return zone


def _settle_document_code(zone: _Zone) -> None:
    """A digit is the second character of a document code only after A or C (cards of the United States)."""
    first, second = zone.text(0)[0], zone.text(0)[1]
    if zone.layout.format is MrzFormat.FRENCH_ID or first not in "PVI" or second not in DIGITS:
        return
    share = zone.shares[0][1]
    if second == "0":
        zone.put(0, 1, "D" if first == "I" and share[ALPHABET.index("D")] > 1e-5 else "O")
    else:
        letters = np.asarray([character in LETTERS + FILLER for character in ALPHABET])
        zone.chosen[0][1] = int(np.where(letters, share, 0).argmax())


def _satisfy(zone: _Zone, check: CheckDigit) -> bool:
    """Make a check digit hold if that costs no more than the budget; return whether it holds now."""
    found, cost = _best_assignment(zone, check)
    if cost > _budget(zone, found):
        return False
    for (row, column), index in found.items():
        zone.chosen[row][column] = index
    zone.cost += cost
    return True


def _budget(zone: _Zone, found: dict[Cell, int]) -> float:
    """Return what a set of changes may cost: more where each is between a digit and its look-alike letter."""
    changes = [
        (ALPHABET[zone.chosen[row][column]], ALPHABET[index]) for (row, column), index in found.items()
    ]
    twins = all(old == new or old + new in _LOOK_ALIKES or new + old in _LOOK_ALIKES for old, new in changes)
    return _LOOK_ALIKE_BUDGET if twins else _REPAIR_BUDGET


def _best_assignment(zone: _Zone, check: CheckDigit) -> tuple[dict[Cell, int], float]:
    """Return the most probable characters for which the check digit holds, and what they cost.

    Dynamic programming over the residue of the weighted sum modulo 10.
    """
    score = np.full(10, _NEVER)
    score[0] = 0.0
    trail: list[dict[int, tuple[int, int]]] = []
    unbound = 0.0
    for place, cell in enumerate(check.cells):
        logs = zone.logs(cell)
        unbound += float(logs.max())
        after, came = np.full(10, _NEVER), {}
        for index in np.argsort(-logs)[:6]:
            for residue in np.flatnonzero(score > _NEVER / 2):
                to = int(residue + _VALUES[index] * parsing.WEIGHTS[place % 3]) % 10
                if score[residue] + logs[index] > after[to]:
                    after[to] = score[residue] + logs[index]
                    came[to] = (int(residue), int(index))
        score = after
        trail.append(came)
    digit_logs = zone.logs(check.digit)
    digits = np.asarray([digit_logs[ALPHABET.index(digit)] for digit in DIGITS])
    last = int((score + digits).argmax())
    cost = unbound + float(digit_logs.max()) - float(score[last] + digits[last])
    found = {check.digit: ALPHABET.index(DIGITS[last])}
    for cell, came in zip(reversed(check.cells), reversed(trail), strict=True):
        if last not in came:
            return {}, float("inf")
        last, found[cell] = came[last]
    return found, cost


def _settle_look_alikes(zone: _Zone, sure: set[Cell]) -> None:
    """Where letters and digits mix, an undecided 0/O or 1/I follows its neighbours."""
    for row, start, stop in zone.layout.free:
        for column in range(start, stop):
            if (row, column) not in sure:
                _settle_one(zone, row, column, range(start, stop))


def _settle_one(zone: _Zone, row: int, column: int, stretch: range) -> None:
    character = zone.text(row)[column]
    pair = next((pair for pair in _LOOK_ALIKES if character in pair), None)
    if pair is None:
        return
    digit, letter = pair[0], pair[1]
    near = [zone.text(row)[i] for i in (column - 2, column - 1, column + 1, column + 2) if i in stretch]
    digits = sum(other in DIGITS for other in near)
    letters = sum(other in LETTERS for other in near)
    share = zone.shares[row][column]
    odds = share[ALPHABET.index(digit)] / max(float(share[ALPHABET.index(letter)]), 1e-12)
    # At the end of a stretch there are two neighbours only, which prove less.
    least_odds = 1e-6 if digits >= 3 else 0.01
    if character == letter and digits >= 2 and not letters and odds > least_odds:
        zone.put(row, column, digit)
    elif character == digit and letters >= 3 and not digits and odds < 500:
        zone.put(row, column, letter)


def _settle_country(zone: _Zone, field: str) -> None:
    """Read an undecided country code as the nearest one that exists. A clear code stays, also one that does not exist."""
    if field not in zone.layout.fields:
        return
    row, start, stop = zone.layout.fields[field]
    if zone.text(row)[start:stop] in COUNTRIES:
        return
    logs = [zone.logs((row, column)) for column in range(start, stop)]
    top = sum(float(cell.max()) for cell in logs)
    code = max(
        COUNTRIES, key=lambda code: sum(cell[ALPHABET.index(c)] for cell, c in zip(logs, code, strict=True))
    )
    cost = top - sum(float(cell[ALPHABET.index(c)]) for cell, c in zip(logs, code, strict=True))
    if cost <= _REPAIR_BUDGET:
        zone.put(row, start, code)
        zone.cost += cost


def _repair_composite(zone: _Zone, check: CheckDigit, sure: set[Cell]) -> None:
    """Change one undecided character that no other check digit covers, if that makes the composite digit hold."""
    if parsing.holds(zone.layout, zone.lines, check):
        return
    covered = parsing.at(zone.lines, check.cells)
    total = sum(parsing.value_of(character) * parsing.WEIGHTS[i % 3] for i, character in enumerate(covered))
    wanted = zone.text(check.digit[0])[check.digit[1]]
    options = []
    for place, cell in enumerate(check.cells):
        if cell in sure:
            continue
        now, logs = zone.chosen[cell[0]][cell[1]], zone.logs(cell)
        for index in np.argsort(-logs)[:4]:
            change = (_VALUES[index] - _VALUES[now]) * parsing.WEIGHTS[place % 3]
            if index != now and str((total + change) % 10) == wanted:
                options.append((float(logs.max() - logs[index]), cell, int(index)))
    cost, (row, column), index = min(options, default=(float("inf"), (0, 0), 0))
    if cost <= _budget(zone, {(row, column): index}):
        zone.chosen[row][column] = index
        zone.cost += cost


def _end_names(zone: _Zone) -> None:
    """Blank out noise after the fillers that end the given names: Doc 9303 lets nothing follow them."""
    if "names" not in zone.layout.fields:
        return
    row, start, stop = zone.layout.fields["names"]
    match = re.match(r"[A-Z<]*?<<+[A-Z]+(?:<[A-Z]+)*(?=<<)", zone.text(row)[start:stop])
    if match is None:
        return
    rest = zone.text(row)[start + match.end() : stop]
    if max((len(run) for run in re.findall(r"[A-Z]+", rest)), default=0) <= _LONGEST_NOISE:
        zone.put(row, start + match.end(), FILLER * len(rest))


def _changed(zone: _Zone) -> int:
    """Return how many characters are not the reader's first choice."""
    return int(
        sum(
            (share.argmax(1) != np.asarray(row)).sum()
            for share, row in zip(zone.shares, zone.chosen, strict=True)
        )
    )


def _name_confidence(zone: _Zone) -> float:
    """Return the probability of the weakest letter of the names."""
    fields = [
        zone.layout.fields[name] for name in ("names", "surname", "given_names") if name in zone.layout.fields
    ]
    cells = [(row, column) for row, start, stop in fields for column in range(start, stop)]
    letters = [
        float(zone.shares[row][column][zone.chosen[row][column]])
        for row, column in cells
        if ALPHABET[zone.chosen[row][column]] != FILLER
    ]
    return min(letters, default=0.0)
