# SPDX-License-Identifier: Apache-2.0
"""What ``detail`` has besides fidelity: a critic of edges, and brakes on invented texture."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.parametrizations import spectral_norm

WIDTHS = (32, 64, 96)
"""Channels of the critic, halving the sides from one to the next: it judges patches of some
twenty pixels, texture and edges, not subjects."""


class Critic(nn.Module):
    """Says of each patch of a picture how real it looks; convolutions, spectrally normalised."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        inputs = 3
        for outputs in WIDTHS:
            layers += [
                spectral_norm(nn.Conv2d(inputs, outputs, 4, stride=2, padding=1)),
                nn.LeakyReLU(0.2),
            ]
            inputs = outputs
        # No bias: only differences of scores are looked at.
        self.layers = nn.Sequential(*layers, nn.Conv2d(inputs, 1, 3, padding=1, bias=False))

    def forward(self, pixels: Tensor) -> Tensor:
        """``pixels`` (n, 3, h, w) in 0..1 to (n, 1, h / 8, w / 8), higher is more real."""
        return self.layers(pixels * 2 - 1)


def relativistic(better: Tensor, worse: Tensor, weight: Tensor) -> Tensor:
    """Loss () of how little ``better`` scores above ``worse`` (arXiv 1807.00734), pair by pair:
    a picture is compared with the truth of the same place. Weighted mean of (n, 1, h, w).
    """
    return (weight * functional.softplus(worse - better)).sum() / weight.sum().clamp(min=1)


PATCH = 2 ** len(WIDTHS)
"""Side in pixels of what one of the critic's scores stands for."""
FAINT = 0.02
"""Root mean square of the gradient, of 0..1 a pixel, of an edge that counts by half."""


def edges(truth: Tensor) -> Tensor:
    """How much each patch of ``truth`` (n, 3, h, w) is an edge: (n, 1, h / 8, w / 8) in 0..1.

    By the coherence of the structure tensor (Weickert 1999): near 1 where all gradients go one
    way, near 0 on texture. There alone a critic sharpens what is known to be there; on skin,
    foliage or sky it would have texture painted.
    """
    down, across = _gradient(truth)
    tensor = torch.cat([down * down, across * across, down * across], 1)
    tensor = functional.avg_pool2d(tensor, 2 * PATCH, PATCH, PATCH // 2)
    vertical, horizontal, mixed = tensor.split(1, 1)
    energy = vertical + horizontal
    coherence = ((vertical - horizontal) ** 2 + 4 * mixed**2) / (energy**2).clamp(min=1e-12)
    return coherence * energy / (energy + FAINT**2)


NEAR = 5
"""Side in pixels of the neighbourhood of a gradient that the critic gets to see."""


def at_edges(output: Tensor, truth: Tensor) -> Tensor:
    """``output`` near the edges of ``truth``, elsewhere the truth itself; (n, 3, h, w) each.

    So that no opinion about a patch reaches its flat pixels: the slope of a critic that halves the
    sides repeats with them, and would be drawn there as lines.
    """
    down, across = _gradient(truth)
    energy = functional.avg_pool2d(down * down + across * across, NEAR, 1, NEAR // 2)
    return truth + energy / (energy + FAINT**2) * (output - truth)


WINDOW = 7
"""Side in pixels of the neighbourhood in which an error is called restless or smooth, and a
picture calm."""


def artifacts(output: Tensor, truth: Tensor) -> Tensor:
    """L1 () weighted by how much the error varies around a pixel, relative to the picture.

    After the locally discriminative loss (LDL, arXiv 2203.09195): an error that varies from
    pixel to pixel is invented texture, a smooth one is only blur.
    """
    error = output - truth
    local = _variance(error.detach().mean(1, keepdim=True))
    weight = local / local.mean((1, 2, 3), keepdim=True).clamp(min=1e-8)
    return (weight * error.abs()).mean()


CALM = 0.01
"""Standard deviation, of 0..1, of what surrounds a pixel and hides half of an error there."""


def ripples(output: Tensor, truth: Tensor) -> Tensor:
    """L1 () of the fine part of the error, weighted by how little around it could hide it.

    In a picture with strong edges :func:`artifacts` and the root mean square hardly feel faint
    lines on flat ground, which anybody sees.
    """
    error = output - truth
    contrast = _variance(truth.mean(1, keepdim=True)).sqrt()
    return ((error - _local_mean(error)).abs() * CALM / (CALM + contrast)).mean()


def _gradient(pixels: Tensor) -> tuple[Tensor, Tensor]:
    """Of the grey of ``pixels`` (n, 3, h, w), downwards and across, (n, 1, h, w) each."""
    grey = pixels.mean(1, keepdim=True)
    # Central differences: two that share a pixel would make noise look slanted.
    down = functional.pad(grey[..., 2:, :] - grey[..., :-2, :], (0, 0, 1, 1)) / 2
    across = functional.pad(grey[..., 2:] - grey[..., :-2], (1, 1)) / 2
    return down, across


def _local_mean(values: Tensor) -> Tensor:
    """The mean around each of (n, c, h, w), of what lies inside."""
    return functional.avg_pool2d(values, WINDOW, 1, WINDOW // 2, count_include_pad=False)


def _variance(values: Tensor) -> Tensor:
    """The variance around each of (n, c, h, w)."""
    return (_local_mean(values**2) - _local_mean(values) ** 2).clamp(min=0)
