# SPDX-License-Identifier: Apache-2.0
"""RDN encoder, configuration B (Zhang et al., arXiv 1802.08797), without its upsampling."""

# The attribute names are the keys of the official checkpoint.

from __future__ import annotations

import torch
from torch import Tensor, nn

BLOCKS, LAYERS, GROWTH = 16, 8, 64


class DenseLayer(nn.Module):
    """A 3x3 convolution and ReLU whose output is appended to its input."""

    def __init__(self, channels: int, growth: int) -> None:
        super().__init__()
        self.conv = nn.Sequential(nn.Conv2d(channels, growth, 3, padding=1), nn.ReLU())

    def forward(self, features: Tensor) -> Tensor:
        return torch.cat([features, self.conv(features)], 1)


class ResidualDenseBlock(nn.Module):
    """Dense layers, fused by a 1x1 convolution and added to the input."""

    def __init__(self, channels: int, growth: int, layers: int) -> None:
        super().__init__()
        self.convs = nn.Sequential(
            *(DenseLayer(channels + i * growth, growth) for i in range(layers))
        )
        self.LFF = nn.Conv2d(channels + layers * growth, channels, 1)

    def forward(self, features: Tensor) -> Tensor:
        return features + self.LFF(self.convs(features))


class RDN(nn.Module):
    """(n, 3, h, w) in -1..1 to (n, 64, h, w); keys and shapes of the official checkpoint."""

    out_channels = 64
    radius = BLOCKS * LAYERS + 3
    """Receptive radius in pixels: one for each 3x3 convolution in a row."""

    def __init__(self, channels: int = 64) -> None:
        super().__init__()
        self.SFENet1 = nn.Conv2d(3, channels, 3, padding=1)
        self.SFENet2 = nn.Conv2d(channels, channels, 3, padding=1)
        self.RDBs = nn.ModuleList(
            ResidualDenseBlock(channels, GROWTH, LAYERS) for _ in range(BLOCKS)
        )
        self.GFF = nn.Sequential(
            nn.Conv2d(BLOCKS * channels, channels, 1),
            nn.Conv2d(channels, channels, 3, padding=1),
        )

    def forward(self, pixels: Tensor) -> Tensor:
        shallow = self.SFENet1(pixels)
        features = self.SFENet2(shallow)
        outputs = []
        for block in self.RDBs:
            features = block(features)
            outputs.append(features)
        return shallow + self.GFF(torch.cat(outputs, 1))
