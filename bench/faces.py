"""Error rates of the face checks at the thresholds of the policy, and what each stage costs.

    python bench/faces.py FOLDER

FOLDER holds london_frl/, lfw_fold1/ and spoof/ as described in its README; a set that is absent is left out.
"""

import argparse
import csv
import statistics
import time
from collections.abc import Callable
from datetime import date
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np

from assay.checks.engines import faces
from assay.checks.engines.face import detector, presentation_attack, quality, recogniser
from assay.checks.engines.face import landmarks as face_landmarks
from assay.policy.load import current
from assay.policy.schema import CheckName

ON = date(2026, 11, 22)


def beta_quantile(p: float, a: float, b: float) -> float:
    """Return the quantile of the beta distribution by bisection of its integral (no scipy needed)."""
    log_beta = float(
        np.sum(np.log(np.arange(1, a)))
        + np.sum(np.log(np.arange(1, b)))
        - np.sum(np.log(np.arange(1, a + b)))
    )
    # The mass lies near (a - 1) / (a + b - 2): integrate the density on a grid that is fine there.
    middle, width = a / (a + b), (a * b / ((a + b) ** 2 * (a + b + 1))) ** 0.5
    grid = np.linspace(max(1e-12, middle - 12 * width), min(1 - 1e-12, middle + 12 * width), 200_001)
    density = np.exp((a - 1) * np.log(grid) + (b - 1) * np.log1p(-grid) - log_beta)
    total = np.cumsum(density) * (grid[1] - grid[0])
    return float(grid[np.searchsorted(total / total[-1], p).clip(0, len(grid) - 1)])


def interval(errors: int, trials: int) -> tuple[float, float]:
    """Return the Clopper-Pearson interval of 95 %; with no error the upper end is about 3.7 / trials."""
    low = 0.0 if errors == 0 else beta_quantile(0.025, errors, trials - errors + 1)
    high = 1.0 if errors == trials else beta_quantile(0.975, errors + 1, trials - errors)
    if errors == 0:
        high = 1 - 0.025 ** (1 / trials)
    return low, high


def rate(name: str, errors: int, trials: int) -> None:
    low, high = interval(errors, trials)
    print(f"  {name}: {errors}/{trials} = {errors / trials:.4%} (95 % {low:.4%} to {high:.4%})")


def template(path: Path) -> np.ndarray | None:
    """Return the template of the face nearest the middle: who else is in a press photo is not labelled."""
    pixels = cv2.imread(str(path))
    middle = np.array([pixels.shape[1], pixels.shape[0]]) / 2
    found = detector.detect(pixels)
    if not found:
        return None
    face = min(found, key=lambda one: float(np.linalg.norm(np.array(one.centre) - middle)))
    crop, near, _, _ = faces.close_up(pixels, face)
    return recogniser.embed(crop, near)


def at_thresholds(genuine: np.ndarray, impostor: np.ndarray) -> None:
    for check, name in (
        (CheckName.FACE_MATCH, "uncertain"),
        (CheckName.FACE_MATCH, "accept"),
        (CheckName.DUPLICATE_FACE, "same_person"),
    ):
        threshold = current().threshold(check, name, ON)
        print(f"  at {check} {name} {threshold}:")
        rate("  FNMR", int((genuine < threshold).sum()), len(genuine))
        rate("  FMR ", int((impostor >= threshold).sum()), len(impostor))
    print(
        f"  genuine min {genuine.min():.3f} median {np.median(genuine):.3f}; impostor max {impostor.max():.3f}"
    )


def london(folder: Path) -> None:
    known = [
        (path.name.split("_")[0], template(path))
        for side in ("neutral_front", "smiling_front")
        for path in sorted((folder / side).glob("*.jpg"))
    ]
    print(f"london_frl: {len(known)} images, {sum(vector is None for _, vector in known)} without a face")
    names = np.array([name for name, vector in known if vector is not None])
    vectors = np.stack([vector for _, vector in known if vector is not None])
    first, second = np.triu_indices(len(names), 1)
    cosines = (vectors @ vectors.T)[first, second]
    same = names[first] == names[second]
    at_thresholds(cosines[same], cosines[~same])


def lfw(folder: Path) -> None:
    rows = [line.split() for line in (folder / "pairs_fold1.txt").read_text().splitlines()]
    rows = [row for row in rows if len(row) in {3, 4}]
    paths = {path.name: path for path in folder.rglob("*.jpg")}
    cache: dict[str, np.ndarray | None] = {}

    def of(name: str, number: str) -> np.ndarray | None:
        file = f"{name}_{int(number):04d}.jpg"
        if file not in cache:
            cache[file] = template(paths[file])
        return cache[file]

    genuine, impostor = [], []
    for row in rows:
        one = of(row[0], row[1])
        other = of(row[0], row[2]) if len(row) == 3 else of(row[2], row[3])
        if one is not None and other is not None:
            (genuine if len(row) == 3 else impostor).append(float(one @ other))
    print(
        f"lfw_fold1: {len(rows)} pairs, {sum(vector is None for vector in cache.values())} images without a face"
    )
    at_thresholds(np.array(genuine), np.array(impostor))
    known = [(file.rsplit("_", 1)[0], vector) for file, vector in cache.items() if vector is not None]
    everyone = np.array([float(a[1] @ b[1]) for a, b in combinations(known, 2) if a[0] != b[0]])
    print(f"lfw_fold1, every pair of different people: {len(everyone)}")
    for name in ("uncertain", "accept"):
        threshold = current().threshold(CheckName.FACE_MATCH, name, ON)
        rate(f"  FMR at {name} {threshold}", int((everyone >= threshold).sum()), len(everyone))


def area_under_curve(live: list[float], attack: list[float]) -> float:
    return float(np.mean([(a > b) + 0.5 * (a == b) for a in live for b in attack]))


def spoof(folder: Path) -> None:
    scores: dict[str, list[float]] = {}
    with (folder / "labels.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            pixels = cv2.imread(str(folder / row["file"]))
            found = detector.detect(pixels) if pixels is not None else []
            score = presentation_attack.live(pixels, found[0]) if found else None
            if score is not None:
                scores.setdefault(row["label"], []).append(score)
    print("spoof: " + ", ".join(f"{len(values)} {label}" for label, values in scores.items()))
    live = scores.get("live", [])
    attack = [score for label, values in scores.items() if label != "live" for score in values]
    if not live or not attack:
        return
    print(f"  AUC {area_under_curve(live, attack):.3f}")
    threshold = current().threshold(CheckName.PRESENTATION_ATTACK, "live_least", ON)
    rate(f"attacks taken for live at {threshold}", sum(score >= threshold for score in attack), len(attack))
    rate(f"live taken for attack at {threshold}", sum(score < threshold for score in live), len(live))


def cost(name: str, work: Callable[[], object], times: int = 20) -> None:
    work()
    taken = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append((time.process_time() - start) * 1000)
    print(f"  {name}: {statistics.median(taken):.1f} ms")


def costs(picture: Path) -> None:
    pixels = cv2.imread(str(picture))
    face = detector.detect(pixels)[0]
    crop, near, _, _ = faces.close_up(pixels, face)
    landmarks = face_landmarks.place(crop, near)
    print("processor time, one thread, median of 20:")
    cost("detect at 640", lambda: detector.detect(pixels))
    cost("detect at 320", lambda: detector.detect(pixels, 320))
    cost("landmarks, two looks", lambda: face_landmarks.place(crop, near))
    cost("landmarks, following", lambda: face_landmarks.follow(crop, landmarks))
    cost("expressions", lambda: face_landmarks.expressions(landmarks))
    cost("template", lambda: recogniser.embed(crop, near))
    cost("presentation attack", lambda: presentation_attack.live(pixels, face))
    cost("quality", lambda: quality.measure(crop, near, 640, 640))
    cost("a whole selfie", lambda: faces.find_faces(pixels, live=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    for name, work in (("london_frl", london), ("lfw_fold1", lfw), ("spoof", spoof)):
        if (folder / name).is_dir():
            work(folder / name)
        else:
            print(f"{name}: not there, left out")
    portraits = sorted((folder / "london_frl" / "neutral_front").glob("*.jpg"))
    if portraits:
        costs(portraits[0])


if __name__ == "__main__":
    main()
