"""The network: three small convolutions on what the landmark network sees, then one answer for each kind."""

import torch
from torch import nn

FEATURES, SIDE = 128, 16


class Network(nn.Module):
    """n x 128 x 16 x 16 features to n x kinds logits."""

    def __init__(self, kinds: int) -> None:
        super().__init__()
        self.scale = nn.BatchNorm2d(FEATURES)
        self.body = nn.Sequential(
            nn.Conv2d(FEATURES, 32, 1), nn.ReLU(), nn.Dropout2d(0.2),
            nn.Conv2d(32, 48, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout2d(0.1),
            nn.Conv2d(48, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        )  # fmt: skip
        self.answer = nn.Sequential(nn.Flatten(), nn.Dropout(0.4), nn.Linear(32 * 4 * 4, kinds))

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        return self.answer(self.body(self.scale(features)))
