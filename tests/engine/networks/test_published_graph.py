# SPDX-License-Identifier: GPL-3.0-or-later
"""The published LIIF networks: keys and shapes, and the query as the paper defines it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray

if TYPE_CHECKING:
    from torch import nn

pytestmark = pytest.mark.torch
torch = pytest.importorskip("torch")

Shapes = dict[str, tuple[int, ...]]


def _layer(key: str, *shape: int) -> Shapes:
    return {f"{key}.weight": shape, f"{key}.bias": shape[:1]}


def _mlp() -> Shapes:
    widths = (64 * 9 + 2 + 2, 256, 256, 256, 256, 3)
    shapes: Shapes = {}
    for layer in range(5):
        shapes |= _layer(f"imnet.layers.{2 * layer}", widths[layer + 1], widths[layer])
    return shapes


def _edsr() -> Shapes:
    shapes = _layer("encoder.head.0", 64, 3, 3, 3)
    for block in range(16):
        for convolution in (0, 2):
            shapes |= _layer(f"encoder.body.{block}.body.{convolution}", 64, 64, 3, 3)
    return shapes | _layer("encoder.body.16", 64, 64, 3, 3)


def _rdn() -> Shapes:
    shapes = _layer("encoder.SFENet1", 64, 3, 3, 3) | _layer("encoder.SFENet2", 64, 64, 3, 3)
    for block in range(16):
        for layer in range(8):
            shapes |= _layer(
                f"encoder.RDBs.{block}.convs.{layer}.conv.0", 64, 64 * (layer + 1), 3, 3
            )
        shapes |= _layer(f"encoder.RDBs.{block}.LFF", 64, 64 * 9, 1, 1)
    shapes |= _layer("encoder.GFF.0", 64, 64 * 16, 1, 1)
    return shapes | _layer("encoder.GFF.1", 64, 64, 3, 3)


@pytest.mark.parametrize(
    ("architecture", "encoder", "millions"),
    [("edsr-liif", _edsr(), 1.57), ("rdn-liif", _rdn(), 22.3)],
)
def test_keys_and_shapes_are_the_published_ones(
    architecture: str, encoder: Shapes, millions: float
) -> None:
    from liif_core.networks.architectures import build

    shapes = {k: tuple(v.shape) for k, v in build(architecture).state_dict().items()}
    assert shapes == encoder | _mlp()
    assert sum(int(np.prod(shape)) for shape in shapes.values()) / 1e6 == pytest.approx(
        millions, rel=0.003
    )


def _mlp_by_hand(network: nn.Module, values: NDArray[np.float64]) -> NDArray[np.float64]:
    weights = {k: v.double().numpy() for k, v in network.state_dict().items()}
    for layer in range(5):
        key = f"layers.{2 * layer}"
        values = weights[f"{key}.weight"] @ values + weights[f"{key}.bias"]
        if layer < 4:
            values = np.maximum(values, 0)
    return values


def _query_by_hand(
    network: nn.Module,
    features: NDArray[np.float64],
    where: tuple[float, float],
    cell: tuple[float, float],
) -> NDArray[np.float64]:
    """One query at ``where`` (y, x) in pixels; equations 1 to 6 of the paper, corner by corner."""
    channels, height, width = features.shape
    sides = (height, width)
    padded = np.pad(features, ((0, 0), (1, 1), (1, 1)))
    lower = [int(np.floor(position)) for position in where]
    colour, total = np.zeros(3), 0.0
    for corner in np.ndindex(2, 2):
        latent, opposite = ([min(max(lower[i] + step[i], 0), sides[i] - 1) for i in (0, 1)]
                            for step in (corner, [1 - c for c in corner]))  # fmt: skip
        y, x = latent
        unfolded = padded[:, y : y + 3, x : x + 3].reshape(channels * 9)
        relative = [2 * (where[i] - latent[i]) for i in (0, 1)]
        area = float(np.prod([abs(where[i] - opposite[i]) for i in (0, 1)]))
        colour += area * _mlp_by_hand(network, np.concatenate([unfolded, relative, cell]))
        total += area
    return colour / total


def test_the_query_is_that_of_the_paper() -> None:
    from liif_core.networks.liif import Liif, query
    from tests.engine.random_networks import randomised

    height, width, channels = 4, 6, 5
    network = randomised(Liif(torch.nn.Identity(), channels))
    features = torch.randn(1, channels, height, width, generator=torch.Generator().manual_seed(0))
    rng = np.random.default_rng(1)
    # In the picture up to its very borders, where corners coincide.
    where = rng.uniform([-0.49, -0.49], [height - 0.51, width - 0.51], (60, 2))
    cells = rng.uniform(0.3, 2, (60, 2))
    sides = np.array([height, width])
    found = query(
        network,
        features,
        torch.tensor((where + 0.5) * 2 / sides - 1, dtype=torch.float32)[None],
        torch.tensor(cells / sides, dtype=torch.float32)[None],
    )[0].numpy()
    expected = [
        _query_by_hand(
            network.imnet, features[0].double().numpy(), (place[0], place[1]), (size[0], size[1])
        )
        for place, size in zip(where, cells, strict=True)
    ]
    assert np.std(expected, axis=0).min() > 0.1
    assert_allclose(found, expected, atol=2e-5)
