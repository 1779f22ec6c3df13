# SPDX-License-Identifier: Apache-2.0
"""The ``fast`` network: a plain convolutional encoder and a separable local implicit decoder.

As in LIIF (arXiv 2012.09161) a colour is a local ensemble over the corner latents, evaluated at
a continuous relative coordinate and cell. But the local function is bilinear in the latent and
in a learned basis of the coordinate, ``sum_ij a_j(dy, cell_y) b_i(dx, cell_x) z[c, i, j]``, and
so separates into rows and columns: the decoder costs about a hundred multiplications a pixel,
and all the rest of the network runs at low resolution. (Other ways to the same end: latent
modulation, arXiv 2404.16451; phase kernels.)
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from liif_core.coordinates import CUBIC
from liif_core.networks.estimator import Estimator

BASIS = 6
"""Basis functions an axis: LIIF's corners reach two pixels, at the trained x4 eight samples."""


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions around a ReLU, added to the input; no normalisation (EDSR).

    Between them are ``inner`` channels, by default as many as outside.
    """

    def __init__(self, channels: int, inner: int | None = None) -> None:
        super().__init__()
        inner = channels if inner is None else inner
        self.first = nn.Conv2d(channels, inner, 3, padding=1)
        self.second = nn.Conv2d(inner, channels, 3, padding=1)
        nn.init.zeros_(self.second.weight)
        nn.init.zeros_(self.second.bias)  # type: ignore[arg-type]

    def forward(self, features: Tensor) -> Tensor:
        return features + self.second(functional.relu(self.first(features)))


class Encoder(nn.Module):
    """Pixels and wanted strength to latent codes and, unchanged, the pixels themselves.

    The strength enters as a constant plane (as the noise map of FFDNet, arXiv 1710.04026).
    """

    def __init__(self, channels: int = 48, blocks: int = 10) -> None:
        super().__init__()
        self.radius = 2 * blocks + 3
        self.head = nn.Conv2d(4, channels, 3, padding=1)
        self.blocks = nn.Sequential(*(ResidualBlock(channels) for _ in range(blocks)))
        self.body = nn.Conv2d(channels, channels, 3, padding=1)
        self.tail = nn.Conv2d(channels, 3 * BASIS * BASIS, 3, padding=1)
        # Zero at first: the untrained network is the interpolation it is added to.
        nn.init.zeros_(self.tail.weight)
        nn.init.zeros_(self.tail.bias)  # type: ignore[arg-type]

    def forward(self, pixels: Tensor, strength: Tensor) -> Tensor:
        """``pixels`` (n, 3, h, w) in 0..1; ``strength`` (n, 1) in 0..1.

        Returns (n, 3 * BASIS**2 + 3, h, w): latents as (colour, column basis, row basis), then
        the pixels.
        """
        planes = strength[:, :, None, None].expand(-1, -1, *pixels.shape[-2:])
        head = self.head(torch.cat([pixels * 2 - 1, planes], 1))
        return torch.cat([self.tail(head + self.body(self.blocks(head))), pixels], 1)


class Basis(nn.Module):
    """The learned functions of the relative coordinate and cell along one axis."""

    def __init__(self, hidden: int = 64) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(8, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU(),
            nn.Linear(hidden, BASIS),
        )  # fmt: skip

    def forward(self, rel: Tensor, cell: Tensor) -> Tensor:
        """``rel`` (..., n) and ``cell`` () in half input pixels; returns (..., n, BASIS)."""
        waves = [f(math.pi / 2 * k * rel) for k in (1, 2, 4) for f in (torch.sin, torch.cos)]
        return self.layers(torch.stack([*waves, rel, cell.expand_as(rel)], -1))


def axis_matrix(index: Tensor, values: Tensor, inputs: int) -> Tensor:
    """Dense form of sparse taps: ``index`` (t, n), ``values`` (t, n, r) to (n, r, inputs).

    Dense, because on blocks of some dozen inputs one matrix product beats any gathering.
    """
    hit = index[..., None] == torch.arange(inputs, device=index.device)
    return (values[..., None] * hit[:, :, None].to(values.dtype)).sum(0)


def cubic_taps(index: Tensor, rel: Tensor, inputs: int) -> tuple[Tensor, Tensor]:
    """Index and weight, each (4, n), of cubic convolution, from the taps of the two corners."""
    delta = rel[0] / 2
    below = torch.floor(delta)
    part = delta - below
    offset = torch.arange(-1, 3, device=index.device)[:, None]
    near = (index[0] + below.to(index.dtype) + offset).clamp(0, inputs - 1)
    return near, cubic_weight((part - offset).abs())


def cubic_weight(d: Tensor) -> Tensor:
    """Weight in cubic convolution of a pixel at a distance ``d`` of 0 to 2 pixels."""
    inner = ((CUBIC + 2) * d - (CUBIC + 3)) * d * d + 1
    outer = (((d - 5) * d + 8) * d - 4) * CUBIC
    return torch.where(d <= 1, inner, outer)


class Decoder(nn.Module):
    """Latent codes to colours at every crossing of the queried rows and columns."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = Basis()
        self.columns = Basis()

    def forward(
        self,
        features: Tensor,
        row_index: Tensor,
        row_rel: Tensor,
        row_weight: Tensor,
        column_index: Tensor,
        column_rel: Tensor,
        column_weight: Tensor,
        cell: Tensor,
    ) -> Tensor:
        """``features`` (n, c, h, w) of the encoder; taps each (2, rows) or (2, columns);
        ``cell`` (2,) for rows and columns. Returns (n, 3, rows, columns), 0..1 nominal.
        """
        height, width = features.shape[-2:]
        latent, pixels = features[:, :-3], features[:, -3:]
        down = self.rows(row_rel, cell[0]) * row_weight[..., None]
        across = self.columns(column_rel, cell[1]) * column_weight[..., None]
        down = axis_matrix(row_index, down, height).flatten(1)
        across = axis_matrix(column_index, across, width).flatten(1)
        # (colour, column basis, row basis x height, width), so that no transpose is needed here.
        residual = down.to(latent.dtype) @ latent.unflatten(1, (3, BASIS, BASIS)).flatten(3, 4)
        residual = residual.transpose(2, 3).flatten(3) @ across.T.to(latent.dtype)
        index, weight = cubic_taps(row_index, row_rel, height)
        down = axis_matrix(index, weight[..., None], height)[:, 0]
        index, weight = cubic_taps(column_index, column_rel, width)
        across = axis_matrix(index, weight[..., None], width)[:, 0]
        return down @ pixels.float() @ across.T + residual.float()


class FastNetwork(nn.Module):
    """Encoder, decoder and the estimator of the strength, as they are trained."""

    def __init__(self, channels: int = 48, blocks: int = 10) -> None:
        super().__init__()
        self.encoder = Encoder(channels, blocks)
        self.decoder = Decoder()
        self.estimator = Estimator()
