"""Train the recogniser of machine readable zones and write it as ONNX. See README.md beside this file.

python -m training.mrz_lines.train --seed 2026 --out src/assay/checks/engines/weights/mrz_lines.onnx
"""

import argparse
import random
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from assay.checks.engines.mrz.recogniser import ALPHABET, as_tensor
from training.mrz_lines import samples
from training.mrz_lines.network import Network, Reader

_AT_ONCE = 16
_RATE = 2e-3
_CHECKED = 600
_INDEX = {character: index + 1 for index, character in enumerate(ALPHABET)}


def _varied(strip, chance: random.Random):
    """The same strip again, a little different: lighter or darker, inverted, a part hidden, a slice higher or lower."""
    if chance.random() < 0.3:
        strip = np.clip(strip.astype(np.float32) * chance.uniform(0.6, 1.3) + chance.uniform(-30, 30), 0, 255)
    if chance.random() < 0.03:
        strip = 255 - strip
    if chance.random() < 0.2:
        strip = strip.copy()
        left, wide = chance.randrange(strip.shape[1]), chance.randint(2, 16)
        strip[:, left : left + wide] = chance.randint(0, 255) if chance.random() < 0.5 else strip.mean()
    if chance.random() < 0.3:
        strip = np.roll(strip, chance.choice((-1, 1)), axis=0)
    return strip


def _batch(data, chance: random.Random):
    """Return a batch of lines of like length, so that little of it is padding."""
    drawn = sorted(
        (chance.randrange(len(data)) for _ in range(_AT_ONCE * 4)), key=lambda i: data[i][0].shape[1]
    )
    start = chance.randrange(4) * _AT_ONCE
    chosen = [data[index] for index in drawn[start : start + _AT_ONCE]]
    return [_varied(strip, chance) for strip, _ in chosen], [text for _, text in chosen]


def _loss(network: Network, strips, texts):
    # Half the digits in the forward pass: twice as fast, and the loss itself is computed in full.
    with torch.autocast("cpu", torch.bfloat16):
        logits = network(torch.from_numpy(as_tensor(strips)))
    steps = torch.tensor([-(-strip.shape[1] // 4) for strip in strips])
    targets = torch.cat([torch.tensor([_INDEX[character] for character in text]) for text in texts])
    lengths = torch.tensor([len(text) for text in texts])
    likely = logits.float().log_softmax(-1)
    return functional.ctc_loss(likely, targets, steps, lengths, zero_infinity=True)


def _read(network: Network, strips) -> list[str]:
    with torch.no_grad():
        best = network(torch.from_numpy(as_tensor(strips))).argmax(-1).numpy()
    texts = []
    for column, strip in enumerate(strips):
        path = best[: -(-strip.shape[1] // 4), column]
        kept = path[np.flatnonzero(np.diff(path, prepend=0))]
        texts.append("".join(ALPHABET[index - 1] for index in kept if index))
    return texts


def check(network: Network, data) -> float:
    """Return the share of lines read without a fault."""
    network.eval()
    right = 0
    for start in range(0, len(data), _AT_ONCE):
        part = data[start : start + _AT_ONCE]
        right += sum(
            read == text for read, (_, text) in zip(_read(network, [s for s, _ in part]), part, strict=True)
        )
    network.train()
    return right / len(data)


def train(data, held_back, seed: int, steps: int, keep: Path) -> Network:
    torch.manual_seed(seed)
    chance = random.Random(seed)
    network = Network().to(memory_format=torch.channels_last)
    print("parameters", sum(parameter.numel() for parameter in network.parameters()), flush=True)
    best = torch.optim.AdamW(network.parameters(), _RATE, weight_decay=1e-3)
    pace = torch.optim.lr_scheduler.OneCycleLR(best, _RATE, total_steps=steps, pct_start=0.08)
    running, started = 0.0, time.time()
    for step in range(steps):
        loss = _loss(network, *_batch(data, chance))
        best.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5)
        best.step()
        pace.step()
        running = 0.98 * running + 0.02 * loss.item() if step else loss.item()
        if step % 500 == 499:
            exact = check(network, held_back)
            torch.save(network.state_dict(), keep)
            print(
                f"{step + 1} loss {running:.4f} exact {exact:.3f} {time.time() - started:.0f} s", flush=True
            )
    return network


def export(network: Network, path: Path) -> None:
    network.eval()
    torch.onnx.export(
        Reader(network), (torch.zeros(1, 1, 24, 480),), str(path), input_names=["x"], output_names=["y"],
        dynamic_axes={"x": {0: "n", 3: "w"}, "y": {0: "t", 1: "n"}}, opset_version=17, dynamo=False,
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--lines", type=int, default=36_000)
    parser.add_argument("--steps", type=int, default=12_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument(
        "--threads", type=int, default=1, help="more than one is faster and not repeatable to the bit"
    )
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    started = time.time()
    held_back = samples.make(given.seed + 1, _CHECKED, given.processes)
    data = samples.make(given.seed, given.lines, given.processes)
    print(f"{len(data)} lines drawn in {time.time() - started:.0f} s", flush=True)
    export(train(data, held_back, given.seed, given.steps, given.out.with_suffix(".pt")), given.out)


if __name__ == "__main__":
    main()
