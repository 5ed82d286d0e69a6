"""How well is handwriting read? `python bench/handwriting.py FOLDER` with a folder of pages and their expected.json.

expected.json lists `file` (relative to the folder above it) and `text`. Prints the character error of each page, case
and line ends left out, and the mean weighted by length. The aim is 7 %.
"""

import argparse
import json
import time
from pathlib import Path

import cv2
from rapidfuzz.distance import Levenshtein

from assay.checks.engines.text import handwriting

AIM = 0.07


def plain(text):
    return " ".join(text.split()).casefold()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    errors = total = 0
    for item in json.loads((folder / "expected.json").read_text()):
        pixels = cv2.imread(str(folder / Path(item["file"]).name))
        started = time.process_time()
        read = plain(handwriting.text_of(handwriting.read(pixels)))
        ms = (time.process_time() - started) * 1000
        wrong, length = Levenshtein.distance(plain(item["text"]), read), len(plain(item["text"]))
        errors, total = errors + wrong, total + length
        print(
            f"{item['file']}: character error {wrong / length:.1%} of {length}, {ms:.0f} ms of processor time"
        )
        print(f"    {read}")
    print(f"All pages: {errors / total:.1%} of {total} characters (aim: {AIM:.0%})")


if __name__ == "__main__":
    main()
