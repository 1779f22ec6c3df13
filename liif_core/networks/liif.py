# SPDX-License-Identifier: Apache-2.0
"""LIIF as published (Chen et al., arXiv 2012.09161) and the exact rewrite that is run.

:func:`query` follows the paper word by word and is slow: tests and benchmarks compare with it.
:class:`RewrittenEncoder` and :class:`RewrittenDecoder` compute the same function. The part of
the MLP's first layer that reads the unfolded features is a zero-padded 3x3 convolution; done
once per input pixel instead of four times per output pixel, it leaves a gather and an addition.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

HIDDEN = 256


class Mlp(nn.Module):
    """Hidden layers of 256 with ReLU, as published four; keys of the official checkpoint."""

    def __init__(self, inputs: int, hidden: int = 4) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for width in (HIDDEN,) * hidden:
            layers += [nn.Linear(inputs, width), nn.ReLU()]
            inputs = width
        self.layers = nn.Sequential(*layers, nn.Linear(inputs, 3))

    def forward(self, values: Tensor) -> Tensor:
        return self.layers(values)


class Liif(nn.Module):
    """An encoder and the MLP that answers queries; inputs and outputs in -1..1."""

    def __init__(self, encoder: nn.Module, channels: int) -> None:
        super().__init__()
        self.encoder = encoder
        # 3x3 unfolded features, relative coordinate and cell.
        self.imnet = Mlp(channels * 9 + 2 + 2)


def make_coordinates(height: int, width: int) -> Tensor:
    """Pixel centres of a picture that spans -1..1, as (height, width, 2) of (y, x)."""
    axes = [(torch.arange(n) + 0.5) * 2 / n - 1 for n in (height, width)]
    return torch.stack(torch.meshgrid(*axes, indexing="ij"), -1)


def query(network: Liif, features: Tensor, coordinate: Tensor, cell: Tensor) -> Tensor:
    """Colours (n, q, 3) at ``coordinate`` (n, q, 2) with ``cell`` (n, q, 2), all in -1..1.

    ``features`` (n, c, h, w). Section 3: feature unfolding, local ensemble, cell decoding.
    """
    count, channels, height, width = features.shape
    unfolded = functional.unfold(features, 3, padding=1).view(count, channels * 9, height, width)
    centres = make_coordinates(height, width).to(features).permute(2, 0, 1)
    centres = centres.expand(count, 2, height, width)
    size = coordinate.new_tensor([height, width])
    predictions, areas = [], []
    for step_y in (-1, 1):
        for step_x in (-1, 1):
            step = coordinate.new_tensor([step_y / height, step_x / width])
            corner = (coordinate + step + 1e-6).clamp(-1 + 1e-6, 1 - 1e-6)
            latent, centre = (
                functional.grid_sample(
                    source, corner.flip(-1)[:, None], mode="nearest", align_corners=False
                )[:, :, 0].transpose(1, 2)
                for source in (unfolded, centres)
            )
            relative = (coordinate - centre) * size
            predictions.append(network.imnet(torch.cat([latent, relative, cell * size], -1)))
            areas.append(relative.prod(-1).abs() + 1e-9)
    total = torch.stack(areas).sum(0)
    weighted = [
        prediction * (opposite / total)[..., None]
        for prediction, opposite in zip(predictions, reversed(areas), strict=True)
    ]
    return torch.stack(weighted).sum(0)


class RewrittenEncoder(nn.Module):
    """Pixels in 0..1 to what the first layer of the MLP makes of their features.

    It and the decoder look their weights up in ``network``, so that it is trained through them.
    """

    def __init__(self, network: Liif) -> None:
        super().__init__()
        self.encoder = network.encoder
        self.first = _first(network)

    def forward(self, pixels: Tensor) -> Tensor:
        """``pixels`` (n, 3, h, w) to (n, h, w, 256), channels last for the products to come."""
        weight = self.first.weight[:, :-4].unflatten(1, (-1, 3, 3))
        features = self.encoder(pixels * 2 - 1)
        return functional.conv2d(features, weight, self.first.bias, padding=1).permute(0, 2, 3, 1)


class RewrittenDecoder(nn.Module):
    """Gather, add coordinate and cell, the other layers of the MLP, local ensemble."""

    def __init__(self, network: Liif) -> None:
        super().__init__()
        self.first = _first(network)
        self.rest = network.imnet.layers[1:]

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
        """As :meth:`liif_core.networks.fast.Decoder.forward`, for (n, h, w, 256) features."""
        # Columns of the first layer for the relative (y, x) and the cell (y, x).
        along_y, along_x, cell_y, cell_x = self.first.weight[:, -4:].unbind(1)
        shape = cell[0] * cell_y + cell[1] * cell_x
        colour: Tensor | int = 0
        for row in (0, 1):
            gathered = features.index_select(1, row_index[row])
            gathered = gathered + row_rel[row][:, None, None] * along_y + shape
            for column in (0, 1):
                hidden = gathered.index_select(2, column_index[column])
                hidden = hidden + column_rel[column][:, None] * along_x
                weight = row_weight[row][:, None, None] * column_weight[column][:, None]
                colour = colour + self.rest(hidden) * weight
        return (colour * 0.5 + 0.5).permute(0, 3, 1, 2)  # type: ignore[union-attr]


def _first(network: Liif) -> nn.Linear:
    first = network.imnet.layers[0]
    assert isinstance(first, nn.Linear)
    return first
