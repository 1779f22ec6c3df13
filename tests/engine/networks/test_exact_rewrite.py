# SPDX-License-Identifier: GPL-3.0-or-later
"""The rewritten encoder and decoder compute what the plain query computes."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import pytest

from liif_core.coordinates import TRAINED_SCALE, Taps, cell, positions, taps
from tests.engine.pictures import noise

if TYPE_CHECKING:
    from torch import Tensor, nn

pytestmark = pytest.mark.torch
torch = pytest.importorskip("torch")


def _axis(inputs: int, outputs: int) -> tuple[Tensor, ...]:
    found: Taps = taps(positions(inputs, outputs, 0, outputs), inputs)
    return tuple(torch.from_numpy(array) for array in (found.index, found.rel, found.weight))


def _rewritten(network: nn.Module, pixels: Tensor, outputs: tuple[int, int]) -> Tensor:
    from liif_core.networks.architectures import parts

    encoder, decoder = parts(network)
    inputs = (pixels.shape[2], pixels.shape[3])
    cells = torch.tensor([cell(*sides) for sides in zip(inputs, outputs, strict=True)])
    axes = [_axis(*sides) for sides in zip(inputs, outputs, strict=True)]
    return decoder(encoder(pixels), *axes[0], *axes[1], cells)


def _centres(inputs: int, outputs: int) -> Tensor:
    """Coordinates (outputs,) in -1..1, moved off the centre of the last input pixel.

    Exactly there both corners are one pixel at distance 0, all four areas are 0, and what the
    published code returns hangs on rounding. The rewrite has the limit from either side.
    """
    where = (torch.arange(outputs, dtype=torch.float64) + 0.5) * 2 / outputs - 1
    on_the_last = (where - (1 - 1 / inputs)).abs() < 1e-9
    return torch.where(on_the_last, where + 1e-6, where)


def _plain(network: nn.Module, pixels: Tensor, outputs: tuple[int, int]) -> Tensor:
    """The published way in double precision: normalise, encode, query with a clipped cell."""
    from liif_core.networks.liif import Liif, query

    network = copy.deepcopy(network).double()
    assert isinstance(network, Liif)
    features = network.encoder((pixels.double() - 0.5) / 0.5)
    inputs = (pixels.shape[2], pixels.shape[3])
    axes = [_centres(*sides) for sides in zip(inputs, outputs, strict=True)]
    coordinates = torch.stack(torch.meshgrid(*axes, indexing="ij"), -1).view(1, -1, 2)
    cells = torch.tensor(
        [
            2 / after * max(after / before / TRAINED_SCALE, 1)
            for before, after in zip(inputs, outputs, strict=True)
        ],
        dtype=torch.float64,
    )
    colours = query(network, features, coordinates, cells.expand_as(coordinates))
    return colours.view(*outputs, 3).permute(2, 0, 1)[None] * 0.5 + 0.5


def _check(network: nn.Module, inputs: tuple[int, int], outputs: tuple[int, int]) -> None:
    pixels = torch.from_numpy(noise(*inputs)).permute(2, 0, 1)[None]
    with torch.inference_mode():
        found = _rewritten(network, pixels, outputs)
        expected = _plain(network, pixels, outputs)
    assert found.shape == expected.shape == (1, 3, *outputs)
    if min(inputs) > 1:
        assert expected.std() > 0.02
    assert (found - expected).abs().max() < 1e-4


@pytest.mark.parametrize(
    ("inputs", "outputs"),
    [
        ((9, 7), (9, 7)),
        ((9, 7), (18, 14)),
        ((9, 7), (33, 26)),
        ((9, 7), (36, 28)),
        ((8, 11), (17, 40)),
        ((8, 5), (80, 7)),
        ((1, 1), (1, 1)),
        ((1, 1), (4, 5)),
        ((1, 9), (3, 30)),
    ],
)
def test_edsr(random_edsr: nn.Module, inputs: tuple[int, int], outputs: tuple[int, int]) -> None:
    _check(random_edsr, inputs, outputs)


def test_rdn() -> None:
    from tests.engine.random_networks import random_network

    _check(random_network("rdn-liif"), (6, 5), (22, 20))
