# SPDX-License-Identifier: Apache-2.0
"""EDSR-baseline encoder (Lim et al., arXiv 1707.02921), as LIIF uses it: no upsampling."""

from __future__ import annotations

from torch import Tensor, nn


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions around a ReLU, without normalisation or residual scaling."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(channels, channels, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(channels, channels, 3, padding=1),
        )

    def forward(self, features: Tensor) -> Tensor:
        return features + self.body(features)


class EDSR(nn.Module):
    """(n, 3, h, w) in -1..1 to (n, 64, h, w); keys and shapes of the official checkpoint."""

    out_channels = 64
    radius = 2 * 16 + 2
    """Receptive radius in pixels: one for each 3x3 convolution in a row."""

    def __init__(self, channels: int = 64, blocks: int = 16) -> None:
        super().__init__()
        self.head = nn.Sequential(nn.Conv2d(3, channels, 3, padding=1))
        self.body = nn.Sequential(
            *(ResidualBlock(channels) for _ in range(blocks)),
            nn.Conv2d(channels, channels, 3, padding=1),
        )

    def forward(self, pixels: Tensor) -> Tensor:
        head = self.head(pixels)
        return head + self.body(head)
