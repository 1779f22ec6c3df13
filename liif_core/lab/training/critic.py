# SPDX-License-Identifier: Apache-2.0
"""What ``crisp`` has besides fidelity: a critic, and a brake on invented texture."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.parametrizations import spectral_norm

Judge = Callable[[Tensor], Tensor]
"""What scores pictures."""
WIDTH = 48
"""Channels of the critic at its finest; twice and four times as many at half and a quarter."""
STEPS = 8
"""What the sides of a judged picture are multiples of."""


class Critic(nn.Module):
    """Says of each pixel how real the picture looks there: a U-Net, spectrally normalised.

    After that of Real-ESRGAN (arXiv 2107.10833), at a third of its cost: it begins with the pixels
    of 2x2 as channels, so that it sees the finest detail without a layer at full size.
    """

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Conv2d(12, WIDTH, 3, padding=1)
        self.down = nn.ModuleList(
            spectral_norm(nn.Conv2d(WIDTH * n, WIDTH * 2 * n, 4, 2, 1, bias=False)) for n in (1, 2)
        )
        self.up = nn.ModuleList(
            spectral_norm(nn.Conv2d(WIDTH * 2 * n, WIDTH * n, 3, 1, 1, bias=False)) for n in (2, 1)
        )
        self.last = nn.Conv2d(WIDTH, 4, 3, padding=1)

    def forward(self, pixels: Tensor) -> Tensor:
        """``pixels`` (n, 3, h, w) in 0..1, sides multiples of :data:`STEPS`; returns scores
        (n, 4, h / 2, w / 2), higher is more real.
        """
        features = _leak(self.first(functional.pixel_unshuffle(pixels * 2 - 1, 2)))
        passed = []
        for layer in self.down:
            passed.append(features)
            features = _leak(layer(features))
        for layer in self.up:
            larger = functional.interpolate(features, scale_factor=2.0, mode="nearest")
            features = _leak(layer(larger)) + passed.pop()
        return self.last(features)


def _leak(features: Tensor) -> Tensor:
    return functional.leaky_relu(features, 0.2)


def doubt(critic: Judge, output: Tensor) -> Tensor:
    """How sure ``critic`` is that ``output`` (n, 3, h, w) is none of the truths: the loss ()."""
    return functional.softplus(-critic(output).float()).mean()


def discernment(critic: Judge, output: Tensor, truth: Tensor) -> Tensor:
    """How badly ``critic`` tells ``output`` from ``truth``, (n, 3, h, w) each: its loss ()."""
    true, made = critic(torch.cat([truth, output])).float().chunk(2)
    return functional.softplus(-true).mean() + functional.softplus(made).mean()


WINDOW = 7
"""Side in pixels of the neighbourhood in which an error is called restless or smooth."""


def artifacts(output: Tensor, truth: Tensor) -> Tensor:
    """L1 () weighted by how much the error varies around a pixel, relative to the picture.

    After the locally discriminative loss (LDL, arXiv 2203.09195): an error that varies from
    pixel to pixel is invented texture, a smooth one is only blur.
    """
    error = output - truth
    local = _variance(error.detach().mean(1, keepdim=True))
    weight = local / local.mean((1, 2, 3), keepdim=True).clamp(min=1e-8)
    return (weight * error.abs()).mean()


def _variance(values: Tensor) -> Tensor:
    """The variance around each of (n, c, h, w)."""
    mean, square = (
        functional.avg_pool2d(part, WINDOW, 1, WINDOW // 2, count_include_pad=False)
        for part in (values, values**2)
    )
    return (square - mean**2).clamp(min=0)
