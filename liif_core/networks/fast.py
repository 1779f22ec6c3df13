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
LATENTS = 3 * BASIS * BASIS
"""Values of a latent code, BASIS by BASIS for each colour."""
BLUR_WIDTH = 2.0
"""Standard deviation in input pixels of what tones are compared by: where photos are sharpened, a
narrower one would take part of that back."""
BLUR_REACH = 4
"""Input pixels to each side."""
MIDDLE_CELL = 0.5
"""Cell of factor 4. What a latent adds in all hardly depends on it."""


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


class Balance(nn.Module):
    """What the latents add to the mean of an area, which a true enlargement would not change.

    A network cannot tell to which side a pattern of single pixels leans: it darkens a checkerboard
    by a tenth. But the decoder is linear in the latents, so that what each adds in all is a
    weighted sum of it. Blurred, it is what is to be taken off the pixels (one step of back
    projection, Irani and Peleg 1991, but of low frequencies only). The more compression is
    removed, the less the tones of the source are to be relied on.
    """

    weight: Tensor
    blur: Tensor

    def __init__(self) -> None:
        super().__init__()
        # Not learned, but found from the decoder: see `FastNetwork.balance`.
        self.register_buffer("weight", torch.zeros(3, BASIS * BASIS, 1, 1))
        offsets = torch.arange(-BLUR_REACH, BLUR_REACH + 1)
        bell = torch.exp(-((offsets / BLUR_WIDTH) ** 2) / 2)
        self.register_buffer("blur", (bell / bell.sum()).expand(3, 1, 1, -1), persistent=False)

    def forward(self, latents: Tensor, strength: Tensor) -> Tensor:
        """(n, 3, h, w) of ``latents`` (n, LATENTS, h, w), told ``strength`` (n, 1)."""
        added = functional.conv2d(latents, self.weight, groups=3)
        across, down = self.blur, self.blur.transpose(2, 3)
        added = functional.conv2d(added, across, padding=(0, BLUR_REACH), groups=3)
        added = functional.conv2d(added, down, padding=(BLUR_REACH, 0), groups=3)
        return added * (1 - strength[:, :, None, None])


class Encoder(nn.Module):
    """Pixels and wanted strength to latent codes, what these add to tones, and the pixels.

    The strength enters as a constant plane (as the noise map of FFDNet, arXiv 1710.04026).
    """

    def __init__(self, channels: int = 48, blocks: int = 10) -> None:
        super().__init__()
        self.radius = 2 * blocks + 3 + BLUR_REACH
        self.head = nn.Conv2d(4, channels, 3, padding=1)
        self.blocks = nn.Sequential(*(ResidualBlock(channels) for _ in range(blocks)))
        self.body = nn.Conv2d(channels, channels, 3, padding=1)
        self.tail = nn.Conv2d(channels, LATENTS, 3, padding=1)
        # Zero at first: the untrained network is the interpolation it is added to.
        nn.init.zeros_(self.tail.weight)
        nn.init.zeros_(self.tail.bias)  # type: ignore[arg-type]
        self.balance = Balance()

    def forward(self, pixels: Tensor, strength: Tensor) -> Tensor:
        """``pixels`` (n, 3, h, w) in 0..1; ``strength`` (n, 1) in 0..1.

        Returns (n, LATENTS + 6, h, w): latents as (colour, column basis, row basis), what is to
        be taken off the pixels (apart from them, as bfloat16 would round the difference to whole
        levels), and the pixels unchanged.
        """
        planes = strength[:, :, None, None].expand(-1, -1, *pixels.shape[-2:])
        head = self.head(torch.cat([pixels * 2 - 1, planes], 1))
        latents = self.tail(head + self.body(self.blocks(head)))
        return torch.cat([latents, self.balance(latents, strength), pixels], 1)


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


def mean_of(basis: Basis) -> Tensor:
    """What each function (BASIS,) of an axis adds to a pixel's neighbourhood, as the mean of all
    places where its latent is one of the corners, weighted as the local ensemble has it."""
    device = next(basis.parameters()).device
    places = (torch.arange(256, device=device) + 0.5) / 128 - 1
    values = basis(2 * places, torch.tensor(MIDDLE_CELL, device=device))
    return (values * (1 - places.abs())[:, None]).sum(0) / 128


class Decoder(nn.Module):
    """Latent codes to colours at every crossing of the queried rows and columns."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = Basis()
        self.columns = Basis()

    @property
    def learns(self) -> bool:
        return any(parameter.requires_grad for parameter in self.parameters())

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

        Tones are balanced from factor 2 on, and less below: at factor 1 only the centres of the
        pixels are asked for, which have another mean.
        """
        height, width = features.shape[-2:]
        latent, added, pixels = features.split((LATENTS, 3, 3), 1)
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
        share = (2 - cell.max()).clamp(0, 1)
        return down @ (pixels.float() - share * added.float()) @ across.T + residual.float()


class FastNetwork(nn.Module):
    """Encoder, decoder and the estimator of the strength, as they are trained."""

    def __init__(self, channels: int = 48, blocks: int = 10) -> None:
        super().__init__()
        self.encoder = Encoder(channels, blocks)
        self.decoder = Decoder()
        self.estimator = Estimator()
        self.balance()

    @torch.no_grad()
    def balance(self) -> None:
        """Find the weights of :class:`Balance` for the decoder as it is now, in half precision, as
        the others may be."""
        of_columns, of_rows = (
            mean_of(basis) for basis in (self.decoder.columns, self.decoder.rows)
        )
        both = torch.outer(of_columns, of_rows).flatten().half()
        self.encoder.balance.weight.copy_(both[:, None, None])
