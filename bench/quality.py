"""Which faults and copies are seen, and how often by mistake? `python bench/quality.py FOLDER [--part NAME] [--keep FILE]`

FOLDER holds the document specimens; FILE keeps what was read between runs. Prints false alarms for each reason on genuine
specimens, simulated photos of them and the sandbox's photos, then how many of the simulated faults and copies were seen,
with counts. Seeds are fixed.
"""

import argparse
import json
import time
from collections import Counter
from datetime import date
from pathlib import Path

import copies
import cv2
import numpy as np

from assay.checks import examine
from assay.checks.documents import authentic, document, document_image, original
from assay.checks.engines import signs
from assay.checks.engines.image import outline
from assay.checks.engines.image.straightened import as_pixels
from assay.checks.engines.sign import covered, grey_copy, raster, splices
from assay.checks.faces import face
from assay.checks.readings import Case, DocumentReading
from assay.policy.load import current
from assay.policy.schema import CheckName
from assay.sandbox import documents, people
from assay.sandbox.photos import GOOD, PhotoKind

BOOK, ON = current(), date(2026, 11, 22)
CHECKS = (
    document.document_found, document_image.document_image, original.document_original, authentic.document_authentic,
)  # fmt: skip
SIDES = ("front", "back")


def limit(check, name):
    return BOOK.threshold(check, name, ON)


def reasons(reading):
    case = Case(claim=None, front=reading, specimens_allowed=True, on=ON)
    return [code for check in CHECKS for code in check(case, BOOK).reasons]


def upright(pixels, reading):
    return np.ascontiguousarray(np.rot90(pixels, -(reading.turned // 90)))


def read(name, pixels, kept):
    """The whole reading, its signs measured anew."""
    if name not in kept:
        kept[name] = examine.examine_document(pixels)
    return kept[name].model_copy(update={"signs": signs.measure(upright(pixels, kept[name]), kept[name])})


def specimens(folder, *names):
    for name in names:
        for path in sorted((folder / name).iterdir()):
            if path.suffix in {".jpg", ".png", ".tif"}:
                yield path, cv2.imread(str(path))


def false_alarms(title, pictures, kept):
    found, seen = Counter(), []
    for name, pixels in pictures:
        got = reasons(read(str(name), pixels, kept))
        found.update(got)
        seen += [(code, Path(name).name) for code in got if not code.startswith("document.image.")]
    print(f"{title}: {len(pictures)} pictures; flagged: {dict(found) or 'none'}")
    for code, name in seen:
        print(f"    {code}: {name}")


def sandbox(persons, kinds):
    for number in persons:
        for kind in documents.KINDS:
            scans = documents.draw(kind, people.person(number))
            for side, scan in zip(SIDES, scans, strict=False):
                for taken in kinds:
                    yield f"sandbox {kind} {side} {number} {taken}", copies.photo(scan, number, taken)


def faults(kept):
    print("faults of the sandbox's photos, reasons given:")
    for kind in (kind for kind in PhotoKind if kind not in GOOD):
        got = Counter()
        for number in range(4):
            scan = documents.draw(documents.KINDS[number % 2], people.person(number))[0]
            got.update(
                reasons(read(f"fault {kind} {number}", copies.photo(scan, number, kind), kept)) or ["none"]
            )
        print(f"    {kind.value}, 4 photos: {dict(got)}")


def thresholds(kept):
    print(
        "sharpness and reflections on the sandbox's passports (2), against whether the zone was read right:"
    )
    for blur in (0, 1.5, 2.5, 3.5, 5.0, 7.0):
        rows = []
        for number in range(2):
            photo = copies.photo(documents.draw("passport", people.person(number))[0], number)
            pixels = cv2.GaussianBlur(photo, (0, 0), blur) if blur else photo
            reading = read(f"blur {blur} {number}", pixels, kept)
            rows.append((reading.quality.sharpness, bool(reading.mrz and reading.mrz.agreed)))
        print(
            f"    blur of {blur} px: sharpness {[row[0] for row in rows]}, read {sum(row[1] for row in rows)}/2"
        )
    for size in (0.03, 0.06, 0.1, 0.15):
        rows = []
        for number in range(2):
            pixels = spot(
                copies.photo(documents.draw("passport", people.person(number))[0], number), size, number
            )
            reading = read(f"spot {size} {number}", pixels, kept)
            rows.append((reading.quality.glare, bool(reading.mrz and reading.mrz.agreed)))
        print(
            f"    spot of {size} of the width: glare {[row[0] for row in rows]}, read {sum(row[1] for row in rows)}/2"
        )


def spot(pixels, size, seed):
    """A burnt-out reflection somewhere on the document."""
    drawn = np.random.default_rng(seed)
    rows, columns = np.mgrid[0 : pixels.shape[0], 0 : pixels.shape[1]].astype(np.float32)
    x, y = pixels.shape[1] * drawn.uniform(0.35, 0.65), pixels.shape[0] * drawn.uniform(0.3, 0.7)
    reach = (((columns - x) ** 2 + (rows - y) ** 2) / (pixels.shape[1] * size) ** 2) ** 2
    return np.clip(pixels + 420 * np.exp(-reach)[..., None], 0, 255).astype(np.uint8)


def rate(title, values, least, *, below=False):
    known = [value for value in values if value is not None]
    hits = sum(value < least if below else value > least for value in known)
    spread = np.percentile(known, [5, 50, 95]).round(2).tolist() if known else []
    print(f"    {title}: {hits}/{len(known)} beyond {least} (5, 50, 95 %: {spread})")


def whole(pixels):
    height, width = pixels.shape[:2]
    return np.float32([(0, 0), (width, 0), (width, height), (0, height)])


def grids(folder):
    """Screens fill the picture; prints lie on a desk, their place known to within the patches' reach."""
    drawn, screen, dots = np.random.default_rng(3), [], []
    for number, (_, scan) in enumerate(list(specimens(folder, "mrz"))[::2]):
        pixels = copies.on_screen(scan, drawn)
        screen.append(raster.measure(pixels, whole(pixels)))
        pixels = copies.photo(copies.printed(scan, drawn), number)
        middle = np.float32([pixels.shape[1], pixels.shape[0]]) / 2
        dots.append(raster.measure(pixels, middle + (whole(pixels) - middle) * 0.76))
    most = limit(CheckName.DOCUMENT_ORIGINAL, "raster_most"), limit(CheckName.DOCUMENT_ORIGINAL, "dots_most")
    print("copies:")
    rate("photos of screens, peaks", [one[0] if one else None for one in screen], min(most))
    rate("photos of prints, peaks", [one[0] if one else None for one in dots], min(most))
    told = [sum(one is not None and one[1] for one in group) for group in (screen, dots)]
    print(f"    called a screen: {told[0]} of {len(screen)} screens, {told[1]} of {len(dots)} prints")


def altered(folder, kept):
    drawn = np.random.default_rng(11)
    grey, hidden, pasted = [], {"fingers": [], "strips of paper": []}, []
    for path, scan in list(specimens(folder, "mrz", "hard"))[::2]:
        reading = read(str(path), scan, kept)
        if reading.outline is None:
            continue
        picture = upright(scan, reading)
        corners = as_pixels(reading.outline, picture)
        if reading.faces:
            grey.append(grey_copy.colour_of(outline.straightened(copies.grey(picture, drawn), corners)[0]))
        if reading.outline_confidence > 0.6:
            for title, lay in (("fingers", copies.finger), ("strips of paper", copies.strip_of_paper)):
                pixels, share = lay(picture, corners, drawn)
                hidden[title].append((share, sum(one.strength for one in covered.measure(pixels, corners))))
        lines = [as_pixels(line.corners, picture) for line in reading.text]
        tall = [i for i, line in enumerate(lines) if np.ptp(line[:, 1]) >= 14]
        if tall and splices.measure(picture, lines):
            chosen = int(drawn.choice(tall))
            forged = copies.pasted_line(picture, splices.box_of(lines[chosen], picture), drawn)
            pasted.append(splices.measure(forged, lines)[chosen])
    rate(
        "black-and-white copies, colour", grey, limit(CheckName.DOCUMENT_ORIGINAL, "colour_least"), below=True
    )
    for title, rows in hidden.items():
        rate(
            f"{title} that hide more than 2 %",
            [seen for share, seen in rows if share > 0.02],
            limit(CheckName.DOCUMENT_IMAGE, "covered_most"),
        )
    rate("lines pasted in", pasted, limit(CheckName.DOCUMENT_AUTHENTIC, "splice_most"))


def ghosts(kept):
    own, others, small = [], [], 0
    readings = [
        reading for name, reading in kept.items() if name.startswith("sandbox") and len(reading.faces) > 1
    ]
    for reading in readings:
        small += reading.faces[1].eye_distance < limit(CheckName.DOCUMENT_AUTHENTIC, "ghost_eye_distance")
        own.append(face.cosine(reading.faces[0].template, reading.faces[1].template))
        others += [
            face.cosine(other.faces[0].template, reading.faces[1].template)
            for other in readings
            if face.cosine(other.faces[0].template, reading.faces[0].template) < 0.5
        ]
    least = limit(CheckName.DOCUMENT_AUTHENTIC, "ghost_alike")
    print(f"second images: {len(own)} found, {small} of them too small to compare")
    rate("own portrait, likeness", own, least, below=True)
    rate("somebody else's portrait, likeness", others, least, below=True)


def times(folder, kept):
    spent = []
    for path, scan in list(specimens(folder, "hard"))[:12]:
        reading = read(str(path), scan, kept)
        picture = upright(scan, reading)
        started = time.process_time()
        signs.measure(picture, reading)
        spent.append((time.process_time() - started) * 1000)
    print(
        f"all signs of a picture: median {np.median(spent):.0f} ms, most {max(spent):.0f} ms of processor time"
    )


def genuine(folder, kept):
    false_alarms("flat specimens", list(specimens(folder, "mrz", "viz")), kept)
    false_alarms("simulated photos of specimens", list(specimens(folder, "hard")), kept)
    false_alarms("card backs", list(specimens(folder, "aamva")), kept)
    times(folder, kept)


def demo(_, kept):
    false_alarms("sandbox photos", list(sandbox(range(3), (PhotoKind.TILTED,))), kept)
    ghosts(kept)


PARTS = {
    "genuine": genuine,
    "altered": altered,
    "grids": lambda folder, _: grids(folder),
    "demo": demo,
    "faults": lambda _, kept: faults(kept),
    "thresholds": lambda _, kept: thresholds(kept),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--part", action="append", choices=list(PARTS))
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    stored = json.loads(arguments.keep.read_text()) if arguments.keep and arguments.keep.exists() else {}
    kept = {name: DocumentReading.model_validate(reading) for name, reading in stored.items()}
    folder = arguments.folder
    for part in arguments.part or PARTS:
        PARTS[part](folder, kept)
    if arguments.keep:
        arguments.keep.write_text(
            json.dumps({name: one.model_dump(mode="json") for name, one in kept.items()})
        )


if __name__ == "__main__":
    main()
