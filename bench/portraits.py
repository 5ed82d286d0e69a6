"""How small and pale may the portrait of a document be, for its bearer's selfie to be recognised by it?

Usage: python bench/portraits.py FOLDER     (the London set: neutral_front and smiling_front; needs the face models)

The neutral picture becomes a portrait on a plain card: brought to so many pixels between the eyes, grey or in colour, blurred,
paled, crossed by a guilloche, with noise, as a JPEG of quality 50. The smiling one becomes the selfie: darker, lit from one side.
It is a simulation on portraits of one day and one studio: without ageing, lamination, holograms and real printing.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import sys
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from assay.checks.engines import faces
from assay.checks.engines.face.detector import Pixels
from assay.checks.engines.face.recogniser import Template
from assay.checks.faces import portraits
from assay.cli import clock
from assay.cli.benching.figures import Share
from assay.policy.load import current
from assay.policy.schema import CheckName

# Pixels between the eyes, and whether in colour.
_KINDS = ((40, False), (24, False), (30, False), (40, True), (90, True), (60, True), (18, False))
# Width and height of a card in distances between the eyes of its portrait: 85.6 x 54 mm, the eyes 8 mm apart.
_CARD = (10.7, 6.8)


def _jpeg(pixels: npt.NDArray[np.float64], quality: int) -> Pixels:
    _, packed = cv2.imencode(
        ".jpg", np.clip(pixels, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, quality]
    )
    return cv2.imdecode(packed, cv2.IMREAD_COLOR).astype(np.uint8, copy=False)


def head_of(pixels: Pixels) -> tuple[Pixels, float]:
    """Return head and shoulders, as a document shows them, and the pixels between the eyes."""
    face = faces.find_faces(pixels)[0]
    size = np.array([pixels.shape[1], pixels.shape[0]])
    (x, y), apart = np.mean(face.eyes, axis=0) * size, face.eye_distance
    left, right, top, bottom = (
        max(0, int(one)) for one in (x - 1.6 * apart, x + 1.6 * apart, y - 1.9 * apart, y + 2.6 * apart)
    )
    return pixels[top:bottom, left:right], apart


def on_card(head: Pixels, scale: float, apart: float, *, colour: bool, random: np.random.Generator) -> Pixels:
    """Return the card with the head scaled, so that `apart` pixels are between its eyes."""
    small = cv2.resize(head, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.float64)
    if not colour:
        small[:] = small.mean(axis=2, keepdims=True)
    small = cv2.GaussianBlur(small, (0, 0), 0.8) * 0.6 + 80
    rows, columns = np.mgrid[: small.shape[0], : small.shape[1]]
    small += 8 * np.sin(columns / 2.5 + 4 * np.sin(rows / 9))[..., None]
    small += random.normal(0, 5, small.shape)
    card = np.full((round(_CARD[1] * apart), round(_CARD[0] * apart), 3), 205.0)
    top, left = (card.shape[0] - small.shape[0]) // 2, round(0.4 * apart)
    card[top : top + small.shape[0], left : left + small.shape[1]] = small
    return _jpeg(card, 50)


def as_selfie(pixels: Pixels) -> Pixels:
    light = np.linspace(0.65, 1.1, pixels.shape[1])[None, :, None]
    return _jpeg(255 * (pixels / 255.0) ** 1.2 * light, 85)


def line(
    name: str, printed: Sequence[Template | None], selfies: Sequence[Template | None], bands: Sequence[float]
) -> str:
    """Return a row: how many are found, recognised from each band on, and strangers accepted from the higher one on."""
    grid = np.array(
        [[-1.0 if a is None or b is None else float(a @ b) for b in selfies] for a in printed], np.float64
    )
    same = np.eye(len(printed), dtype=bool)
    cells = [str(Share(int((grid[same] >= band).sum()), len(printed))) for band in bands]
    strangers = Share(int((grid[~same] >= bands[-1]).sum()), int((~same).sum()))
    found = sum(one is not None for one in printed)
    return " | ".join(
        [name, str(found), f"{np.median(grid[same]):.2f}", *cells, f"{strangers.count} of {strangers.of}"]
    )


def main(folder: Path) -> None:
    book = current()
    bands = [
        book.threshold(CheckName.FACE_MATCH, name, clock.now().date()) for name in ("uncertain", "accept")
    ]
    neutral = sorted((folder / "neutral_front").glob("*.jpg"))
    pictures = [
        (path, next((folder / "smiling_front").glob(f"{path.stem.split('_')[0]}_*.jpg"))) for path in neutral
    ]
    selfies = [portraits.template(as_selfie(cv2.imread(str(path))), selfie=True) for _, path in pictures]
    print(
        f"portrait | found of {len(pictures)} | median likeness | from {bands[0]} | from {bands[1]} | strangers from {bands[1]}"
    )
    heads = [head_of(cv2.imread(str(path))) for path, _ in pictures]
    for apart, colour in _KINDS:
        random, printed = np.random.default_rng(4), []
        for head, now in heads:
            card = on_card(head, apart / now, apart, colour=colour, random=random)
            printed.append(portraits.template(card))
        print(line(f"{apart} px, {'colour' if colour else 'grey'}", printed, selfies, bands), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
