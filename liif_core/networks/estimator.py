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

LUMA = (0.299, 0.587, 0.114)


class Estimator(nn.Module):
    """Pixels to the strength of their compression, 1 - quality / 100; 0 for none."""

    def __init__(self) -> None:
        super().__init__()
        self.local = nn.Sequential(
            nn.Conv2d(4, 32, 5, padding=2), nn.ReLU(),
            # Three halvings: an 8x8 block of JPEG becomes one value.
            nn.Conv2d(32, 32, 3, stride=2, padding=1), nn.ReLU(),
            nn.Conv2d(32, 48, 3, stride=2, padding=1), nn.ReLU(),
            nn.Conv2d(48, 64, 3, stride=2, padding=1), nn.ReLU(),
        )  # fmt: skip
        self.judge = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 1), nn.Sigmoid())

    def forward(self, pixels: Tensor) -> Tensor:
        """``pixels`` (n, 3, h, w) in 0..1 to strengths (n, 1) in 0..1, of each piece alone."""
        return self.judge(self.local(differences(pixels)).mean((2, 3)))


class WholePicture(nn.Module):
    """The same for pieces of one picture, which are judged together."""

    def __init__(self, estimator: Estimator) -> None:
        super().__init__()
        self.estimator = estimator

    def forward(self, pieces: Tensor) -> Tensor:
        """``pieces`` (n, 3, h, w) in 0..1 to one strength (1, 1)."""
        features = self.estimator.local(differences(pieces)).mean((0, 2, 3))
        return self.estimator.judge(features[None])


def differences(pixels: Tensor) -> Tensor:
    """(n, 4, h, w): second differences of Y along rows and columns, and of both chromas.

    In levels of 255 on a logarithmic scale, on which the small steps that quantisation leaves in
    flat parts count as much as the picture's edges. From colours themselves a network of this
    size learns nothing within a thousand steps.
    """
    levels = functional.pad(pixels * 255, (1, 1, 1, 1), mode="replicate")
    red, green, blue = levels.unbind(1)
    luma = LUMA[0] * red + LUMA[1] * green + LUMA[2] * blue
    planes = torch.stack([luma, blue - luma, red - luma], 1)
    inner = 2 * planes[..., 1:-1, 1:-1]
    down = inner - planes[..., 2:, 1:-1] - planes[..., :-2, 1:-1]
    across = inner - planes[..., 1:-1, 2:] - planes[..., 1:-1, :-2]
    steps = torch.cat([down[:, :1], across[:, :1], down[:, 1:] + across[:, 1:]], 1)
    return steps.sign() * torch.log1p(steps.abs())
