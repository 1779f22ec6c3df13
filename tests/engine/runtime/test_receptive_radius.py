# SPDX-License-Identifier: GPL-3.0-or-later
"""The radius that tiles trust is exactly that of the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from torch import nn

pytestmark = pytest.mark.torch
torch = pytest.importorskip("torch")


def _narrow(architecture: str, patch: pytest.MonkeyPatch) -> nn.Module:
    """The network with two channels, which do not change how far it sees."""
    from liif_core.networks import rdn
    from liif_core.networks.edsr import EDSR
    from liif_core.networks.fast import FastNetwork
    from liif_core.networks.liif import Liif

    if architecture == "fast":
        return FastNetwork(channels=2)
    patch.setattr(rdn, "GROWTH", 2)
    return Liif(EDSR(2) if architecture == "edsr-liif" else rdn.RDN(2), 2)


@pytest.mark.parametrize("architecture", ["fast", "edsr-liif", "rdn-liif"])
@pytest.mark.parametrize("axis", [2, 3])
def test_radius(architecture: str, axis: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With positive weights nothing cancels: a gradient is zero only where nothing is read."""
    from liif_core.networks.architectures import parts, receptive_radius
    from liif_core.networks.fast import FastNetwork

    network = _narrow(architecture, monkeypatch)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.fill_(0.1)
        if isinstance(network, FastNetwork):
            network.encoder.balance.weight.fill_(0.1)
    radius = receptive_radius(architecture, network)
    # Double, as the products of 130 layers would leave the range of single precision.
    encoder = parts(network)[0].double()
    # A strip shows one axis at a hundredth of the cost.
    shape = [1, 3, 1, 1]
    shape[axis] = 2 * radius + 9
    centre = radius + 4
    pixels = torch.full(shape, 0.9, dtype=torch.float64, requires_grad=True)
    strength = (torch.zeros(1, 1, dtype=torch.float64),) if architecture == "fast" else ()
    features = encoder(pixels, *strength)
    # Without the pixels that ``fast`` passes on; LIIF has the channels last.
    features = features[:, :-3] if architecture == "fast" else features.permute(0, 3, 1, 2)
    features.select(axis, centre).sum().backward()
    assert pixels.grad is not None
    touched = pixels.grad[0].sum(0).flatten().nonzero().flatten()
    assert touched.min() == centre - radius
    assert touched.max() == centre + radius
