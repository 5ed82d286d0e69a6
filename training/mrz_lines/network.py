"""The network: convolutions that halve the height until one row is left, then convolutions along the line.

No recurrence: on a processor it costs more than it brings, and a zone has no grammar that the decoder does not know better.
"""

from torch import nn
from torch.nn import functional

from assay.checks.engines.mrz.recogniser import ALPHABET


class _Layer(nn.Module):
    def __init__(self, before: int, after: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(before, after, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(after)

    def forward(self, x):
        return functional.relu(self.norm(self.conv(x)), inplace=True)


class _Along(nn.Module):
    def __init__(self, before: int, after: int, reach: int, dilation: int) -> None:
        super().__init__()
        self.conv = nn.Conv1d(
            before, after, reach, padding=(reach // 2) * dilation, dilation=dilation, bias=False
        )
        self.norm = nn.BatchNorm1d(after)

    def forward(self, x):
        return functional.relu(self.norm(self.conv(x)), inplace=True)


class Network(nn.Module):
    """n x 1 x 24 x w in, (w / 4) x n x 38 logits out; w is a multiple of 4."""

    def __init__(self) -> None:
        super().__init__()
        self.look = nn.Sequential(
            _Layer(1, 16), nn.MaxPool2d(2), _Layer(16, 32), nn.MaxPool2d(2), _Layer(32, 56), _Layer(56, 80),
            nn.MaxPool2d((2, 1)), _Layer(80, 112), nn.MaxPool2d((3, 1)),
        )  # fmt: skip
        self.start = _Along(112, 144, 3, 1)
        self.onwards = nn.ModuleList([_Along(144, 144, 5, 1), _Along(144, 144, 5, 2)])
        self.forget = nn.Dropout(0.1)
        self.answer = nn.Conv1d(144, len(ALPHABET) + 1, 1)

    def forward(self, x):
        x = self.look(x)
        x = self.start(x[:, :, 0])
        for layer in self.onwards:
            x = x + layer(x)
        return self.answer(self.forget(x)).permute(2, 0, 1)


class Reader(nn.Module):
    """What is exported: the network with probabilities instead of logits."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, x):
        return self.network(x).softmax(-1)
