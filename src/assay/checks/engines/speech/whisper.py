"""How probable is a text, given what was said? Whisper's network (Radford et al. 2022), in numpy.

A transformer with two halves (Vaswani et al., "Attention is all you need", 2017; layers normalised first): the encoder turns
half a minute of sound into 1500 vectors, once; the decoder gives the probability of each next token. The texts of interest are
known beforehand and share their beginnings, so what the decoder remembers of a beginning is kept and continued in many ways at
once: that is what libraries for dictation do not offer, and it makes this smaller and faster than they are here.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assay.checks.engines.speech import weights
from assay.checks.engines.speech.tokens import Tokens

Tensor = NDArray[np.float32]

# Rows of probabilities over 52,000 tokens that are held at a time: 7 MB.
_ROWS = 32
_MULTILINGUAL_FROM = 51_865


class Memory(NamedTuple):
    """What the decoder remembers of a text: for each layer keys and values, ways x heads x tokens x width; and the logarithms
    of the probabilities of what comes next.
    """

    layers: tuple[tuple[Tensor, Tensor], ...]
    following: Tensor

    @property
    def length(self) -> int:
        return int(self.layers[0][0].shape[2])


class Heard(NamedTuple):
    """What the encoder made of one recording: keys and values for each layer of the decoder, heads x 1500 x width."""

    layers: tuple[tuple[Tensor, Tensor], ...]


class Whisper:
    """One model: 155 MB (tiny) or 290 MB (base) as long as this object lives."""

    def __init__(self, model: Sequence[Path], vocabulary: Path) -> None:
        self.tokens = Tokens(vocabulary)
        self._weights = weights.read(model)
        self._vectors = self._weights["decoder/embeddings/weight"]
        self._heads = self._vectors.shape[1] // 64
        start = ["<|startoftranscript|>"]
        if self._vectors.shape[0] >= _MULTILINGUAL_FROM:
            start += ["<|en|>", "<|transcribe|>"]
        self.start = [self.tokens.special(name) for name in [*start, "<|notimestamps|>"]]
        self.end = self.tokens.special("<|endoftext|>")

    def close(self) -> None:
        """Let go of the numbers, whoever still holds this object."""
        del self._weights, self._vectors

    def hear(self, features: Tensor) -> Heard:
        """Return what the encoder makes of 80 x 3000 features."""
        x = gelu(
            _convolve(
                features.T, self._weights["encoder/conv1/weight"], self._weights["encoder/conv1/bias"], 1
            )
        )
        x = gelu(_convolve(x, self._weights["encoder/conv2/weight"], self._weights["encoder/conv2/bias"], 2))
        x += self._weights["encoder/position_encodings/encodings"]
        for layer in self._layers("encoder"):
            q, k, v = np.split(
                self._linear(f"{layer}/self_attention/linear_0", self._norm(f"{layer}/self_attention", x)),
                3,
                1,
            )
            # A head at a time: 1500 x 1500 numbers are enough to hold.
            mixed = [_attend(*(self._split(one)[head] for one in (q, k, v))) for head in range(self._heads)]
            x += self._linear(f"{layer}/self_attention/linear_1", np.concatenate(mixed, axis=1))
            x += self._feed_forward(layer, x)
        x = self._norm("encoder", x)
        pairs = (
            np.split(self._linear(f"{layer}/attention/linear_1", x), 2, 1)
            for layer in self._layers("decoder")
        )
        return Heard(tuple((self._split(k), self._split(v)) for k, v in pairs))

    def begin(self, heard: Heard, text: str = "") -> Memory:
        """Return the memory of a text from the start."""
        return self.go_on(heard, None, [self.start + self.tokens.encode(text)])[0]

    def go_on(
        self, heard: Heard, memory: Memory | None, ways: Sequence[Sequence[int]]
    ) -> tuple[Memory, Tensor]:
        """Return the memory after each of several ways to go on, and the log probability of each of their tokens.

        Ways are filled up to the longest; probabilities (ways x longest) are 0 there. The memory is of use where all ways are
        of one length.
        """
        longest = max(len(way) for way in ways)
        known = memory.length if memory else 0
        ids = np.array([[*way, *[self.end] * (longest - len(way))] for way in ways])
        x = (
            self._vectors[ids]
            + self._weights["decoder/position_encodings/encodings"][known : known + longest]
        )
        layers = []
        for number, layer in enumerate(self._layers("decoder")):
            x, kept = self._decode(layer, x, memory.layers[number] if memory else None, heard.layers[number])
            layers.append(kept)
        x = self._norm("decoder", x)
        told = self._chosen(x[:, :-1], ids[:, 1:])
        first = (
            memory.following[:, ids[:, :1]].reshape(-1, 1) if memory else np.zeros((len(ways), 1), np.float32)
        )
        scores = np.concatenate([first, told], axis=1)
        for row, way in enumerate(ways):
            scores[row, len(way) :] = 0.0
        return Memory(tuple(layers), _log_softmax(x[:1, -1] @ self._vectors.T)), scores

    def looks(self, heard: Heard, tokens: Sequence[int], heads: Sequence[tuple[int, int]]) -> Tensor:
        """Return where the decoder looked while it wrote each token and the end: heads x (tokens + 1) x 1500, as shares.

        `heads` are pairs of layer and head.
        """
        ids = np.array([[*self.start, *tokens]])
        x = self._vectors[ids] + self._weights["decoder/position_encodings/encodings"][: ids.shape[1]]
        seen: list[Tensor] = []
        for number, layer in enumerate(self._layers("decoder")):
            x, _ = self._decode(layer, x, None, heard.layers[number], seen)
        return np.stack([seen[layer][head, len(self.start) - 1 :] for layer, head in heads])

    def _decode(
        self,
        layer: str,
        x: Tensor,
        past: tuple[Tensor, Tensor] | None,
        heard: tuple[Tensor, Tensor],
        seen: list[Tensor] | None = None,
    ) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        q, k, v = (
            self._split(one)
            for one in np.split(
                self._linear(f"{layer}/self_attention/linear_0", self._norm(f"{layer}/self_attention", x)),
                3,
                -1,
            )
        )
        if past is not None:
            before = (np.broadcast_to(one, (len(x), *one.shape[1:])) for one in past)
            k, v = (np.concatenate(pair, axis=2) for pair in zip(before, (k, v), strict=True))
        x = x + self._linear(f"{layer}/self_attention/linear_1", _joined(_attend(q, k, v, causal=True)))
        q = self._split(self._linear(f"{layer}/attention/linear_0", self._norm(f"{layer}/attention", x)))
        ways, heads, count, width = q.shape
        # All ways look at the same sound, so they are one long way to it.
        q = q.transpose(1, 0, 2, 3).reshape(heads, ways * count, width)
        shares = _shares(q, heard[0])
        if seen is not None:
            seen.append(shares)
        mixed = (shares @ heard[1]).reshape(heads, ways, count, width).transpose(1, 0, 2, 3)
        x = x + self._linear(f"{layer}/attention/linear_2", _joined(mixed))
        return x + self._feed_forward(layer, x), (k, v)

    def _chosen(self, x: Tensor, ids: NDArray[np.int64]) -> Tensor:
        """Return the log probability of each chosen token."""
        rows, wanted = x.reshape(-1, x.shape[-1]), ids.reshape(-1)
        found = [
            _log_softmax(rows[at : at + _ROWS] @ self._vectors.T)[
                np.arange(len(wanted[at : at + _ROWS])), wanted[at : at + _ROWS]
            ]
            for at in range(0, len(rows), _ROWS)
        ]
        return np.concatenate([*found, np.zeros(0, np.float32)]).reshape(ids.shape)

    def _layers(self, half: str) -> list[str]:
        names: list[str] = []
        while f"{half}/layer_{len(names)}/ffn/linear_0/bias" in self._weights:
            names.append(f"{half}/layer_{len(names)}")
        return names

    def _linear(self, name: str, x: Tensor) -> Tensor:
        return x @ self._weights[f"{name}/weight"].T + self._weights[f"{name}/bias"]

    def _norm(self, name: str, x: Tensor) -> Tensor:
        x = x - x.mean(axis=-1, keepdims=True)
        x /= np.sqrt((x * x).mean(axis=-1, keepdims=True) + 1e-5)
        return x * self._weights[f"{name}/layer_norm/gamma"] + self._weights[f"{name}/layer_norm/beta"]

    def _feed_forward(self, layer: str, x: Tensor) -> Tensor:
        inner = gelu(self._linear(f"{layer}/ffn/linear_0", self._norm(f"{layer}/ffn", x)))
        return self._linear(f"{layer}/ffn/linear_1", inner)

    def _split(self, x: Tensor) -> Tensor:
        """... x tokens x all heads' numbers, as ... x heads x tokens x numbers."""
        return np.swapaxes(x.reshape(*x.shape[:-1], self._heads, -1), -3, -2)


def _joined(x: Tensor) -> Tensor:
    x = np.swapaxes(x, -3, -2)
    return x.reshape(*x.shape[:-2], -1)


def _attend(q: Tensor, k: Tensor, v: Tensor, *, causal: bool = False) -> Tensor:
    return np.asarray(_shares(q, k, causal=causal) @ v, np.float32)


def _shares(q: Tensor, k: Tensor, *, causal: bool = False) -> Tensor:
    """Return how much each position looks at each; `causal`, at none behind it."""
    scores = q @ np.swapaxes(k, -1, -2) * np.float32(q.shape[-1] ** -0.5)
    if causal:
        asking, asked = scores.shape[-2:]
        scores += np.triu(np.full((asking, asked), -np.inf, np.float32), asked - asking + 1)
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    return np.asarray(scores, np.float32)


def _convolve(x: Tensor, kernel: Tensor, bias: Tensor, step: int) -> Tensor:
    """Return time x out of time x in: a window of three, zeros beyond the ends."""
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(x, ((1, 1), (0, 0))), 3, axis=0)[::step]
    return np.asarray(
        windows.reshape(len(windows), -1) @ kernel.reshape(len(kernel), -1).T + bias, np.float32
    )


def gelu(x: Tensor) -> Tensor:
    """Return x times the share of the normal distribution below it; its error function after Abramowitz and Stegun, 7.1.26."""
    z = np.abs(x) * np.float32(0.7071067811865476)
    t = 1.0 / (1.0 + np.float32(0.3275911) * z)
    series = np.full_like(t, 1.061405429)
    for number in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series = series * t + np.float32(number)
    tail = 0.5 * series * t * np.exp(-z * z)
    return np.asarray(x * np.where(x > 0, 1.0 - tail, tail), np.float32)


def _log_softmax(x: Tensor) -> Tensor:
    x = x - x.max(axis=-1, keepdims=True)
    return np.asarray(x - np.log(np.exp(x).sum(axis=-1, keepdims=True)), np.float32)
