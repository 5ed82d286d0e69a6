"""How much of the print is read by field? `python bench/visual_zone.py FOLDER` with the folder of the document specimens.

Counts, on the flat specimens, how often a field of the visual zone was found and says what the machine readable zone says,
and how often it says something else; then the fields of the pictures without a zone, which were read by eye. `printed` is on
how many of the 52 pictures the print, legible to the eye, says what the zone says: one is a back, some cover a field, some
print another date than their zone holds. Floors are those of the prototype, which searched all the print of 88 documents
for the value of the zone without telling which line is which field.
"""

import argparse
import json
import statistics
import time
from datetime import date
from pathlib import Path

import cv2

from assay.checks.engines import documents
from assay.checks.engines.mrz import parsing
from assay.checks.naming import names
from assay.checks.readings import MrzFormat

FLOORS = {"surname": 71, "given_names": 74, "document_number": 74, "born_on": 69, "expires_on": 72}
FLOOR_OF = 88
PRINTED = {"surname": 51, "given_names": 49, "document_number": 51, "born_on": 45, "expires_on": 47}
# What the readers of the expected values called the fields.
NAMES = {
    "number": "document_number",
    "given": "given_names",
    "dob": "born_on",
    "expiry": "expires_on",
    "issue": "issued_on",
    "id_number": "personal_number",
    "surname": "surname",
    "sex": "sex",
    "address": "address",
    "place_of_birth": "place_of_birth",
}


def read(path):
    started = time.process_time()
    reading = documents.read_document(cv2.imread(str(path)))
    return reading, (time.process_time() - started) * 1000


def truth_of(item):
    return parsing.parse(MrzFormat(item["format"].lower().replace("mrv", "mrv_")), item["lines"])


def plain(text):
    return "".join("".join(words) for words in names.spellings(str(text))[:1])


def same(field, said, true):
    if isinstance(true, date) or isinstance(said, date):
        return (
            said is not None
            and true is not None
            and (said.month, said.day, said.year % 100)
            == (
                true.month,
                true.day,
                true.year % 100,
            )
        )
    if field in ("surname", "given_names"):
        likeness = names.likeness(true, said, truncated=True)
        return likeness.score >= 97 or plain(said).startswith(plain(true))

    def letters(value):
        return "".join(character for character in str(value).upper() if character.isalnum())

    return letters(said) == letters(true)


def bench_specimens(folder, show):
    counts = {field: [0, 0, 0] for field in FLOORS}
    times = []
    for item in json.loads((folder / "mrz" / "expected.json").read_text()):
        reading, ms = read(folder / item["file"])
        times.append(ms)
        truth = truth_of(item)
        for field, count in counts.items():
            said, true = getattr(reading.visual, field), getattr(truth, field)
            right = said is not None and bool(true) and same(field, said, true)
            count[0] += right
            count[1] += said is not None and not right
            count[2] += said is None
            if show and not right:
                print(f"    {item['file']}: {field}: {said} for {true}")
    print(f"Fields of the visual zone, {len(times)} specimens")
    print(f"  {'field':18} right  else  none  printed  floor of the prototype")
    for field, (right, wrong, none) in counts.items():
        floor = FLOORS[field] / FLOOR_OF * len(times)
        print(f"  {field:18} {right:5} {wrong:5} {none:5}  {PRINTED[field]:7}  {floor:.0f}")
    print(f"  processor time, whole reading: median {statistics.median(times):.0f} ms")


def bench_other(folder):
    print("Pictures without a zone")
    for item in json.loads((folder / "viz" / "expected.json").read_text()):
        reading, ms = read(folder / item["file"])
        kind = getattr(reading, "classification", None)
        print(f"  {item['file']}: {kind and (kind.kind, kind.country, kind.side)}, {ms:.0f} ms")
        for name, field in NAMES.items():
            if (true := item["expected"].get(name)) is None:
                continue
            said = getattr(reading.visual, field, None)
            right = said is not None and (str(said) == true or same(field, str(said), true))
            print(f"    {field}: {'right' if right else f'{said} for {true}'}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true", help="print every field that is missing or differs")
    options = parser.parse_args()
    bench_specimens(options.folder, options.show)
    bench_other(options.folder)


if __name__ == "__main__":
    main()
