"""How many damaged and tilted barcodes are read? `python bench/barcodes.py FOLDER` with the folder of the document specimens.

Draws the licence payloads of FOLDER/aamva/texts as PDF417 on the backs of cards, photographs them in a simulation with a
fixed seed (turned by up to 25 degrees about all three axes; one of dark, small, blurred, glaring, merely tilted), and reads every
photo twice in one run: with zxing-cpp alone, and with our reader. Then reads the given pictures, QR and Aztec codes in the
same simulation, and pictures without any barcode, for their cost. Times are processor seconds on one thread.
"""

import argparse
import random
import statistics
import time
from pathlib import Path

import cv2
import numpy as np
import zxingcpp

from assay.checks.engines import barcodes
from assay.checks.engines.barcode import aamva

KINDS = ("tilted", "dark", "small", "blurred", "glaring")
SEED = 20261122
CARD = (1012, 638)
PHOTO = (1600, 1200)
STEEPEST = 25
PRINT = (
    "REST: NONE  CLASS: D",
    "ENDORSEMENTS: NONE",
    "ORGAN DONOR   VETERAN",
    "IF FOUND DROP IN ANY MAILBOX",
)


def payloads(folder):
    """Return the licence texts, with the separators that the files show as other characters put back."""
    texts = (path.read_text("utf-8-sig", errors="replace") for path in sorted(folder.glob("*.txt")))
    return [text.replace("\r\n", "\n").replace("\ufffd", "\x1e") for text in texts]


def symbol(text, kind=zxingcpp.BarcodeFormat.PDF417):
    code = zxingcpp.create_barcode(text, kind)
    return np.array(zxingcpp.write_barcode_to_image(code, scale=4, add_quiet_zones=True), np.uint8)


def card(code, draw):
    """Return the back of a card with the code at the top (a square code at the left) and a few lines of print."""
    width, height = CARD
    shade = [draw.randint(205, 245) for _ in range(3)]
    back = np.full((height, width, 3), shade, np.uint8)
    square = code.shape[0] > code.shape[1] * 0.8
    wide = int(width * (0.3 if square else draw.uniform(0.82, 0.9)))
    high = wide if square else min(int(code.shape[0] * wide / code.shape[1]), int(height * 0.42))
    small = cv2.resize(code, (wide, high), interpolation=cv2.INTER_AREA)
    left = 60 if square else (width - wide) // 2
    back[40 : 40 + high, left : left + wide] = small[..., None]
    for row, line in enumerate(PRINT):
        place = (60, 60 + max(high, int(height * 0.45)) + row * 40)
        cv2.putText(back, line, place, cv2.FONT_HERSHEY_SIMPLEX, 0.8, (45, 40, 40), 2)
    return back


def table_top(draw, noise):
    """Return a cluttered surface: uneven colour, lines, boxes and print."""
    width, height = PHOTO
    shade = np.asarray([draw.randint(30, 210) for _ in range(3)], np.float32)
    waves = noise.normal(0, draw.uniform(5, 35), (5, 6, 3)).astype(np.float32)
    top = np.clip(cv2.resize(waves, PHOTO, interpolation=cv2.INTER_CUBIC) + shade, 0, 255).astype(np.uint8)
    for _ in range(draw.randint(0, 14)):
        ends = [(draw.randint(0, width), draw.randint(0, height)) for _ in range(2)]
        colour = [draw.randint(0, 255) for _ in range(3)]
        choice = draw.random()
        if choice < 0.4:
            cv2.rectangle(top, *ends, colour, draw.randint(1, 8))
        elif choice < 0.8:
            cv2.line(top, *ends, colour, draw.randint(1, 8))
        else:
            cv2.putText(top, "RECEIPT TOTAL 12,50", ends[0], cv2.FONT_HERSHEY_SIMPLEX, 1.4, colour, 2)
    return top.astype(np.float32)


def placed(back, draw):
    """Return the corners of the card in the photo, turned by up to 25 degrees about each of the three axes."""
    size = np.asarray([back.shape[1], back.shape[0]], np.float32)
    corners = np.asarray([[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]]) * [*size / 2, 0]
    angles = [np.radians(draw.uniform(-STEEPEST, STEEPEST)) for _ in range(3)]
    turn = np.eye(3)
    for axis, angle in enumerate(angles):
        turn = cv2.Rodrigues(np.eye(3)[axis] * angle)[0] @ turn
    seen = corners @ turn.T
    # A phone is held at about one and a half to two and a half card widths.
    seen = seen[:, :2] / (1 + seen[:, 2:] / (size[0] * draw.uniform(1.5, 2.5)))
    seen *= draw.uniform(0.78, 0.95) * min(np.asarray(PHOTO) / np.ptp(seen, axis=0))
    return (seen - (seen.max(0) + seen.min(0)) / 2 + np.asarray(PHOTO) / 2).astype(np.float32)


def photo(code, kind, draw, noise):
    """Return a simulated phone photo as a JPEG shows it."""
    back = card(code, draw)
    height, width = back.shape[:2]
    corners = placed(back, draw)
    flat = np.asarray([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(flat, corners)
    inside = cv2.warpPerspective(np.ones((height, width), np.float32), matrix, PHOTO)[..., None]
    seen = cv2.warpPerspective(back.astype(np.float32), matrix, PHOTO, flags=cv2.INTER_AREA)
    scene = worse(table_top(draw, noise) * (1 - inside) + seen * inside, corners, kind, draw, noise)
    scene = np.clip(scene, 0, 255).astype(np.uint8)
    if kind == "small":
        scene = cv2.resize(scene, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    coded = cv2.imencode(".jpg", scene, [cv2.IMWRITE_JPEG_QUALITY, draw.randint(35, 80)])[1]
    return cv2.imdecode(coded, cv2.IMREAD_COLOR)


def worse(scene, corners, kind, draw, noise):
    """Return the scene as bad light or an unsteady hand would show it."""
    height, width = scene.shape[:2]
    if kind == "glaring":
        y, x = np.mgrid[0:height, 0:width].astype(np.float32)
        for _ in range(2):
            along, down = draw.uniform(0.15, 0.85), draw.uniform(0.05, 0.5)
            spot = (corners[0] * (1 - along) + corners[1] * along) * (1 - down)
            spot += (corners[3] * (1 - along) + corners[2] * along) * down
            wide, high = draw.uniform(60, 150), draw.uniform(40, 110)
            light = np.exp(-(((x - spot[0]) / wide) ** 2) - ((y - spot[1]) / high) ** 2)
            scene = scene + (light * draw.uniform(90, 190))[..., None]
    if kind == "dark":
        fall = np.linspace(draw.uniform(0.5, 1), 1, width)[None, :, None]
        scene = scene * draw.uniform(0.14, 0.3) * fall
        scene = scene + noise.normal(0, draw.uniform(3, 7), (height, width, 1))
        scene = scene + noise.normal(0, draw.uniform(2, 4), scene.shape)
    if kind == "blurred":
        scene = cv2.GaussianBlur(scene, (0, 0), draw.uniform(1.2, 2.2))
    return scene


def plain(pixels, kinds):
    found = zxingcpp.read_barcodes(pixels, formats=kinds, text_mode=zxingcpp.TextMode.Plain)
    return [code.text for code in found]


def ours(pixels, _kinds):
    return [code.text for code in barcodes.read(pixels)]


def compare(title, cases, kinds):
    """Print, for each reader, how many photos gave exactly what was drawn, by kind, and any other payload as wrong."""
    print(f"{title}: {len(cases)} photos")
    for name, reader in (("zxing-cpp alone", plain), ("ours", ours)):
        right, wrong, times = {}, 0, []
        for text, kind, pixels in cases:
            started = time.process_time()
            found = [same(one) for one in reader(pixels, kinds)]
            times.append((time.process_time() - started) * 1000)
            right.setdefault(kind, []).append(same(text) in found)
            wrong += any(one != same(text) for one in found)
        every = [one for ones in right.values() for one in ones]
        by_kind = ", ".join(f"{kind} {sum(ones)}/{len(ones)}" for kind, ones in right.items())
        print(f"  {name:16} {sum(every)}/{len(every)}, wrong {wrong} ({by_kind})", end="; ")
        print(
            f"processor time: median {statistics.median(times):.0f} ms, worst {max(times):.0f} ms", flush=True
        )


def same(text):
    """Payloads are compared letter by letter, but not by how line ends and the byte order mark are shown."""
    return text.lstrip("\ufeff").replace("\r\n", "\n")


def simulated(texts, count, seed, kind_of_code=zxingcpp.BarcodeFormat.PDF417):
    draw, noise = random.Random(seed), np.random.default_rng(seed)
    chosen = [texts[place % len(texts)] for place in range(count)]
    return [
        (text, kind, photo(symbol(text, kind_of_code), kind, draw, noise))
        for text, kind in zip(chosen, KINDS * count, strict=False)
    ]


def given(folder, texts):
    """Print what is read on the pictures of the specimens: XX_kind.jpg carries the payload of a text XX*.txt."""
    numbers = {(aamva.parse(text)["state"], aamva.parse(text)["document_number"]) for text in texts}
    for path in sorted((*folder.glob("*.jpg"), *folder.glob("*.png"))):
        pixels = cv2.imread(str(path))
        fields = [code.fields for code in barcodes.read(pixels)]
        alone = any(aamva.is_licence(text) for text in plain(pixels, zxingcpp.BarcodeFormat.PDF417))
        found = next((one for one in fields if one), {})
        known = (found.get("state"), found.get("document_number")) in numbers
        print(
            f"  {path.name:24} alone {'read' if alone else '-':5} ours {'read' if found else '-':5}", end=" "
        )
        print("payload of the texts" if known else "payload not among the texts" if found else "")


def without(folder):
    """Print what it costs to see that a picture has no barcode."""
    times, found = [], 0
    for path in sorted((*folder.glob("mrz/*.jpg"), *folder.glob("hard/*.jpg"), *folder.glob("viz/*.jpg"))):
        pixels = cv2.imread(str(path))
        started = time.process_time()
        found += bool(barcodes.read(pixels))
        times.append((time.process_time() - started) * 1000)
    ranked = sorted(times)
    print(
        f"Without a licence barcode: {len(times)} pictures, codes found in {found}; processor time:", end=" "
    )
    print(f"median {statistics.median(times):.0f} ms, p90 {ranked[int(len(ranked) * 0.9)]:.0f} ms", end=", ")
    print(f"worst {ranked[-1]:.0f} ms")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    texts = payloads(arguments.folder / "aamva" / "texts")
    compare(
        "PDF417, simulated",
        simulated(texts, arguments.count, arguments.seed),
        zxingcpp.BarcodeFormat.PDF417,
    )
    short = [
        f"https://utopia.example/check/{number:08d}"
        for number in range(1000, 1000 + max(5, arguments.count // 3))
    ]
    for kind in (zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Aztec):
        compare(f"{kind.name}, simulated", simulated(short, len(short), arguments.seed, kind), kind)
    print("Given pictures:")
    given(arguments.folder / "aamva", texts)
    without(arguments.folder)


if __name__ == "__main__":
    main()
