# SPDX-License-Identifier: Apache-2.0
"""``liif models compress``: a model in a folder of its own, made of another without data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from liif_core.errors import LiifError
from liif_core.lab.compression import compress, strays
from liif_core.networks.architectures import load_network
from liif_core.networks.fast import FastNetwork
from liif_core.networks.publish import publish
from liif_core.registry.models import ModelEntry, check_alone


@dataclass(frozen=True)
class Smaller:
    """What was made."""

    entry: ModelEntry
    size: int
    """Of the weights' file, in bytes."""
    strays: dict[bool, float]
    """See :func:`liif_core.lab.compression.strays`: with what is left making up for what is
    gone, and, at the same size, without."""


def compress_model(
    entry: ModelEntry, prune: float, bits: int, folder: Path, compensate: bool = True
) -> Smaller:
    """Write ``entry``, a ``fast``, into ``folder`` with a share ``prune`` of its inner channels
    left out and ``bits`` for each weight of the encoder.

    Raises :class:`LiifError` when it is not a ``fast``, and when ``folder`` holds another model.
    """
    network = load_network(entry)
    if not isinstance(network, FastNetwork):
        raise LiifError(
            f"{entry.name} is of the architecture {entry.architecture}, which is not compressed",
            "name a model of the architecture fast",
        )
    name = f"{entry.name}-pruned{prune * 100:.0f}-{bits}bit"
    check_alone(name, folder)
    network.requires_grad_(False)
    ways = {way: compress(network, prune, bits, way) for way in (True, False)}
    small = ways[compensate]
    how = "made up for by the others" if compensate else "not made up for"
    made = publish(
        small.network,
        folder,
        name=name,
        architecture=entry.architecture,
        licence=entry.licence,
        description=f"{entry.name} with weights of {bits} bits and {prune:.0%} of its inner "
        f"channels left out, {how}.",
        trained_on=entry.trained_on,
        stored=small.stored,
    )
    return Smaller(
        made,
        made.path("weights").stat().st_size,
        {way: strays(network, each.network) for way, each in ways.items()},
    )
