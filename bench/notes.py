"""What is found on composed photos of a person with a document and a note? `python bench/notes.py [--people 12] [--faults 1]`

Clean photos: the share in which face, document, sheet and hands are found where they are, how the required words stand, and
what is decided. Faulty photos: the share in which the reason each was made for is given. Shares with 95 % Wilson intervals.
`--fonts FOLDER` writes the clean notes in that folder's fonts in place of the sandbox's own. Composed photos prove geometry and
words; they do not prove that real hands, tape or light are seen.
"""

import argparse
import time
from collections import Counter
from datetime import date
from pathlib import Path

import cv2
import numpy as np

from assay.checks import examine, pipeline
from assay.checks.notes.note_geometry import area, share_covered
from assay.checks.notes.words_compared import compare
from assay.checks.readings.note import NotePhoto
from assay.checks.result import combine
from assay.cli.benching.figures import Share
from assay.policy.load import current
from assay.sandbox import handwriting, notes
from assay.sandbox.people import person

ON = date(2026, 11, 22)
WORDS = "Assay - (22/11/2026) reactivate my account (m***@example.org) {code}"
CODES = ("K7XQ", "M4WT", "R9HE", "P3VA", "T6KN", "X8DU")


def overlap(quad, box):
    """Return intersection over union of four corners and an upright box."""
    (left, top), (right, bottom) = box
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    common = share_covered(quad, corners) * area(quad)
    return common / (area(quad) + area(corners) - common)


def looked_at(bearer, scene, words, seed):
    pixels = cv2.imdecode(np.frombuffer(notes.take(bearer, scene, seed=seed), np.uint8), cv2.IMREAD_COLOR)
    started = time.process_time()
    reading = examine.examine_note(pixels)
    seconds = time.process_time() - started
    photo = NotePhoto(reading=reading, required=words)
    return reading, pipeline.assess_note(photo, "document_and_note", current(), on=ON), seconds


def clean(people, hands):
    found, words, outcomes, spent = Counter(), Counter(), Counter(), []
    for number in range(1, people + 1):
        text = WORDS.format(code=CODES[number % len(CODES)])
        kind = ("passport", "id_card")[number % 2]
        scene = notes.Scene(note=text, hand=hands[number % len(hands)], document=kind)
        reading, results, seconds = looked_at(person(number), scene, text, number)
        spent.append(seconds)
        found["face, alone"] += len(reading.faces) == 1
        for thing, one in (("note", reading.sheet), ("document", reading.document)):
            found[thing] += one is not None and overlap(one.outline, notes.box_of(scene, thing)) > 0.75
        found["both hands"] += len(reading.hands) == 2
        found["no hand too many"] += len(reading.hands) <= 2
        found["both things held"] += not any(one.reasons for one in results if one.check.value == "note_held")
        compared = compare(text, reading.sheet.words if reading.sheet else (), 0.8)
        words.update(word.standing.value for word in compared.words)
        words["extra"] += len(compared.extra)
        outcomes[combine(results).outcome.value] += 1
        for one in results:
            outcomes.update(f"  {reason}" for reason in one.reasons)
    print(f"Clean photos: {people}, hands {', '.join(Path(hand).stem for hand in hands)}")
    for what, count in found.items():
        print(f"  {what}: {Share(count, people)}")
    total = words["right"] + words["unsure"] + words["missing"]
    for standing in ("right", "unsure", "missing"):
        print(f"  words {standing}: {Share(words[standing], total)}")
    print(f"  stretches nobody asked for: {words['extra']}; outcomes: {dict(outcomes)}")
    print(f"  processor time: median {np.median(spent):.1f} s a photo", flush=True)


def faulty(each, only):
    for place, reason in enumerate(notes.faults("")):
        if only and reason not in only:
            continue
        given, outcomes, others = 0, Counter(), Counter()
        for number in range(each):
            who = 20 + place * each + number
            text = WORDS.format(code=CODES[who % len(CODES)])
            scene = notes.faults(text)[reason]
            _, results, _ = looked_at(person(who), scene, text, who)
            reasons = {code for one in results for code in one.reasons}
            given += reason in reasons
            outcomes[combine(results).outcome.value] += 1
            others.update(reasons - {reason})
        print(f"  {reason}: {Share(given, each)}, {dict(outcomes)}, also {dict(others)}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=12)
    parser.add_argument("--faults", type=int, default=1, help="photos of each fault")
    parser.add_argument(
        "--only", nargs="*", default=[], help="the reasons whose photos are tried; all where none is named"
    )
    parser.add_argument("--fonts", type=Path, help="a folder of handwriting fonts")
    options = parser.parse_args()
    hands = sorted(options.fonts.iterdir()) if options.fonts else handwriting.HANDS
    if options.people:
        clean(options.people, hands)
    print("Photos that each break one rule, by its reason:")
    faulty(options.faults, options.only)


if __name__ == "__main__":
    main()
