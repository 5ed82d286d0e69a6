"""Names, numbers and dates on known zones: how many different people are told apart, and what is odd about genuine documents.

Usage: python bench/fields.py FOLDER/documents   (the folder holds mrz/expected.json with the lines of each zone)
"""

import json
import sys
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from assay.checks.documents import plausible
from assay.checks.documents.comparison import comparison
from assay.checks.engines.mrz import parsing
from assay.checks.naming import names
from assay.checks.readings import NOTHING_READ, Case, Mrz, MrzFormat
from assay.policy.load import current

FORMATS = {
    "TD1": MrzFormat.TD1,
    "TD2": MrzFormat.TD2,
    "TD3": MrzFormat.TD3,
    "MRVA": MrzFormat.MRV_A,
    "MRVB": MrzFormat.MRV_B,
}
BOOK = current()
ON = date(2026, 11, 22)


def zones(folder: Path) -> list[Mrz]:
    """Each zone once."""
    known = json.loads((folder / "mrz" / "expected.json").read_text())
    rows = known.values() if isinstance(known, dict) else known
    lines = {tuple(row["lines"]): FORMATS[row["format"]] for row in rows}
    return [parsing.parse(format_, list(one)) for one, format_ in lines.items()]


def while_valid(zone: Mrz) -> Case:
    """A month before the document expired, so that its age is not held against it."""
    on = min(zone.expires_on or ON, ON) - timedelta(days=30)
    return Case(claim=None, front=NOTHING_READ.model_copy(update={"mrz": zone}), on=on)


def pairs(found: list[Mrz]) -> Counter[str]:
    """How alike different people's names are."""
    same, similar = (
        one.on(ON) for one in (BOOK.thresholds["details_match"][key] for key in ("name_same", "name_similar"))
    )
    people = sorted({(zone.surname, zone.given_names) for zone in found})
    scores = [names.same_person(one, other).score for one in people for other in people if one != other]
    return Counter(
        "same" if score >= same else "similar" if score >= similar else "other" for score in scores
    )


def main(folder: Path) -> None:
    found = zones(folder)
    print(f"pairs of different people: {dict(pairs(found))}")
    results = [plausible.document_plausible(while_valid(zone), BOOK) for zone in found]
    known = sum(one.seen["number"].startswith("As its country") for one in results)
    odd = [one for one in results if one.reasons]
    print(f"{len(found)} zones: form known and kept {known}, odd {len(odd)}")
    for one in odd:
        print(f"  {one.seen}")
    case = while_valid(found[0]).model_copy(update={"on": ON})
    for name, judge in (("comparison", comparison), ("plausible", plausible.document_plausible)):
        started = time.process_time()
        for _ in range(300):
            judge(case, BOOK)
        print(f"{name}: {(time.process_time() - started) / 300 * 1000:.2f} ms")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
