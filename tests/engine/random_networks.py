# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks with random weights whose outputs depend on all of their inputs."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import nn

from liif_core.networks.architectures import build
from liif_core.networks.fast import LATENTS, FastNetwork
from liif_core.networks.liif import Liif, query
from liif_core.networks.publish import publish
from liif_core.registry.models import ModelEntry

Network = TypeVar("Network", bound=nn.Module)


def random_network(architecture: str, seed: int = 0) -> nn.Module:
    """A network whose deep layers matter: with torch's own start the output of a deep encoder
    hardly depends on far pixels, and a margin that is too small would go unnoticed.
    """
    network = randomised(build(architecture), seed)
    generator = torch.Generator().manual_seed(seed)
    # Residual blocks add up; colours shall have about the spread of a photo's.
    if isinstance(network, FastNetwork):
        latents = network.encoder(torch.rand(1, 3, 12, 12, generator=generator), torch.ones(1, 1))[
            :, :LATENTS
        ]
        for parameter in network.encoder.tail.parameters():
            parameter.div_(10 * latents.std())
    if isinstance(network, Liif):
        last = network.imnet.layers[-1]
        spread = query(
            network,
            network.encoder(torch.rand(1, 3, 12, 12, generator=generator) * 2 - 1),
            torch.rand(1, 100, 2, generator=generator) * 2 - 1,
            torch.full((1, 100, 2), 0.1),
        ).std()
        last.weight.div_(3 * spread)  # type: ignore[operator]
    return network


def randomised(network: Network, seed: int = 0) -> Network:
    """``network`` with new weights that keep the variance of what passes, ready to run."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in network.parameters():
            if parameter.ndim == 1:
                parameter.normal_(0, 0.1, generator=generator)
            else:
                inputs = parameter[0].numel()
                parameter.normal_(0, (1.5 / inputs) ** 0.5, generator=generator)
    if isinstance(network, FastNetwork):
        network.balance()
    network.eval().requires_grad_(False)
    return network


def publish_random(
    network: nn.Module, folder: Path, name: str, crisper_than: str = ""
) -> ModelEntry:
    """A ``fast`` network as the model ``name`` in ``folder``."""
    return publish(
        network,
        folder,
        name=name,
        architecture="fast",
        licence="none",
        description="random weights",
        trained_on="nothing",
        crisper_than=crisper_than,
    )


def checkpoint(network: nn.Module, encoder: str) -> dict[str, Any]:
    """What the official training script saves, with the layers that it never calls."""
    weights = dict(network.state_dict())
    if encoder == "edsr-baseline":
        for layer in ("sub_mean", "add_mean"):
            weights[f"encoder.{layer}.weight"] = torch.eye(3).view(3, 3, 1, 1)
            weights[f"encoder.{layer}.bias"] = torch.ones(3)
    arguments = {"out_dim": 3, "hidden_list": [256, 256, 256, 256]}
    return {
        "model": {
            "name": "liif",
            "args": {
                "encoder_spec": {"name": encoder, "args": {"no_upsampling": True}},
                "imnet_spec": {"name": "mlp", "args": arguments},
            },
            "sd": weights,
        },
        "optimizer": {"name": "adam", "args": {"lr": 1e-4}, "sd": {"state": {}}},
        "epoch": 1000,
    }
