# SPDX-License-Identifier: Apache-2.0
"""How strongly a picture was compressed, judged by its pixels.

As FBCNN (Jiang et al., arXiv 2109.14573) predicts the JPEG quality and then obeys it, so that a
person may overrule the prediction. A network of its own and not a branch of the encoder, because
one value holds for the whole picture, while the encoder sees a tile.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from liif_core.jfif import BLOCK, BT601


class Estimator(nn.Module):
    """Pixels to the strength of their compression, 1 - quality / 100; 0 for none.

    Local features are averaged over all blocks, separately for each of the 64 positions in a
    block: what JPEG leaves repeats with its grid, while the picture averages out. Where the grid
    begins is unknown, so these positions are a torus, on which the rest is convolutions.
    """

    def __init__(self, channels: int = 32, hidden: int = 64) -> None:
        super().__init__()
        self.local = nn.Sequential(
            nn.Conv2d(4, channels, 5, padding=2), nn.ReLU(),
            nn.Conv2d(channels, channels, 3, padding=1), nn.ReLU(),
        )  # fmt: skip
        self.torus = nn.ModuleList([nn.Conv2d(channels, hidden, 3), nn.Conv2d(hidden, hidden, 3)])
        self.judge = nn.Sequential(
            nn.Linear(2 * hidden, hidden), nn.ReLU(), nn.Linear(hidden, 1), nn.Sigmoid()
        )

    def forward(self, pixels: Tensor) -> Tensor:
        """``pixels`` (n, 3, h, w) in 0..1, a block or more, to strengths (n, 1) of each alone."""
        return self.decide(self.phases(pixels))

    def phases(self, pixels: Tensor) -> Tensor:
        """(n, channels, BLOCK, BLOCK): means of the local features over all whole blocks."""
        features = self.local(differences(pixels))
        rows, columns = (length // BLOCK for length in features.shape[2:])
        whole = features[..., : rows * BLOCK, : columns * BLOCK]
        return whole.unflatten(3, (-1, BLOCK)).unflatten(2, (-1, BLOCK)).mean((2, 4))

    def decide(self, phases: Tensor) -> Tensor:
        """Strengths (n, 1) from :meth:`phases`."""
        for layer in self.torus:
            phases = functional.relu(layer(_wrapped(phases)))
        return self.judge(torch.cat([phases.mean((2, 3)), phases.amax((2, 3))], 1))


class WholePicture(nn.Module):
    """The same for pieces of one picture, cut along its blocks, which are judged together."""

    def __init__(self, estimator: Estimator) -> None:
        super().__init__()
        self.estimator = estimator

    def forward(self, pieces: Tensor) -> Tensor:
        """``pieces`` (n, 3, h, w) in 0..1 to one strength (1, 1)."""
        return self.estimator.decide(self.estimator.phases(pieces).mean(0, keepdim=True))


def differences(pixels: Tensor) -> Tensor:
    """(n, 4, h, w): second differences of Y along rows and columns, and of both chromas.

    In levels of 255 on a logarithmic scale, on which the small steps that quantisation leaves in
    flat parts count as much as the picture's edges. From colours themselves a network of this
    size learns nothing within a thousand steps.
    """
    levels = functional.pad(pixels * 255, (1, 1, 1, 1), mode="replicate")
    red, green, blue = levels.unbind(1)
    luma = BT601[0] * red + BT601[1] * green + BT601[2] * blue
    planes = torch.stack([luma, blue - luma, red - luma], 1)
    inner = 2 * planes[..., 1:-1, 1:-1]
    down = inner - planes[..., 2:, 1:-1] - planes[..., :-2, 1:-1]
    across = inner - planes[..., 1:-1, 2:] - planes[..., 1:-1, :-2]
    steps = torch.cat([down[:, :1], across[:, :1], down[:, 1:] + across[:, 1:]], 1)
    return steps.sign() * torch.log1p(steps.abs())


def _wrapped(torus: Tensor) -> Tensor:
    """``torus`` (n, c, h, w) with one more row and column all round, from the other side."""
    torus = torch.cat([torus[:, :, -1:], torus, torus[:, :, :1]], 2)
    return torch.cat([torus[..., -1:], torus, torus[..., :1]], 3)
