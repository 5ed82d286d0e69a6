"""How well and how fast are documents read? `python bench/documents.py FOLDER` with the folder of the document specimens.

Prints, for flat specimens, simulated phone photos and licence barcodes: all fields right, exact lines, wrong readings that
would have been accepted, processor time, memory, and how well the outline was found. Floors in brackets are those of
the prototype this engine was made from.
"""

import argparse
import json
import resource
import statistics
import time
from pathlib import Path

import cv2
import numpy as np

from assay.checks.engines import aamva, documents, orientation

FLOOR_FLAT, FLOOR_PHOTO, FLOOR_OUTLINE = 0.96, 0.94, 57 / 68
FORMATS = {"TD1": "td1", "TD2": "td2", "TD3": "td3", "MRVA": "mrv_a", "MRVB": "mrv_b"}
ICAO_CARDS = ("td1", "td2", "td3")


def read(path):
    pixels = cv2.imread(str(path))
    started = time.process_time()
    reading = documents.read_document(pixels)
    return pixels, reading, (time.process_time() - started) * 1000


def report(title, rows, floor):
    """Each row: expected lines, format, whether the printed check digits hold, the zone read or None, milliseconds."""
    exact = [row["zone"] is not None and list(row["zone"].lines) == row["lines"] for row in rows]
    fair = [
        right for right, row in zip(exact, rows, strict=True) if row["valid"] and row["format"] in ICAO_CARDS
    ]
    accepted = [zone_accepted(row["zone"]) for row in rows]
    wrong = sum(taken and not right for taken, right in zip(accepted, exact, strict=True))
    flagged = [row for row in rows if not row["valid"]]
    times = sorted(row["ms"] for row in rows)
    print(f"{title}: {len(rows)} pictures")
    print(
        f"  all fields right, cards and passports with valid check digits: {sum(fair)}/{len(fair)}", end=" "
    )
    print(f"({sum(fair) / len(fair):.0%}, {sum(fair) / len(fair) / floor:.2f} of the floor {floor:.0%})")
    print(f"  exact lines, all: {sum(exact)}/{len(rows)}")
    print(f"  accepted {sum(accepted)}, accepted wrong {wrong}")
    print(
        f"  printed check digits wrong and flagged: {sum(bool(row['failed']) for row in flagged)}/{len(flagged)}"
    )
    print(
        f"  processor time, whole reading: median {statistics.median(times):.0f} ms, p90 {times[int(len(times) * 0.9)]:.0f} ms"
    )


def zone_accepted(zone):
    return zone is not None and zone.agreed and not zone.failed_check_digits


def row_of(item, zone, ms):
    return {
        "lines": item["lines"],
        "format": FORMATS[item["format"]],
        "valid": item["check_digits_valid"],
        "zone": zone,
        "failed": zone.failed_check_digits if zone else (),
        "ms": ms,
    }


def true_outline(item, shape):
    """The document's corners as the photo shows them: halved and turned as the photo was."""
    height, width = shape[:2]
    corners = np.asarray(item["quad_before_rotation_and_halving"], np.float32)
    if item["kind"] == "small":
        corners /= 2
    if item["rotation"] in (90, 270):
        width, height = height, width
    return orientation.turned_points(corners, item["rotation"], width, height)


def overlap(reading, truth, shape):
    """Intersection over union of the outline found and the true one, on the upright picture."""
    if reading.outline is None:
        return 0.0
    height, width = shape[:2]
    truth = orientation.turned_points(truth, reading.turned, width, height)
    if reading.turned in (90, 270):
        width, height = height, width
    masks = []
    for corners in (np.asarray(reading.outline) * (width, height), truth):
        mask = np.zeros((height, width), np.uint8)
        cv2.fillConvexPoly(mask, cv2.convexHull(np.rint(corners).astype(np.int32)), 1)
        masks.append(mask.astype(bool))
    return float((masks[0] & masks[1]).sum() / (masks[0] | masks[1]).sum())


def bench_flat(folder):
    rows = []
    for item in json.loads((folder / "mrz" / "expected.json").read_text()):
        _, reading, ms = read(folder / item["file"])
        rows.append(row_of(item, reading.mrz, ms))
    report("Flat specimens", rows, FLOOR_FLAT)


def bench_photos(folder):
    rows, overlaps, upright = [], [], 0
    for item in json.loads((folder / "hard" / "expected.json").read_text()):
        pixels, reading, ms = read(folder / item["file"])
        rows.append(row_of(item, reading.mrz, ms))
        overlaps.append(overlap(reading, true_outline(item, pixels.shape), pixels.shape))
        upright += (reading.turned + item["rotation"]) % 360 == 0
    report("Simulated phone photos", rows, FLOOR_PHOTO)
    found = sum(value >= 0.9 for value in overlaps)
    print(f"  turned upright: {upright}/{len(rows)}")
    print(f"  outline, overlap of 0.9 and more: {found}/{len(rows)}", end=" ")
    print(
        f"({found / len(rows) / FLOOR_OUTLINE:.2f} of the floor {FLOOR_OUTLINE:.0%}), mean {np.mean(overlaps):.3f}"
    )


def bench_barcodes(folder):
    texts = [
        path.read_text(encoding="utf-8", errors="replace")
        for path in sorted((folder / "aamva" / "texts").glob("*.txt"))
    ]
    known = {fields["document_number"] for text in texts if (fields := aamva.parse(text))}
    found, times = [], []
    paths = sorted((folder / "aamva").glob("*.jpg"))
    for path in paths:
        _, reading, ms = read(path)
        found += [
            code.fields["document_number"] for code in reading.barcodes if code.fields.get("document_number")
        ]
        times.append(ms)
    print(
        f"Licence barcodes: {len(paths)} pictures; {sum(bool(aamva.parse(text)) for text in texts)}/{len(texts)} texts parsed"
    )
    # Some pictures carry a payload whose text is not among the texts; zxing-cpp's own error correction vouches for those.
    print(
        f"  read {len(found)}/{len(paths)}, {sum(number in known for number in found)} with a payload among the texts"
    )
    print(f"  processor time, whole reading: median {statistics.median(times):.0f} ms")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    bench_flat(folder)
    bench_photos(folder)
    bench_barcodes(folder)
    print(f"Peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
