# SPDX-License-Identifier: Apache-2.0
"""A ``fast`` with fewer channels and weights of few bits, made without any data.

After UDFC (Bai et al., arXiv 2308.07209): what a pruned or rounded channel said is assumed to be
nearly a linear combination of what is left. Its factors are found by ridge regression on the
filters, in closed form, and folded into the layer that reads the channels, so they cost nothing.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from liif_core.networks.fast import FastNetwork, ResidualBlock
from liif_core.runtime.blending import ENCODER, SCALE

RIDGE = 0.3
"""Weight of staying with the plain channels, as a share of the filters' mean square norm."""
LOT = 16
"""Channels that go together: onnxruntime and OpenVINO compute on so many at a time where there is
AVX-512, and took longer for 43 channels than for 48."""
_PICTURES, _SIDE, _STRENGTH = 4, 96, 0.4
"""How many pictures are made to compare networks by, of how many pixels, compressed how much."""


@dataclass(frozen=True)
class Compressed:
    """A network, and its weights as they are stored: rounded ones as integers with factors."""

    network: FastNetwork
    stored: dict[str, Tensor]


@torch.no_grad()
def compress(network: FastNetwork, prune: float, bits: int, compensate: bool = True) -> Compressed:
    """A copy of ``network`` without a share ``prune`` of the channels inside its blocks, in whole
    lots, and with the encoder's weights in ``bits`` bits; ``compensate`` has the others make up
    for that.
    """
    small = copy.deepcopy(network)
    blocks = small.encoder.blocks
    for place, kept in enumerate(chosen(network, prune)):
        blocks[place] = _narrowed(blocks[place], kept, bits, compensate)
    stored = {key: value.contiguous() for key, value in small.state_dict().items()}
    for name, layer in small.encoder.named_modules():
        if isinstance(layer, nn.Conv2d):
            whole, factors = rounded(layer.weight, bits)
            layer.weight.copy_(whole * _each(factors, layer.weight))
            key = f"{ENCODER}{name}.weight"
            stored[key], stored[key + SCALE] = whole.to(torch.int8), factors
    return Compressed(small, stored)


@torch.no_grad()
def strays(network: FastNetwork, other: FastNetwork) -> float:
    """How far the latent codes of ``other`` are from those of ``network``, as a share of these
    (root mean squares), for colours made up with the spectrum of photos: there are no data, and
    amplitudes of photos fall with 1 / frequency (Field 1987).
    """
    made = torch.fft.rfft2(
        torch.randn(_PICTURES, 3, _SIDE, _SIDE, generator=torch.Generator().manual_seed(0))
    )
    across = torch.fft.rfftfreq(_SIDE)
    frequency = torch.hypot(torch.fft.fftfreq(_SIDE)[:, None], across).clamp(min=1 / _SIDE)
    pixels = torch.fft.irfft2(made / frequency, s=(_SIDE, _SIDE))
    low, high = pixels.amin((2, 3), keepdim=True), pixels.amax((2, 3), keepdim=True)
    pixels = (pixels - low) / (high - low)
    strength = torch.full((_PICTURES, 1), _STRENGTH)
    exact = network.encoder(pixels, strength)
    return float((other.encoder(pixels, strength) - exact).norm() / exact.norm())


def rounded(weight: Tensor, bits: int) -> tuple[Tensor, Tensor]:
    """``weight`` (o, ...) as whole numbers of at most ``bits`` bits, symmetric around 0, and the
    factors (o,) they are to be multiplied by.
    """
    largest = 2 ** (bits - 1) - 1
    factors = weight.flatten(1).abs().amax(1) / largest
    # A channel of zeros stays one.
    factors = torch.where(factors > 0, factors, torch.ones_like(factors))
    return (weight / _each(factors, weight)).round().clamp(-largest, largest), factors


def chosen(network: FastNetwork, prune: float) -> list[Tensor]:
    """Which channels are kept inside each block, in rising order: the lots of those that count
    least in all blocks together go. Each block keeps one lot.
    """
    orders, costs = [], []
    for place, block in enumerate(network.encoder.blocks):
        assert isinstance(block, ResidualBlock)
        counts = importance(block)
        order = counts.argsort()
        orders.append(order)
        lots = counts[order].square().split(LOT)
        costs += [(float(lot.sum()), place) for lot in lots[:-1]]
    total = sum(map(len, orders))
    gone = [0] * len(orders)
    for _, place in sorted(costs)[: round(prune * total / LOT)]:
        gone[place] += LOT
    return [order[count:].sort().values for order, count in zip(orders, gone, strict=True)]


def importance(block: ResidualBlock) -> Tensor:
    """How much each channel inside ``block`` counts: the norms of what makes and reads it."""
    made, read = _filters(block.first), block.second.weight.transpose(0, 1).flatten(1)
    return torch.linalg.vector_norm(made, dim=1) * torch.linalg.vector_norm(read, dim=1)


def combination(filters: Tensor, left: Tensor, kept: Tensor) -> Tensor:
    """Factors (n, k) that make the ``filters`` (n, d) of a layer out of the k ``left`` (k, d) of
    them, which were at the places ``kept`` and are rounded now.
    """
    plain = torch.eye(len(filters), device=filters.device)[:, kept]
    ridge = RIDGE * filters.square().sum(1).mean()
    normal = left @ left.T + ridge * torch.eye(len(left), device=left.device)
    return torch.linalg.solve(normal, (filters @ left.T + ridge * plain).T).T


def _narrowed(block: nn.Module, kept: Tensor, bits: int, compensate: bool) -> ResidualBlock:
    assert isinstance(block, ResidualBlock)
    first, second = block.first, block.second
    whole, factors = rounded(first.weight[kept], bits)
    narrow = ResidualBlock(second.out_channels, len(kept))
    narrow.first.weight.copy_(whole * _each(factors, whole))
    _bias(narrow.first).copy_(_bias(first)[kept])
    reading = second.weight[:, kept]
    if compensate:
        factors = combination(_filters(first), _filters(narrow.first), kept)
        reading = torch.einsum("oihw,ik->okhw", second.weight, factors)
    narrow.second.weight.copy_(reading)
    _bias(narrow.second).copy_(_bias(second))
    return narrow


def _filters(layer: nn.Conv2d) -> Tensor:
    """(o, d): the weights of each output, and its bias as that of one input more."""
    return torch.cat([layer.weight.flatten(1), _bias(layer)[:, None]], 1)


def _bias(layer: nn.Conv2d) -> Tensor:
    assert layer.bias is not None
    return layer.bias


def _each(factors: Tensor, weight: Tensor) -> Tensor:
    return factors.view(-1, *[1] * (weight.ndim - 1))
