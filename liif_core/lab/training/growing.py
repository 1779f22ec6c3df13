# SPDX-License-Identifier: Apache-2.0
"""A trained ``fast`` as the beginning of a larger one, and that one's encoder as EDSR's.

EDSR-baseline is the encoder of ``fast`` with more channels and blocks, without being told a
strength. What ``fast`` has learned of photos and artifacts need not be learned again.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from liif_core.networks.fast import FastNetwork

BLIND = 0.5
"""Strength that a network is always told which shall find it out by itself."""

Weights = dict[str, Tensor]


def is_fast(weights: Weights) -> bool:
    return "encoder.tail.weight" in weights


@torch.no_grad()
def widened(fast: Weights, network: FastNetwork) -> Weights:
    """Weights for ``network``, of more channels and blocks, that computes what ``fast`` does.

    After Net2Net (arXiv 1511.05641): the known channels and blocks are taken over; new ones learn
    from all, but add nothing to what is known at first.
    """
    weights = {key: value.clone() for key, value in network.state_dict().items()}
    for key, value in fast.items():
        if not key.startswith("encoder.blocks."):
            _put(weights[key], value)
    for block in range(len(network.encoder.blocks)):
        for layer in ("first", "second"):
            name = f"encoder.blocks.{block}.{layer}."
            if layer == "second":
                for kind in ("weight", "bias"):
                    weights[name + kind].zero_()
            if name + "weight" in fast:
                _put(weights[name + "weight"], fast[name + "weight"])
                _put(weights[name + "bias"], fast[name + "bias"])
    return weights


def _put(larger: Tensor, known: Tensor) -> None:
    """``known`` outputs depend on the known inputs as they did, and on no new one."""
    larger[: len(known)] = 0
    larger[tuple(slice(length) for length in known.shape)] = known


@torch.no_grad()
def carrying_pixels(fast: Weights) -> Weights:
    """``fast`` with the last three channels of its encoder holding the pixels, in -1..1.

    The decoder of ``fast`` is given the pixels apart from the latent codes, that of LIIF must
    find them among the features; what an encoder has learned for ``fast`` does not keep them.
    Of a wide encoder the last channels came last and can be spared.
    """
    weights = {key: value.clone() for key, value in fast.items()}
    for key, value in weights.items():
        layer = key.removeprefix("encoder.").rpartition(".")[0]
        if layer in ("head", "body") or layer.endswith("second"):
            value[-3:] = 0
        # Whatever listened to these channels heard something else there.
        if key in ("encoder.body.weight", "encoder.tail.weight") or key.endswith("first.weight"):
            value[:, -3:] = 0
    weights["encoder.head.weight"][-3:, :3, 1, 1] = torch.eye(3)
    return weights


@torch.no_grad()
def as_edsr(fast: Weights, network: nn.Module) -> Weights:
    """Weights for ``network`` with EDSR-baseline's encoder from a ``fast`` of the same size.

    Its features are what reaches the tail of ``fast`` when told :data:`BLIND`; the decoder keeps
    its own weights.
    """
    weights = {key: value.clone() for key, value in network.state_dict().items()}
    pixels, plane = fast["encoder.head.weight"].split((3, 1), 1)
    weights["encoder.head.0.weight"] = pixels.clone()
    # The plane of the strength is constant, so it is a bias.
    weights["encoder.head.0.bias"] = fast["encoder.head.bias"] + BLIND * plane.sum((1, 2, 3))
    last = max(int(key.split(".")[2]) for key in weights if key.startswith("encoder.body."))
    names = {f"encoder.body.{last}.": "encoder.body."}
    for block in range(last):
        for layer, name in ((0, "first"), (2, "second")):
            names[f"encoder.body.{block}.body.{layer}."] = f"encoder.blocks.{block}.{name}."
    for new, old in names.items():
        for kind in ("weight", "bias"):
            weights[new + kind] = fast[old + kind].clone()
    return weights
