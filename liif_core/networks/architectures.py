# SPDX-License-Identifier: Apache-2.0
"""The networks by name, whole for weights and in the two parts that are run."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from liif_core.errors import LiifError
from liif_core.networks.edsr import EDSR
from liif_core.networks.fast import FastNetwork, ResidualBlock
from liif_core.networks.liif import Liif, Mlp, RewrittenDecoder, RewrittenEncoder
from liif_core.networks.rdn import RDN
from liif_core.registry.models import ModelEntry
from liif_core.runtime.blending import BALANCE, PURE, Blend, blend_weights

PUBLISHED: dict[str, type[EDSR] | type[RDN]] = {"edsr-liif": EDSR, "rdn-liif": RDN}
"""Encoders of the published LIIF networks."""

MLP = "imnet.layers."
"""What the names of the weights of LIIF's decoder begin with."""


def build(architecture: str) -> nn.Module:
    """The whole network, with the keys that its weights have. Raises :class:`LiifError`."""
    if architecture == "fast":
        return FastNetwork()
    if architecture in PUBLISHED:
        encoder = PUBLISHED[architecture]()
        return Liif(encoder, encoder.out_channels)
    raise LiifError(
        f"the architecture {architecture!r} is unknown", "a newer version of LIIF may know it"
    )


def rebuild_network(architecture: str, values: Mapping[str, Tensor]) -> nn.Module:
    """The network of these weights, as large as they are: a compressed one has fewer channels or
    layers than that of :func:`build`. Raises :class:`LiifError` when they are not of it.
    """
    network = build(architecture)
    try:
        if isinstance(network, FastNetwork):
            for place in range(len(network.encoder.blocks)):
                inner, channels = values[f"encoder.blocks.{place}.first.weight"].shape[:2]
                network.encoder.blocks[place] = ResidualBlock(channels, inner)
            # Networks of before 0.3 have none, and run without.
            unbalanced = torch.zeros_like(network.encoder.balance.weight)
            values = {BALANCE: unbalanced, **values}
        elif isinstance(network, Liif):
            layers = sum(key.startswith(MLP) and key.endswith(".weight") for key in values)
            network.imnet = Mlp(values[MLP + "0.weight"].shape[1], layers - 1)
        network.load_state_dict(dict(values))
    except (KeyError, RuntimeError, ValueError, IndexError) as error:
        why = (str(error).splitlines() or [type(error).__name__])[0]
        raise LiifError(f"the weights are of no network {architecture} ({why})") from error
    return network


def load_network(entry: ModelEntry, blend: Blend = PURE) -> nn.Module:
    """The network of a model, with ``blend`` mixed in; in single precision, on the processor.

    Raises :class:`LiifError` when its files are not whole, or are not those of its architecture.
    """
    values = blend_weights(entry, blend)
    return rebuild_network(
        entry.architecture, {key: torch.from_numpy(value) for key, value in values.items()}
    )


def parts(network: nn.Module) -> tuple[nn.Module, nn.Module]:
    """Encoder and decoder of ``network`` as :mod:`liif_core.networks.export` describes them."""
    if isinstance(network, FastNetwork):
        return network.encoder, network.decoder
    assert isinstance(network, Liif)
    return RewrittenEncoder(network), RewrittenDecoder(network)


def receptive_radius(architecture: str, network: nn.Module) -> int:
    """Input pixels on each side that a value of the encoder's output can depend on."""
    if isinstance(network, FastNetwork):
        return network.encoder.radius
    # One more for the 3x3 unfolding.
    return PUBLISHED[architecture].radius + 1
