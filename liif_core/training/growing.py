# SPDX-License-Identifier: Apache-2.0
"""A trained ``fast`` encoder as the beginning of an EDSR-baseline one.

EDSR is the same network but wider and deeper (after Net2Net, arXiv 1511.05641): the known
channels and blocks are taken over, new ones are added so that at first they change nothing. What
``fast`` has learned of photos and artifacts need not be learned again.
"""

from __future__ import annotations

import torch
from torch import Tensor

from liif_core.networks.liif import Liif

STRENGTH = 0.5
"""EDSR is told no strength: it begins as ``fast`` when told this."""

Weights = dict[str, Tensor]


def is_fast(weights: Weights) -> bool:
    return "encoder.tail.weight" in weights


@torch.no_grad()
def grown(fast: Weights, network: Liif) -> Weights:
    """Weights for ``network`` (EDSR-baseline) whose encoder computes what that of ``fast`` does.

    In its first channels, before the tail; the decoder keeps its own weights.
    """
    weights = {key: value.clone() for key, value in network.state_dict().items()}
    pixels, plane = fast["encoder.head.weight"].split((3, 1), 1)
    known = len(pixels)
    weights["encoder.head.0.weight"][:known] = pixels
    # The plane of the strength is constant, so it is a bias.
    bias = fast["encoder.head.bias"] + STRENGTH * plane.sum((1, 2, 3))
    weights["encoder.head.0.bias"][:known] = bias
    last = max(int(key.split(".")[2]) for key in weights if key.startswith("encoder.body."))
    for block in range(last):
        first, second = (f"encoder.body.{block}.body.{layer}." for layer in (0, 2))
        # New channels learn from all, but what is added to the features begins as nothing.
        weights[second + "weight"].zero_()
        weights[second + "bias"].zero_()
        old = f"encoder.blocks.{block}."
        if old + "first.weight" not in fast:
            continue
        weights[first + "weight"][:known] = 0
        for key, source in ((first, old + "first."), (second, old + "second.")):
            weights[key + "weight"][:known, :known] = fast[source + "weight"]
            weights[key + "bias"][:known] = fast[source + "bias"]
    body = f"encoder.body.{last}."
    weights[body + "weight"][:known] = 0
    weights[body + "weight"][:known, :known] = fast["encoder.body.weight"]
    weights[body + "bias"][:known] = fast["encoder.body.bias"]
    return weights
