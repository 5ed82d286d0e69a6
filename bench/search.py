"""How long does looking for one face among very many take, and does it lose any?

Usage: python bench/search.py [COUNT ...]      (default: 10000 100000 1000000; one core; a peer if faiss is installed)
Templates are random unit vectors of 128 numbers, the hardest case for an index and none for a scan; each planted
duplicate lies at a chosen cosine from its probe. Every method gets the same templates and probes, in one process; times
are processor time, so that other work on the machine does not count, the median of all probes.
"""

import os

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import importlib.util
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assay.checks.faces.templates import SIZE, FaceIndex

Vectors = npt.NDArray[np.float32]
Search = Callable[[npt.NDArray[np.float32]], set[int]]
AT_LEAST, MOST, PLANTED = 0.5, 5, 200


def memory() -> int:
    """Return the resident bytes of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def unit(vectors: Vectors) -> Vectors:
    return (vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)).astype(np.float32)


def planted(count: int) -> tuple[Vectors, Vectors, list[int]]:
    """Return templates, probes, and the row of each probe's duplicate: at a cosine from just above AT_LEAST to 0.95."""
    drawn = np.random.default_rng(count)
    everyone = unit(drawn.standard_normal((count, SIZE), np.float32))
    rows = [int(row) for row in drawn.choice(count, PLANTED, replace=False)]
    cosines = np.linspace(AT_LEAST + 1e-4, 0.95, PLANTED, dtype=np.float32)[:, None]
    found = everyone[rows]
    aside = drawn.standard_normal(found.shape, np.float32)
    aside = unit(aside - (aside * found).sum(1, keepdims=True) * found)
    return everyone, unit(cosines * found + np.sqrt(1 - cosines**2) * aside), rows


def assay(everyone: Vectors) -> Search:
    index = FaceIndex(lambda keys: {key: everyone[int(key)] for key in keys})
    for row, template in enumerate(everyone):
        index.add(str(row), template)
    return lambda probe: {int(key) for key, _ in index.search(probe, AT_LEAST, MOST)}


def floor(everyone: Vectors) -> Search:
    kept = everyone.copy()
    return lambda probe: {int(row) for row in np.flatnonzero(kept @ probe >= AT_LEAST)}


def peer(everyone: Vectors) -> Search:
    """Return a flat scan of faiss with 8 bits a number, trained on the templates, whose hits are not scored again."""
    import faiss

    faiss.omp_set_num_threads(1)
    index = faiss.IndexScalarQuantizer(SIZE, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
    index.train(everyone[:50_000])
    index.add(everyone)

    def search(probe: npt.NDArray[np.float32]) -> set[int]:
        scores, rows = index.search(probe[None], MOST)
        return {int(row) for row, score in zip(rows[0], scores[0], strict=True) if score >= AT_LEAST}

    return search


def measure(name: str, build: Callable[[Vectors], Search], count: int) -> None:
    everyone, probes, rows = planted(count)
    before, started = memory(), time.process_time()
    search = build(everyone)
    built, size = time.process_time() - started, memory() - before
    search(probes[0])
    times, found = [], 0
    for probe, row in zip(probes, rows, strict=True):
        started = time.process_time()
        found += row in search(probe)
        times.append(time.process_time() - started)
    print(
        f"{count:>9,}  {name:<24} built in {built:6.1f} s  {size / 1e6:7.0f} MB  "
        f"{1000 * statistics.median(times):6.2f} ms a query (90 %: {1000 * sorted(times)[PLANTED * 9 // 10]:6.2f})  "
        f"recall {found / PLANTED:.3f} of {PLANTED}"
    )


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    reader.add_argument("counts", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    has_peer = importlib.util.find_spec("faiss") is not None
    if not has_peer:
        print("faiss is not installed here, so there is no peer")
    for count in reader.parse_args().counts:
        measure("assay, int8 then float32", assay, count)
        measure("numpy, float32", floor, count)
        if has_peer:
            measure("faiss, flat 8 bits", peer, count)


if __name__ == "__main__":
    main()
