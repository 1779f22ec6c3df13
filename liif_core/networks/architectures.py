# SPDX-License-Identifier: Apache-2.0
"""The networks by name, whole for weights and in the two parts that are run."""

from __future__ import annotations

from torch import nn

from liif_core.errors import LiifError
from liif_core.networks.edsr import EDSR
from liif_core.networks.fast import FastNetwork
from liif_core.networks.liif import Liif, RewrittenDecoder, RewrittenEncoder
from liif_core.networks.rdn import RDN

PUBLISHED: dict[str, type[EDSR] | type[RDN]] = {"edsr-liif": EDSR, "rdn-liif": RDN}
"""Encoders of the published LIIF networks."""


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
