# SPDX-License-Identifier: Apache-2.0
"""Repairs: what a trained encoder learns besides, as low-rank changes of its weights.

One network, several repairs (Instruct-IPT, arXiv 2407.00676; LoRA, arXiv 2106.09685): what a
repair adds to each convolution is the product of two thin matrices, a sixth of the weights, which
are added up when the network is loaded and cost nothing when it runs.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from liif_core.networks.architectures import rebuild_network
from liif_core.networks.fast import FastNetwork

RANK = 8
LEARNED = ("up", "down", "shift")
"""What a convolution's change consists of: the names behind that of the convolution."""


class LowRankConv(nn.Conv2d):
    """A convolution with weights that stay as they are, and a change of them that is learned."""

    def __init__(self, conv: nn.Conv2d) -> None:
        (height, width), (down, across) = conv.kernel_size, _pair(conv.padding)
        super().__init__(
            conv.in_channels, conv.out_channels, (height, width), padding=(down, across)
        )
        self.load_state_dict(conv.state_dict())
        self.requires_grad_(False)
        inputs = self.weight[0].numel()
        self.up = nn.Parameter(torch.zeros(self.out_channels, RANK))
        self.down = nn.Parameter(torch.randn(RANK, inputs) / inputs**0.5)
        self.shift = nn.Parameter(torch.zeros(self.out_channels))

    def forward(self, features: Tensor) -> Tensor:
        return self._conv_forward(features, *self.changed())

    def changed(self) -> tuple[Tensor, Tensor]:
        """Weight and bias with the change added."""
        assert self.bias is not None
        weight = self.weight + (self.up @ self.down).view_as(self.weight)
        return weight, self.bias + self.shift


def _pair(padding: str | tuple[int, ...]) -> tuple[int, int]:
    assert not isinstance(padding, str)
    down, across = padding
    return down, across


def learn_repair(network: nn.Module, encoder: nn.Module) -> None:
    """Let each convolution of ``encoder`` learn its part of a repair, nothing else of it."""
    network.requires_grad_(False)
    for name, module in list(encoder.named_modules()):
        if isinstance(module, nn.Conv2d):
            parent, _, own = name.rpartition(".")
            setattr(encoder.get_submodule(parent), own, LowRankConv(module))


@torch.no_grad()
def merge_repair(network: FastNetwork) -> FastNetwork:
    """The network as it was before :func:`learn_repair`, with the repair added."""
    values = network.state_dict()
    for name, module in network.named_modules():
        if isinstance(module, LowRankConv):
            values[f"{name}.weight"], values[f"{name}.bias"] = module.changed()
            for kind in LEARNED:
                del values[f"{name}.{kind}"]
    plain = rebuild_network("fast", values)
    assert isinstance(plain, FastNetwork)
    return plain


def collect_repair(network: nn.Module) -> dict[str, Tensor]:
    """The repair that was learned, by the names of the weights: ``NAME.up`` (out, rank),
    ``NAME.down`` (rank, in * height * width) and ``NAME.shift`` (out,)."""
    return {
        key: value
        for key, value in network.state_dict().items()
        if key.rpartition(".")[2] in LEARNED
    }
