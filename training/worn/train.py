"""Train the network that tells what is worn before a face, and write it as ONNX. See README.md beside this file.

python -m training.worn.train --portraits london_frl --out src/assay/checks/engines/weights/face_worn.onnx
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from training.worn import faces, samples
from training.worn.network import FEATURES, SIDE, Network

_AT_ONCE = 64
_EPOCHS = 24
_RATE = 3e-3
# The features are shaken as another camera would shake them; answers need not be surer than this.
_NOISE, _SURE = 0.15, 0.02


def make(portraits: list[samples.Portrait], seed: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return features (n x 128 x 16 x 16) and labels (n x kinds) of drawn faces; those not found are left out."""
    drawn = np.random.default_rng(seed)
    features, labels = [], []
    for _ in range(count):
        sample = samples.draw(portraits[drawn.integers(len(portraits))], drawn)
        found = faces.seen(sample.pixels)
        if found is not None:
            features.append(found)
            labels.append(sample.labels)
    return np.array(features), np.array(labels, np.float32)


def _loss(network: Network, features: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    shaken = features * (1 + _NOISE * torch.randn(len(features), FEATURES, 1, 1))
    logits = network(shaken + 0.5 * _NOISE * torch.randn_like(shaken))
    known = (labels != samples.UNKNOWN).float()
    wanted = labels.clamp(0) * (1 - 2 * _SURE) + _SURE
    each = functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
    return (each * known).sum() / known.sum()


def train(features: np.ndarray, labels: np.ndarray, seed: int) -> Network:
    """Return the trained network. One thread and one seed give the same weights on the same kind of processor."""
    torch.manual_seed(seed)
    network = Network(labels.shape[1])
    inputs, wanted = torch.from_numpy(features), torch.from_numpy(labels)
    steps = _EPOCHS * (len(inputs) // _AT_ONCE)
    best = torch.optim.AdamW(network.parameters(), 1e-3, weight_decay=1e-2)
    pace = torch.optim.lr_scheduler.OneCycleLR(best, _RATE, total_steps=steps)
    for _ in range(_EPOCHS):
        order = torch.randperm(len(inputs))
        for start in range(0, len(inputs) - _AT_ONCE + 1, _AT_ONCE):
            chosen = order[start : start + _AT_ONCE]
            loss = _loss(network, inputs[chosen].float(), wanted[chosen])
            best.zero_grad()
            loss.backward()
            best.step()
            pace.step()
    return network.eval()


def check(network: Network, features: np.ndarray, labels: np.ndarray) -> dict[str, tuple[float, float]]:
    """Return for each kind the share of samples with and without it that score above one half."""
    with torch.no_grad():
        scores = torch.sigmoid(network(torch.from_numpy(features).float())).numpy()
    return {
        kind: (
            float((scores[labels[:, k] == 1, k] > 0.5).mean()),
            float((scores[labels[:, k] == 0, k] > 0.5).mean()),
        )
        for k, kind in enumerate(samples.KINDS)
    }


def export(network: Network, path: Path) -> None:
    torch.onnx.export(
        network, (torch.zeros(1, FEATURES, SIDE, SIDE),), str(path), input_names=["x"], output_names=["y"],
        opset_version=17, dynamo=False,
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--portraits", type=Path, required=True, help="the London set: two folders of portraits"
    )
    parser.add_argument("--seed", type=int, default=31)
    parser.add_argument("--samples", type=int, default=750, help="for each of --parts seeds")
    parser.add_argument("--parts", type=int, default=2)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    torch.set_num_threads(1)
    portraits = faces.portraits(given.portraits, held=False)
    parts = [make(portraits, given.seed + part, given.samples) for part in range(given.parts)]
    features, labels = (np.concatenate([part[index] for part in parts]) for index in (0, 1))
    network = train(features, labels, given.seed)
    export(network, given.out)
    print(check(network, *make(faces.portraits(given.portraits, held=True), given.seed - 1, 300)), flush=True)


if __name__ == "__main__":
    main()
